"""A Hugging Face Hub on this machine: a listing, files behind redirects, gates, lies and broken lines."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from tests.weights.store.hub_models import REPOSITORY

COMMIT = "0123456789abcdef0123456789abcdef01234567"
TOKEN = "hf_tiny"
LARGE_SUFFIXES = (".safetensors", ".model", ".bin")


@dataclass
class Hub:
    """What the server does, and what it was asked."""

    folder: Path
    commit: str = COMMIT
    is_gated: bool = False
    status: int = 200
    """Of the listing."""
    listing: bytes | None = None
    """In place of the true one."""
    stated: dict[str, dict[str, object]] = field(default_factory=dict)
    """Changes to what is stated of a file."""
    break_after_bytes: list[int] = field(default_factory=list)
    """How much of each answer is sent for a weights file, first answers first; then all is."""
    asked: list[tuple[str, str, str | None, str | None]] = field(default_factory=list)
    """Host, file, range and authorization of each request for a file."""
    listed: list[str | None] = field(default_factory=list)
    """The authorization of each request for the listing."""
    address: str = ""

    def true_listing(self) -> bytes:
        return json.dumps(
            {
                "id": REPOSITORY,
                "sha": self.commit,
                "siblings": [self.sibling(path) for path in sorted(self.folder.iterdir())]
                + [{"rfilename": "original/params.json", "size": 3, "blobId": "0" * 40}],
            }
        ).encode()

    def sibling(self, path: Path) -> dict[str, object]:
        content = path.read_bytes()
        facts: dict[str, object] = {"rfilename": path.name, "size": len(content)}
        facts["blobId"] = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
        if path.suffix in LARGE_SUFFIXES:
            sha256 = hashlib.sha256(content).hexdigest()
            facts["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 134}
        return facts | self.stated.get(path.name, {})

    def files_asked(self) -> list[str]:
        return [name for host, name, _, _ in self.asked if host == "hub"]


@contextmanager
def serving_hub(folder: Path) -> Iterator[Hub]:
    """Serve a hub with one repository, made of the files in a folder, until the end of the block."""
    hub = Hub(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("BoundHandler", (Handler,), {"hub": hub}))
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    hub: Hub

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        name = path.rpartition("/")[2]
        if path == f"/api/models/{REPOSITORY}/revision/main":
            self.hub.listed.append(self.headers["Authorization"])
            listing = self.hub.true_listing() if self.hub.listing is None else self.hub.listing
            self.answer(self.hub.status, listing, Content_Type="application/json")
        elif path == f"/{REPOSITORY}/resolve/{self.hub.commit}/{name}":
            self.note("hub", name)
            self.resolve(name)
        elif path in {f"/storage/{name}", f"/api/resolve-cache/{name}"}:
            self.note("storage" if "storage" in path else "cache", name)
            self.send_file(name)
        else:
            self.send_error(404)

    def note(self, host: str, name: str) -> None:
        self.hub.asked.append((host, name, self.headers["Range"], self.headers["Authorization"]))

    def resolve(self, name: str) -> None:
        if self.hub.is_gated and self.headers["Authorization"] != f"Bearer {TOKEN}":
            self.answer(403 if self.headers["Authorization"] else 401, b"", X_Error_Code="GatedRepo")
        elif name.endswith(LARGE_SUFFIXES):
            # Another host, to which no password may go.
            port = urlsplit(self.hub.address).port
            self.answer(302, b"", Location=f"http://localhost:{port}/storage/{name}")
        else:
            self.answer(307, b"", Location=f"/api/resolve-cache/{name}")

    def send_file(self, name: str) -> None:
        content = (self.hub.folder / name).read_bytes()
        asked = self.headers["Range"]
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if start >= len(content):
            self.send_error(416)
            return
        headers = {"Content_Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if start else {}
        self.answer(206 if start else 200, content[start:], **headers)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        is_weights = status in {200, 206} and self.path.endswith(".safetensors")
        breaks = self.hub.break_after_bytes if is_weights else []
        self.wfile.write(body[: breaks.pop(0)] if breaks else body)

    def log_message(self, *_: object) -> None:
        pass
