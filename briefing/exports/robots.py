"""robots.txt: everything may be read, and where the sitemap is (RFC 9309)."""

from __future__ import annotations

from collections.abc import Sequence

from ..pages import Spec
from ..pages.fragments import Fragments


def robots(f: Fragments, pages: Sequence[Spec]) -> str:
    base = f.shelf.config.base_url
    return "User-agent: *\nAllow: /\n" + (f"Sitemap: {base}sitemap.xml\n" if base else "")
