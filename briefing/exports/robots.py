"""robots.txt: everything may be read, and where the sitemap is (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..pages import Spec
from ..pages.fragments import Fragments
from ..pages.shelf import Shelf
from .site import Site


def every(shelf: Shelf, pages: Sequence[Any]) -> Iterator[Spec]:
    yield Spec("robots.txt", "robots")


def make(f: Fragments, spec: Spec, site: Site) -> tuple[bytes]:
    base = f.shelf.config.base_url
    sitemap = f"Sitemap: {base}sitemap.xml\n" if base else ""
    return (f"User-agent: *\nAllow: /\n{sitemap}".encode(),)
