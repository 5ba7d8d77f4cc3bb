"""A package index on this machine that breaks off, lies and redirects as a test asks it to."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from tests.weights.store.building import WHEEL

PASSWORD = base64.b64encode(b"me:secret").decode()


@dataclass
class Index:
    """What the server does, and what it was asked."""

    content: bytes
    page: str = f'<a href="../../files/{WHEEL}#sha256=00">{WHEEL}</a>'
    page_type: str = "text/html"
    break_after_bytes: list[int] = field(default_factory=list)
    """How much of each answer is sent, first answers first; then all is."""
    honours_range: bool = True
    needs_password: bool = False
    redirect_page_to: str | None = None
    ranges: list[str | None] = field(default_factory=list)
    address: str = ""


@contextmanager
def serving(wheel: Path) -> Iterator[Index]:
    """Serve an index with this wheel until the end of the block."""
    index = Index(wheel.read_bytes())
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("BoundHandler", (Handler,), {"index": index}))
    index.address = f"http://127.0.0.1:{server.server_port}/simple"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield index
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    index: Index

    def do_GET(self) -> None:
        if self.index.needs_password and self.headers["Authorization"] != f"Basic {PASSWORD}":
            self.send_error(401)
        elif self.path == "/simple/tiny-model/" and self.index.redirect_page_to:
            self.answer(302, b"", Location=self.index.redirect_page_to)
        elif self.path == "/simple/tiny-model/":
            self.answer(200, self.index.page.encode(), Content_Type=self.index.page_type)
        elif self.path == f"/files/{WHEEL}":
            self.send_wheel()
        else:
            self.send_error(404)

    def send_wheel(self) -> None:
        asked = self.headers["Range"]
        self.index.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.index.honours_range else 0
        if start >= len(self.index.content):
            self.send_error(416)
        elif start:
            last = len(self.index.content) - 1
            whole = f"bytes {start}-{last}/{last + 1}"
            self.answer(206, self.index.content[start:], Content_Range=whole)
        else:
            self.answer(200, self.index.content)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        breaks = self.index.break_after_bytes if self.path.startswith("/files/") else []
        self.wfile.write(body[: breaks.pop(0)] if breaks else body)

    def log_message(self, *_: object) -> None:
        pass
