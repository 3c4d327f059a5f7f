"""robots.txt: everything may be read, and where the sitemap is (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..config import Config
from ..pages import Page


def robots(config: Config, pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    sitemap = f"Sitemap: {config.base_url}sitemap.xml\n" if config.base_url else ""
    yield "robots.txt", f"User-agent: *\nAllow: /\n{sitemap}"
