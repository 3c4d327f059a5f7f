"""Whether the tokens of a phrase are, or end in, the name of a person."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.drafting.lexicon.word_lists import DETERMINERS, DOCUMENTS, HONORIFICS, PREPOSITIONS, ROLES
from briefing.drafting.text.tokenizer import Token

PARTICLES = frozenset(
    [
        "van",
        "von",
        "der",
        "den",
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "le",
        "bin",
        "ibn",
        "al",
        "el",
        "ben",
        "ten",
        "ter",
        "zu",
        "zur",
        "y",
    ]
)


def is_name(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a phrase looks like a person's name: capitalised words, perhaps with an honorific or a particle."""
    for i in range(start + 2, end):
        if tokens[i].low in ("of", "from"):  # Sen. Chip Lawson of Kansas
            end = i
            break
    words = [t for t in tokens[start:end] if t.is_word]
    if not 1 <= len(words) <= 7 or any(t.low in DETERMINERS | {"of", "for", "and"} for t in words):
        return False
    if not all(t.capital or t.low in PARTICLES or t.low in HONORIFICS for t in words):
        return False
    if words[-1].low in ROLES or (len(words) > 1 and any(t.low in DOCUMENTS for t in words)):
        return False
    return len(words) > 1


def ends_in_name(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a phrase ends in a person's name, as "spokesman John Kirby" does, and "the White House" does not."""
    last = tokens[end - 1]
    if (
        not last.capital
        or last.low in ROLES
        or (
            any(t.low == "of" for t in tokens[start:end])
            and not any(t.text[:1].islower() and t.low in ROLES for t in tokens[start:end])
        )
    ):
        return False
    names = 0
    i = end - 1
    while i >= start and (tokens[i].capital or tokens[i].low in PARTICLES):
        names += 1
        i -= 1
    if i >= start and (tokens[i].low in DETERMINERS or tokens[i].low in PREPOSITIONS | {"and"}):
        return False
    if i >= start and tokens[i].low in ROLES:
        return names >= 1
    return names >= 2 or (names == 1 and i < start)
