"""Templates of dialogs, as text: the ones we write into converted files, and digests of published ones.

A template is a small program that other software runs to make a prompt. Nothing here runs one: ours are
written out, and foreign ones are told by their digest.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from llamita.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping

SMOLLM2_SYSTEM: Final = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"
"""What SmolLM2 was trained to read where nobody gives it a system message."""

_WRONG_ORDER = "{{- raise_exception('messages must be from user and assistant in turn, system first') -}}"

_LLAMA_2 = (
    "{%- set has_system = messages[0]['role'] == 'system' -%}"
    "{%- for message in (messages[1:] if has_system else messages) -%}"
    "{%- set content = message['content'] -%}"
    "{%- if message['role'] != ('assistant' if loop.index0 % 2 else 'user') -%}"
    f"{_WRONG_ORDER}"
    "{%- elif message['role'] == 'assistant' -%}"
    "{{- ' ' + content.strip() + ' ' + eos_token -}}"
    "{%- else -%}"
    "{%- if has_system and loop.first -%}"
    r"{%- set content = '<<SYS>>\n' + messages[0]['content'] + '\n<</SYS>>\n\n' + content -%}"
    "{%- endif -%}"
    # llama.cpp looks for this spelling: it tells that each pair begins with BOS, and is stripped.
    "{{- bos_token + '[INST] ' + content.strip() + ' [/INST]' -}}"
    "{%- endif -%}"
    "{%- endfor -%}"
)

_CODELLAMA_70B = (
    "{%- set has_system = messages[0]['role'] == 'system' -%}"
    "{{- bos_token -}}"
    "{%- if not has_system -%}{{- ' Source: system<step>' -}}{%- endif -%}"
    "{%- for message in messages -%}"
    "{%- set turn = loop.index0 if has_system else loop.index -%}"
    "{%- if message['role'] != ('user' if turn % 2 else 'assistant' if turn else 'system') -%}"
    f"{_WRONG_ORDER}"
    "{%- endif -%}"
    "{{- ' Source: ' + message['role'] -}}"
    "{%- if message['destination'] -%}"
    r"{{- '\nDestination: ' + message['destination'].strip() -}}"
    "{%- endif -%}"
    r"{%- if message['content'] -%}{{- '\n\n ' + message['content'].strip() -}}{%- endif -%}"
    "{{- '<step>' -}}"
    "{%- endfor -%}"
    r"{%- if add_generation_prompt -%}{{- ' Source: assistant\nDestination: user\n\n ' -}}{%- endif -%}"
)

_CHATML = (
    "{%- for message in messages -%}"
    r"{{- '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' -}}"
    "{%- endfor -%}"
    r"{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\n' -}}{%- endif -%}"
)

_SMOLLM2 = (
    "{%- if messages[0]['role'] != 'system' -%}"
    rf"{{{{- '<|im_start|>system\n{SMOLLM2_SYSTEM}<|im_end|>\n' -}}}}"
    "{%- endif -%}"
    f"{_CHATML}"
)

_TEMPLATES: Final[Mapping[str, str]] = {
    "llama-2": _LLAMA_2,
    "codellama-70b": _CODELLAMA_70B,
    "chatml": _CHATML,
    "smollm2": _SMOLLM2,
}


def _digest(template: str) -> str:
    return hashlib.sha256(template.encode(errors="surrogatepass")).hexdigest()


# sha256 of a published template -> the form it stands for. Where two lines stand for one text, strings
# in it break lines once with `\n` and once with a line break: model hubs hold both.
_PUBLISHED: Final[Mapping[str, str]] = {
    # codellama/CodeLlama-{7b,13b,34b}-Instruct-hf, meta-llama/Llama-2-{7b,13b,70b}-chat-hf; messages
    # are stripped with `.strip()`
    "e8d5b5a546d3f19df16a5320c614fab05bdc4edd50e850f1afd947b503ea41cf": "llama-2",
    "9780fae5bfea3cfd7be37d328c6edfd296a8869be8131495bbe7eb37e780c88c": "llama-2",
    # the same with one space fewer in its text, in many fine-tunes
    "1623de5159d584da0b6c78f86ae57b2328746122f2c58446ab7f84bce8c7c57f": "llama-2",
    # the same models, later: messages are stripped with `| trim`
    "ea2472f29dbd93c3eb696795f6403228fcc4b775518869c771f83fbae5c11dbf": "llama-2",
    "7fc58500f0542d84d80c72f9271864203b43152380ca989bf6671d750a1ce813": "llama-2",
    # codellama/CodeLlama-70b-Instruct-hf with `.strip()`, as in TheBloke/CodeLlama-70B-Instruct-AWQ. It
    # puts no empty system message first; the reference does, and so do we.
    "c89917133eb8c0e194b68cfae0e37eb1ed46eb47615063c8102262093b858e16": "codellama-70b",
    "b24a47c5b66ddfe2a75d6aabc7bf74786ad9458f349917332e42920b63e28824": "codellama-70b",
    # the same model, later, with `| trim`
    "5324fdb4454c54595647891b5d637bc4eb1b70fde46ef8c7001ab20f36c8c20e": "codellama-70b",
    "75678d463085865163b4c6dbc28f7178738d992b53124ad3612304f48a983b02": "codellama-70b",
    # teknium/OpenHermes-2.5-Mistral-7B, and most that speak ChatML without a default system message
    "fcf7a096fe99a48fd9ad2b250bf9237e96e8f48bffec1c7ea4d3f225176cd40e": "chatml",
    "153280e3ff55d19da1398bdb3914ee2a51b80429bfaedde11d7d216c39db80f3": "chatml",
    # the same, tighter by two spaces
    "7f4526922d03ccc0f31e7d103d2b038a6871872c3d73c833956fa27c9c5f7ae9": "chatml",
    "83c3b270e8c8f202d9810902e3578574ddd6752c83c5151e21a0430a0db92943": "chatml",
    # the template that the documentation of transformers gave for ChatML
    "d7b5b8c7b58f7a6bf868aa46a5f73ee976d7292f40fcb9c3e7a1defd8d235cfb": "chatml",
    "58c1a1f04baa7adaeaba1f90267c3d57d9396f0c1f0129bdde9e76d3c6784af7": "chatml",
    # HuggingFaceTB/SmolLM2-{135M,360M,1.7B}-Instruct
    "872be49dbb638044ad01b60388f48d469ff2980e5f0dccdc22ec907db54d0788": "smollm2",
}

_KNOWN: Final = {**_PUBLISHED, **{_digest(template): dialog for dialog, template in _TEMPLATES.items()}}


def template_of(dialog: str) -> str:
    """The template that makes other software write prompts of a form as we do, for converted files.

    Raises:
        RequestError: there is no form of that name.
    """
    template = _TEMPLATES.get(dialog)
    if template is None:
        known = ", ".join(f"`{name}`" for name in _TEMPLATES)
        raise RequestError(f"no template for a form of dialog named `{dialog}`: expected one of {known}")
    return template


def dialog_of_template(template: str) -> str | None:
    """The name of the form that a template is known to stand for; None where it is not known here."""
    return _KNOWN.get(_digest(template))
