"""Whether marks hold a piece of a sentence, or no statement at all: a title, a nickname, a word held at arm's length."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.drafting.attribution.quote_binding import adjacent_before
from briefing.drafting.grammar.noun_phrases import is_adverb
from briefing.drafting.grammar.possible_speakers import head_of
from briefing.drafting.grammar.speech_acts import SpeechAct
from briefing.drafting.lexicon.speech_cues import CUES
from briefing.drafting.lexicon.word_lists import (
    CONJUNCTIONS,
    DETERMINERS,
    NAMING,
    PREPOSITIONS,
    PRONOUNS,
    SIGNS,
    SUBORDINATORS,
)
from briefing.drafting.text.quotation_marks import QuotedSpan
from briefing.drafting.text.tokenizer import Token

# What stands before a word held at arm's length that a noun follows ("the “surge” pricing"), and before one that somebody used of it.
_HELD = frozenset(
    [
        "the",
        "this",
        "that",
        "these",
        "those",
        "its",
        "their",
        "his",
        "her",
        "our",
        "such",
        "some",
        "any",
        "no",
        "of",
        "as",
        "more",
        "for",
        "in",
        "new",
        "many",
        "and",
        "or",
        "all",
        "by",
        "with",
    ]
)
_BEARING = frozenset(
    [
        "a",
        "an",
        "was",
        "is",
        "were",
        "are",
        "be",
        "been",
        "being",
        "it's",
        "so",
        "very",
        "too",
        "not",
        "just",
        "only",
        "said",
        "says",
        "called",
        "about",
        "like",
    ]
)


def is_fragment(text: str, quote: QuotedSpan, found: Sequence[Token], at: int) -> bool:
    """Whether a quotation is a piece of a sentence of the writer's: it neither begins nor ends like one of its own."""
    inside = quote.span.of(text)
    before = found[at - 1] if at else None
    words = inside.split()
    capital = inside[:1].isupper() or inside[:1] in "[…."
    if inside[-1:] in ".!?…" and capital and len(words) > 1:
        return False
    if before is None or before.kind == "quote":
        return not (capital or inside[-1:] in ",.!?…—–-")
    if before.text in (",", "—", "–") and inside[-1:] in ".!?…" and any(t.kind == "quote" for t in found[:at]):
        return False  # the second half of one that its attribution splits
    if before.text in (",", ":", "—", "–") and capital:
        return False
    if before.text == ":" or inside[-1:] in "!?" or (inside[-1:] == "," and before.text == ","):
        return False
    if capital and len(words) > 3 and before.is_word and before.low in CUES:
        return False
    return True


def is_name(
    text: str, quote: QuotedSpan, found: Sequence[Token], at: int, event: SpeechAct | None, direct: bool, fragment: bool
) -> bool:
    """Whether the marks hold a title, a nickname, or a word held at arm's length, and not what somebody said."""
    inside = quote.span.of(text)
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", inside)
    before = found[at - 1] if at else None
    after = found[at + 1] if at + 1 < len(found) else None
    if not words:
        return True
    if (
        before is not None
        and before.text == ","
        and at >= 2
        and found[at - 2].low in NAMING
        and (title_case(words) or not direct)
    ):
        return True
    if event is not None and event.subject is not None and head_of(found, event.subject) in SIGNS:
        return True
    if not fragment and not (before is not None and before.low in NAMING | SIGNS):
        return title_case(words) and len(words) > 1 and not direct
    if before is not None and before.is_word:
        if before.low in NAMING or before.low in ("a.k.a", "aka"):
            return not any(t.low == "what" for t in found[max(0, at - 8) : at])
        if (
            before.low in ("as", "the")
            and at >= 2
            and found[at - 2].low in NAMING - {"called", "labelled", "labeled", "branded", "termed", "described"}
        ):
            return True
        if any(t.low in SIGNS for t in found[max(0, at - 8) : at]) and (
            event is None
            or before.low in ("reading", "read", "reads", "saying", "said", "says", "declaring", "proclaiming", "with")
        ):
            return True
        if before.capital and after is not None and after.capital and len(words) <= 3:
            return True  # John “Johnny” Smith
    if title_case(words) and not (
        direct and event is not None and event.at < at and before is not None and not before.is_word
    ):
        if (
            len(words) > 1
            or (before is not None and before.low in PREPOSITIONS | DETERMINERS | {"and"})
            or (before is not None and before.low.endswith("'s"))
        ):
            return not (direct and adjacent_before(found, at, event))
    if len(words) <= 2 and before is not None and after is not None and after.is_word:
        scare = (
            before.low in _HELD
            or before.low.endswith("'s")
            or (
                len(words) == 1
                and before.low not in _BEARING
                and before.low not in CUES
                and event is not None
                and not event.cue.clear
            )
        )
        noun = (
            after.text[:1].islower()
            and after.low not in PREPOSITIONS | CONJUNCTIONS | PRONOUNS | DETERMINERS | SUBORDINATORS
            and not is_adverb(after)
        )
        if scare and noun and after.low not in CUES and not adjacent_before(found, at, event):
            return True
    return False


def title_case(words: Sequence[str]) -> bool:
    """Whether every word of weight begins with a capital letter, as in the name of a book."""
    heavy = [w for w in words if w.lower() not in DETERMINERS | PREPOSITIONS | CONJUNCTIONS | {"is", "not"}]
    return (
        bool(heavy)
        and all(w[0].isupper() or w[0].isdigit() for w in heavy)
        and (words[0][0].isupper() or (words[0].isdigit() and words[-1].istitle()))
        and not (len(words) == 1 and words[0].lower() in ("yes", "no"))
    )
