"""The Briefing becomes pages. `PAGES` is the table: adding a page adds a line here.

A line gives the specs of every page that its function makes, and the function, which is pure: what it reads from the
shelf decides the page, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from . import changes, home, indexes, map, methodology, moved, network, older, records, search, timeline
from .fragments import Fragments
from .page import Page, Spec, files_of
from .shelf import Shelf


class Maker(NamedTuple):
    every: Callable[[Shelf], Iterator[Spec]]
    make: Callable[[Fragments, Spec], Page]


PAGES: dict[str, Maker] = {
    "home": Maker(home.every, home.make),
    "index": Maker(indexes.every, indexes.make),
    "record": Maker(records.every, records.make),
    "group": Maker(older.every_group, older.make_group),
    "side": Maker(older.every_side, older.make_side),
    "positions": Maker(older.every_positions, older.make_positions),
    "timeline": Maker(timeline.every, timeline.make),
    "map": Maker(map.every, map.make),
    "network": Maker(network.every, network.make),
    "changes": Maker(changes.every, changes.make),
    "methodology": Maker(methodology.every, methodology.make),
    "search-page": Maker(search.every, search.make),
    "redirect": Maker(moved.every_redirect, moved.make_redirect),
    "not-found": Maker(moved.every_not_found, moved.make_not_found),
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
