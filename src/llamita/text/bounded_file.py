"""Files of a tokenizer, whole: looked at before they are opened, and never larger than one could be."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Final

from llamita.errors import TokenizerError

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE_BYTES: Final = 64 * 2**20


def read_bounded_file(path: Path, max_bytes: int = MAX_FILE_BYTES) -> bytes:
    """All bytes of a file of at most ``max_bytes``.

    A pipe would be waited for and a device might never end: neither is opened.

    Raises:
        TokenizerError: it is missing, no file, too large, or cannot be read.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise TokenizerError(f"`{path}` is a folder, a device or a pipe: expected a file")
        if status.st_size > max_bytes:
            raise TokenizerError(
                f"`{path}` is no tokenizer's: expected at most {max_bytes} bytes, got {status.st_size}"
            )
        with path.open("rb") as file:
            return file.read(status.st_size)
    except FileNotFoundError as error:
        raise TokenizerError(f"no tokenizer at `{path}`") from error
    except OSError as error:
        raise TokenizerError(f"cannot read `{path}`: {error.strerror}") from error
