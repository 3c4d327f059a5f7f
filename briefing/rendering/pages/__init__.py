"""The Briefing becomes pages. `PAGES` is the table: adding a page adds a line here.

A line gives the specs of every page that its function makes, and the function, which is pure: what it reads from the
shelf decides the page, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from briefing.rendering.components.html_components import Fragments
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
from briefing.rendering.view.tracked_corpus import Shelf


class Maker(NamedTuple):
    every: Callable[[Shelf], Iterator[Spec]]
    make: Callable[[Fragments, Spec], Page]


PAGES: dict[str, Maker] = {
    "home": Maker(home_page.every, home_page.make),
    "index": Maker(index_pages.every, index_pages.make),
    "record": Maker(record_pages.every, record_pages.make),
    "group": Maker(older_items_pages.every_group, older_items_pages.make_group),
    "side": Maker(older_items_pages.every_side, older_items_pages.make_side),
    "positions": Maker(older_items_pages.every_positions, older_items_pages.make_positions),
    "timeline": Maker(timeline_page.every, timeline_page.make),
    "map": Maker(map_page.every, map_page.make),
    "network": Maker(network_page.every, network_page.make),
    "changes": Maker(changes_page.every, changes_page.make),
    "methodology": Maker(methodology_page.every, methodology_page.make),
    "search-page": Maker(search_page.every, search_page.make),
    "redirect": Maker(redirect_pages.every_redirect, redirect_pages.make_redirect),
    "not-found": Maker(redirect_pages.every_not_found, redirect_pages.make_not_found),
}


def specs(shelf: Shelf) -> list[Spec]:
    """What pages the site has, in a fixed order."""
    return [spec for maker in PAGES.values() for spec in maker.every(shelf)]


class Pages:
    """Makes the pages of one site, with fragments for pages in a folder and for pages at the root."""

    def __init__(self, shelf: Shelf) -> None:
        self._inner = Fragments(shelf, "../")
        self.outer = Fragments(shelf, "")

    def make(self, spec: Spec) -> Page:
        return PAGES[spec.maker].make(self._inner if "/" in spec.path else self.outer, spec)


__all__ = ["PAGES", "Page", "Pages", "Shelf", "Spec", "files_of", "specs"]
