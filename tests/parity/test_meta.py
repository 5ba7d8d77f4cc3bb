"""Files as Meta's, run by the `reference` engine, against Meta's formulas written down once more.

The model below knows Meta's names and Meta's order of rows, complex rotations and repeated heads, and
nothing of this package.

Source: the guide's section 1, after `llama/model.py` of github.com/meta-llama/codellama.
"""

import json

import numpy as np
import pytest
import torch

from llamita.engines.reference import ReferenceEngine
from llamita.engines.reference.forward import rotary_table
from llamita.weights.meta.reader import read_meta
from llamita.weights.meta.writer import write_meta
from tests.engines_under_test import LOGITS_FLOAT32
from tests.weights.meta.models import meta_checkpoint, state_dict, write_folder, write_shards

TOKEN_IDS = np.random.default_rng(5).integers(0, 272, 200).tolist()


def normalized(x_TE, weight, epsilon):
    return x_TE * torch.rsqrt(x_TE.pow(2).mean(-1, keepdim=True) + epsilon) * weight


def rotated(x_THD, base):
    """Adjacent pairs as complex numbers, turned by position times frequency."""
    num_tokens, _, head_width = x_THD.shape
    frequencies = 1.0 / base ** (torch.arange(0, head_width, 2, dtype=torch.float64) / head_width)
    angles = torch.outer(torch.arange(num_tokens, dtype=torch.float64), frequencies)
    turns = torch.polar(torch.ones_like(angles), angles)
    pairs = torch.view_as_complex(x_THD.reshape(*x_THD.shape[:-1], -1, 2))
    return torch.view_as_real(pairs * turns[:, None]).flatten(-2)


