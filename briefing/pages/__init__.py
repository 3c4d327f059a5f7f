"""The Briefing becomes pages. `PAGES` is the table: adding a page adds a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..link import Briefing
from ..standing import standings
from . import changes, home, indexes, methodology, moved, records
from .page import Page
from .shelf import Shelf

PAGES: tuple[Callable[[Shelf], Iterator[Page]], ...] = (
    home.home,
    indexes.indexes,
    records.records,
    changes.changes,
    methodology.methodology,
    moved.redirects,
    moved.not_found,
)


def make_pages(briefing: Briefing) -> list[Page]:
    """Every page of the site, in a fixed order."""
    shelf = Shelf(briefing, standings(briefing))
    return [page for pages in PAGES for page in pages(shelf)]


__all__ = ["PAGES", "Page", "make_pages"]
