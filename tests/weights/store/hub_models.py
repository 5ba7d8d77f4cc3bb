"""A tiny Code Llama as a Hugging Face folder, and a registry that knows it on the hub."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from llamita.spec import PUBLISHED, ModelSpec
from llamita.text.sentencepiece_model import sentencepiece_model_bytes
from llamita.weights.hugging_face.config import config_of
from llamita.weights.hugging_face.names import tensor_name
from llamita.weights.store import HubSource, License, ModelEntry
from tests.tiny import tiny_parameters
from tests.weights.tiny_code_llama import tiny_code_llama_spec, tiny_code_llama_vocabulary

NAME = "tiny-code"
REPOSITORY = "makers/Tiny-Code-hf"
CONDITIONAL = License(
    identifier="LicenseRef-Tiny",
    name="Tiny License",
    url="https://example.org/tiny-license",
    licensor="Tiny Platforms",
    use_policy_url="https://example.org/tiny-policy",
    needs_acceptance=True,
)


def write_folder(folder: Path, *, num_files: int = 2, spec: ModelSpec | None = None, seed: int = 0) -> Path:
    """The model as it lies on the hub, with what must not be pulled beside it."""
    spec = spec or tiny_code_llama_spec()
    vocabulary = tiny_code_llama_vocabulary()
    folder.mkdir(parents=True)
    config = config_of(spec, vocabulary, "float32")
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    (folder / "tokenizer.model").write_bytes(sentencepiece_model_bytes(vocabulary))
    (folder / "README.md").write_text("# Tiny Code\n", "utf-8")
    (folder / "LICENSE.txt").write_text("Be kind.\n", "utf-8")
    (folder / "pytorch_model.bin").write_bytes(b"never pulled")
    parameters = {tensor_name(name): array for name, array in tiny_parameters(spec, seed).items()}
    parts = [dict(list(parameters.items())[start::num_files]) for start in range(num_files)]
    names = [f"model-{number:05}-of-{num_files:05}.safetensors" for number in range(1, num_files + 1)]
    for name, part in zip(names, parts, strict=True):
        (folder / name).write_bytes(safetensors_bytes(part))
    places = {tensor: name for name, part in zip(names, parts, strict=True) for tensor in part}
    size_bytes = sum(array.nbytes for array in parameters.values())
    index = {"metadata": {"total_size": size_bytes}, "weight_map": places}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index), "utf-8")
    return folder


def safetensors_bytes(tensors: dict[str, np.ndarray]) -> bytes:
    header, offset_bytes = {}, 0
    for name, array in tensors.items():
        end_bytes = offset_bytes + array.nbytes
        header[name] = {"dtype": "F32", "shape": array.shape, "data_offsets": [offset_bytes, end_bytes]}
        offset_bytes = end_bytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + b"".join(array.tobytes() for array in tensors.values())


def pulled_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".bin")


def hub_registry(license: License = CONDITIONAL, *, is_gated: bool = False) -> dict[str, ModelEntry]:
    entry = ModelEntry(
        name=NAME,
        title="Tiny Code",
        source=HubSource(repository=REPOSITORY, revision="main", size_bytes=100_000, is_gated=is_gated),
        license=license,
        homepage=f"https://huggingface.co/{REPOSITORY}",
        card="A tiny model for tests.",
        dialog=None,
        published="codellama-7b",
    )
    return {NAME: entry}


def publish(monkeypatch, **changes) -> None:
    """As if the tiny model, but for these numbers, had been published as Code Llama 7B."""
    from llamita.weights.store import published

    model = replace(PUBLISHED["codellama-7b"], spec=tiny_code_llama_spec(**changes))
    monkeypatch.setattr(published, "PUBLISHED", {"codellama-7b": model})
