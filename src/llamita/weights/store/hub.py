"""Brings a model from the Hugging Face Hub, file by file, and resumes where the last pull ended.

No checksum is fixed in this program: a file is right when it has the one that the hub states for it. The
bytes come by ``http_download``, for `huggingface_hub` begins a broken file again from its start.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from llamita.errors import FetchError, StoreError
from llamita.files.disk import delete, git_blob_id_of, require_space, sha256_of, sync_file
from llamita.files.http_download import Client, Refused, download
from llamita.files.progress import piece_of_work
from llamita.weights.store.errands import Errand, Supply
from llamita.weights.store.hub_listing import HubFile, Listing, look_up
from llamita.weights.store.published import hold_description_to_published, hold_to_published

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from llamita.weights.store.entries import HubSource

_NEEDS_LOGIN = frozenset({401, 403})


def supply_from_hub(errand: Errand, source: HubSource) -> Supply:
    """Bring a model from the hub into the workshop.

    Args:
        errand: which model.
        source: where it lies on the hub.

    Raises:
        StoreError: the hub cannot be reached, does not give the model to this user, sends other bytes than it
            states, or holds another model than was published.
        CapacityError: there is no room.
        OSError: the disk refuses.
    """
    errand.announce()
    with _failures_with_a_way_out(errand, source):
        listing = look_up(source, errand.environment.get("HF_ENDPOINT") or None)
        folder = _make_folder(errand, listing)
        client = Client("the hub")
        if listing.token:
            client.authorize(listing.endpoint, f"Bearer {listing.token}")
        sha256s: dict[str, str] = {}
        first_weights = next(file for file in listing.files if file.name.endswith(".safetensors"))
        for number, file in enumerate(listing.files, 1):
            if file == first_weights:
                hold_description_to_published(folder, errand.entry)
            label = f"downloading {file.name} ({number} of {len(listing.files)})"
            with piece_of_work(errand.progress, label, file.size_bytes):
                _fetch(client, listing.address_of(file), folder / file.name, file, errand)
            sha256s[file.name] = _checked(folder / file.name, file, errand)
    hold_to_published(folder, errand.entry, errand.progress)
    folder.replace(errand.workshop.model)
    return Supply(origin=f"{source.repository}@{listing.commit} (Hugging Face Hub)", sha256s=sha256s)


def _make_folder(errand: Errand, listing: Listing) -> Path:
    """Make the folder of this commit, or tidy up the one that an earlier pull has left."""
    hub = errand.workshop.hub
    folder = hub / listing.commit
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {file.name for file in listing.files}
    for path in (*hub.iterdir(), *folder.iterdir()):
        if path != folder and path.name.removesuffix(".partial") not in wanted:
            delete(path)
    have_bytes = sum(path.stat().st_size for path in folder.iterdir())
    require_space(folder, sum(file.size_bytes for file in listing.files) - have_bytes)
    return folder


def _fetch(client: Client, address: str, target: Path, file: HubFile, errand: Errand) -> None:
    if target.is_file() and target.stat().st_size == file.size_bytes:
        errand.progress.advance_to(file.size_bytes)
        return
    partial = target.with_name(f"{target.name}.partial")
    download(client, address, partial, file.size_bytes, errand.progress.advance_to)
    sync_file(partial)
    partial.replace(target)


def _checked(path: Path, file: HubFile, errand: Errand) -> str:
    """The sha256 of a file that is as the hub states it; one that is not is deleted."""
    sha256 = sha256_of(path, errand.progress)
    stated = file.sha256 or file.blob_id
    actual = sha256 if file.sha256 else git_blob_id_of(path)
    if actual != stated:
        delete(path)
        raise StoreError(
            f"`{file.name}` did not arrive as the hub has it: "
            f"expected {'sha256' if file.sha256 else 'git blob'} `{stated}`, got `{actual}`",
            hint=f"`llamita models pull {errand.entry.name}` fetches it again, and only it",
        )
    return sha256


@contextmanager
def _failures_with_a_way_out(errand: Errand, source: HubSource) -> Iterator[None]:
    name = errand.entry.name
    try:
        yield
    except FetchError as error:
        if error.hint:
            raise
        if isinstance(error, Refused) and error.status in _NEEDS_LOGIN:
            raise StoreError(
                f"the Hugging Face Hub does not give `{source.repository}` to you: {error}",
                hint=f"log in there and accept the license on {source.page_url}, then `hf auth login` here "
                f"or set `HF_TOKEN`, then `llamita models pull {name}`",
            ) from error
        raise StoreError(
            f"cannot fetch `{name}` from the Hugging Face Hub: {error}",
            hint=f"`llamita models pull {name}` again goes on from here; or, on any machine, "
            f"`hf download {source.repository} --exclude '*.bin' --local-dir FOLDER`, "
            f"then `llamita models pull {name} --from FOLDER`",
        ) from error
