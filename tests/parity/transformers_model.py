"""A checkpoint as `transformers` would run it: same numbers, its own code."""

import numpy as np
import torch
from transformers import LlamaConfig, LlamaForCausalLM

from llamita.weights.checkpoint import Checkpoint

NAMES = {
    "attention_norm": "input_layernorm",
    "query": "self_attn.q_proj",
    "key": "self_attn.k_proj",
    "value": "self_attn.v_proj",
    "attention_output": "self_attn.o_proj",
    "feed_forward_norm": "post_attention_layernorm",
    "gate": "mlp.gate_proj",
    "up": "mlp.up_proj",
    "down": "mlp.down_proj",
}
WHOLE_MODEL = {"token_embedding": "model.embed_tokens", "output_norm": "model.norm", "output": "lm_head"}


def transformers_model(checkpoint: Checkpoint, attention: str = "eager") -> LlamaForCausalLM:
    spec = checkpoint.spec
    config = LlamaConfig(
        vocab_size=spec.vocabulary_size,
        hidden_size=spec.width,
        intermediate_size=spec.feed_forward_width,
        num_hidden_layers=spec.num_layers,
        num_attention_heads=spec.num_heads,
        num_key_value_heads=spec.num_kv_heads,
        head_dim=spec.head_width,
        max_position_embeddings=spec.context_tokens,
        rms_norm_eps=spec.norm_epsilon,
        rope_parameters={"rope_type": "default", "rope_theta": spec.rope_base},
        tie_word_embeddings=spec.tied_output,
        bos_token_id=None,
        eos_token_id=None,
        pad_token_id=None,
        attn_implementation=attention,
    )
    model = LlamaForCausalLM(config).float().eval()
    state = {
        f"{hugging_face_name(name)}.weight": _tensor(spec, name, t) for name, t in checkpoint.tensors.items()
    }
    if spec.tied_output:
        state["lm_head.weight"] = state["model.embed_tokens.weight"]
    model.load_state_dict(state, strict=True)
    return model


def hugging_face_name(name: str) -> str:
    if name in WHOLE_MODEL:
        return WHOLE_MODEL[name]
    _, layer, part = name.split(".")
    return f"model.layers.{layer}.{NAMES[part]}"


def _tensor(spec, name, stored):
    array = stored.dequantized()
    if name.endswith(("query", "key")):
        # Its heads keep first the even, then the odd rows of ours.
        heads = array.reshape(-1, spec.head_width // 2, 2, spec.width)
        array = heads.swapaxes(1, 2).reshape(array.shape)
    return torch.from_numpy(np.ascontiguousarray(array))


@torch.no_grad()
def transformers_logits(model: LlamaForCausalLM, token_ids) -> np.ndarray:
    """Logits of every position, T x V."""
    return model(torch.tensor([list(token_ids)])).logits[0].numpy()
