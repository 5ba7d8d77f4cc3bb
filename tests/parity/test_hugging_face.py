"""What transformers and PEFT make of our folders, and we of theirs."""

import logging
import warnings

import numpy as np
import pytest
import torch

from llamita.engines.reference import ReferenceEngine
from llamita.text.sentencepiece_model import read_sentencepiece_model
from llamita.text.tokenizer import Tokenizer
from llamita.weights.adapter import with_adapter
from llamita.weights.hugging_face.reader import read_hugging_face
from llamita.weights.hugging_face.writer import write_hugging_face
from tests.fixtures import ROOT, fixture
from tests.parity.transformers_model import transformers_logits, transformers_model
from tests.tiny import checkpoint_of, tiny_checkpoint, tiny_parameters, tiny_spec
from tests.weights.tiny_code_llama import (
    tiny_code_llama,
    tiny_code_llama_spec,
    tiny_code_llama_vocabulary,
)

transformers = pytest.importorskip("transformers")

LOGITS = 1e-5
SPEC = {"width": 32, "num_heads": 4, "num_kv_heads": 2, "head_width": 8, "feed_forward_width": 48}
TOKEN_IDS = np.random.default_rng(1).integers(0, 260, 60).tolist()
TEXTS = (
    "def the_return(a):\n    return a",
    "",
    " ",
    "   x\n\n\ty  = 1",
    "for (int i = 0; i < 10; ++i) {\r\n}",
    "é▁€ 😀 \x00",
    "# the end\n",
)


def usual(spec, vocabulary=None):
    """A model with weights of the size that training leaves: sums in another order differ by less."""
    parameters = {name: a if a.ndim == 1 else a / 3 for name, a in tiny_parameters(spec).items()}
    return checkpoint_of(spec, parameters, vocabulary)


def code_llama(**changes):
    return usual(tiny_code_llama_spec(**SPEC, **changes), tiny_code_llama_vocabulary())


def ours(checkpoint):
    engine = ReferenceEngine(checkpoint)
    return engine.extend(engine.new_cache(128), TOKEN_IDS, logits="all")


def loaded(folder):
    return transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


@pytest.mark.parametrize("max_file_bytes", [10**9, 100_000])
@pytest.mark.parametrize(
    "changes", [{}, {"rope_scale": 4.0, "rope_base": 10_000.0}, {"norm_epsilon": 1e-2}], ids=str
)
def test_transformers_loads_what_is_written_and_computes_the_same(tmp_path, caplog, changes, max_file_bytes):
    checkpoint = code_llama(**changes)
    write_hugging_face(checkpoint, tmp_path / "model", max_file_bytes=max_file_bytes)
    with caplog.at_level(logging.WARNING, logger="transformers"):
        theirs = transformers_logits(loaded(tmp_path / "model"), TOKEN_IDS)
    np.testing.assert_allclose(theirs, ours(checkpoint), atol=LOGITS, rtol=0)
    assert caplog.records == []


@pytest.mark.parametrize("changes", [{}, {"num_kv_heads": 1}, {"tied_output": False}], ids=str)
def test_what_transformers_writes_is_read_and_computes_the_same(tmp_path, changes):
    checkpoint = usual(tiny_spec(**changes))
    model = transformers_model(checkpoint)
    write_hugging_face(checkpoint, tmp_path / "model")
    for old in (tmp_path / "model").glob("*.safetensors"):
        old.unlink()
    model.save_pretrained(tmp_path / "model")
    read = read_hugging_face(tmp_path / "model")
    assert read.spec == checkpoint.spec
    np.testing.assert_array_equal(ours(read), ours(checkpoint))


@pytest.mark.parametrize("model", [tiny_code_llama, tiny_checkpoint])
def test_their_tokenizer_gives_texts_our_ids(tmp_path, model):
    checkpoint = model()
    write_hugging_face(checkpoint, tmp_path / "model")
    theirs = transformers.AutoTokenizer.from_pretrained(tmp_path / "model")
    tokenizer = Tokenizer(checkpoint.vocabulary)
    for text in TEXTS:
        if checkpoint.vocabulary.model == "gpt2" and "\x00" in text:
            continue
        assert theirs(text, add_special_tokens=False)["input_ids"] == tokenizer.encode(text), text
    begin = [checkpoint.vocabulary.begin_id] if checkpoint.vocabulary.adds_begin else []
    assert theirs("x")["input_ids"] == [*begin, *tokenizer.encode("x")]


def test_the_tokenizer_of_code_llama_gives_code_the_same_ids_in_transformers(tmp_path):
    path = fixture("tokenizers", "codellama", "codellama32016.reconstructed.model")
    vocabulary = read_sentencepiece_model(path)
    spec = tiny_code_llama_spec(**SPEC, num_layers=1, vocabulary_size=len(vocabulary.pieces))
    write_hugging_face(usual(spec, vocabulary), tmp_path / "model")
    theirs = transformers.AutoTokenizer.from_pretrained(tmp_path / "model")
    tokenizer = Tokenizer(vocabulary)
    for source in sorted((ROOT / "src").rglob("*.py"))[:20]:
        text = source.read_text(encoding="utf-8")
        assert theirs(text, add_special_tokens=False)["input_ids"] == tokenizer.encode(text), source
    assert theirs.convert_tokens_to_ids(["▁<PRE>", "▁<SUF>", "▁<MID>", "▁<EOT>"]) == [
        32007,
        32008,
        32009,
        32010,
    ]


LORAS = {
    "queries and values": {"target_modules": ["q_proj", "v_proj"], "r": 4, "lora_alpha": 7},
    "all matrices": {"target_modules": "all-linear", "r": 3, "lora_alpha": 6, "use_rslora": True},
    "patterns": {
        "target_modules": ["q_proj", "k_proj", "o_proj", "down_proj"],
        "r": 4,
        "lora_alpha": 8,
        "rank_pattern": {"k_proj": 2, "^model.layers.1.self_attn.q_proj": 5},
        "alpha_pattern": {"layers.0.mlp.down_proj": 3, "o_proj": 16},
    },
    "one layer": {"target_modules": ["k_proj", "up_proj"], "layers_to_transform": [1], "r": 2},
    "the output": {"target_modules": ["q_proj", "lm_head"], "r": 2},
    "parts kept whole": {
        "target_modules": ["v_proj"],
        "modules_to_save": ["embed_tokens", "lm_head"],
        "r": 2,
    },
}


@pytest.mark.parametrize("lora", LORAS)
def test_an_adapter_of_pefts_is_merged_as_peft_merges_it(tmp_path, lora):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peft = pytest.importorskip("peft")
        checkpoint = code_llama()
        write_hugging_face(checkpoint, tmp_path / "model")
        torch.manual_seed(3)
        config = peft.LoraConfig(task_type="CAUSAL_LM", init_lora_weights=False, **LORAS[lora])
        model = peft.get_peft_model(loaded(tmp_path / "model"), config).eval()
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                if "modules_to_save" in name:
                    parameter += 0.1 * torch.randn_like(parameter)
        model.save_pretrained(tmp_path / "adapter")
        theirs = transformers_logits(model.merge_and_unload(), TOKEN_IDS)
    read = with_adapter(read_hugging_face(tmp_path / "model"), tmp_path / "adapter")
    np.testing.assert_allclose(ours(read), theirs, atol=LOGITS, rtol=0)
    assert np.abs(ours(read) - ours(checkpoint)).max() > 0.01
