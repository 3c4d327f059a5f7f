"""The home page: the latest briefing, what is contested, what is new, what was changed, and where to find the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from json.encoder import encode_basestring as quoted
from typing import Any

from markupsafe import Markup

from briefing.rendering.components.html_components import Fragments, joined
from briefing.rendering.data.json_ld import about_site
from briefing.rendering.data.page_json import Told, array, listing, reference, references, text
from briefing.rendering.page import Page, Spec
from briefing.rendering.pages.briefing_page import judgements
from briefing.rendering.pages.changes_page import latest_changes
from briefing.rendering.view.record_summary import isolated
from briefing.rendering.view.tracked_corpus import Shelf
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
VIEWS = ("timeline", "map", "network")  # pages that show many records at once, which must be reached whatever the navigation holds


def every(shelf: Shelf) -> Iterator[Spec]:
    yield Spec("index.html", "home")


def make(f: Fragments, spec: Spec) -> Page:
    shelf = f.shelf
    notes = _latest(f, BriefingNote, 1)
    contested = [id for id in shelf.ids(Claim) if shelf.standing(id).word == "contested" and f.record(id).status != "withdrawn"]
    events = _latest(f, Event, LATEST, lambda event: event.actuality != "planned")
    statements = _latest(f, Statement, LATEST)
    values = {
        "latest": None,
        "contested": [_contested(f, id) for id in contested[:CONTESTED]],
        "more_contested": max(0, len(contested) - CONTESTED),
        "events": f.rows(events),
        "statements": f.rows(statements),
        "changes": latest_changes(f, CHANGES),
        "kinds": kinds_listed(shelf),
        "tally": _tally(f, [*events[:1], *statements[:1], *notes]),
    }
    if notes:
        note = f.record(notes[0])
        values["latest"] = {
            "anchor": f.anchor(note.id),
            "date": f.date(note.date),
            "bottom_line": f.markdown(note.bottom_line),
            "whole": f.anchor(note.id, "The whole briefing"),
            "judgements": judgements(f, note),
        }
    page = Page(spec.path, "home.html", shelf.config.title, values, shelf.config.description, about=about_site(f))
    return replace(page, document=listing(shelf.config, page, "home", _told(f, notes, contested, events, statements)))


def _told(f: Fragments, notes: list[str], contested: list[str], events: list[str], statements: list[str]) -> Told:
    """What the home page's document says of the latest, and where the lists of all are."""
    config = f.shelf.config
    indexes = [f'{{"path":"{kind.FOLDER}/index.html","kind":"{kind.KIND}","count":{len(f.shelf.ids(kind))}}}' for kind in KINDS]
    return [
        ("publisher", text(config.publisher)),
        ("licence", text(config.licence)),
        ("language", quoted(config.language)),
        ("latest", reference(f, notes[0]) if notes else ""),
        ("contested", references(f, contested[:CONTESTED])),
        ("events", references(f, events)),
        ("statements", references(f, statements)),
        ("indexes", array(indexes)),
    ]


def _tally(f: Fragments, newest: Sequence[str]) -> str:
    """How much there is, and of which day the newest of these records is."""
    counts = [(len(f.shelf.ids(kind)), kind) for kind in (Event, Statement, Claim)]
    said = joined([f"{count:,} {kind.KIND if count == 1 else kind.FOLDER}" for count, kind in counts])
    dates = [date for id in newest if (date := f.shelf.card(id).date)]
    return f"{said}; the newest of {max(dates, key=lambda date: date.order).words}." if dates else f"{said}."


def kinds_listed(shelf: Shelf) -> list[dict[str, str]]:
    """Every kind, with its index and how many records it has."""
    return [
        {"path": f"{k.FOLDER}/index.html", "name": k.FOLDER.capitalize(), "count": f"{len(shelf.ids(k)):,}", "help": k.HELP}
        for k in KINDS
    ] + [{"path": f"{name}/index.html", "name": name.capitalize(), "count": "", "help": INDEXES[name]} for name in VIEWS]


def _contested(f: Fragments, claim: str) -> dict[str, Any]:
    """A contested claim with those who stand on its two sides."""
    standing = f.shelf.standing(claim)
    sides = (("for", standing.origins_for), ("against", standing.origins_against))
    return {
        "anchor": f.anchor(claim),
        "sides": [{"name": name, "word": name.capitalize(), "origins": _named(f, origins)} for name, origins in sides],
    }


def _named(f: Fragments, origins: Sequence[str]) -> Markup:
    named: list[Any] = [isolated(f.label(origin)) for origin in origins[:NAMED]]
    return joined([*named, f"{more:,} more"] if (more := len(origins) - NAMED) > 0 else named)


def _latest(f: Fragments, kind: type[Record], most: int, wanted: Callable[[Any], bool] = lambda record: True) -> list[str]:
    """The ids of the newest records of a kind that are not withdrawn."""
    found: list[str] = []
    for id in f.shelf.ids(kind):
        record = f.record(id)
        if record.status != "withdrawn" and wanted(record):
            found.append(id)
            if len(found) == most:
                break
    return found
