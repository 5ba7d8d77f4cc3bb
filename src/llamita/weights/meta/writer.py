"""Writes a Checkpoint as Meta publishes models: parameters, shards and tokenizer in one folder.

No torch is needed, and no more than one tensor is ever in memory.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from llamita.errors import RequestError
from llamita.files.new_file import new_folder
from llamita.files.progress import SilentProgress, adding_up, piece_of_work
from llamita.spec import parameter_shapes
from llamita.text.sentencepiece_model import sentencepiece_model_bytes
from llamita.text.vocabulary import SENTENCE_PIECE
from llamita.weights.layout import part_of
from llamita.weights.meta.params import params_json
from llamita.weights.meta.parts import meta_part
from llamita.weights.torch_writer import write_torch_file
from llamita.weights.training_record import write_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.files.progress import ProgressSink
    from llamita.spec import ModelSpec
    from llamita.weights.checkpoint import Checkpoint, StoredTensor


def write_meta(
    checkpoint: Checkpoint, folder: Path, *, num_shards: int = 1, progress: ProgressSink | None = None
) -> None:
    """Write a folder like Meta's; it is there whole or not at all.

    What these files cannot say is not written: the context (a reader takes Code Llama's or Llama 2's, by
    the rope base), the form of dialogs, the license.

    Args:
        checkpoint: the model, in F32, F16 or BF16; its tensors are read one after another.
        folder: the folder to make; nothing may be there yet.
        num_shards: how many files the weights are cut into, as for so many GPUs.
        progress: is told how much is written.

    Raises:
        RequestError: the model cannot be said in Meta's form or not be cut into so many shards, or
            ``folder`` is taken or cannot be written.
        CapacityError: the disk is full.
    """
    sink = progress or SilentProgress()
    spec = checkpoint.spec
    _require_meta_can_say(checkpoint)
    _require_equal_shards(spec, num_shards)
    tokenizer = sentencepiece_model_bytes(checkpoint.vocabulary)
    shards = [
        [_part(checkpoint.tensors[parameter], shard, num_shards) for parameter in parameter_shapes(spec)]
        for shard in range(num_shards)
    ]
    sizes_bytes = [sum(tensor.size_bytes for tensor in tensors) for tensors in shards]
    with new_folder(folder, sum(sizes_bytes) + len(tokenizer)) as part:
        (part / "params.json").write_text(json.dumps(params_json(spec)) + "\n", encoding="utf-8")
        (part / "tokenizer.model").write_bytes(tokenizer)
        write_manifest(checkpoint.corpus_manifest, part)
        for index, (tensors, size_bytes) in enumerate(zip(shards, sizes_bytes, strict=True)):
            name = f"consolidated.{index:02d}.pth"
            with piece_of_work(sink, f"writing {name}", size_bytes):
                write_torch_file(part / name, tensors, adding_up(sink))


def _part(tensor: StoredTensor, shard: int, num_shards: int) -> StoredTensor:
    """What a shard holds of a tensor, under Meta's name."""
    name, axis = meta_part(tensor.name)
    part = tensor if axis is None else part_of(tensor, shard, num_shards, axis)
    return replace(part, name=name)


def _require_meta_can_say(checkpoint: Checkpoint) -> None:
    spec, vocabulary = checkpoint.spec, checkpoint.vocabulary
    problem = None
    if vocabulary.model != SENTENCE_PIECE:
        problem = "its vocabulary is byte-level"
    elif len(vocabulary.pieces) != spec.vocabulary_size:
        problem = f"it has {len(vocabulary.pieces)} pieces for {spec.vocabulary_size} tokens"
    elif spec.tied_output:
        problem = "its output is tied to its embedding"
    elif spec.rope_scale != 1:
        problem = f"its positions are divided by {spec.rope_scale:g}"
    elif spec.num_heads * spec.head_width != spec.width:
        problem = f"its {spec.num_heads} heads of {spec.head_width} are not as wide as its width {spec.width}"
    if problem:
        raise RequestError(
            f"cannot write this model as Meta's files, which cannot say that {problem}",
            hint="write it as safetensors or GGUF",
        )


def _require_equal_shards(spec: ModelSpec, num_shards: int) -> None:
    counts = {
        "key/value heads": spec.num_kv_heads,
        "columns of the embedding": spec.width,
        "rows of the output": spec.vocabulary_size,
        "feed-forward rows": spec.feed_forward_width,
    }
    for what, count in counts.items():
        if not 1 <= num_shards <= count or count % num_shards:
            raise RequestError(
                f"cannot cut this model into {num_shards} equal shards: it has {count} {what}",
                hint="choose a number of files that divides them, such as 1",
            )
