"""A request's path becomes an answer: a file of the site from memory, something of the preview's own, or the page not found.

No path of a request ever becomes a path on the disk: what is not in the table of the site's files is not found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from html import escape
from importlib import resources
from typing import NamedTuple
from urllib.parse import unquote_to_bytes, urlsplit

from briefing.core.problem_reports import excerpt
from briefing.core.problems import Problem
from briefing.preview.draft_review import review
from briefing.preview.live_site import Resident

OWN = "/-/"  # what lies under it is the preview's own; no kind of record can be called `-`
SCRIPT, STYLE, PROBLEMS, LIVERELOAD = (
    f"{OWN}preview.js",
    f"{OWN}preview.css",
    f"{OWN}problems.json",
    f"{OWN}livereload.js",
)
REVIEW_STYLE = f"{OWN}review.css"
MOST_PROBLEMS = 100  # in the overlay; the terminal has all

Extra = Callable[[Resident, str], bytes | None]
"""From the project and what follows in the path to a page's HTML, or None where there is no such page."""

# Pages that are not the site's, by the first part of their path under `/-/`: "review" makes /-/review/<source-id>.
EXTRA: dict[str, Extra] = {"review": review}

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "geojson": "application/geo+json",
    "xml": "application/xml",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/vnd.microsoft.icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "pdf": "application/pdf",
    "wasm": "application/wasm",
}


class HttpResponse(NamedTuple):
    status: int
    type: str
    body: bytes
    location: str = ""  # where a redirect leads


class SiteResponder:
    """`version` stands for what is served now; each page is told its own, so that it knows when it is out of date."""

    def __init__(self, resident: Resident, version: Callable[[], str]) -> None:
        self.version = version
        self._resident = resident
        here = resources.files(__package__)
        self._own = {path: (here / path.removeprefix(OWN)).read_bytes() for path in (SCRIPT, STYLE, REVIEW_STYLE)}
        self._own[LIVERELOAD] = (resources.files("livereload") / "vendors" / "livereload.js").read_bytes()

    def answer(self, path: str) -> HttpResponse:
        """The answer to a path as it stands in a request, without its query."""
        if path.startswith(OWN):
            return self._of_preview(path)
        if not self._resident.holds("index.html"):  # the project was never without errors
            return self._broken()
        asked = _decoded(path)
        for wanted in (asked, _below(asked, self._base())):
            if wanted is None:
                continue
            name = wanted + "index.html" if wanted.endswith("/") or not wanted else wanted
            if self._resident.holds(name):
                data = self._resident.page(name)
                return self._broken() if data is None else self._file(name, data, 200)
            if self._resident.holds(f"{name}/index.html"):
                return HttpResponse(302, _TYPES["txt"], b"", f"/{name}/")
        return self._not_found()

    def _base(self) -> str:
        """The path that the site is published under, which a page not found has its links begin with."""
        return urlsplit(self._resident.config.base_url).path.strip("/")

    def _of_preview(self, path: str) -> HttpResponse:
        if path in self._own:
            return HttpResponse(200, _type(path), self._own[path])
        if path == PROBLEMS:
            return HttpResponse(200, _TYPES["json"], json.dumps(self._told()).encode())
        name, _, rest = path.removeprefix(OWN).partition("/")
        page = EXTRA[name](self._resident, rest) if name in EXTRA else None
        return self._not_found() if page is None else self._file("index.html", page, 200)

    def _file(self, name: str, data: bytes, status: int) -> HttpResponse:
        return HttpResponse(status, _type(name), self._linked(data) if name.endswith(".html") else data)

    def _linked(self, page: bytes) -> bytes:
        """A page with the preview's script linked from its head."""
        link = f'<script src="{SCRIPT}" data-version="{self.version()}" defer></script>\n'.encode()
        head, end, rest = page.partition(b"</head>")
        return head + link + end + rest if end else page + link

    def _not_found(self) -> HttpResponse:
        page = self._resident.page("404.html")
        return self._file("404.html", page or _plain("Page not found"), 404)

    def _broken(self) -> HttpResponse:
        return self._file("index.html", _plain("This page cannot be made until the problem is mended"), 500)

    def _told(self) -> Mapping[str, object]:
        problems = sorted(self._resident.problems, key=lambda problem: not problem.is_error)
        texts = self._resident.texts() if problems else {}
        shown = [{**problem.as_dict(), "excerpt": _excerpt(problem, texts)} for problem in problems[:MOST_PROBLEMS]]
        return {"version": self.version(), "problems": shown, "more": len(problems) - len(shown)}


def _excerpt(problem: Problem, texts: Mapping[str, str]) -> str:
    return excerpt(problem.location, texts)


def _decoded(path: str) -> str | None:
    """A request's path as the name of a file of the site; None where it is no such name."""
    if not path.startswith("/") or re.search(r"%(?![0-9A-Fa-f]{2})", path):
        return None
    try:
        return unquote_to_bytes(path[1:]).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _below(path: str | None, base: str) -> str | None:
    return path[len(base) + 1 :] if path is not None and base and f"{path}/".startswith(f"{base}/") else None


def _type(name: str) -> str:
    return _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def _plain(words: str) -> bytes:
    text = escape(words)
    return f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{text}</title>\n</head>\n<body>\n<h1>{text}</h1>\n</body>\n</html>\n'.encode()
