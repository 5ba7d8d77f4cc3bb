"""One model in every form: the same bits, the same logits, and the same to `transformers` and llama.cpp."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from llamita.engines.reference import ReferenceEngine
from llamita.text.tokenizer import Tokenizer
from llamita.weights.blocks import BF16, F16, F32
from llamita.weights.digest import weights_digest
from llamita.weights.forms import as_floats, check_written, read_checkpoint, write_checkpoint
from llamita.weights.gguf.reader import read_gguf
from llamita.weights.layout import meta_row_order, reordered
from tests.parity.llama_cpp_model import llama_cpp_answer, needs_llama_cpp
from tests.weights.tiny_code_llama import SIZE, tiny_code_llama

LOGITS = 1e-5
NUM_TOKENS = 24
PROMPT_IDS = [1, *np.random.default_rng(4).integers(259, SIZE - 16, 40).tolist()]
FORMS = {
    **{f"meta, {n} shards": ("meta", F32, n) for n in (1, 2, 4, 8)},
    "safetensors, 1 file": ("safetensors", F32, 1),
    "safetensors, 3 files": ("safetensors", F32, 3),
    "safetensors, bf16": ("safetensors", BF16, 1),
    "gguf, f32": ("gguf", F32, None),
    "gguf, f16": ("gguf", F16, None),
}


@pytest.fixture(scope="module")
def model():
    return tiny_code_llama()


def logits_of(checkpoint, token_ids):
    engine = ReferenceEngine(checkpoint)
    return engine.extend(engine.new_cache(256), token_ids, logits="all")


def greedy_of(checkpoint, prompt_ids, num_tokens=NUM_TOKENS):
    """Token ids, and their rows of logits."""
    engine = ReferenceEngine(checkpoint)
    cache, rows, token_ids = engine.new_cache(256), [], list(prompt_ids)
    step = token_ids
    for _ in range(num_tokens):
        rows.append(engine.extend(cache, step, logits="last").reshape(-1))
        step = [int(rows[-1].argmax())]
        token_ids += step
    return token_ids[len(prompt_ids) :], np.array(rows)


def written(model, folder, form):
    kind, float_format, num_files = FORMS[form]
    target = folder / ("model.gguf" if kind == "gguf" else "model")
    source = as_floats(model, float_format)
    write_checkpoint(source, target, form=kind, num_files=num_files)
    return source, target


@pytest.mark.parametrize("form", FORMS)
def test_a_model_reads_back_bit_by_bit_from_every_form(model, tmp_path, form):
    source, target = written(model, tmp_path, form)
    back = check_written(source, target)
    assert {name: tensor.shape for name, tensor in back.tensors.items()} == {
        name: tensor.shape for name, tensor in source.tensors.items()
    }
    if FORMS[form] != ("gguf", F16, None):  # whose norms are F32
        assert weights_digest(back) == weights_digest(source)
    assert back.spec == model.spec
    assert back.vocabulary.infill == model.vocabulary.infill


@pytest.mark.parametrize("form", FORMS)
def test_trap_03_every_form_gives_the_same_logits(model, tmp_path, form):
    source, target = written(model, tmp_path, form)
    theirs = logits_of(read_checkpoint(target), PROMPT_IDS)
    np.testing.assert_allclose(logits_of(source, PROMPT_IDS), theirs, atol=LOGITS, rtol=0)


def test_trap_03_rows_of_keys_in_the_other_order_change_the_logits(model):
    """The order matters in this model, or the tests above would show nothing."""
    order = meta_row_order(model.spec.num_kv_heads, model.spec.head_width)
    name = "layers.0.key"
    swapped = replace(model, tensors={**model.tensors, name: reordered(model.tensors[name], order)})
    assert np.abs(logits_of(swapped, PROMPT_IDS) - logits_of(model, PROMPT_IDS)).max() > 0.1


def test_trap_04_rows_in_a_gguf_are_the_models_own(model, tmp_path):
    _, target = written(model, tmp_path, "gguf, f32")
    for name in ("layers.0.query", "layers.1.key"):
        np.testing.assert_array_equal(read_gguf(target).tensors[name].data, model.tensors[name].data)


@pytest.mark.parametrize(("one", "other"), [("gate", "up"), ("up", "down"), ("gate", "down")])
def test_trap_07_gate_up_and_down_are_three_different_things(one, other):
    square = tiny_code_llama(feed_forward_width=64)
    first, second = f"layers.0.{one}", f"layers.0.{other}"
    tensors = dict(square.tensors)
    tensors[first], tensors[second] = (
        replace(tensors[second], name=first),
        replace(tensors[first], name=second),
    )
    swapped = replace(square, tensors=tensors)
    assert np.abs(logits_of(swapped, PROMPT_IDS) - logits_of(square, PROMPT_IDS)).max() > 0.1


@pytest.mark.parametrize("form", ["meta, 1 shards", "safetensors, 1 file", "gguf, f32"])
def test_every_form_gives_texts_the_same_tokens(model, tmp_path, form):
    _, target = written(model, tmp_path, form)
    theirs, ours = Tokenizer(read_checkpoint(target).vocabulary), Tokenizer(model.vocabulary)
    for text in ("def the_return(a):\n    return a", "", " ", " <PRE> x <EOT>", "the é▁€\r\n"):
        assert theirs.encode(text) == ours.encode(text)


def test_transformers_says_the_same_with_the_safetensors(model, tmp_path):
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    _, target = written(model, tmp_path, "safetensors, 3 files")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = transformers.AutoModelForCausalLM.from_pretrained(target, dtype=torch.float32).eval()
    token_ids, _ = greedy_of(model, PROMPT_IDS)
    with torch.no_grad():
        logits_TV = theirs(torch.tensor([[*PROMPT_IDS, *token_ids]])).logits[0].numpy()
    np.testing.assert_allclose(logits_TV, logits_of(model, [*PROMPT_IDS, *token_ids]), atol=1e-4, rtol=0)
    assert logits_TV[len(PROMPT_IDS) - 1 : -1].argmax(axis=1).tolist() == token_ids


@needs_llama_cpp
@pytest.mark.parametrize("form", ["gguf, f32", "gguf, f16"])
@pytest.mark.parametrize("changes", [{}, {"rope_scale": 4.0, "rope_base": 1e4, "head_width": 8}], ids=str)
def test_llama_cpp_says_the_same_with_the_gguf(tmp_path, form, changes):
    source, target = written(tiny_code_llama(says_letters=True, **changes), tmp_path, form)
    ours, logits_TV = greedy_of(source, PROMPT_IDS)
    theirs, logprobs_TV, _ = llama_cpp_answer(target, PROMPT_IDS, NUM_TOKENS, SIZE)
    assert theirs == ours
    expected_TV = logits_TV - np.logaddexp.reduce(logits_TV, axis=1, keepdims=True)
    tolerance = 1e-3 if form == "gguf, f32" else 5e-2  # F16 weights it multiplies by F16 inputs
    np.testing.assert_allclose(logprobs_TV, expected_TV, atol=tolerance, rtol=0)


@needs_llama_cpp
def test_llama_cpp_makes_the_same_tokens_of_a_text(tmp_path):
    """What it would say after a text shows the tokens that it made of it."""
    model = tiny_code_llama(says_letters=True)
    _, target = written(model, tmp_path, "gguf, f32")
    text = "def the_return(a):\n    return a é"
    token_ids = [1, *Tokenizer(model.vocabulary).encode(text)]
    ours, _ = greedy_of(model, token_ids)
    theirs, _, num_prompt_tokens = llama_cpp_answer(target, text, NUM_TOKENS, SIZE)
    assert (theirs, num_prompt_tokens) == (ours, len(token_ids))
