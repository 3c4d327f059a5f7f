"""Pages for addresses that are not, or no longer, a record's own: redirects and the page not found."""

from __future__ import annotations

from collections.abc import Iterator

from .page import Page
from .shelf import Shelf


def redirects(shelf: Shelf) -> Iterator[Page]:
    """A page at each former address of a record that leads to its present one."""
    for record in shelf.briefing.records.values():
        for former in record.former_ids:
            values = {"target": f"../{record.path}", "anchor": shelf.inner.anchor(record.id)}
            title = shelf.inner.label(record.id)
            yield Page(f"{record.FOLDER}/{former}.html", "redirect.html", title, values, listed=False)


def not_found(shelf: Shelf) -> Iterator[Page]:
    yield Page("404.html", "404.html", "Page not found", {}, listed=False)
