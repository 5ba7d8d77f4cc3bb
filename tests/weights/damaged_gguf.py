"""Two hundred damaged GGUF files, as bytes, by what was done to them."""

import random
import struct

from tests.weights.gguf_files import Tensor, gguf_bytes, string, tiny_keys, tiny_tensors, u32, u64

HUGE = 2**60

WHOLE = gguf_bytes(tiny_keys(), tiny_tensors(format="Q8_0"))
DATA_SIZE_BYTES = sum(-(-len(tensor.data) // 32) * 32 for tensor in tiny_tensors(format="Q8_0"))
HEADER_SIZE_BYTES = len(WHOLE) - DATA_SIZE_BYTES


def overwritten(position_bytes, raw):
    return WHOLE[:position_bytes] + raw + WHOLE[position_bytes + len(raw) :]


def after(key):
    """Where the value type of a key stands."""
    return WHOLE.index(string(key.encode())) + 8 + len(key)


def truncations():
    lengths = [*range(1, 33), *(HEADER_SIZE_BYTES * part // 20 for part in range(1, 21))]
    lengths += [HEADER_SIZE_BYTES + DATA_SIZE_BYTES * part // 10 for part in range(1, 10)] + [len(WHOLE) - 1]
    return {f"cut to {length} bytes": WHOLE[:length] for length in lengths}


def lying_counts():
    lies = (0, 1, 19, 22, 1000, 2**31, 2**32 - 1, HUGE, 2**63, 2**64 - 1)
    return {
        **{f"{lie} tensors": gguf_bytes(tiny_keys(), tiny_tensors(), num_tensors=lie) for lie in lies},
        **{f"{lie} keys": gguf_bytes(tiny_keys(), tiny_tensors(), num_keys=lie) for lie in lies},
        **{
            f"{lie} items of {key}": overwritten(after(key) + 8, struct.pack("<Q", lie))
            for key in ("tokenizer.ggml.tokens", "tokenizer.ggml.token_type", "tokenizer.ggml.merges")
            for lie in (0, 1, 2**31, HUGE, 2**64 - 1)
        },
    }


def lying_lengths():
    lies = (0, 1, 6, 255, 2**16, 2**31, HUGE, 2**64 - 1)
    places = {"first key": 24, "architecture": after("general.architecture") + 4}
    places |= {
        "first piece": after("tokenizer.ggml.tokens") + 16,
        "a merge": after("tokenizer.ggml.merges") + 16,
    }
    return {
        f"{place} of {lie} bytes": overwritten(position_bytes, struct.pack("<Q", lie))
        for place, position_bytes in places.items()
        for lie in lies
    }


def wrong_types():
    return {
        f"{key} of type {value_type}": overwritten(after(key), struct.pack("<I", value_type))
        for key in ("general.architecture", "llama.block_count", "tokenizer.ggml.tokens")
        for value_type in (0, 6, 7, 13, 2**32 - 1)
    } | {
        f"items of {key} of type {item_type}": overwritten(after(key) + 4, struct.pack("<I", item_type))
        for key in ("tokenizer.ggml.tokens", "tokenizer.ggml.token_type")
        for item_type in (6, 7, 9, 10, 13)
    }


def missing_keys():
    optional = {"general.name", "general.license", "llama.rope.freq_base", "llama.rope.dimension_count"}
    optional |= {"llama.vocab_size", "tokenizer.ggml.add_bos_token"}
    optional |= {"tokenizer.ggml.bos_token_id", "tokenizer.ggml.eos_token_id"}
    keys = tiny_keys()
    return {
        f"without {gone}": gguf_bytes({key: keys[key] for key in keys if key != gone}, tiny_tensors())
        for gone in keys
        if gone not in optional
    }


def lying_tensors():
    tensors = tiny_tensors()
    second = tensors[1]
    shapes = [(HUGE,), (2**63, 2), (2**32, 2**32, 2**32), (0,), (64, 0), (63,), (1, 1, 1, 1, 64), ()]
    swaps = [Tensor(second.name, shape, 0, second.data) for shape in shapes]
    swaps += [
        Tensor(second.name, second.shape, block_format, second.data) for block_format in (1, 8, 23, 5000)
    ]
    swaps += [Tensor(name, second.shape, 0, second.data) for name in ("", "a\nb", "x" * 65, tensors[0].name)]
    files = {
        f"{swap.name} {swap.shape} {swap.gguf_type}": gguf_bytes(
            tiny_keys(), [tensors[0], swap, *tensors[2:]]
        )
        for swap in swaps
    }
    for offset in (0, 1, 32, 2**31, HUGE, 2**64 - 32):
        files[f"offset {offset}"] = gguf_bytes(tiny_keys(), tensors, offsets={second.name: offset})
    return files


def inconsistent_files():
    keys, tensors = tiny_keys(), tiny_tensors()
    return {
        "trailing bytes": gguf_bytes(keys, tensors) + bytes(32),
        "no tensors": gguf_bytes(keys, []),
        "no keys": gguf_bytes({}, tensors),
        "version 4": gguf_bytes(keys, tensors, version=4),
        "big-endian": gguf_bytes(keys, tensors, version=3 << 24),
        "alignment 0": gguf_bytes(keys | {"general.alignment": u32(0)}, tensors),
        "alignment 48": gguf_bytes(keys | {"general.alignment": u32(48)}, tensors),
        "alignment huge": gguf_bytes(keys | {"general.alignment": u64(HUGE)}, tensors),
        "layers huge": gguf_bytes(keys | {"llama.block_count": u64(HUGE)}, tensors),
        "width huge": gguf_bytes(keys | {"llama.embedding_length": u64(2**64 - 1)}, tensors),
        "bad flag": gguf_bytes(keys | {"tokenizer.ggml.add_bos_token": struct.pack("<IB", 7, 2)}, tensors),
        "bad text": gguf_bytes(keys | {"general.name": struct.pack("<I", 8) + string(b"\xff\xfe")}, tensors),
        "bad key": gguf_bytes({"llama.\n": u32(1), **keys}, tensors),
        "padding not zero": overwritten(HEADER_SIZE_BYTES - 1, b"\x01"),
    }


REFUSED = {
    **truncations(),
    **lying_counts(),
    **lying_lengths(),
    **wrong_types(),
    **missing_keys(),
    **lying_tensors(),
    **inconsistent_files(),
}


def header_flips():
    drawn = random.Random(7)
    places = [(drawn.randrange(HEADER_SIZE_BYTES), drawn.randrange(8)) for _ in range(60)]
    return {
        f"bit {bit} of byte {position_bytes}": overwritten(
            position_bytes, bytes([WHOLE[position_bytes] ^ 1 << bit])
        )
        for position_bytes, bit in places
    }


FLIPPED = header_flips()
