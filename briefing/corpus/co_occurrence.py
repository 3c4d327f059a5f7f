"""What surrounds a record among all others: beside whom an entity appears and when, and what lies next to an event or a statement in time.

Two entities appear together where one event or statement names both in a role: as participant, place, equipment, speaker,
relay, or what is spoken about. A mere mention in a text is no role, and what follows from other relations names nobody.
Topics gather records: a topic's companions are those who appear in what belongs to it, and nobody has a topic for a companion.
What was withdrawn counts nowhere.

All of it is structure, found once for all records and kept as numbers, so that a page which shows it reads no other record.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from briefing.corpus.linker import MENTIONED, Corpus
from briefing.schema.kinds import KINDS
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.record import Entity
from briefing.schema.kinds.statement import Statement
from briefing.schema.kinds.topic import Topic

MOST = 20  # companions kept of each entity
_NONE = 2**32 - 1
_CENTRE = 12 * 10**8  # added to months, so that none that is counted is below nought
_UNKNOWN = 0  # of an end that is open or too far away to be drawn


class Companion(NamedTuple):
    """An entity that appears with another: in how many events and statements, and the id of the newest of them."""

    entity: str
    shared: int
    latest: str


class AppearancePeriod(NamedTuple):
    """How many dated events and statements lie within the same months, both included, counted from January of the year 0.

    None is an end that is not known. `exact` is whether the months are given without "about" or "possibly".
    """

    first: int | None
    last: int | None
    exact: bool
    count: int


class TimeNeighbours(NamedTuple):
    """The ids of the records of the same kind before and after one in time, empty where there is none."""

    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`ids` are by number. `entities` holds for each entity that is in anything, by its number, what `_packed` makes;
    `earlier` and `later` hold, for every number, that of the neighbour in time.
    """

    ids: Sequence[str]
    entities: Mapping[int, bytes]
    earlier: Sequence[int]
    later: Sequence[int]

    def companions(self, number: int) -> list[Companion]:
        """The entities that appear with one, the most often first; of equals those that did so last."""
        count, *found = self._of(number)
        ids = self.ids
        columns = zip(found[:count], found[count : 2 * count], found[2 * count : 3 * count], strict=True)
        return [Companion(ids[other], shared, ids[latest]) for other, shared, latest in columns]

    def periods(self, number: int) -> list[AppearancePeriod]:
        """When the events and statements on an entity's page were, in the order of time."""
        count, *found = self._of(number)
        found = found[3 * count :]
        columns = zip(found[::3], found[1::3], found[2::3], strict=True)
        return [
            AppearancePeriod(_month(first), _month(last), rest % 2 == 0, rest // 2) for first, last, rest in columns
        ]

    def _of(self, number: int) -> list[int]:
        packed = self.entities.get(number)
        return memoryview(packed).cast("I").tolist() if packed else [0]

    def neighbours(self, number: int) -> TimeNeighbours:
        """What comes before and after an event or a statement in time."""
        before, after = self.earlier[number], self.later[number]
        return TimeNeighbours("" if before == _NONE else self.ids[before], "" if after == _NONE else self.ids[after])

    def digested(self, number: int) -> bytes:
        """All that is known here of a record, as bytes that differ where it does; none where there is nothing."""
        before, after = self.earlier[number], self.later[number]
        return self.entities.get(number, b"") if before == after else b"%d %d" % (before, after)


class _Named(NamedTuple):
    """An event or a statement: its number, its date as a span, and the numbers of the entities that it names in a role."""

    number: int
    span: int
    cast: list[int]


def surroundings(corpus: Corpus, ids: Sequence[str], numbers: Mapping[str, int]) -> Surroundings:
    """What surrounds every record. `ids` are by number, empty where a record is gone."""
    dated = {
        id: _Named(numbers[id], _span(record.when), [])
        for kind in (Event, Statement)
        for id, record in _shown(corpus, kind)
    }
    appearing = []
    for kind in KINDS:
        if issubclass(kind, Entity):
            for id, _ in _shown(corpus, kind):
                appearing.append((numbers[id], *_appearances(corpus, id, numbers[id], dated, kind is not Topic)))
    entities = {number: _packed(number, own, others) for number, own, others in appearing if own or others}
    return Surroundings(ids, entities, *_in_time(corpus, dated, len(ids), numbers))


def _appearances(
    corpus: Corpus, id: str, number: int, dated: Mapping[str, _Named], is_companion: bool
) -> tuple[list[_Named], list[_Named]]:
    """(the records that name an entity in a role, newest first; the others on its page). It is added to the casts of the first."""
    own: list[_Named] = []
    others: list[_Named] = []
    find = dated.get
    for origin, label, _ in corpus.links_to.get(id, ()):
        found = find(origin)
        if found is None:
            continue
        if label == MENTIONED:
            others.append(found)
        elif not own or own[-1] is not found:  # named in one role already
            own.append(found)
            if is_companion:
                found.cast.append(number)
    follows = corpus.derived_links.get(id)
    if follows:
        already = {found.number for found in (*own, *others)}
        also = {origin: found for origin, _, _ in follows if (found := find(origin)) and found.number not in already}
        others += also.values()
    return own, others


def _shown(corpus: Corpus, kind: type[Any]) -> Iterator[tuple[str, Any]]:
    """The records of a kind that are not withdrawn, in the order of lists."""
    for id in corpus.lists[kind.FOLDER]:
        record = corpus.records[id]
        if record.status != "withdrawn":
            yield id, record


def _span(date: Any) -> int:
    """The first and the last month of a date, and whether it is "about" or "possibly" so, in one number that sorts by time."""
    first, last = date.earliest, date.latest
    start = first[0] * 12 + first[1] + _CENTRE
    end = last[0] * 12 + last[1] + _CENTRE
    start, end = start if 0 < start < _NONE else _UNKNOWN, end if 0 < end < _NONE else _UNKNOWN
    return start << 33 | end << 1 | (date.approximate or date.uncertain)


def _month(kept: int) -> int | None:
    return None if kept == _UNKNOWN else kept - _CENTRE - 1


def _packed(number: int, own: Sequence[_Named], others: Sequence[_Named]) -> bytes:
    """An entity's companions and periods as numbers, from its appearances, newest first."""
    counts: dict[int, int] = {}
    latest: dict[int, int] = {}
    for at, _, cast in own:
        for companion in cast:
            if companion in counts:
                counts[companion] += 1
            else:
                counts[companion], latest[companion] = 1, at
    counts.pop(number, None)
    first = sorted(counts, key=counts.__getitem__, reverse=True)[
        :MOST
    ]  # of equals the one that is found first, and so last
    row = [len(first), *first, *map(counts.__getitem__, first), *map(latest.__getitem__, first)]
    spans: dict[int, int] = {}
    for _, span, _ in (*own, *others):
        spans[span] = spans.get(span, 0) + 1
    for span in sorted(spans):
        row += (span >> 33, span >> 1 & _NONE, 2 * spans[span] + (span & 1))
    return array("I", row).tobytes()


def _in_time(
    corpus: Corpus, dated: Mapping[str, Any], count: int, numbers: Mapping[str, int]
) -> tuple[array[int], array[int]]:
    """The neighbours in time of every event and every statement, by number."""
    earlier, later = array("I", [_NONE]) * count, array("I", [_NONE]) * count
    for kind in (Event, Statement):
        row = [numbers[id] for id in corpus.lists[kind.FOLDER] if id in dated]
        for after, before in pairwise(row):
            earlier[after], later[before] = before, after
    return earlier, later
