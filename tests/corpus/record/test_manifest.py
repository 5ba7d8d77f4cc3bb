import hashlib
import json

import pytest

from llamita.corpus.record.identity import corpus_id
from llamita.corpus.record.manifest import Manifest, new_manifest
from llamita.errors import CorpusError, RequestError
from tests.corpus.record.sample import summary

DIGESTS = [hashlib.sha256(b"%d" % i).hexdigest() for i in range(2000)]


def written(manifest, tmp_path):
    path = tmp_path / "manifest.json"
    path.write_text(manifest.to_json(), encoding="utf-8")
    return path


def test_a_manifest_reads_back_as_it_was(tmp_path):
    manifest = new_manifest(summary(), DIGESTS)
    assert Manifest.read(written(manifest, tmp_path)) == manifest


def test_a_manifest_knows_which_texts_are_in(tmp_path):
    manifest = Manifest.read(written(new_manifest(summary(), DIGESTS), tmp_path))
    assert all(map(manifest.holds, DIGESTS))
    assert not any(manifest.holds(hashlib.sha256(b"not %d" % i).hexdigest()) for i in range(2000))
    assert not manifest.holds("f" * 64)
    assert not manifest.holds("0" * 64)


def test_a_manifest_of_nothing_holds_nothing(tmp_path):
    assert not Manifest.read(written(new_manifest(summary(), []), tmp_path)).holds("0" * 64)


def test_the_order_of_digests_and_repetitions_change_nothing():
    assert new_manifest(summary(), DIGESTS[::-1] + DIGESTS) == new_manifest(summary(), DIGESTS)


def test_digests_that_do_not_fit_are_left_out_and_it_says_so():
    whole = new_manifest(summary(), DIGESTS)
    limit = len(whole.to_json()) - 1
    small = new_manifest(summary(), DIGESTS, max_bytes=limit)
    assert small.digests is None
    assert small.digests_note == f"the digests of 2000 documents would take it beyond {limit} bytes"
    assert len(small.to_json().encode()) <= limit
    with pytest.raises(RequestError, match=r"cannot say whether a text is in: the digests of 2000"):
        small.holds(DIGESTS[0])
    with pytest.raises(
        CorpusError, match=r"^the manifest of `starter` is too large: expected at most 100 bytes"
    ):
        new_manifest(summary(), DIGESTS, max_bytes=100)


def test_150_000_documents_fit_with_room_to_spare():
    digests = (hashlib.sha256(b"%d" % i).hexdigest() for i in range(150_000))
    assert len(new_manifest(summary(), digests).to_json()) < 1_700_000


@pytest.mark.parametrize("text", ["", "xyz", "0" * 63, "g" * 64])
def test_what_is_no_digest_is_refused(text):
    with pytest.raises(RequestError, match=r"is no sha256: expected 64 hexadecimal digits$"):
        new_manifest(summary(), []).holds(text)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: m.update(format="other"), r"is of format `other`: expected"),
        (lambda m: m.update(digests="!"), r"`digests` of .* are damaged"),
        (lambda m: m.update(digests="AAAAAAAAAAEAAAAAAAAAAQ=="), r"expected them sorted, each once$"),
        (lambda m: m["corpus"].update(id=5), r"cannot use `id` of `corpus` of .*: expected a text, got `5`$"),
        (lambda m: m["corpus"]["redactions"].update(x="1"), r"expected a whole number from 0, got `1`$"),
        (lambda m: m["corpus"]["projects"][0].pop("origin"), r"item 0 of .* has no key `origin`$"),
    ],
)
def test_a_manifest_that_is_wrong_is_refused(tmp_path, change, message):
    values = json.loads(new_manifest(summary(), DIGESTS[:2]).to_json())
    change(values)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(values))
    with pytest.raises(CorpusError, match=message):
        Manifest.read(path)


def test_a_manifest_that_is_too_large_or_no_file_is_refused_unread(tmp_path):
    path = tmp_path / "manifest.json"
    with path.open("wb") as file:
        file.truncate(10_000_001)
    with pytest.raises(CorpusError, match=r"is too large: expected at most 10000000 bytes, got 10000001$"):
        Manifest.read(path)
    with pytest.raises(CorpusError, match=r"expected a file$"):
        Manifest.read(tmp_path)


PARTS = {
    "recipe": {"name": "tiny", "mixture": {"code": 0.85}},
    "lock_sha256": "a" * 64,
    "tools": {"daft": "0.7.26", "pyarrow": "25"},
    "benchmarks_sha256": "b" * 64,
    "opt_outs": ["pkg:npm/x", "pkg:npm/a"],
    "shards": ["c" * 64, "d" * 64],
}


def test_a_corpus_id_does_not_depend_on_the_order_of_keys_or_requests():
    turned = {
        **PARTS,
        "recipe": dict(reversed(PARTS["recipe"].items())),
        "tools": dict(reversed(PARTS["tools"].items())),
        "opt_outs": PARTS["opt_outs"][::-1],
    }
    assert corpus_id(**turned) == corpus_id(**PARTS)
    # Recorded: an id must be the same on every machine, and next year.
    assert corpus_id(**PARTS)[:16] == "7590f794f6f04324"


@pytest.mark.parametrize(
    "change",
    [
        {"recipe": {"name": "tiny", "mixture": {"code": 0.86}}},
        {"lock_sha256": "e" * 64},
        {"tools": {"daft": "0.7.27", "pyarrow": "25"}},
        {"benchmarks_sha256": "e" * 64},
        {"opt_outs": ["pkg:npm/a"]},
        {"shards": ["d" * 64, "c" * 64]},
    ],
)
def test_a_corpus_id_tells_everything_else_apart(change):
    assert corpus_id(**(PARTS | change)) != corpus_id(**PARTS)
