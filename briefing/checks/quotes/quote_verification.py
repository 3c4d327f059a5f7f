"""Quotes and archived texts become answers: verified and where, differs, or not checked; a problem for each that differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefing.checks.quotes.nearest_passage import difference, nearest
from briefing.checks.quotes.normalized_wording import Wording
from briefing.checks.quotes.quote_lock import RecordQuote, Verification, digest, quotes_of, renamed, state_of, states
from briefing.checks.quotes.quote_matching import find, missing, quote
from briefing.core.problems import Location, Problem, Related
from briefing.core.text import shortened
from briefing.corpus.linker import Corpus
from briefing.reading.locations import place_of
from briefing.reading.yaml_parser import locate
from briefing.schema.kinds.source import Source


@dataclass(frozen=True, slots=True)
class Archived:
    """A source's archived text on this machine. It is read when it is needed: an archive may be larger than memory."""

    path: str
    sha256: str
    read: Callable[[], str]


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What is known of a quote: "verified", "differs" or "unchecked". The place is one in the archived text, if it is here."""

    quoted: RecordQuote
    word: str
    verification: Verification | None = None
    place: Location | None = None


def cited(corpus: Corpus) -> list[Source]:
    """The sources that some quote is said to be from, by id."""
    ids = {id for record in corpus.written() for quoted in quotes_of(record) for id in quoted.sources}
    return [source for id in sorted(ids) if isinstance(source := corpus.records.get(id), Source)]


def mismatch(corpus: Corpus, source: Source, path: str, sha256: str) -> Problem | None:
    """A problem where the archived text is not the one that the source was archived as."""
    if not source.sha256 or source.sha256 == sha256:
        return None
    message = f"{path} has the SHA-256 {sha256[:12]}…, not this one"
    hint = "put the archived text back, or, where the new one is meant, write its SHA-256 here and verify again"
    return Problem(locate(corpus.documents[source.id], "sha256"), "archive-mismatch", message, hint)


def verify(
    corpus: Corpus, archived: Mapping[str, Archived], lock: Iterable[Verification]
) -> tuple[list[QuoteCheck], list[Problem]]:
    """An answer for every quote, with a problem for each that differs. Where a text is not here, the lock file's word stands."""
    known = {key: line for key, line in states(corpus.records, lock).items() if line.source not in archived}
    texts = _Texts(archived)
    answers: dict[RecordQuote, QuoteCheck] = {}
    problems: list[Problem] = []
    quotes = [quoted for record in corpus.written() for quoted in quotes_of(record)]
    for quoted in sorted(quotes, key=lambda one: one.sources):  # so that each text is read once
        here = [source for source in quoted.sources if source in archived]
        answer = _found(quoted, here, archived, texts)
        if answer is None and (line := state_of(known, quoted.record, quoted.text, quoted.sources)):
            answer = QuoteCheck(quoted, "verified", line)
        elif answer is None and (not here or len(here) < len(quoted.sources)):
            answer = QuoteCheck(quoted, "unchecked")
        elif answer is None:
            answer = QuoteCheck(quoted, "differs")
            problems.append(_differs(corpus, quoted, here, archived, texts))
        answers[quoted] = answer
    return [answers[quoted] for quoted in quotes], problems


def lines_to_keep(
    corpus: Corpus, answers: Iterable[QuoteCheck], lock: Iterable[Verification], archived: Iterable[str]
) -> tuple[list[Verification], list[Problem]]:
    """Lines of the lock file whose quote has changed since, where the archived text is not here to compare it with.

    Such a line is the only trace that other words were verified, so it stays until the text is here or the quote is
    gone. Returns the lines, and a problem for each quote that may have been changed without being verified again.
    """
    here = set(archived)
    unchecked: dict[tuple[str, str], list[QuoteCheck]] = {}
    proven = set()
    for answer in answers:
        if answer.verification:
            proven.add(answer.verification)
        for source in answer.quoted.sources if answer.word == "unchecked" else ():
            unchecked.setdefault((answer.quoted.record, source), []).append(answer)
    kept = [
        line
        for line in renamed(corpus.records, lock)
        if line not in proven and line.source not in here and (line.record, line.source) in unchecked
    ]
    problems = []
    for record, source in sorted({(line.record, line.source) for line in kept}):
        for answer in unchecked[record, source]:
            place = locate(corpus.documents[record], *answer.quoted.keys)
            message = f"this quote was changed after it was verified, and the archived text of `{source}` is not here"
            hint = "put the verified words back, or run `verify` where the archived text is and commit quotes.lock"
            problems.append(Problem(place, "unverified-change", message, hint))
    return kept, problems


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


def _found(
    quoted: RecordQuote, here: Sequence[str], archived: Mapping[str, Archived], texts: _Texts
) -> QuoteCheck | None:
    wanted = quote(quoted.text)
    for source in here:
        span = find(wanted, texts[source])
        if span is not None:
            copy = archived[source]
            place, offset = _place(copy.path, texts[source], span)
            line = Verification(quoted.record, digest(quoted.text), source, copy.sha256, offset)
            return QuoteCheck(quoted, "verified", line, place)
    return None


def _place(path: str, text: Wording, span: tuple[int, int]) -> tuple[Location, int]:
    start, end = text.origin(span[0]), text.origin(span[1])
    return place_of(path, text.text, start, len(text.text[start:end].partition("\n")[0])), start


def _differs(
    corpus: Corpus, quoted: RecordQuote, here: Sequence[str], archived: Mapping[str, Archived], texts: _Texts
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
    return Problem(locate(corpus.documents[quoted.record], *quoted.keys), "quote-differs", message, hint, related)