def attention(w, x_TE, params):
    heads, kv_heads = params["n_heads"], params["n_kv_heads"]
    width = params["dim"] // heads
    query = rotated((x_TE @ w["wq"].T).view(-1, heads, width), params["rope_theta"])
    key = rotated((x_TE @ w["wk"].T).view(-1, kv_heads, width), params["rope_theta"])
    value = (x_TE @ w["wv"].T).view(-1, kv_heads, width)
    key, value = (part.repeat_interleave(heads // kv_heads, dim=1) for part in (key, value))
    scores = torch.einsum("thd,shd->hts", query, key) / width**0.5
    scores = scores + torch.full(scores.shape[-2:], -torch.inf, dtype=scores.dtype).triu(1)
    return torch.einsum("hts,shd->thd", scores.softmax(-1), value).flatten(1) @ w["wo"].T


def logits_by_metas_formulas(weights, params, token_ids):
    w = {name.removesuffix(".weight"): tensor.double() for name, tensor in weights.items()}
    x_TE = w["tok_embeddings"][token_ids]
    for layer in range(params["n_layers"]):
        part = {name: w[f"layers.{layer}.attention.{name}"] for name in ("wq", "wk", "wv", "wo")}
        norm = normalized(x_TE, w[f"layers.{layer}.attention_norm"], params["norm_eps"])
        x_TE = x_TE + attention(part, norm, params)
        w1, w2, w3 = (w[f"layers.{layer}.feed_forward.{name}"] for name in ("w1", "w2", "w3"))
        norm = normalized(x_TE, w[f"layers.{layer}.ffn_norm"], params["norm_eps"])
        x_TE = x_TE + (torch.nn.functional.silu(norm @ w1.T) * (norm @ w3.T)) @ w2.T
    return (normalized(x_TE, w["norm"], params["norm_eps"]) @ w["output"].T).numpy()


def logits_by_reference(folder, token_ids=TOKEN_IDS):
    engine = ReferenceEngine(read_meta(folder))
    return engine.extend(engine.new_cache(512), token_ids, logits="all")


def expected_logits(folder, weights):
    params = json.loads((folder / "params.json").read_text())
    return logits_by_metas_formulas(weights, params, TOKEN_IDS)


def close(ours_TV, theirs_TV):
    return np.allclose(ours_TV, theirs_TV, atol=LOGITS_FLOAT32, rtol=0)


@pytest.mark.parametrize("num_shards", [1, 2, 4, 8])
def test_trap_03_files_from_torch_have_the_logits_of_metas_formulas(tmp_path, num_shards):
    checkpoint = meta_checkpoint()
    folder = write_folder(tmp_path / "tiny", checkpoint, num_shards=num_shards)
    assert close(logits_by_reference(folder), expected_logits(folder, state_dict(checkpoint)))


@pytest.mark.parametrize("num_shards", [1, 4])
def test_trap_03_files_of_our_own_have_the_logits_of_metas_formulas(tmp_path, num_shards):
    checkpoint = meta_checkpoint()
    write_meta(checkpoint, tmp_path / "tiny", num_shards=num_shards)
    assert close(
        logits_by_reference(tmp_path / "tiny"), expected_logits(tmp_path / "tiny", state_dict(checkpoint))
    )


def test_trap_03_rows_of_queries_and_keys_in_hugging_faces_order_would_be_noticed(tmp_path):
    checkpoint = meta_checkpoint()
    weights = state_dict(checkpoint)
    folder = write_folder(tmp_path / "tiny", checkpoint)
    for layer in range(2):
        for name, heads in (("wq", 16), ("wk", 8)):
            key = f"layers.{layer}.attention.{name}.weight"
            weights[key] = weights[key].view(heads, 2, 2, 64).transpose(1, 2).reshape(weights[key].shape)
    assert not close(logits_by_reference(folder), expected_logits(folder, weights))


@pytest.mark.parametrize("base", [10_000.0, 1_000_000.0])
def test_trap_01_each_rope_base_has_its_own_logits(tmp_path, base):
    checkpoint = meta_checkpoint(rope_base=base)
    folder = write_folder(tmp_path / "tiny", checkpoint)
    expected = expected_logits(folder, state_dict(checkpoint))
    assert close(logits_by_reference(folder), expected)
    other = write_folder(tmp_path / "other", checkpoint, rope_theta=1_010_000.0 - base)
    assert not close(logits_by_reference(other), expected)


def test_trap_02_angles_are_exact_at_16384_where_weights_are_brain_floats(tmp_path):
    checkpoint = meta_checkpoint(
        width=128, num_heads=1, num_kv_heads=1, head_width=128, feed_forward_width=512
    )
    shard = {name: part.bfloat16() for name, part in state_dict(checkpoint).items()}
    spec = read_meta(write_shards(tmp_path / "tiny", checkpoint, [shard])).spec
    position_T = np.arange(16_384)
    frequency_C = 1e6 ** -(np.arange(0, 128, 2) / 128)
    assert frequency_C[1] == pytest.approx(0.8058422, abs=1e-7)
    exact_TC = np.exp(1j * np.outer(position_T, frequency_C))
    assert np.abs(rotary_table(spec, position_T) - exact_TC).max() < 1e-3
    rough = torch.outer(torch.tensor(position_T).bfloat16(), torch.tensor(frequency_C).bfloat16())
    assert np.abs(rough.double().cos().numpy() - exact_TC.real).max() > 1.9


@pytest.mark.parametrize("num_kv_heads", [1, 2, 4, 16])
def test_trap_31_query_heads_share_key_heads_in_blocks(tmp_path, num_kv_heads):
    checkpoint = meta_checkpoint(num_kv_heads=num_kv_heads)
    folder = write_folder(tmp_path / "tiny", checkpoint)
    assert close(logits_by_reference(folder), expected_logits(folder, state_dict(checkpoint)))


@pytest.mark.parametrize("epsilon", [1e-5, 1e-6, 1e-2])
def test_trap_32_the_norms_epsilon_is_the_files_and_1e_5_where_it_says_nothing(tmp_path, epsilon):
    checkpoint = meta_checkpoint(norm_epsilon=epsilon)
    weights = state_dict(checkpoint)
    for name in weights:
        if name.startswith("tok_embeddings"):
            weights[name] = weights[name] * 1e-2
    folder = write_shards(tmp_path / "tiny", checkpoint, [weights])
    assert close(logits_by_reference(folder), expected_logits(folder, weights))
    silent = write_shards(tmp_path / "silent", checkpoint, [weights], norm_eps=...)
    assert close(logits_by_reference(silent), expected_logits(folder, weights)) == (epsilon == 1e-5)


def test_trap_32_norms_stored_as_brain_floats_are_applied_in_float32(tmp_path):
    checkpoint = meta_checkpoint()
    weights = {name: part.bfloat16() for name, part in state_dict(checkpoint).items()}
    folder = write_shards(tmp_path / "tiny", checkpoint, [weights])
    assert close(logits_by_reference(folder), expected_logits(folder, weights))
