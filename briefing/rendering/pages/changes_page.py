"""The page of changes and corrections: all that editors noted, newest first, in parts where there are many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from briefing.rendering.components.html_components import Components
from briefing.rendering.data.page_json import array, change_of, list_document
from briefing.rendering.page import Page, Spec
from briefing.rendering.view.pagination import address, beside, neighbours, older_parts, part_of
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds.record import Change

PATH = "changes/index.html"


def every(tracked: TrackedCorpus) -> Iterator[Spec]:
    yield Spec(PATH, "changes")
    for number in range(older_parts(len(_noted(tracked))), 0, -1):
        yield Spec(address(PATH, "", number), "changes", number=number)


def make(components: Components, spec: Spec) -> Page:
    noted = _noted(components.tracked)
    values = {
        "crumbs": components.crumbs_here("Changes and corrections"),
        "changes": _shown(components, part_of(noted, spec.number)),
    } | beside(PATH, "", neighbours(len(noted), spec.number), PATH)
    description = "What was changed and corrected after publication, newest first."
    title = f"Changes and corrections, part {spec.number}" if spec.number else "Changes and corrections"
    page = Page(spec.path, "changes.html", title, values, description)
    rows = array(
        [change_of(components, change, components.reference(id)) for change, id in part_of(noted, spec.number)]
    )
    return replace(page, document=list_document(components, page, "changes", len(noted), rows, "changes"))


def latest_changes(components: Components, most: int) -> list[dict[str, Any]]:
    return _shown(components, _noted(components.tracked)[:most])


def _noted(tracked: TrackedCorpus) -> list[tuple[Change, str]]:
    """(change, the record's id) of every change of every record, newest first."""
    found = [(change, id) for id in tracked.changed() for change in tracked.record(id).changes]
    found.sort(key=lambda pair: pair[0].date.order, reverse=True)
    return found


def _shown(components: Components, noted: Any) -> list[dict[str, Any]]:
    return [
        {
            "date": components.date(change.date),
            "kind": change.kind,
            "record": components.anchor(id),
            "note": components.markdown(change.note),
        }
        for change, id in noted
    ]
