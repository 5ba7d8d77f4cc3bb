"""Span: where something that must go stands in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where something stands in a text."""

    start: int
    stop: int
    """One past its last character."""
    kind: str
    """What it is: `key`, `e-mail`, `name`; see ``redact``."""
    rule: str
    """Which rule found it; a short name that stays the same between versions."""
