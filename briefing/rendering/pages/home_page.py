"""The home page: the latest briefing, what is contested, what is new, what was changed, and where to find the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from json.encoder import encode_basestring as quoted
from typing import Any

from markupsafe import Markup

from briefing.rendering.components.html_components import Components, joined
from briefing.rendering.data.json_ld import about_site
from briefing.rendering.data.page_json import Told, array, listing, reference, references, text
from briefing.rendering.page import Page, Spec
from briefing.rendering.pages.briefing_page import judgements
from briefing.rendering.pages.changes_page import latest_changes
from briefing.rendering.view.record_summary import isolated
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.configuration import INDEXES
from briefing.schema.kinds import KINDS
from briefing.schema.kinds.briefing import BriefingNote
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.statement import Statement

LATEST = 6  # events, and statements: what fits beside the rest on a laptop’s screen
CONTESTED = 6  # claims; the index of claims has all, those that are contested first
NAMED = 3  # origins on each side of one
CHANGES = 5
VIEWS = (
    "timeline",
    "map",
    "network",
)  # pages that show many records at once, which must be reached whatever the navigation holds


def every(tracked: TrackedCorpus) -> Iterator[Spec]:
    yield Spec("index.html", "home")


def make(components: Components, spec: Spec) -> Page:
    tracked = components.tracked
    notes = _latest(components, BriefingNote, 1)
    contested = [
        id
        for id in tracked.ids(Claim)
        if tracked.standing(id).word == "contested" and components.record(id).status != "withdrawn"
    ]
    events = _latest(components, Event, LATEST, lambda event: event.actuality != "planned")
    statements = _latest(components, Statement, LATEST)
    values = {
        "latest": None,
        "contested": [_contested(components, id) for id in contested[:CONTESTED]],
        "more_contested": max(0, len(contested) - CONTESTED),
        "events": components.rows(events),
        "statements": components.rows(statements),
        "changes": latest_changes(components, CHANGES),
        "kinds": kinds_listed(tracked),
        "tally": _tally(components, [*events[:1], *statements[:1], *notes]),
    }
    if notes:
        note = components.record(notes[0])
        values["latest"] = {
            "anchor": components.anchor(note.id),
            "date": components.date(note.date),
            "bottom_line": components.markdown(note.bottom_line),
            "whole": components.anchor(note.id, "The whole briefing"),
            "judgements": judgements(components, note),
        }
    page = Page(
        spec.path, "home.html", tracked.config.title, values, tracked.config.description, json_ld=about_site(components)
    )
    return replace(
        page, document=listing(tracked.config, page, "home", _told(components, notes, contested, events, statements))
    )


def _told(
    components: Components, notes: list[str], contested: list[str], events: list[str], statements: list[str]
) -> Told:
    """What the home page's document says of the latest, and where the lists of all are."""
    config = components.tracked.config
    indexes = [
        f'{{"path":"{kind.FOLDER}/index.html","kind":"{kind.KIND}","count":{len(components.tracked.ids(kind))}}}'
        for kind in KINDS
    ]
    return [
        ("publisher", text(config.publisher)),
        ("licence", text(config.licence)),
        ("language", quoted(config.language)),
        ("latest", reference(components, notes[0]) if notes else ""),
        ("contested", references(components, contested[:CONTESTED])),
        ("events", references(components, events)),
        ("statements", references(components, statements)),
        ("indexes", array(indexes)),
    ]


def _tally(components: Components, newest: Sequence[str]) -> str:
    """How much there is, and of which day the newest of these records is."""
    counts = [(len(components.tracked.ids(kind)), kind) for kind in (Event, Statement, Claim)]
    said = joined([f"{count:,} {kind.KIND if count == 1 else kind.FOLDER}" for count, kind in counts])
    dates = [date for id in newest if (date := components.tracked.card(id).date)]
    return f"{said}; the newest of {max(dates, key=lambda date: date.order).words}." if dates else f"{said}."


def kinds_listed(tracked: TrackedCorpus) -> list[dict[str, str]]:
    """Every kind, with its index and how many records it has."""
    return [
        {
            "path": f"{k.FOLDER}/index.html",
            "name": k.FOLDER.capitalize(),
            "count": f"{len(tracked.ids(k)):,}",
            "help": k.HELP,
        }
        for k in KINDS
    ] + [
        {"path": f"{name}/index.html", "name": name.capitalize(), "count": "", "help": INDEXES[name]} for name in VIEWS
    ]


def _contested(components: Components, claim: str) -> dict[str, Any]:
    """A contested claim with those who stand on its two sides."""
    standing = components.tracked.standing(claim)
    sides = (("for", standing.origins_for), ("against", standing.origins_against))
    return {
        "anchor": components.anchor(claim),
        "sides": [
            {"name": name, "word": name.capitalize(), "origins": _named(components, origins)} for name, origins in sides
        ],
    }


def _named(components: Components, origins: Sequence[str]) -> Markup:
    named: list[Any] = [isolated(components.label(origin)) for origin in origins[:NAMED]]
    return joined([*named, f"{more:,} more"] if (more := len(origins) - NAMED) > 0 else named)


def _latest(
    components: Components, kind: type[Record], most: int, wanted: Callable[[Any], bool] = lambda record: True
) -> list[str]:
    """The ids of the newest records of a kind that are not withdrawn."""
    found: list[str] = []
    for id in components.tracked.ids(kind):
        record = components.record(id)
        if record.status != "withdrawn" and wanted(record):
            found.append(id)
            if len(found) == most:
                break
    return found
