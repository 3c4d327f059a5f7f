"""Paragraphs become what stands in quotation marks, outermost only, as spans without their marks.

Straight, curly, single and angle marks; over paragraphs that each begin with an opening mark; nested ones stay inside; an
opening mark that is never closed ends before its attribution, or with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefing.drafting.lexicon.speech_cues import CUES
from briefing.drafting.text.paragraphs import TextSpan

DOUBLE = '“”„‟"″＂'
SINGLE = "‘’‚‛'`"
ANGLE = "«»‹›"
ALL = DOUBLE + ANGLE + SINGLE
_ELISIONS = re.compile(r"['’‘](?:\d0s|em|til|tis|twas|cause|bout|n|round|ere|im|er|ello|ave)\b", re.IGNORECASE)
_OPENS_AFTER = set(" \t\n\u00a0\u2009\u202f([{—–-/:=…") | set(ALL)
_STRONG_BEFORE = set(",.?!…—–-;:)]") | set(DOUBLE)
_STRONG_AFTER = set(",.;:?!)—–]") | set(DOUBLE)
_SPEECH = "|".join(sorted((f for f, c in CUES.items() if c.clear and c.ending), key=len, reverse=True))
_ATTRIBUTION = re.compile(rf",\s+(?=(?:[^,.;:!?“”\"]|\b[A-Z][a-z]{{0,3}}\.){{0,90}}?\b(?:{_SPEECH})\b)")

# The same, where it ends its paragraph: then the mark is missing before it, even if the next paragraph opens with one.
_CLOSING = re.compile(
    rf",\s+(?:he|she|they|[^,.;:!?“”\"]{{0,40}}[A-Z](?:[^,.;:!?“”\"]|\.(?=\s[A-Z])){{1,60}}?)\s+(?:{_SPEECH})(?:\s(?:reporters|journalists|on|in|at|during|after|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|last)\b[^,;:“”\"]{{0,40}})?\.\s*\Z"
)


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Words in quotation marks. `outer` has the marks, `span` has not; `closed` is false where the end was inferred."""

    span: TextSpan
    outer: TextSpan
    closed: bool = True
    single: bool = False


def quoted(text: str, paragraphs: Sequence[TextSpan]) -> tuple[QuotedSpan, ...]:
    """Everything in quotation marks, in the order of the text."""
    return tuple(_Reader(text, paragraphs).read())


@dataclass(frozen=True, slots=True)
class _Open:
    at: int  # the opening mark
    family: str


LONGEST_QUOTATION = 20_000  # characters within one paragraph, beyond which no closing mark is looked for
MOST_UNCLOSED = 50  # opening marks of a paragraph that nothing closes; with more it is no prose


