"""A text becomes its paragraphs, as spans. Lines that were broken to a width belong to one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class TextSpan:
    """Characters of the archived text, from `start` up to `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


_ENDS = tuple(".!?:;…”\"’'»)]—–-")


def paragraphs(text: str) -> tuple[TextSpan, ...]:
    """The paragraphs of a text, in order. Where blank lines part blocks of broken lines, a block is a paragraph."""
    blocks = [TextSpan(m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text)]
    return tuple(
        part
        for block in blocks
        for part in (
            [block] if "\n" in block.of(text) and _is_wrapped(block.of(text).split("\n")) else _lines(text, block)
        )
    )


def _lines(text: str, block: TextSpan) -> list[TextSpan]:
    return [TextSpan(block.start + m.start(), block.start + m.end()) for m in re.finditer(r"\S[^\n]*", block.of(text))]


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Lines of about one length, most of which end within a sentence."""
    inner = [line.rstrip() for line in lines[:-1]]
    widest = max(map(len, inner))
    if not 40 <= widest <= 120:
        return False
    if any(re.match(r"\s*[-•*–—“\"]?\s*[A-Z][A-Z .]+:", line) for line in lines[1:]):
        return False
    broken = sum(not line.endswith(_ENDS) and len(line) >= widest * 0.6 for line in inner)
    return broken * 2 > len(inner) or (broken and any(line[:1].islower() for line in lines[1:])) is True
