"""Holds files that are said to be a model to what was published of it.

The store has no checksums of its own for models that come from the hub or from a folder. What it can say is
whether the numbers of the model are those that were published under its name. Two models of one shape, as a
base model and its Instruct sibling, cannot be told apart by that.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from llamita.errors import CheckpointError, StoreError, TokenizerError
from llamita.spec import PUBLISHED, differences
from llamita.weights.rope_base import RopeBaseMissing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llamita.files.progress import ProgressSink
    from llamita.spec import ModelSpec
    from llamita.weights.store.entries import ModelEntry

# What conversions of one and the same model state differently. How long a text may be is a promise, not a
# weight; the first conversions of Llama 2 rounded the epsilon otherwise; a dialog is often not stated.
_MAY_DIFFER = ("context_tokens", "norm_epsilon", "dialog")

_BASE_WHERE_NONE_IS_STATED = 10_000.0

# More than any model of the family has; the weights that would say how many are not there yet.
_MAX_TENSORS = 100_000


def hold_to_published(path: Path, entry: ModelEntry, progress: ProgressSink) -> None:
    """Open a model and compare it with what was published under the entry's name; takes a second at most.

    Args:
        path: its file, or the folder of its files.
        entry: what it is said to be.
        progress: told of differences that do not matter.

    Raises:
        StoreError: it cannot be opened, or is another model.
    """
    # Late: it brings NumPy, and only a pull of such a model needs it.
    from llamita.weights.forms import read_checkpoint  # noqa: PLC0415

    with _failures_of_reading(path, entry):
        spec = read_checkpoint(path).spec
    for difference in _differences(path, spec, entry):
        progress.note(f"`{path.name}` differs from what was published: {difference}")


def hold_description_to_published(folder: Path, entry: ModelEntry) -> None:
    """The same for a Hugging Face folder whose weights are not there yet, many gigabytes before they are.

    Raises:
        StoreError: its description cannot be read, or is that of another model.
    """
    from llamita.text.tokenizer_files import read_tokenizer  # noqa: PLC0415
    from llamita.weights.hugging_face.config import read_config, read_spec  # noqa: PLC0415  late, as above

    with _failures_of_reading(folder, entry):
        config = read_config(folder / "config.json")
        vocabulary = read_tokenizer(folder, num_rows=config.positive("vocab_size"))
        spec = read_spec(config, vocabulary, num_tensors=_MAX_TENSORS, rope_base=None)
    _differences(folder, spec, entry)


def _differences(path: Path, spec: ModelSpec, entry: ModelEntry) -> list[str]:
    """The differences that do not matter; the others are an error."""
    if entry.published is None:
        return []
    published = PUBLISHED[entry.published].spec
    same = {field: getattr(spec, field) for field in _MAY_DIFFER}
    if wrong := differences(spec, replace(published, **same)):
        hint = f"`llamita models show {entry.name}` has the numbers that were published"
        # Code Llama but for a base of Llama 2: perhaps the one that is taken where a file states none.
        but_for_base = replace(published, **same, rope_base=_BASE_WHERE_NONE_IS_STATED)
        if not differences(spec, but_for_base):
            hint = _hint_to_write_base(path, entry.name, published)
        raise StoreError(f"`{path.name}` is not `{entry.name}`: {'; '.join(wrong)}", hint=hint)
    return differences(spec, published)


def _hint_to_write_base(path: Path, name: str, published: ModelSpec) -> str:
    """How to make a file that says its rope base, of one from before August 2023 that does not.

    The store has no flag for that: what it holds must open without flags.
    """
    return (
        f"if it does not say its rope base: `llamita models convert {path} NEW.gguf "
        f"--rope-base {published.rope_base:.0f}`, then `llamita models pull {name} --from NEW.gguf`"
    )


@contextmanager
def _failures_of_reading(path: Path, entry: ModelEntry) -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            # They are about numbers that a file leaves out; here every number is compared.
            warnings.simplefilter("ignore")
            yield
    except (CheckpointError, TokenizerError) as error:
        hint = error.hint
        if entry.published and isinstance(error, RopeBaseMissing):
            hint = _hint_to_write_base(path, entry.name, PUBLISHED[entry.published].spec)
        raise StoreError(f"cannot take `{entry.name}` from `{path}`: {error}", hint=hint) from error
