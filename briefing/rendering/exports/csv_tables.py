"""Every index as a table for spreadsheets, and a table of all positions: who takes which stance on which claim, in which words.

CSV as RFC 4180 has it, in UTF-8 with the mark that makes spreadsheets read it as that. A table has the rows of the index page that it
stands beside, so that a long one is in parts too. What a spreadsheet would take for a formula gets an apostrophe before it
(https://owasp.org/www-community/attacks/CSV_Injection). What was withdrawn is left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

from briefing.core.values import Date, day_text
from briefing.corpus.claim_standing import CountedPosition
from briefing.rendering.components.html_components import Components
from briefing.rendering.exports.site_files import Site
from briefing.rendering.pages import Spec
from briefing.rendering.pages.index_pages import listed, sizes_of, table_at
from briefing.rendering.view.pagination import older_parts, part_of
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds import KIND_IN_FOLDER, KINDS
from briefing.schema.kinds.briefing import BriefingNote
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.equipment import Equipment
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person, Posting
from briefing.schema.kinds.place import Place
from briefing.schema.kinds.record import Entity, Record
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.statement import Statement

Cell = Callable[[Components, Any], str]
Columns = Mapping[str, Cell]
_BEGINS_A_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MARK = "\ufeff"
IDS, NAMES = " ", "; "  # what stands between the items of a list
LONGEST_SUMMARY = 200  # characters: whoever wants all follows the row to its page


def every(tracked: TrackedCorpus, pages: Sequence[Any]) -> Iterator[Spec]:
    """A table beside each page of an index that has records, and one of positions beside each page of statements."""
    for kind in KINDS:
        count = len(tracked.ids(kind))
        for number in range(older_parts(count, sizes_of(kind)) + 1) if count else ():
            yield Spec(table_at(kind, "index", number), "table", kind.FOLDER, number=number)
            if kind is Statement:
                yield Spec(table_at(kind, "positions", number), "table", kind.FOLDER, "positions", number)


def make(components: Components, spec: Spec, site: Site) -> tuple[bytes]:
    kind = KIND_IN_FOLDER[spec.subject_id]
    ids = listed(components.tracked, kind)
    records = [
        record
        for record in map(components.record, part_of(ids, spec.number, sizes_of(kind)))
        if record.status != "withdrawn"
    ]
    if spec.part:
        columns, rows = POSITIONS, list(_positions(components, records))
    else:
        columns, rows = COLUMNS[kind], records
    written = [_MARK]
    writer = csv.writer(SimpleNamespace(write=written.append), lineterminator="\r\n")
    writer.writerow(columns)
    cells = columns.values()
    writer.writerows(
        [
            [text if (text := cell(components, row))[:1] not in _BEGINS_A_FORMULA else guarded(text) for cell in cells]
            for row in rows
        ]
    )
    return ("".join(written).encode("utf-8"),)


class TableRow(NamedTuple):
    """A position of a statement, and what it counts for: nothing where the statement was withdrawn."""

    statement: Statement
    claim: Claim
    stance: str
    counted: CountedPosition | None


def _positions(components: Components, statements: Sequence[Statement]) -> Iterator[TableRow]:
    counted: dict[str, dict[tuple[str, str], CountedPosition]] = {}  # by claim: those of (statement, stance)
    for statement in statements:
        for position in statement.positions:
            claim = components.record(position.claim)
            if claim.id not in counted:
                counted[claim.id] = {
                    (one.statement, one.stance.name): one for one in components.tracked.standing(claim.id).positions
                }
            if claim.status != "withdrawn":
                yield TableRow(
                    statement, claim, position.stance, counted[claim.id].get((statement.id, position.stance))
                )


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one, and is no number, has an apostrophe before it."""
    return f"'{cell}" if cell[:1] in _BEGINS_A_FORMULA and not _NUMBER.fullmatch(cell) else cell


# --- columns ---------------------------------------------------------------------------------------------------------


def _as_is(*names: str) -> Columns:
    """Texts and single ids, under the names that editors know them by."""
    return {name: lambda f, record, name=name: getattr(record, name) for name in names}


def _plain(*names: str) -> Columns:
    return {
        name: lambda f, record, name=name: f.plain(text) if (text := getattr(record, name)) else "" for name in names
    }


def _lists(between: str, *names: str) -> Columns:
    return {name: lambda f, record, name=name: between.join(getattr(record, name)) for name in names}


