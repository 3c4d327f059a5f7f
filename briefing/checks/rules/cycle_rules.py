"""Rules about how records stand to each other."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.core.date_order import order
from briefing.core.problems import Problem, Related
from briefing.corpus.linker import Corpus
from briefing.reading.yaml_parser import locate
from briefing.schema.kinds.briefing import BriefingNote
from briefing.schema.kinds.record import Record

# The fields that lead from a record to the one above it.
UPWARD = ("parent", "within", "variant_of", "origin", "supersedes")


def cycles(corpus: Corpus) -> Iterator[Problem]:
    """A chain of references never comes back to where it began. Each circle once, at the record whose id sorts first."""
    for record in corpus.written():
        for field in UPWARD:
            circle = _circle(corpus, record, field) if getattr(record, field, "") else []
            if circle and record.id == min(circle):
                shown = " → ".join([*circle, record.id])
                place, *others = (locate(corpus.documents[id], field) for id in circle)
                related = tuple(Related(other, "and here") for other in others)
                hint = f"one of these is wrong: leave its `{field}` out, or name another"
                yield Problem(place, "reference-cycle", f"`{field}` goes round in a circle: {shown}", hint, related)


def _circle(corpus: Corpus, record: Record, field: str) -> list[str]:
    """The ids on the way from a record back to itself, beginning with its own, or nothing."""
    way = [record.id]
    while True:
        above = getattr(corpus.records[way[-1]], field, "")
        if above == record.id:
            return way if len(way) > 1 else []  # a record that names itself is already a self-reference
        if not above or above in way:
            return []
        way.append(above)


def supersession(corpus: Corpus) -> Iterator[Problem]:
    for record in corpus.written():
        if not isinstance(record, BriefingNote) or not record.supersedes:
            continue
        old = corpus[record.supersedes]
        if isinstance(old, BriefingNote) and order(old.date, record.date) == "after":
            place = locate(corpus.documents[record.id], "supersedes")
            message = f"`{old.id}` is dated {old.date.words}, later than this briefing"
            yield Problem(place, "superseded-later", message, "check both dates")
