import json
import warnings

import numpy as np
import pytest
import torch

from llamita.errors import CheckpointError, RequestError, TokenizerError
from llamita.weights.meta.reader import read_meta
from tests.weights.meta.models import (
    assert_same_tensors,
    meta_checkpoint,
    meta_vocabulary,
    shards_of,
    state_dict,
    write_folder,
    write_shards,
)

CHECKPOINT = meta_checkpoint()
WHOLE = state_dict(CHECKPOINT)
GATE = "layers.0.feed_forward.w1.weight"


def refused(folder, message, error=CheckpointError):
    with pytest.raises(error, match=message) as caught:
        read_meta(folder)
    assert str(caught.value).isprintable()
    return caught.value


@pytest.mark.parametrize("num_shards", [1, 2, 4, 8])
def test_trap_05_shards_that_torch_wrote_are_merged_bit_for_bit(tmp_path, num_shards):
    checkpoint = read_meta(write_folder(tmp_path / "tiny", CHECKPOINT, num_shards=num_shards))
    assert (checkpoint.name, checkpoint.path, checkpoint.license) == ("tiny", tmp_path / "tiny", None)
    assert checkpoint.spec == CHECKPOINT.spec
    assert checkpoint.vocabulary == meta_vocabulary()
    assert_same_tensors(checkpoint, CHECKPOINT)


@pytest.mark.parametrize("name", ["attention.wo", "feed_forward.w2", "attention.wq", "feed_forward.w1"])
def test_trap_05_a_matrix_cut_along_the_wrong_axis_is_refused(tmp_path, name):
    shards = shards_of(WHOLE, 2)
    matrix = f"layers.1.{name}.weight"
    right = shards[0][matrix].shape
    wrong_axis = 0 if right[0] == WHOLE[matrix].shape[0] else 1
    for shard, part in zip(shards, WHOLE[matrix].chunk(2, dim=wrong_axis), strict=True):
        shard[matrix] = part.clone()
    folder = write_shards(tmp_path / "tiny", CHECKPOINT, shards)
    refused(folder, rf"tensor `{matrix}` in `.*00.pth` has shape .*: expected \({right[0]}, {right[1]}\)")


def test_trap_05_an_embedding_cut_by_its_rows_is_refused(tmp_path):
    shards = shards_of(WHOLE, 2)
    for shard, part in zip(shards, WHOLE["tok_embeddings.weight"].chunk(2, dim=0), strict=True):
        shard["tok_embeddings.weight"] = part.clone()
    folder = write_shards(tmp_path / "tiny", CHECKPOINT, shards)
    error = refused(folder, "has all 64 columns, in each of 2 shards: expected it cut by its columns")
    assert error.hint == "an embedding cut by its rows is a Llama 3, which is not supported"


def test_trap_06_params_that_give_another_width_than_the_weights_have_are_refused(tmp_path):
    folder = write_folder(tmp_path / "tiny", CHECKPOINT, multiple_of=96)
    refused(
        folder,
        r"gives a feed-forward width of 192 \(dim 64, multiple_of 96, ffn_dim_multiplier None\): "
        f"`{GATE}` has 256 rows in all shards",
    )


def test_trap_07_w1_is_the_gate_and_w3_is_up_and_w2_is_down(tmp_path):
    checkpoint = read_meta(write_folder(tmp_path / "tiny", CHECKPOINT))
    for ours, name in (("gate", "w1"), ("up", "w3"), ("down", "w2")):
        found = checkpoint.tensors[f"layers.1.{ours}"].dequantized()
        np.testing.assert_array_equal(found, WHOLE[f"layers.1.feed_forward.{name}.weight"].numpy())


@pytest.mark.parametrize("stated", [..., None, -1, 272])
def test_trap_08_the_vocabulary_has_as_many_tokens_as_the_embedding_has_rows(tmp_path, stated):
    folder = write_folder(tmp_path / "tiny", CHECKPOINT, vocab_size=stated)
    assert read_meta(folder).spec.vocabulary_size == 272


def test_trap_08_another_tokenizer_is_refused_with_both_counts(tmp_path):
    folder = write_folder(tmp_path / "tiny", CHECKPOINT)
    other = write_folder(tmp_path / "other", meta_checkpoint(vocabulary_size=288))
    (other / "tokenizer.model").replace(folder / "tokenizer.model")
    refused(folder, "has 288 pieces, `tok_embeddings.weight` has 272 rows: expected the same")
    folder = write_folder(tmp_path / "stated", CHECKPOINT, vocab_size=32000)
    refused(folder, "cannot use key `vocab_size` of .*: expected 272, .* got 32000")