class _Reader:
    def __init__(self, text: str, paragraphs: Sequence[TextSpan]) -> None:
        self.text, self.paragraphs = text, paragraphs
        self.opening_marks = self.closing_marks = 0  # curly ones of the paragraph at hand

    def read(self) -> Iterator[QuotedSpan]:
        carried: _Open | None = None
        for number, paragraph in enumerate(self.paragraphs):
            at = paragraph.start
            self.opening_marks = self.text.count("“", paragraph.start, paragraph.end)
            self.closing_marks = self.text.count("”", paragraph.start, paragraph.end)
            unclosed = 0
            if carried:
                at += 1  # the mark that says "still speaking"
            while unclosed < MOST_UNCLOSED:
                opened = carried or self._opening(at, paragraph)
                if opened is None:
                    break
                inside = at if carried else opened.at + 1
                unclosed += 1
                carried = None
                close, nested = self._closing(opened, inside, paragraph)
                if close is not None:
                    yield self._made(opened, close, close + 1)
                    at, unclosed = close + 1, unclosed - 1
                elif nested is not None:
                    made = self._repaired(opened, nested, False)
                    if made:
                        yield made
                    at = nested
                elif self._goes_on(opened, number) and not _CLOSING.search(self.text, opened.at, paragraph.end):
                    carried = opened
                    break
                elif opened.family is SINGLE:
                    at = inside
                else:
                    made = self._repaired(opened, paragraph.end, True)
                    if made:
                        yield made
                    at = made.outer.end if made else paragraph.end
            # a carried quotation goes on in the next paragraph

    def _made(self, opened: _Open, end: int, outer: int, closed: bool = True) -> QuotedSpan:
        return QuotedSpan(
            trimmed(self.text, opened.at + 1, end), TextSpan(opened.at, outer), closed, opened.family is SINGLE
        )

    def _opening(self, at: int, paragraph: TextSpan) -> _Open | None:
        for i in range(at, paragraph.end):
            mark = self.text[i]
            if mark in ALL and self._opens(i, paragraph):
                return _Open(i, DOUBLE if mark in DOUBLE else ANGLE if mark in ANGLE else SINGLE)
        return None

    def _opens(self, i: int, paragraph: TextSpan) -> bool:
        text, mark = self.text, self.text[i]
        before = text[i - 1] if i > paragraph.start else " "
        after = text[i + 1] if i + 1 < paragraph.end else " "
        if mark in ANGLE:
            return True
        if mark == "”" and self.opening_marks >= self.closing_marks:
            return False
        if after.isspace() or (mark in SINGLE and after in ",.;:?!)"):
            return mark in "“„" and i + 2 < paragraph.end  # a space slipped in after an opening mark
        if mark in SINGLE and (_ELISIONS.match(text, i) or (mark in "’'" and before in SINGLE)):
            return False
        if mark in "“„‘‚" and not before.isalnum():
            return True
        if mark in DOUBLE and not before.isalnum() and (after.isalnum() or after == "["):
            return True
        return before in _OPENS_AFTER

    def _closing(self, opened: _Open, at: int, paragraph: TextSpan) -> tuple[int | None, int | None]:
        """(the closing mark, None), or (None, another opening mark that shows it is missing)."""
        if opened.family is SINGLE:
            return self._closing_single(at, paragraph), None
        text, depth, first_nested = self.text, 0, None
        # where curly marks come in pairs, each is what it looks like, whatever spaces stand around it
        paired = self.opening_marks == self.closing_marks
        for i in range(at, min(paragraph.end, at + LONGEST_QUOTATION)):
            mark = text[i]
            if mark not in opened.family:
                continue
            if opened.family is ANGLE:
                return i, None
            before = text[i - 1] if i > paragraph.start else " "
            after = text[i + 1] if i + 1 < paragraph.end else " "
            opening = (before in " \u00a0\n(—–[" and not after.isspace() and after not in ",.;:?!)—–") or (
                mark == "“" and before != "„" and not (after.isspace() or after in ",.;:?!)")
            )
            if paired and mark in "“”":
                opening = mark == "“"
            if opening and mark in '“"”' and (paired or mark != "”" or after.isalnum()):
                depth += 1
                first_nested = i if first_nested is None else first_nested
            elif depth:
                depth -= 1
            else:
                return i, None
        return None, first_nested

    def _closing_single(self, at: int, paragraph: TextSpan) -> int | None:
        text = self.text
        weak: int | None = None
        inner = False
        for i in range(at, paragraph.end):
            mark = text[i]
            if mark in DOUBLE:
                inner = not inner
            if inner or mark not in "’'":
                if mark == "‘" and weak is not None:
                    return weak
                continue
            before = text[i - 1]
            after = text[i + 1] if i + 1 < paragraph.end else "."
            if after.isalnum() or before.isspace():
                if weak is not None and before.isspace() and after.isalnum():
                    return weak
                continue
            if text[i - 2 : i].lower() in ("'n", "’n"):
                continue  # rock ’n’ roll
            if before in _STRONG_BEFORE or after in _STRONG_AFTER:
                return i
            if before not in "sS" and text[i - 2 : i] != "in":
                return i
            weak = i if weak is None else weak
        return weak

    def _goes_on(self, opened: _Open, number: int) -> bool:
        """Whether the next paragraph begins with an opening mark of the same kind."""
        if number + 1 >= len(self.paragraphs):
            return False
        following = self.paragraphs[number + 1]
        mark = self.text[following.start]
        here = self.text[opened.at]
        if mark not in opened.family or not self._opens(following.start, following):
            return False
        return mark == here or opened.family is not SINGLE

    def _repaired(self, opened: _Open, end: int, whole: bool) -> QuotedSpan | None:
        """A quotation whose closing mark is missing."""
        attribution = _ATTRIBUTION.search(self.text, opened.at, end)
        if attribution:
            return self._made(opened, attribution.start() + 1, attribution.start() + 1, closed=False)
        words = self.text[opened.at + 1 : end].split()
        if whole and len(words) > 3:
            return self._made(opened, end, end, closed=False)
        return None


def trimmed(text: str, start: int, end: int) -> TextSpan:
    """A span without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return TextSpan(start, end)
