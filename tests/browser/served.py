"""A built site as a plain web server gives it, and one or two pages of each kind that it has."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

REFRESH = re.compile(r'<meta http-equiv="refresh"')
WITHDRAWN = re.compile(r"<strong>Withdrawn\.</strong>")
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')


class _Plain(SimpleHTTPRequestHandler):
    """What any static host does: files below a path, an index for a folder, 404.html for what is not there."""

    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".xml": "application/xml",
        ".wasm": "application/wasm",
    }
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm, wbufsize = (
        True,
        1 << 16,
    )  # or the end of an answer waits 40 ms for its beginning to be acknowledged

    def __init__(self, *args: object, below: str, directory: str, compressed: bool = False) -> None:
        self.below = below
        self.compressed = compressed
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        return super().translate_path(
            path.removeprefix(self.below) if path.startswith(self.below) else "/nothing-is-here"
        )

    def do_GET(self) -> None:
        """With texts compressed, where that is asked for."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not self.compressed or file.suffix not in (".html", ".css", ".js", ".json", ".svg") or not file.is_file():
            return super().do_GET()
        self._answer(200, gzip.compress(file.read_bytes()), self.guess_type(file), ("Content-Encoding", "gzip"))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        self._answer(404, page.read_bytes(), "text/html; charset=utf-8")

    def _answer(self, status: int, body: bytes, type: str, *more: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", type), ("Content-Length", str(len(body))), *more):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(site: Path, compressed: bool = False) -> Iterator[str]:
    """The address of a built site, without a slash at its end, below the path that it says it has."""
    canonical = CANONICAL.search((site / "index.html").read_text("utf-8"))
    with serving(site, urlsplit(canonical[1]).path.rstrip("/") if canonical else "", compressed) as address:
        yield address


@contextmanager
def serving(site: Path, below: str = "", compressed: bool = False) -> Iterator[str]:
    """The address of a folder, which need not be there yet, below a path."""
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(_Plain, below=below, directory=str(site), compressed=compressed)
    )
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{below}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def kind_of(path: str, html: str) -> tuple[str, str]:
    """(folder, shape) of a page; pages alike in both have one template."""
    folder, _, name = path.rpartition("/")
    if REFRESH.search(html):
        return "", "redirect"
    if WITHDRAWN.search(html):
        return "", "withdrawn"
    if name == "index.html" or not folder:
        return folder, name.removesuffix(".html")
    parts = name.split(".")
    if parts[0] == "index":
        return folder, "older"
    return folder, f"older {parts[1]}" if len(parts) == 4 else "record"


def by_kind(site: Path) -> dict[tuple[str, str], list[str]]:
    """Every page of a built site by its kind, the longest first; kinds that nobody has named here are found too."""
    kinds: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        html = file.read_text("utf-8")
        kinds.setdefault(kind_of(path, html), []).append((-len(html), path))
    return {kind: [path for _, path in sorted(pages)] for kind, pages in sorted(kinds.items())}


def chosen(site: Path, shortest: bool = False) -> list[str]:
    """Of each kind the longest page, and the shortest too where that is asked for and another."""
    pages = []
    for (_, shape), paths in by_kind(site).items():
        if shape != "redirect":  # it leads away at once
            pages += [paths[0], *([paths[-1]] if shortest and len(paths) > 1 and shape == "record" else [])]
    return pages
