"""Registries of every kind on this machine; they break off, lie and refuse as a test asks them to."""

import base64
import hashlib
import json
import lzma
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from llamita.corpus.sources.registries import Registries

SUITE = "bookworm"


@dataclass
class Servant:
    """What the server has and does, and what it was asked."""

    pages: dict[str, bytes] = field(default_factory=dict)
    """Content by path."""
    break_after_bytes: dict[str, list[int]] = field(default_factory=dict)
    """How much of each answer for a path is sent, first answers first; then all is."""
    refusals: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    """Errors and headers for a path, first answers first; then what is asked for."""
    asked: Counter[str] = field(default_factory=Counter)
    ranges: list[str] = field(default_factory=list)
    address: str = ""

    def registries(self, home: Path, **environment: str) -> Registries:
        """As a user has them configured who has nothing but this server."""
        return Registries(
            {
                "HOME": str(home),
                "PIP_CONFIG_FILE": "/dev/null",
                "LLAMITA_DEBIAN_MIRROR": f"{self.address}/debian",
                "PIP_INDEX_URL": f"{self.address}/simple",
                "npm_config_registry": f"{self.address}/npm",
                **environment,
            }
        )

    def publish_npm(self, name: str, version: str, content: bytes) -> str:
        """Publish a tarball; gives its path."""
        path = f"/npm/{name}/-/{name.rpartition('/')[2]}-{version}.tgz"
        self.pages[path] = content
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()
        record = {"dist-tags": {"latest": version}, "versions": {version: {"dist": {"integrity": integrity}}}}
        self.pages[f"/npm/{name.replace('/', '%2F')}"] = json.dumps(record).encode()
        return path

    def publish_python(self, project: str, *files: tuple[str, bytes]) -> None:
        """Publish files of a project."""
        listed = []
        for name, content in files:
            self.pages[f"/files/{name}"] = content
            sha256 = hashlib.sha256(content).hexdigest()
            address = f"../../files/{name}"
            listed.append(
                {"filename": name, "url": address, "hashes": {"sha256": sha256}, "size": len(content)}
            )
        self.pages[f"/simple/{project}/"] = json.dumps({"files": listed}).encode()

    def publish_debian(
        self, sources: dict[str, dict[str, bytes]], binaries: dict[str, bytes] | None = None
    ) -> None:
        """Publish a release: of source packages their files by name, of binary ones their archives."""
        paragraphs = []
        for package, files in sources.items():
            lines = [
                f" {hashlib.sha256(data).hexdigest()} {len(data)} {name}" for name, data in files.items()
            ]
            folder = f"pool/main/{package}"
            head = f"Package: {package}\nVersion: 1.0-1\nDirectory: {folder}\nChecksums-Sha256:"
            paragraphs.append("\n".join([head, *lines]))
            self.pages.update({f"/debian/{folder}/{name}": data for name, data in files.items()})
        packages = []
        for package, data in (binaries or {}).items():
            path = f"pool/main/{package}_1.0-1_all.deb"
            sha256 = hashlib.sha256(data).hexdigest()
            packages.append(
                f"Package: {package}\nVersion: 1.0-1\nFilename: {path}\nSize: {len(data)}\nSHA256: {sha256}"
            )
            self.pages[f"/debian/{path}"] = data
        self._publish_indexes(
            {
                "main/source/Sources.xz": "\n\n".join(paragraphs),
                "main/binary-amd64/Packages.xz": "\n\n".join(packages),
            }
        )

    def _publish_indexes(self, indexes: dict[str, str]) -> None:
        lines = ["Codename: bookworm", "Version: 12.9", "Date: Sat, 01 Jan 2026 00:00:00 UTC", "SHA256:"]
        for path, text in indexes.items():
            packed = lzma.compress(text.encode())
            self.pages[f"/debian/dists/{SUITE}/{path}"] = packed
            lines.append(f" {hashlib.sha256(packed).hexdigest()} {len(packed)} {path}")
        self.pages[f"/debian/dists/{SUITE}/InRelease"] = "\n".join(lines).encode()


@contextmanager
def serving() -> Iterator[Servant]:
    """Serve until the end of the block."""
    servant = Servant()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Handler,), {"servant": servant}))
    servant.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield servant
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    servant: Servant

    def do_GET(self) -> None:
        servant, path = self.servant, self.path
        servant.asked[path] += 1
        content = servant.pages.get(path)
        if refusals := servant.refusals.get(path):
            status, headers = refusals.pop(0)
            self.answer(status, b"", headers)
        elif content is None:
            self.answer(404, b"", {})
        elif asked := self.headers["Range"]:
            servant.ranges.append(asked)
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            whole = f"bytes {start}-{len(content) - 1}/{len(content)}"
            self.answer(206, content[start:], {"Content-Range": whole})
        else:
            kind = "application/vnd.pypi.simple.v1+json" if "/simple/" in path else "application/octet-stream"
            self.answer(200, content, {"Content-Type": kind})

    def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        breaks = self.servant.break_after_bytes.get(self.path)
        self.wfile.write(body[: breaks.pop(0)] if breaks else body)

    def log_message(self, *_: object) -> None:
        pass
