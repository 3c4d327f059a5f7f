"""The page of changes and corrections: all that editors noted, newest first, in parts where there are many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from briefing.rendering.components.html_components import Fragments
from briefing.rendering.data.page_json import array, change_of, list_document
from briefing.rendering.page import Page, Spec
from briefing.rendering.view.pagination import address, beside, neighbours, older_parts, part_of
from briefing.rendering.view.tracked_corpus import Shelf
from briefing.schema.kinds.record import Change

PATH = "changes/index.html"


def every(shelf: Shelf) -> Iterator[Spec]:
    yield Spec(PATH, "changes")
    for number in range(older_parts(len(_noted(shelf))), 0, -1):
        yield Spec(address(PATH, "", number), "changes", number=number)


def make(f: Fragments, spec: Spec) -> Page:
    noted = _noted(f.shelf)
    values = {"crumbs": f.crumbs_here("Changes and corrections"), "changes": _shown(f, part_of(noted, spec.number))} | beside(PATH, "", neighbours(len(noted), spec.number), PATH)
    description = "What was changed and corrected after publication, newest first."
    title = f"Changes and corrections, part {spec.number}" if spec.number else "Changes and corrections"
    page = Page(spec.path, "changes.html", title, values, description)
    rows = array([change_of(f, change, f.reference(id)) for change, id in part_of(noted, spec.number)])
    return replace(page, document=list_document(f, page, "changes", len(noted), rows, "changes"))


def latest_changes(f: Fragments, most: int) -> list[dict[str, Any]]:
    return _shown(f, _noted(f.shelf)[:most])


def _noted(shelf: Shelf) -> list[tuple[Change, str]]:
    """(change, the record's id) of every change of every record, newest first."""
    found = [(change, id) for id in shelf.changed() for change in shelf.record(id).changes]
    found.sort(key=lambda pair: pair[0].date.order, reverse=True)
    return found


def _shown(f: Fragments, noted: Any) -> list[dict[str, Any]]:
    return [
        {"date": f.date(change.date), "kind": change.kind, "record": f.anchor(id), "note": f.markdown(change.note)}
        for change, id in noted
    ]
