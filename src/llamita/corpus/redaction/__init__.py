"""Redaction: secrets and personal data are found in a text, and stand-ins take their place."""

from llamita.corpus.redaction.redactor import Finding, Redacted, redact

__all__ = ["Finding", "Redacted", "redact"]
