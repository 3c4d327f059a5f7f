"""Quotes and archived texts become answers: verified and where, differs, or not checked.

What was verified is kept in `quotes.lock`, a line for each quote, so that a site can say so where the archived text itself
must stay private. A line counts only as long as the quote and the archived text are the ones it was written for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from .compose import locate
from .kinds.common import Record
from .kinds.source import Source
from .kinds.statement import Statement
from .link import Briefing
from .lockfile import numbered
from .matching import find, missing, quote
from .nearest import difference, nearest
from .places import place_of
from .problem import Location, Problem, Related
from .spelling import shortened
from .wording import Wording

LOCK = "quotes.lock"
_HEAD = (
    "# Quotes found word for word in the archived texts of their sources. Written by `python build.py verify`.\n"
    "# record, digest of the quote, source, SHA-256 of the archived text, where in it (characters from its beginning)\n"
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote in a record: where it stands there, and the sources that may have it."""

    record: str
    keys: tuple[str | int, ...]
    text: str
    sources: tuple[str, ...]

    @property
    def field(self) -> str:
        return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in self.keys).lstrip(".")


@dataclass(frozen=True, slots=True, order=True)
class Verification:
    """A line of the lock file: this quote of this record stands in this archived text, at this offset."""

    record: str
    digest: str
    source: str
    sha256: str
    offset: int


@dataclass(frozen=True, slots=True)
class Archived:
    """A source's archived text on this machine. It is read when it is needed: an archive may be larger than memory."""

    path: str
    sha256: str
    read: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a quote: "verified", "differs" or "unchecked". The place is one in the archived text, if it is here."""

    quoted: Quoted
    word: str
    verification: Verification | None = None
    place: Location | None = None


def digest(text: str) -> str:
    """What names a quote's exact text in the lock file."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def quotes_of(record: Record) -> Iterator[Quoted]:
    """Every quote in a record: a statement's own, which any of its sources may have, and those of its citations."""
    if isinstance(record, Statement) and record.quote:
        yield Quoted(record.id, ("quote",), record.quote, tuple(dict.fromkeys(c.source for c in record.sources)))
    for at, citation in enumerate(record.sources):
        if citation.quote:
            yield Quoted(record.id, ("sources", at, "quote"), citation.quote, (citation.source,))


# --- the lock file ---------------------------------------------------------------------------------------------------


def parse_lock(text: str) -> tuple[dict[Verification, int], list[Problem]]:
    """The lines of a lock file, each with its number; a problem for each that cannot be read."""
    lines: dict[Verification, int] = {}
    problems: list[Problem] = []
    for number, line in numbered(text):
        parts = line.split()
        if len(parts) == 5 and parts[4].isdecimal() and parts[4].isascii():
            lines.setdefault(Verification(*parts[:4], int(parts[4])), number)
        else:
            hint = "keep both sides of a merge, without the marks between them, and run `python build.py verify`"
            problems.append(Problem(Location(LOCK, number, 1, len(line) or 1), "invalid-line", "this line is not of a quote", hint))
    return lines, problems


def format_lock(lines: Iterable[Verification]) -> str:
    """A lock file of these lines, sorted; the same lines are always the same text."""
    rows = (f"{line.record} {line.digest} {line.source} {line.sha256} {line.offset}\n" for line in sorted(set(lines)))
    return _HEAD + "".join(rows)


def states(records: Mapping[str, Record], lock: Iterable[Verification]) -> dict[tuple[str, str, str], Verification]:
    """What the lock file still says truly, by record, digest of the quote, and source. Records may have been renamed since."""
    lines = list(_renamed(records, lock))
    held = _held(records, {line.record for line in lines})
    return {key: v for v in lines if (key := (v.record, v.digest, v.source)) in held and _is_of(records, v)}


def _held(records: Mapping[str, Record], ids: Iterable[str]) -> set[tuple[str, str, str]]:
    """Every quote in these records, with each source that may have it."""
    known = (records[id] for id in ids if id in records)
    return {(q.record, digest(q.text), source) for record in known for q in quotes_of(record) for source in q.sources}


def _is_of(records: Mapping[str, Record], line: Verification) -> bool:
    """Whether the source, as far as it says, is archived as the text that the line is of."""
    return getattr(records.get(line.source), "sha256", "") in ("", line.sha256)


def _renamed(records: Mapping[str, Record], lock: Iterable[Verification]) -> Iterator[Verification]:
    """Lines under the ids that their records and sources have now."""
    now = {former: record.id for record in records.values() for former in record.former_ids}
    for line in lock:
        if line.record in now or line.source in now:
            line = replace(line, record=now.get(line.record, line.record), source=now.get(line.source, line.source))
        yield line


def state_of(
    known: Mapping[tuple[str, str, str], Verification], record: str, text: str, sources: Iterable[str]
) -> Verification | None:
    """What is known of a quote in a record that cites these sources: where it was found, or None where it was not checked."""
    key = digest(text)
    return next((known[record, key, source] for source in sources if (record, key, source) in known), None)


