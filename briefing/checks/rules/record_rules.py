"""Rules about single records, beyond the types of their fields."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.problems import Problem
from briefing.core.values import Document
from briefing.reading.yaml_parser import locate
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.statement import Statement


def wordless_statements(record: Record, document: Document) -> Iterator[Problem]:
    if isinstance(record, Statement) and not record.quote and not record.summary:
        place = locate(document)
        hint = "add a `quote`, verbatim, or a `summary` in the desk's words"
        yield Problem(place, "wordless-statement", "the statement has neither a quote nor a summary", hint)


def relays(record: Record, document: Document) -> Iterator[Problem]:
    if isinstance(record, Statement) and record.speaker in record.via:
        place = locate(document, "via", record.via.index(record.speaker))
        hint = "name in `via` only those through whom the words reached us"
        yield Problem(
            place,
            "relay-is-speaker",
            f"`{record.speaker}` is the speaker, and cannot have relayed the statement too",
            hint,
        )


def withdrawals(record: Record, document: Document) -> Iterator[Problem]:
    if record.status == "withdrawn" and not any(change.kind == "retraction" for change in record.changes):
        place = locate(document, "status")
        hint = "add to `changes` one of the kind `retraction`, with a note that tells readers why"
        yield Problem(place, "withdrawn-without-reason", "the record is withdrawn and does not say why", hint)


def ratings(record: Record, document: Document) -> Iterator[Problem]:
    if isinstance(record, Source) and (record.reliability or record.credibility) and not record.rating_note:
        place = locate(document, "reliability" if record.reliability else "credibility")
        yield Problem(place, "missing-rating-note", "a rating needs its reason", "add a `rating_note` that gives it")


def postings(record: Record, document: Document) -> Iterator[Problem]:
    for at, posting in enumerate((record.postings or ()) if isinstance(record, Person) else ()):
        if posting.since and posting.until and posting.since.earliest > posting.until.latest:
            place = locate(document, "postings", at, "to")
            yield Problem(place, "posting-order", "the posting ends before it begins", "exchange `from` and `to`")


def unsourced(record: Record, document: Document) -> Iterator[Problem]:
    if isinstance(record, (Event, Statement)) and record.status == "published" and not record.sources:
        place = locate(document)
        yield Problem(place, "no-source", f"the {record.KIND} cites no source", "add `sources`, or make it a draft")
