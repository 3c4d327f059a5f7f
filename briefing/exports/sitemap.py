"""sitemap.xml: the address of every page that is published (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ..pages import Spec
from ..pages.fragments import Fragments

UNLISTED = ("redirect", "not-found")
OF_A_RECORD = ("record", "group", "side", "positions")


def sitemap(f: Fragments, pages: Sequence[Spec]) -> str:
    base, published = f.shelf.config.base_url, f.shelf.published()
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for spec in pages:
        if spec.maker in UNLISTED or spec.maker in OF_A_RECORD and spec.about not in published:
            continue
        day = published[spec.about] if spec.maker == "record" else ""
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{escape(base + spec.path.removesuffix('index.html'))}</loc>{changed}</url>")
    return "\n".join([*lines, "</urlset>", ""])