def stale_lines(briefing: Briefing, lock: Mapping[Verification, int], unseen: Set[str] = frozenset()) -> Iterator[Problem]:
    """A warning for each line whose quote or archived text has changed. `unseen` are ids of drafts and unsound records."""
    records = briefing.records
    lines = list(zip(_renamed(records, lock), lock.values(), strict=True))
    held = _held(records, {line.record for line, _ in lines})
    for line, number in lines:
        if line.record in unseen:
            continue
        if line.record not in records:
            reason = f"no record has the id `{line.record}` any more"
        elif (line.record, line.digest, line.source) not in held:
            reason = f"the quote in `{line.record}` has changed since it was checked"
        elif not _is_of(records, line):
            reason = f"the archived text of `{line.source}` has changed since the quote was checked"
        else:
            continue
        hint = f"run `python build.py verify` where the archived text is, and commit {LOCK}"
        yield Problem(Location(LOCK, number, 1, len(line.record)), "stale-verification", reason, hint)


# --- checking --------------------------------------------------------------------------------------------------------


def cited(briefing: Briefing) -> list[Source]:
    """The sources that some quote is said to be from, by id."""
    ids = {id for record in briefing.written() for quoted in quotes_of(record) for id in quoted.sources}
    return [source for id in sorted(ids) if isinstance(source := briefing.records.get(id), Source)]


def mismatch(briefing: Briefing, source: Source, path: str, sha256: str) -> Problem | None:
    """A problem where the archived text is not the one that the source was archived as."""
    if not source.sha256 or source.sha256 == sha256:
        return None
    message = f"{path} has the SHA-256 {sha256[:12]}…, not this one"
    hint = "put the archived text back, or, where the new one is meant, write its SHA-256 here and verify again"
    return Problem(locate(briefing.documents[source.id], "sha256"), "archive-mismatch", message, hint)


def verify(
    briefing: Briefing, archived: Mapping[str, Archived], lock: Iterable[Verification]
) -> tuple[list[Answer], list[Problem]]:
    """An answer for every quote, with a problem for each that differs. Where a text is not here, the lock file's word stands."""
    known = {key: line for key, line in states(briefing.records, lock).items() if line.source not in archived}
    texts = _Texts(archived)
    answers: dict[Quoted, Answer] = {}
    problems: list[Problem] = []
    quotes = [quoted for record in briefing.written() for quoted in quotes_of(record)]
    for quoted in sorted(quotes, key=lambda one: one.sources):  # so that each text is read once
        here = [source for source in quoted.sources if source in archived]
        answer = _found(quoted, here, archived, texts)
        if answer is None and (line := state_of(known, quoted.record, quoted.text, quoted.sources)):
            answer = Answer(quoted, "verified", line)
        elif answer is None and (not here or len(here) < len(quoted.sources)):
            answer = Answer(quoted, "unchecked")
        elif answer is None:
            answer = Answer(quoted, "differs")
            problems.append(_differs(briefing, quoted, here, archived, texts))
        answers[quoted] = answer
    return [answers[quoted] for quoted in quotes], problems


class _Texts:
    """The wordings of archived texts, of which only a few are kept."""

    def __init__(self, archived: Mapping[str, Archived], most: int = 8) -> None:
        self._archived, self._most = archived, most
        self._kept: dict[str, Wording] = {}

    def __getitem__(self, source: str) -> Wording:
        text = self._kept.pop(source, None) or Wording(self._archived[source].read())
        self._kept[source] = text
        while len(self._kept) > self._most:
            del self._kept[next(iter(self._kept))]
        return text


def _found(quoted: Quoted, here: Sequence[str], archived: Mapping[str, Archived], texts: _Texts) -> Answer | None:
    wanted = quote(quoted.text)
    for source in here:
        span = find(wanted, texts[source])
        if span is not None:
            copy = archived[source]
            place, offset = _place(copy.path, texts[source], span)
            line = Verification(quoted.record, digest(quoted.text), source, copy.sha256, offset)
            return Answer(quoted, "verified", line, place)
    return None


def _place(path: str, text: Wording, span: tuple[int, int]) -> tuple[Location, int]:
    start, end = text.origin(span[0]), text.origin(span[1])
    return place_of(path, text.text, start, len(text.text[start:end].partition("\n")[0])), start


def _differs(
    briefing: Briefing, quoted: Quoted, here: Sequence[str], archived: Mapping[str, Archived], texts: _Texts
) -> Problem:
    names = " or ".join(f"`{source}`" for source in here)
    message = f"these words are not in the archived text of {names}"
    hint = "write what the source says; mark what is left out with … and what is put in with [ ]"
    related: tuple[Related, ...] = ()
    wanted = quote(quoted.text)
    for source in here:
        piece = missing(wanted, texts[source])
        if piece is None:
            hint = "its parts are there, but not in this order or not near each other: quote them one by one"
            continue
        span = nearest(piece.wording, texts[source])
        if span is not None:
            place, start = _place(archived[source].path, texts[source], span)
            passage = " ".join(texts[source].text[start : texts[source].origin(span[1])].split())
            related = (Related(place, f"the nearest passage: {shortened(passage, 300)}"),)
            hint = f"write what the source says: {difference(piece.raw, passage)}"
            break
    if not wanted.readings[0]:
        message, hint = "the quote has no words of the source in it", "quote some, or leave the quote out"
    return Problem(locate(briefing.documents[quoted.record], *quoted.keys), "quote-differs", message, hint, related)