@pytest.mark.parametrize("name", [*WHOLE])
def test_trap_09_a_missing_tensor_is_refused_by_name(tmp_path, name):
    shards = shards_of(WHOLE, 2)
    del shards[1 if name not in ("tok_embeddings.weight", GATE) else 0][name]
    refused(write_shards(tmp_path / "tiny", CHECKPOINT, shards), f"tensor `{name}` is missing from `.*.pth`")


def test_trap_09_only_rotary_frequencies_may_stand_beside_the_parameters(tmp_path):
    old_form = {f"layers.{layer}.attention.inner_attention.rope.freqs": torch.ones(2) for layer in (0, 1)}
    folder = write_shards(tmp_path / "old", CHECKPOINT, [WHOLE | old_form])
    assert_same_tensors(read_meta(folder), CHECKPOINT)
    for stranger in ("rope.freqs2", "layers.2.attention.wq.weight", "layers.0.attention.wq.bias"):
        folder = write_shards(tmp_path / stranger, CHECKPOINT, [WHOLE | {stranger: torch.ones(2)}])
        refused(folder, f"tensor `{stranger}` in `.*` is no part of a Llama model with 2 layers")


def test_trap_44_unknown_keys_are_named_in_one_warning_and_ignored(tmp_path):
    folder = write_folder(
        tmp_path / "tiny", CHECKPOINT, lora="x", zeta=1, max_seq_len=2048, use_scaled_rope=False
    )
    with pytest.warns(UserWarning, match=r"has keys that are not known here: `lora`, `zeta`$") as seen:
        assert read_meta(folder).spec == CHECKPOINT.spec
    assert len(seen) == 1


def test_trap_44_scaled_positions_are_refused_by_name(tmp_path):
    folder = write_folder(tmp_path / "tiny", CHECKPOINT, use_scaled_rope=True)
    assert (
        "Llama 3.1" in refused(folder, "cannot use `use_scaled_rope` of .*positions that are not scaled").hint
    )


@pytest.mark.parametrize(
    ("base", "expected"),
    [(10_000, (10_000.0, 4096)), (1_000_000, (1_000_000.0, 16_384)), (1e6, (1_000_000.0, 16_384))],
)
def test_trap_01_the_base_is_what_params_say_and_the_context_follows_from_it(tmp_path, base, expected):
    spec = read_meta(write_folder(tmp_path / "tiny", CHECKPOINT, rope_theta=base)).spec
    assert (spec.rope_base, spec.context_tokens) == expected


def test_trap_01_without_a_base_it_is_llama_2s_or_what_the_caller_says(tmp_path):
    folder = write_folder(tmp_path / "tiny", CHECKPOINT, rope_theta=...)
    assert read_meta(folder).spec.rope_base == 10_000
    assert read_meta(folder, rope_base=1e6).spec.rope_base == 1_000_000
    with pytest.raises(RequestError, match="rope base"):
        read_meta(folder, rope_base=0.5)


def test_what_params_may_leave_out(tmp_path):
    checkpoint = meta_checkpoint(num_kv_heads=16)
    absent = {key: ... for key in ("n_kv_heads", "multiple_of", "norm_eps")}
    folder = write_folder(tmp_path / "tiny", checkpoint, ffn_dim_multiplier=None, **absent)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_meta(folder).spec == checkpoint.spec


@pytest.mark.parametrize("key", ["dim", "n_layers", "n_heads"])
def test_what_params_may_not_leave_out(tmp_path, key):
    refused(write_folder(tmp_path / "tiny", CHECKPOINT, **{key: ...}), f"params.json` has no key `{key}`")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n_heads": 24}, "expected a divisor of the width 64, got 24"),
        ({"n_kv_heads": 5}, "expected a divisor of the 16 heads, got 5"),
        ({"n_kv_heads": 4}, r"layers.0.attention.wk.weight` in .* has shape \(32, 64\): expected \(16, 64\)"),
        ({"n_layers": 1}, "`layers.1.attention.wk.weight` in .* is no part of a Llama model with 1 layers"),
        ({"n_layers": 3}, "tensor `layers.2.attention_norm.weight` is missing"),
        ({"n_layers": 2**30}, "expected no more layers than 22 tensors, got 1073741824"),
        ({"dim": 128}, "hold 1 times 64 columns of `tok_embeddings.weight`: expected 128 in all"),
        ({"norm_eps": 0}, "`norm_eps` .*: expected a number between 0 and 1, got `0.0`"),
        ({"n_heads": True}, "`n_heads` .*: expected a whole number, got `true`"),
        ({"rope_theta": 0.5}, "rope_theta` .*: expected a finite number above 1, got 0.5"),
        ({"ffn_dim_multiplier": 1e300}, "expected a number between 0 and 1000"),
    ],
)
def test_numbers_that_do_not_fit_are_refused_by_key(tmp_path, changes, message):
    refused(write_folder(tmp_path / "tiny", CHECKPOINT, **changes), message)


