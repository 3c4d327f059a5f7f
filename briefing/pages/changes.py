"""The page of changes and corrections: all that editors noted, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..link import Briefing
from .fragments import Fragments
from .page import Page
from .shelf import Shelf


def changes(shelf: Shelf) -> Iterator[Page]:
    values = {"changes": noted(shelf.inner, shelf.briefing)}
    description = "What was changed and corrected after publication, newest first."
    yield Page("changes/index.html", "changes.html", "Changes and corrections", values, description)


def noted(f: Fragments, briefing: Briefing) -> list[dict[str, Any]]:
    """Every change of every record, newest first."""
    found = [(change, record.id) for record in briefing.records.values() for change in record.changes]
    found.sort(key=lambda pair: pair[1])
    found.sort(key=lambda pair: pair[0].date.order, reverse=True)
    return [
        {"date": f.date(change.date), "kind": change.kind, "record": f.anchor(id), "note": f.markdown(change.note)}
        for change, id in found
    ]