def _dated(name: str) -> Columns:
    """A date as EDTF, the days that it lies between as far as they are known, and how it was inferred."""

    def cell(show: Callable[[Date], str]) -> Cell:
        return lambda f, record: "" if (date := getattr(record, name)) is None else show(date)

    bounds = {
        "earliest": cell(lambda date: day_text(date.earliest)),
        "latest": cell(lambda date: day_text(date.latest)),
    }
    return {name: cell(lambda date: date.text), **bounds, **_plain("date_note")}


def _pairs(name: str, first: str, second: str) -> Columns:
    """Items of which each says two things: "deepline: supplier; port-avel: host"."""

    def said(item: Any) -> str:
        one, other = getattr(item, first), getattr(item, second)
        return f"{one}: {other}" if other else str(one)

    return {name: lambda f, record: NAMES.join(map(said, getattr(record, name)))}


def _posting(posting: Posting) -> str:
    times = "/".join(date.text if date else "" for date in (posting.since, posting.until))
    return f"{posting.title}, {posting.organization}" + (f" ({times})" if times != "/" else "")


def _degrees(number: int) -> Cell:
    return lambda f, place: f"{place.coordinates[number]:.10g}" if place.coordinates else ""


_FIRST: Columns = {
    "id": lambda f, record: record.id,
    "page": lambda f, record: f.tracked.config.base_url + record.path,
    "status": lambda f, record: record.status,
}
_LAST: Columns = {
    **_lists(IDS, "topics"),
    "sources": lambda f, record: IDS.join(dict.fromkeys(citation.source for citation in record.sources)),
    "summary": lambda f, record: f.beginning(record.summary, LONGEST_SUMMARY) if record.summary else "",
}
_NAMED: Columns = {**_as_is("name"), **_lists(NAMES, "aliases")}
_OWN: dict[type[Record], Columns] = {
    BriefingNote: {**_as_is("title"), **{name: cell for name, cell in _dated("date").items() if name != "date_note"}, **_plain("bottom_line")},
    Event: {
        **_as_is("title"), **_dated("date"), **_as_is("actuality"), **_lists(IDS, "places"), **_pairs("participants", "entity", "role"),
        **_pairs("equipment", "item", "role"), **_lists(IDS, "claims"),
    },
    Statement: {
        **_as_is("speaker", "role"), **_dated("date"), **_as_is("venue", "quote"), **_lists(IDS, "via", "about"), **_as_is("event"),
        **_pairs("positions", "claim", "stance"),
    },
    Claim: {
        **_as_is("text"), "standing": lambda f, claim: f.tracked.standing(claim.id).word, **_lists(IDS, "about"), **_as_is("event"),
        "quantity": lambda f, claim: claim.quantity.words if claim.quantity else "", **_pairs("relations", "type", "claim"),
    },
    Person: {**_NAMED, "postings": lambda f, person: "none" if person.postings == () else NAMES.join(map(_posting, person.postings or ()))},
    Organization: {**_NAMED, **_as_is("type", "parent", "country")},
    Place: {**_NAMED, **_as_is("type", "within"), "latitude": _degrees(0), "longitude": _degrees(1), **_plain("status_note")},
    Equipment: {**_NAMED, **_as_is("type", "maker", "origin", "variant_of")},
    Source: {
        **_as_is("title", "publisher"), **_lists(NAMES, "authors"), **_dated("published"), **_as_is("url", "archive_url", "language", "type", "origin"),
        **_as_is("reliability", "credibility"),
    },
}  # fmt: skip
COLUMNS: dict[type[Record], Columns] = {
    kind: _FIRST | _OWN.get(kind, _NAMED if issubclass(kind, Entity) else {}) | _LAST for kind in KINDS
}


def _said(columns: Columns) -> Columns:
    """Columns of a statement, for the row of a position."""
    return {name: lambda f, row, cell=cell: cell(f, row.statement) for name, cell in columns.items()}


POSITIONS: Columns = {
    "claim": lambda f, row: row.claim.id,
    "claim_text": lambda f, row: row.claim.text,
    "stance": lambda f, row: row.stance,
    "speaker": lambda f, row: row.statement.speaker,
    "speaker_name": lambda f, row: f.label(row.statement.speaker),
    "origin": lambda f, row: row.counted.origin if row.counted else "",
    "origin_name": lambda f, row: f.label(row.counted.origin) if row.counted else "",
    "origin_established": lambda f, row: ("yes" if row.counted.established else "no") if row.counted else "",
    "statement": lambda f, row: row.statement.id,
    **_said(
        {
            **_as_is("role"),
            **_dated("date"),
            **_as_is("quote"),
            **_lists(IDS, "via"),
            "sources": _LAST["sources"],
            "page": _FIRST["page"],
        }
    ),
}
