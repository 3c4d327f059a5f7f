"""A text becomes its bare wording: what stays when typography, line breaks and invisible characters are taken away.

Two texts with the same wording say the same words. Every place in the wording leads back to one in the text it came from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

_CJK = "\u2e80-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSPACED = re.compile(f"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff{_CJK}]")  # scripts that put no spaces between words
_QUOTES = "\"'`´“”„‟‘’‚‛«»‹›′″"

# What cannot be seen, or only steers how text is laid out: records may not hold most of it, so no quote could match it.
_UNSEEN = re.compile(
    "\u00ad\\s{0,20}\n\\s{0,20}|[\u00ad\u200b\u2060\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

# Hyphens within words are taken out and remembered, because at the end of a line nobody can tell whether one belongs to
# the word. A dash with spaces around it, or a long one, is the same dash however it is drawn.
_TYPOGRAPHY = re.compile(
    r"(?P<broken>(?<=\w)[-\u2010\u2011][^\S\n]{0,20}\n\s{0,20}(?=\w))"
    r"|(?P<dash>\s{0,20}(?:-{2,3}|[\u2014\u2015])\s{0,20}|\s{1,20}[-\u2012\u2013\u2212]\s{1,20})"
    r"|(?P<hyphen>(?<=\w)[-\u2010-\u2013\u2212](?=\w))"
    r"|(?P<minus>[\u2010-\u2013\u2212])"
    rf"|(?P<quote>(?<![^\s(\[])[«‹]\s{{1,3}}|\s{{1,3}}[»›](?!\w)|[{_QUOTES}]+)"
    rf"|(?P<none>(?<=[{_CJK}])\s+(?=[{_CJK}]))"
    r"|(?P<space>[^\S ]\s*| \s+)"
    r"|(?P<ligature>[ﬀ-ﬆ])"
)
_INSTEAD = {"broken": "", "dash": "—", "hyphen": "", "minus": "-", "quote": "'", "none": "", "space": " "}


@dataclass(frozen=True, slots=True)
class _Steps:
    """Where a rewritten text's places were before: from each `after` on, as far behind it as from its `before`."""

    after: list[int]
    before: list[int]

    def back(self, place: int) -> int:
        at = bisect_right(self.after, place) - 1
        return self.before[at] + place - self.after[at]


def _rewrite(text: str, pattern: re.Pattern[str], instead: Callable[[re.Match[str], int], str]) -> tuple[str, _Steps]:
    parts: list[str] = []
    after, before = [0], [0]
    length = last = 0
    for match in pattern.finditer(text):
        parts.append(text[last : match.start()])
        length += match.start() - last
        new = instead(match, length)
        parts.append(new)
        length += len(new)
        last = match.end()
        if len(new) != last - match.start():
            after.append(length)
            before.append(last)
    parts.append(text[last:])
    return "".join(parts), _Steps(after, before)


class Wording:
    """A text's wording: `words`, the text itself in Unicode's NFC form, and the hyphens that were taken out.

    `hyphens` are the places in `words` before which one stood, in order; those in `broken` ended a line.
    """

    __slots__ = ("_steps", "broken", "hyphens", "text", "words")

    def __init__(self, text: str) -> None:
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
        hyphens: list[int] = []
        broken: set[int] = set()

        def instead(match: re.Match[str], place: int) -> str:
            kind = str(match.lastgroup)
            if kind == "ligature":
                return _LIGATURES[match[0]]
            if kind in ("hyphen", "broken"):
                hyphens.append(place)
                if kind == "broken":
                    broken.add(place)
            return _INSTEAD[kind]

        seen, unseen = _rewrite(text, _UNSEEN, lambda match, place: "")
        words, typography = _rewrite(seen, _TYPOGRAPHY, instead)
        self.text, self.words, self.hyphens, self.broken = text, words, hyphens, frozenset(broken)
        self._steps = (typography, unseen)

    def origin(self, place: int) -> int:
        """Where in the text a place in the wording comes from."""
        for steps in self._steps:
            place = steps.back(place)
        return place

    def hyphens_within(self, start: int, end: int) -> list[int]:
        """The hyphens between two places, neither included."""
        return self.hyphens[bisect_right(self.hyphens, start) : bisect_left(self.hyphens, end)]

    def whole(self, start: int, end: int, *, begins: bool = True, ends: bool = True) -> bool:
        """Whether a piece begins and ends where words and numbers do: "can" is no piece of "can't", "lethal" none of
        "non-lethal", and "1" none of "1,000".
        """
        return not ((begins and self._cuts(start, -1)) or (ends and self._cuts(end, 1)))

    def _cuts(self, place: int, way: int) -> bool:
        """Whether a word or number runs on across a place, from a piece on one side of it to the side named."""
        inside, outside, beyond = (self._letter(place + step) for step in ((-1, 0, 1) if way > 0 else (0, -1, -2)))
        if not (_in_word(inside) and outside):
            return False
        if _in_word(outside):
            return not (_UNSPACED.match(inside) and _UNSPACED.match(outside))
        if outside == "'" and self.text[self.origin(place if way > 0 else place - 1)] in _DOUBLE:
            return False  # a quotation mark without a space behind it is no apostrophe
        return (outside == "'" and _in_word(beyond)) or (outside in ".," and inside.isdigit() and beyond.isdigit())

    def _letter(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else ""


_DOUBLE = '"“”„‟«»″'


def _in_word(letter: str) -> bool:
    """Whether a character is part of a word: a letter, a digit, a mark on a letter, or a joiner."""
    return letter.isalnum() or (bool(letter) and (unicodedata.category(letter)[0] == "M" or letter in "_\u200c\u200d"))
