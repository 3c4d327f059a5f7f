"""A quote is looked for in a text: the place where its words stand, or None.

Besides typography (see wording), a quote may leave out text, marked by an ellipsis, and put in words in square brackets,
which stand for any or no words of the text; `[T]he` stands for "the" and `work[ed]` for another form of the word.
Nothing else may differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from briefing.checks.quotes.normalized_wording import Wording

SKIPPED = 2000  # characters that an ellipsis may stand for; more than that is two quotes
INSERTED = 200  # characters that words in brackets may stand for
ENDING = 40  # characters that the bracketed part of a word may stand for
TRIES = 100_000  # places looked at before a quote counts as not found; any real one takes a few dozen
MOST_LETTERS = 3  # bracketed letters that may stand for the other case

_GAP = re.compile(r"(?P<skip>[\[(]?\s?(?:…|\.(?:\s?\.){2,})+\s?[\])]?)|\[(?P<inside>[^\[\]]*)\]")
_LETTER = re.compile(r"(?<!\w)\[([^\W\d_])\](?=\w)")
_LITERAL = str.maketrans("\ue000\ue001", "[]")  # brackets that the text itself is to have; no text has these characters
_PART_OF_WORD = re.compile(r"[\w'-]*|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class QuotePiece:
    """A run of a quote's words without a gap, and what gap stands before it: how many characters it may be at most."""

    raw: str
    wording: Wording
    gap: int = 0
    begins: bool = True  # with a word of its own, not with the rest of one
    ends: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote ready to be looked for: for each way to read its bracketed letters, its pieces in order."""

    readings: tuple[tuple[QuotePiece, ...], ...]


def quote(text: str) -> Quote:
    """A quote as an editor wrote it."""
    letters = list(_LETTER.finditer(text))[:MOST_LETTERS]
    readings = []
    for choice in product(*(_forms(match[1]) for match in letters)):
        parts, last = [], 0
        for match, form in zip(letters, choice, strict=True):
            parts += [text[last : match.start()], form]
            last = match.end()
        readings.append(_pieces("".join((*parts, text[last:]))))
    return Quote(tuple(dict.fromkeys(readings)))


def _forms(letter: str) -> tuple[str, ...]:
    return (letter, letter.swapcase(), f"\ue000{letter}\ue001")


def _pieces(text: str) -> tuple[QuotePiece, ...]:
    pieces: list[QuotePiece] = []
    gap, last, begins = 0, 0, True
    for match in (*_GAP.finditer(text), None):
        raw = text[last : match.start() if match else len(text)]
        before, after = raw[-1:], text[match.end() : match.end() + 1] if match else ""
        glued = match is not None and not match["skip"] and (_wordy(before) or _wordy(after))
        if raw.strip():  # beside the rest of a word white space counts, beside other gaps it is part of them
            raw = raw if pieces and gap == ENDING else raw.lstrip()
            raw = raw if glued else raw.rstrip()
            wording = Wording(raw.translate(_LITERAL))
            pieces.append(
                QuotePiece(raw.strip(), wording, gap if pieces else 0, begins, not (glued and _wordy(before)))
            )
            gap = 0
        if match:
            gap = max(gap, SKIPPED if match["skip"] else ENDING if glued else INSERTED)
            begins = not (glued and _wordy(after))
            last = match.end()
    return tuple(pieces)


def _wordy(letter: str) -> bool:
    return letter.isalnum()


def find(wanted: Quote, text: Wording) -> tuple[int, int] | None:
    """Where a quote stands in a text's wording, from and to, by the first reading of it that is found."""
    return next((span for pieces in wanted.readings if (span := _find(pieces, text))), None)


def missing(wanted: Quote, text: Wording) -> QuotePiece | None:
    """The first piece of a quote that stands nowhere in the text; None where all do, only not in this order or so near."""
    return next((p for p in wanted.readings[0] if not any(_occurrences(p, text, 0, len(text.words)))), None)


def _find(pieces: Sequence[QuotePiece], text: Wording) -> tuple[int, int] | None:
    if not pieces or any(piece.wording.words not in text.words for piece in pieces):
        return None
    tries = TRIES
    for begin, end in _regions(pieces, text):
        for start, first in _occurrences(pieces[0], text, begin, end):
            ends = [first]
            for piece in pieces[1:]:
                ends, spent = _next(piece, text, ends)
                tries -= spent
                if tries < 0:
                    return None
            if ends:
                return start, min(ends)
    return None


def _next(piece: QuotePiece, text: Wording, ends: Sequence[int]) -> tuple[list[int], int]:
    """Where a piece may end that follows others, by where those may end; and how many places were looked at."""
    reached: dict[int, None] = {}
    spent, done = 1, 0
    for before in ends:
        last = before + piece.gap + len(piece.wording.words)
        for at, until in _occurrences(piece, text, before if piece.gap == ENDING else max(before, done), last):
            spent += 1
            done = at + 1
            if piece.gap != ENDING or _PART_OF_WORD.fullmatch(text.words, before, at):
                reached[until] = None
    return sorted(reached), spent


def _regions(pieces: Sequence[QuotePiece], text: Wording) -> Iterator[tuple[int, int]]:
    """The stretches in which the first piece can begin, judging by the longest one, which is likely to be the rarest."""
    longest = max(pieces, key=lambda piece: len(piece.wording.words))
    ahead = 0
    for piece in pieces:
        ahead += piece.gap
        if piece is longest:
            break
        ahead += len(piece.wording.words)
    done = 0
    for start, _ in _occurrences(longest, text, 0, len(text.words)):
        end = start + len(pieces[0].wording.words)
        yield max(done, start - ahead), end
        done = max(done, start - len(pieces[0].wording.words) + 1)


def _occurrences(piece: QuotePiece, text: Wording, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a piece stands between two places, with its hyphens, and beginning and ending with whole words."""
    words, hyphens = piece.wording.words, piece.wording.hyphens
    at = begin - 1
    for _ in range(10 * TRIES // (10 + len(words))):  # a long piece takes longer to compare, and stands at few places
        at = text.words.find(words, at + 1, end)
        if at < 0:
            return
        until = at + len(words)
        if _same_hyphens(hyphens, text, at, until) and text.whole(at, until, begins=piece.begins, ends=piece.ends):
            yield at, until


def _same_hyphens(hyphens: Sequence[int], text: Wording, start: int, end: int) -> bool:
    """Whether a text has the hyphens that a piece has; one that ended a line may be the word's or not."""
    there = text.hyphens_within(start, end)
    wanted = {start + hyphen for hyphen in hyphens}
    return wanted <= set(there) and all(place in wanted or place in text.broken for place in there)
