"""sitemap.xml: the address of every page that is published (https://www.sitemaps.org/protocol.html).

A page's day of change is given where it is known: the last full day on which an editor noted a change to the record, and
on the page of changes to any. Where none was noted there is none, because the day of an event says nothing of when its page was
written. A file may hold 50,000 addresses and 50 MB; where there could be more, sitemap.xml lists files of so many.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from briefing.rendering.components.html_components import Components
from briefing.rendering.exports.site_files import Site
from briefing.rendering.pages import Spec
from briefing.rendering.view.tracked_corpus import TrackedCorpus

MOST, LARGEST = 50_000, 50_000_000  # addresses and bytes of one file
UNLISTED = ("redirect", "not-found", "search-page")  # as their heads tell search engines too
OF_A_RECORD = ("record", "group", "side", "positions")
_AROUND = 300  # bytes of an entry besides the site's address: an id has 80 characters at most
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def every(tracked: TrackedCorpus, pages: Sequence[Any]) -> Iterator[Spec]:
    """sitemap.xml, and the files that it lists where it cannot hold all."""
    yield Spec("sitemap.xml", "sitemap")
    size = _size(tracked)
    if len(pages) > size:
        for number in range(1, (len(pages) - 1) // size + 2):
            yield Spec(f"sitemap.{number}.xml", "sitemap", number=number)


def make(components: Components, spec: Spec, site: Site) -> tuple[bytes]:
    pages, size, base = site.pages, _size(components.tracked), escape(components.tracked.config.base_url)
    if spec.number == 0 and len(pages) > size:
        files = [
            f"<sitemap><loc>{base}{one.path}</loc></sitemap>" for one in every(components.tracked, pages) if one.number
        ]
        return _bytes([_HEAD, f"<sitemapindex {_XMLNS}>", *files, "</sitemapindex>", ""])
    start = size * max(0, spec.number - 1)
    return _bytes(
        [_HEAD, f"<urlset {_XMLNS}>", *_entries(components.tracked, base, pages[start : start + size]), "</urlset>", ""]
    )


def _size(tracked: TrackedCorpus) -> int:
    """How many pages go into a file: so many that even the longest addresses fit."""
    return max(1, min(MOST, LARGEST // (len(escape(tracked.config.base_url).encode("utf-8")) + _AROUND)))


def _entries(tracked: TrackedCorpus, base: str, pages: Sequence[Any]) -> Iterator[str]:
    published = tracked.published()
    for path, maker, about, _, number in pages:
        if maker in UNLISTED or (maker in OF_A_RECORD and about not in published):
            continue
        day = (
            published[about]
            if maker == "record"
            else max(published.values(), default="")
            if maker == "changes" and not number
            else ""
        )
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        yield f"<url><loc>{base}{path.removesuffix('index.html')}</loc>{changed}</url>"


def _bytes(lines: Sequence[str]) -> tuple[bytes]:
    return ("\n".join(lines).encode("utf-8"),)