def test_a_missing_shard_is_refused(tmp_path):
    folder = write_folder(tmp_path / "tiny", CHECKPOINT, num_shards=4)
    (folder / "consolidated.03.pth").unlink()
    refused(folder, "hold 3 times 16 columns of `tok_embeddings.weight`: expected 64 in all")
    (folder / "consolidated.01.pth").unlink()
    refused(folder, "`consolidated.01.pth` is missing from `.*`: found `consolidated.02.pth`")
    for path in folder.glob("*.pth"):
        path.unlink()
    refused(folder, "no weights in `.*`: expected `consolidated.00.pth`")


@pytest.mark.parametrize("name", ["norm.weight", "layers.1.ffn_norm.weight", "rope.freqs"])
def test_what_every_shard_repeats_has_to_be_the_same(tmp_path, name):
    shards = shards_of(WHOLE, 4)
    shards[2][name] = shards[2][name].nextafter(torch.tensor(9.0))
    folder = write_shards(tmp_path / "tiny", CHECKPOINT, shards)
    refused(folder, f"tensor `{name}` differs between `.*00.pth` and `.*02.pth`")


def test_shards_of_different_formats_are_refused(tmp_path):
    shards = shards_of(WHOLE, 2)
    shards[1][GATE] = shards[1][GATE].bfloat16()
    folder = write_shards(tmp_path / "tiny", CHECKPOINT, shards)
    refused(folder, f"tensor `{GATE}` is F32 in `.*00.pth` and BF16 in `.*01.pth`")


def test_brain_floats_stay_brain_floats(tmp_path):
    shards = [{name: part.bfloat16() for name, part in shard.items()} for shard in shards_of(WHOLE, 2)]
    checkpoint = read_meta(write_shards(tmp_path / "tiny", CHECKPOINT, shards))
    query = checkpoint.tensors["layers.1.query"]
    assert query.format.name == "BF16"
    expected = WHOLE["layers.1.attention.wq.weight"].bfloat16().float().numpy()
    np.testing.assert_array_equal(query.dequantized(), expected)


def test_tensors_that_share_a_storage_across_names_are_merged(tmp_path):
    """As some converters leave them: parts of one shard are views of the whole matrix."""
    whole = {name: tensor.clone() for name, tensor in WHOLE.items()}
    shards = [
        {name: part for name, part in shard.items() if name != "rope.freqs"} for shard in shards_of(whole, 2)
    ]
    for index, shard in enumerate(shards):
        shard["output.weight"] = whole["output.weight"].chunk(2)[index]
        shard["tok_embeddings.weight"] = whole["tok_embeddings.weight"].chunk(2, dim=1)[index]
    assert_same_tensors(read_meta(write_shards(tmp_path / "tiny", CHECKPOINT, shards)), CHECKPOINT)


def test_the_tokenizer_may_lie_beside_the_folder(tmp_path):
    folder = write_folder(tmp_path / "tiny", CHECKPOINT)
    (folder / "tokenizer.model").rename(tmp_path / "tokenizer.model")
    assert read_meta(folder).vocabulary == meta_vocabulary()
    (tmp_path / "tokenizer.model").unlink()
    refused(folder, "tokenizer", TokenizerError)


def test_params_that_are_no_object_are_refused(tmp_path):
    folder = write_folder(tmp_path / "tiny", CHECKPOINT)
    for content in (
        "[]",
        "{",
        json.dumps({"dim": 64})[:-1],
        '{"dim": NaN}',
        '{"dim": 1, "dim": 2}',
        "[" * 10**5,
    ):
        (folder / "params.json").write_text(content)
        refused(folder, "params.json")
    (folder / "params.json").unlink()
    refused(folder, "no file at `.*params.json`: expected the `params.json` of a Meta checkpoint")
