"""sitemap.xml: the address of every listed page (https://www.sitemaps.org/protocol.html).

The protocol wants complete addresses, so without a `base_url` there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from ..config import Config
from ..pages import Page


def sitemap(config: Config, pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    if not config.base_url:
        return
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for page in pages:
        if page.listed:
            changed = f"<lastmod>{page.changed}</lastmod>" if page.changed else ""
            address = escape(config.base_url + page.path.removesuffix("index.html"))
            lines.append(f"<url><loc>{address}</loc>{changed}</url>")
    yield "sitemap.xml", "\n".join([*lines, "</urlset>", ""])
