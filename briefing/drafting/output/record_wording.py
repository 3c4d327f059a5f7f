"""An article's words as a record holds them: on one line, cut where they are too long, plain in Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.drafting.output.draft_statements import Draft
from briefing.drafting.text.paragraphs import TextSpan

LONGEST_QUOTE = 3000  # characters that a record's quote may have


def spoken(words: str) -> str:
    """A quotation's words on one line, without the marks that open its further paragraphs."""
    return " ".join(re.sub(r"\s*\n\s*[“\"‘«„'”]\s*", " ", words).split())


def shortened(words: str) -> str:
    """Words cut after a sentence where they are longer than a record allows."""
    if len(words) <= LONGEST_QUOTE:
        return words
    cut = words[:LONGEST_QUOTE]
    end = max(cut.rfind(". "), cut.rfind("? "), cut.rfind("! "))
    return cut[: end + 1] if end > 0 else cut.rsplit(" ", 1)[0]


def bare(words: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", words.lower().replace("’", "'")))


def opening(draft: Draft) -> str:
    """The first words of what was said, for an id."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", spoken(draft.quote or draft.paraphrase or ""))
    return " ".join(words[:6])


def markdown(words: str) -> str:
    """Prose that Markdown leaves as it is."""
    return words.replace("[[", "[ [").replace("](", "] (").replace("<", "‹").replace("`", "'")


def outside(text: str, sentence: TextSpan, quotes: Sequence[TextSpan]) -> str:
    """A sentence without what it quotes."""
    out, at = "", sentence.start
    for quote in sorted(quotes):
        if quote.start >= sentence.start and quote.end <= sentence.end and quote.start >= at:
            out += text[at : quote.start] + "…"
            at = quote.end
    return out + text[at : sentence.end]


def capitals(name: str) -> str:
    """A name that was in capitals, as names are written."""
    return name.title() if name.isupper() else name
