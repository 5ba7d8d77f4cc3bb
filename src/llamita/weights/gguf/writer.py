"""Writes a Checkpoint as a GGUF file that llama.cpp loads, tokenizer and all.

The `gguf` package writes the header. The tensors follow one by one, so that no more than one of them is
ever in memory. Matrices keep their format, whatever it is; norms become F32, which llama.cpp asks of them.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType, RopeScalingType
from gguf.constants import GGML_QUANT_VERSION

from llamita.errors import CheckpointError
from llamita.files.new_file import new_file
from llamita.files.progress import ProgressSink, SilentProgress, adding_up, piece_of_work
from llamita.spec import parameter_shapes
from llamita.text.code_llama_pieces import TURN_PIECE
from llamita.text.dialog_formats import CodeLlama70B
from llamita.text.templates import template_of
from llamita.weights.blocks import F32
from llamita.weights.gguf.header import DEFAULT_ALIGNMENT_BYTES
from llamita.weights.gguf.names import gguf_name
from llamita.weights.gguf.spec import ARCHITECTURE
from llamita.weights.layout import converted
from llamita.weights.training_record import GGUF_KEY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from llamita.spec import ModelSpec
    from llamita.text.vocabulary import Vocabulary
    from llamita.weights.checkpoint import Checkpoint, StoredTensor

_CHUNK_BYTES: Final = 1 << 24
_MAX_HEADER_BYTES_PER_PIECE: Final = 128

# What a file is called after the format of most of its numbers; K formats are mixed with others.
_FILE_TYPES: Final = {
    "F32": LlamaFileType.ALL_F32,
    "F16": LlamaFileType.MOSTLY_F16,
    "BF16": LlamaFileType.MOSTLY_BF16,
    "Q4_0": LlamaFileType.MOSTLY_Q4_0,
    "Q4_1": LlamaFileType.MOSTLY_Q4_1,
    "Q5_0": LlamaFileType.MOSTLY_Q5_0,
    "Q5_1": LlamaFileType.MOSTLY_Q5_1,
    "Q8_0": LlamaFileType.MOSTLY_Q8_0,
    "Q2_K": LlamaFileType.MOSTLY_Q2_K,
    "Q3_K": LlamaFileType.MOSTLY_Q3_K_M,
    "Q4_K": LlamaFileType.MOSTLY_Q4_K_M,
    "Q5_K": LlamaFileType.MOSTLY_Q5_K_M,
    "Q6_K": LlamaFileType.MOSTLY_Q6_K,
}
# Both generations of names for the tokens of an infilling prompt: each program knows at least one.
_INFILL_KEYS: Final = (
    ("prefix", ("fim_pre_token_id", "prefix_token_id")),
    ("suffix", ("fim_suf_token_id", "suffix_token_id")),
    ("middle", ("fim_mid_token_id", "middle_token_id")),
    ("end", ("eot_token_id",)),
)


def write_gguf(checkpoint: Checkpoint, path: Path, *, progress: ProgressSink | None = None) -> None:
    """Write a GGUF file; it is there whole or not at all.

    Args:
        checkpoint: the model; its tensors are read one after another.
        path: the file to make; nothing may be there yet.
        progress: is told how much is written.

    Raises:
        RequestError: ``path`` is taken or cannot be written.
        CheckpointError: the vocabulary has not one piece for each row of the embedding, or a tensor's
            numbers cannot be written in its format.
        CapacityError: the disk is full.
    """
    sink = progress or SilentProgress()
    spec, vocabulary = checkpoint.spec, checkpoint.vocabulary
    if len(vocabulary.pieces) != spec.vocabulary_size:
        raise CheckpointError(
            f"cannot write `{checkpoint.path}` as GGUF: expected {spec.vocabulary_size} pieces, one for each "
            f"row of the embedding, got {len(vocabulary.pieces)}"
        )
    tensors = gguf_tensors(checkpoint)
    data_bytes = sum(tensor.size_bytes for tensor in tensors)
    header_bytes = _MAX_HEADER_BYTES_PER_PIECE * (len(vocabulary.pieces) + len(tensors))
    header_bytes += len((checkpoint.corpus_manifest or "").encode())
    with new_file(path, data_bytes + header_bytes) as part:
        write_header(part, checkpoint, tensors)
        with piece_of_work(sink, f"writing {path.name}", data_bytes):
            _append_tensors(part, tensors, adding_up(sink))


def gguf_tensors(checkpoint: Checkpoint) -> list[StoredTensor]:
    """The tensors in the order of the file; norms as F32, which llama.cpp asks of them."""
    tensors = [checkpoint.tensors[name] for name in parameter_shapes(checkpoint.spec)]
    return [converted(tensor, F32) if len(tensor.shape) == 1 else tensor for tensor in tensors]


def write_header(path: Path, checkpoint: Checkpoint, tensors: list[StoredTensor]) -> None:
    """Write everything before the tensors' data: what the model is, its tokens, where its tensors will be.

    Args:
        path: the file to make.
        checkpoint: the model.
        tensors: in the order of the file; each starts where the one before ends, aligned.

    Raises:
        OSError: the file cannot be written.
    """
    writer = GGUFWriter(path, ARCHITECTURE)
    try:
        _describe_file(writer, checkpoint, tensors)
        _describe_model(writer, checkpoint.spec)
        _describe_tokens(writer, checkpoint.vocabulary, checkpoint.spec.dialog)
        for tensor in tensors:
            kind = GGMLQuantizationType(tensor.format.gguf_type)
            row_bytes = tensor.format.size_bytes(tensor.shape[-1])
            writer.add_tensor_info(
                gguf_name(tensor.name),
                (*tensor.shape[:-1], row_bytes),
                np.dtype(np.uint8),
                tensor.size_bytes,
                raw_dtype=kind,
            )
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_ti_data_to_file()
    finally:
        writer.close()


def _describe_file(writer: GGUFWriter, checkpoint: Checkpoint, tensors: list[StoredTensor]) -> None:
    writer.add_name(checkpoint.name)
    if checkpoint.license:
        writer.add_license(checkpoint.license)
    if checkpoint.corpus_manifest:
        writer.add_string(GGUF_KEY, checkpoint.corpus_manifest)
    num_values = Counter[str]()
    for tensor in tensors:
        num_values[tensor.format.name] += math.prod(tensor.shape)
    writer.add_file_type(_FILE_TYPES[num_values.most_common(1)[0][0]])
    if any(tensor.format.block_length_values > 1 for tensor in tensors):
        writer.add_quantization_version(GGML_QUANT_VERSION)


def _describe_model(writer: GGUFWriter, spec: ModelSpec) -> None:
    writer.add_vocab_size(spec.vocabulary_size)
    writer.add_context_length(spec.context_tokens)
    writer.add_embedding_length(spec.width)
    writer.add_block_count(spec.num_layers)
    writer.add_feed_forward_length(spec.feed_forward_width)
    writer.add_head_count(spec.num_heads)
    writer.add_head_count_kv(spec.num_kv_heads)
    if spec.head_width * spec.num_heads != spec.width:
        writer.add_key_length(spec.head_width)
        writer.add_value_length(spec.head_width)
    writer.add_layer_norm_rms_eps(spec.norm_epsilon)
    writer.add_rope_dimension_count(spec.head_width)
    writer.add_rope_freq_base(spec.rope_base)
    if spec.rope_scale != 1:
        writer.add_rope_scaling_type(RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(spec.rope_scale)


def _describe_tokens(writer: GGUFWriter, vocabulary: Vocabulary, dialog: str | None) -> None:
    writer.add_tokenizer_model(vocabulary.model)
    writer.add_tokenizer_pre(vocabulary.split)
    writer.add_token_list(list(vocabulary.pieces))
    writer.add_token_types([int(kind) for kind in vocabulary.kinds])
    # Each kind of vocabulary has one of the two; the writer leaves an empty one out.
    writer.add_token_scores(list(vocabulary.scores))
    writer.add_token_merges(list(vocabulary.merges))
    ids = {
        "bos_token_id": vocabulary.begin_id,
        "eos_token_id": vocabulary.end_id,
        "unknown_token_id": vocabulary.unknown_id,
        "padding_token_id": vocabulary.padding_id,
    }
    if vocabulary.infill is not None:
        for part, keys in _INFILL_KEYS:
            ids |= dict.fromkeys(keys, getattr(vocabulary.infill, part))
    elif dialog == CodeLlama70B.name:
        # What ends its answers is not its end token, and llama.cpp does not know it by its spelling.
        ids["eot_token_id"] = vocabulary.id_of(TURN_PIECE)
    for key, token_id in ids.items():
        if token_id is not None:
            writer.add_uint32(f"tokenizer.ggml.{key}", token_id)
    flags = {
        "add_bos_token": vocabulary.adds_begin,
        "add_eos_token": False,
        "add_space_prefix": vocabulary.adds_space,
    }
    for key, value in flags.items():
        writer.add_bool(f"tokenizer.ggml.{key}", value)
    template = vocabulary.chat_template or (dialog and template_of(dialog))
    if template:
        writer.add_chat_template(template)


def _append_tensors(part: Path, tensors: list[StoredTensor], written: Callable[[int], None]) -> None:
    with part.open("ab") as file:
        for tensor in tensors:
            file.write(bytes(-file.tell() % DEFAULT_ALIGNMENT_BYTES))
            data = tensor.data.data
            for start_bytes in range(0, len(data), _CHUNK_BYTES):
                written(file.write(data[start_bytes : start_bytes + _CHUNK_BYTES]))
        file.write(bytes(-file.tell() % DEFAULT_ALIGNMENT_BYTES))
