"""Quotes in records, and what quotes.lock says of them: that they were found in the archived text of their source, and where.

The file has a line for each quote that was verified, so that a site can say so where the archived text itself must stay
private. A line counts only as long as the quote and the archived text are the ones it was written for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from briefing.core.problems import Location, Problem
from briefing.corpus.linker import Corpus
from briefing.reading.lock_file_lines import numbered
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.statement import Statement

LOCK = "quotes.lock"
_HEAD = (
    "# Quotes found word for word in the archived texts of their sources. Written by `python build.py verify`.\n"
    "# record, digest of the quote, source, SHA-256 of the archived text, where in it (characters from its beginning)\n"
)


@dataclass(frozen=True, slots=True)
class RecordQuote:
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


def digest(text: str) -> str:
    """What names a quote's exact text in the lock file."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def quotes_of(record: Record) -> Iterator[RecordQuote]:
    """Every quote in a record: a statement's own, which any of its sources may have, and those of its citations."""
    if isinstance(record, Statement) and record.quote:
        yield RecordQuote(record.id, ("quote",), record.quote, tuple(dict.fromkeys(c.source for c in record.sources)))
    for at, citation in enumerate(record.sources):
        if citation.quote:
            yield RecordQuote(record.id, ("sources", at, "quote"), citation.quote, (citation.source,))


# --- the lock file ---------------------------------------------------------------------------------------------------


def parse_lock(text: str) -> tuple[dict[Verification, int], list[Problem]]:
    """The lines of a lock file, each with its number; a problem for each that cannot be read."""
    lines: dict[Verification, int] = {}
    problems: list[Problem] = []
    for number, line in numbered(text):
        parts = line.split()
        if len(parts) == 5 and parts[4].isdecimal() and parts[4].isascii():
            record, quote, source, sha256, offset = parts
            lines.setdefault(Verification(record, quote, source, sha256, int(offset)), number)
        else:
            hint = "keep both sides of a merge, without the marks between them, and run `python build.py verify`"
            problems.append(
                Problem(Location(LOCK, number, 1, len(line) or 1), "invalid-line", "this line is not of a quote", hint)
            )
    return lines, problems


def format_lock(lines: Iterable[Verification]) -> str:
    """A lock file of these lines, sorted; the same lines are always the same text."""
    rows = (f"{line.record} {line.digest} {line.source} {line.sha256} {line.offset}\n" for line in sorted(set(lines)))
    return _HEAD + "".join(rows)


def states(records: Mapping[str, Record], lock: Iterable[Verification]) -> dict[tuple[str, str, str], Verification]:
    """What the lock file still says truly, by record, digest of the quote, and source. Records may have been renamed since."""
    lines = list(renamed(records, lock))
    held = _held(records, {line.record for line in lines})
    return {key: v for v in lines if (key := (v.record, v.digest, v.source)) in held and _is_of(records, v)}


def _held(records: Mapping[str, Record], ids: Iterable[str]) -> set[tuple[str, str, str]]:
    """Every quote in these records, with each source that may have it."""
    known = (records[id] for id in ids if id in records)
    return {(q.record, digest(q.text), source) for record in known for q in quotes_of(record) for source in q.sources}


def _is_of(records: Mapping[str, Record], line: Verification) -> bool:
    """Whether the source, as far as it says, is archived as the text that the line is of."""
    return getattr(records.get(line.source), "sha256", "") in ("", line.sha256)


def renamed(records: Mapping[str, Record], lock: Iterable[Verification]) -> Iterator[Verification]:
    """Lines under the ids that their records and sources have now."""
    now = {former: record.id for record in records.values() for former in record.former_ids}
    for line in lock:
        if line.record in now or line.source in now:
            line = replace(line, record=now.get(line.record, line.record), source=now.get(line.source, line.source))
        yield line


def by_record(lock: Iterable[Verification], former: Mapping[str, str]) -> dict[str, list[Verification]]:
    """The lines of a lock file by their record, under the ids that records and sources have now."""
    found: dict[str, list[Verification]] = {}
    for line in lock:
        now = replace(line, record=former.get(line.record, line.record), source=former.get(line.source, line.source))
        found.setdefault(now.record, []).append(now)
    return found


def state_of(
    known: Mapping[tuple[str, str, str], Verification], record: str, text: str, sources: Iterable[str]
) -> Verification | None:
    """What is known of a quote in a record that cites these sources: where it was found, or None where it was not checked."""
    key = digest(text)
    return next((known[record, key, source] for source in sources if (record, key, source) in known), None)


def stale_lines(corpus: Corpus, lock: Mapping[Verification, int], unseen: Set[str] = frozenset()) -> Iterator[Problem]:
    """A warning for each line whose quote or archived text has changed. `unseen` are ids of drafts and unsound records."""
    records = corpus.records
    lines = list(zip(renamed(records, lock), lock.values(), strict=True))
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
