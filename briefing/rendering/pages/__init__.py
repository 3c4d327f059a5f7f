"""The Briefing becomes pages. `PAGES` is the table: adding a page adds a line here.

A line gives the specs of every page that its function makes, and the function, which is pure: what it reads from the
shelf decides the page, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from briefing.rendering.components.html_components import Components
from briefing.rendering.page import Page, Spec, files_of
from briefing.rendering.pages import (
    changes_page,
    home_page,
    index_pages,
    map_page,
    methodology_page,
    network_page,
    older_items_pages,
    record_pages,
    redirect_pages,
    search_page,
    timeline_page,
)
from briefing.rendering.view.tracked_corpus import TrackedCorpus


class PageType(NamedTuple):
    every: Callable[[TrackedCorpus], Iterator[Spec]]
    make: Callable[[Components, Spec], Page]


PAGES: dict[str, PageType] = {
    "home": PageType(home_page.every, home_page.make),
    "index": PageType(index_pages.every, index_pages.make),
    "record": PageType(record_pages.every, record_pages.make),
    "group": PageType(older_items_pages.every_group, older_items_pages.make_group),
    "side": PageType(older_items_pages.every_side, older_items_pages.make_side),
    "positions": PageType(older_items_pages.every_positions, older_items_pages.make_positions),
    "timeline": PageType(timeline_page.every, timeline_page.make),
    "map": PageType(map_page.every, map_page.make),
    "network": PageType(network_page.every, network_page.make),
    "changes": PageType(changes_page.every, changes_page.make),
    "methodology": PageType(methodology_page.every, methodology_page.make),
    "search-page": PageType(search_page.every, search_page.make),
    "redirect": PageType(redirect_pages.every_redirect, redirect_pages.make_redirect),
    "not-found": PageType(redirect_pages.every_not_found, redirect_pages.make_not_found),
}


def specs(tracked: TrackedCorpus) -> list[Spec]:
    """What pages the site has, in a fixed order."""
    return [spec for maker in PAGES.values() for spec in maker.every(tracked)]


class Pages:
    """Makes the pages of one site, with fragments for pages in a folder and for pages at the root."""

    def __init__(self, tracked: TrackedCorpus) -> None:
        self._inner = Components(tracked, "../")
        self.outer = Components(tracked, "")

    def make(self, spec: Spec) -> Page:
        return PAGES[spec.maker].make(self._inner if "/" in spec.path else self.outer, spec)


__all__ = ["PAGES", "Page", "Pages", "Spec", "TrackedCorpus", "files_of", "specs"]
