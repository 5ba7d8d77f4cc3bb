"""What can be wrong with any file in JSON."""


def broken_texts(text: bytes) -> dict[str, bytes]:
    """What can be wrong with any JSON object; ``text`` is a good one."""
    return {
        "empty": b"",
        "no object": b"[1, 2]",
        "cut": text[: len(text) // 2],
        "no UTF-8": b'{"\xff\xfe": 1, ' + text[1:],
        "nested 100,000 deep": b'{"a": ' * 100_000 + b"1" + b"}" * 100_000,
        "lists 100,000 deep": b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b", " + text[1:],
        "not a number": b'{"a": NaN, ' + text[1:],
        "infinity": b'{"a": -Infinity, ' + text[1:],
        "a number of 100,000 digits": b'{"a": ' + b"9" * 100_000 + b", " + text[1:],
        "a key twice": b'{"a": 1, "a": 2, ' + text[1:],
        "more behind it": text + b"{}",
        "40,000 empty lists": b'{"a": [' + b"[]," * 40_000 + b"[]]}",
        "340,000 empty lists": b'{"a": [' + b"[]," * 340_000 + b"[]]}",
        "9 MiB": text + b" " * (9 << 20),
        "a Git LFS pointer": b"version https://git-lfs.github.com/spec/v1\n",
        "a web page": b"<!DOCTYPE html><html></html>",
    }
