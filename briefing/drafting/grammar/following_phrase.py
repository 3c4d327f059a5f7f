"""The noun phrase that begins at a token, as after "said" or "according to": "a spokesman for the ministry"."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.drafting.grammar.name_phrases import ends_in_name
from briefing.drafting.grammar.noun_phrases import HOSTS, Phrase, is_adverb, is_object, is_time, is_verb
from briefing.drafting.lexicon.word_lists import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    INSIDE,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SUBORDINATORS,
)  # fmt: skip
from briefing.drafting.text.tokenizer import Token


def phrase_after(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    """The noun phrase that begins at a token, as after "said" or "according to"."""
    i = start
    while (
        i < end
        and tokens[i].is_word
        and (is_adverb(tokens[i]) or (is_time(tokens[i]) and tokens[i].text[:1].islower()))
    ):
        i += 1
    if i >= end or not tokens[i].is_word:
        return None
    begin = i
    first = tokens[i]
    if first.low in PRONOUNS and first.low not in ("it",):
        return begin, begin + 1
    if (
        is_object(tokens, i, end)
        or first.low in ("that", "if", "whether", "how", "what", "why", "when")
        or (first.low in PREPOSITIONS and not first.capital)
    ):
        return None
    named = False
    while i < end:
        token = tokens[i]
        if not token.is_word:
            if token.text in ("&", "/", "’", "'", "$", "£", "€"):
                i += 1
                continue
            break
        low = token.low
        if i > begin and (
            (low in SUBORDINATORS and not token.capital)
            or (low in PRONOUNS and not token.capital)
            or is_object(tokens, i, end)
        ):
            break
        if i > begin and low in ("and", "or"):
            nxt = tokens[i + 1] if i + 1 < end else None
            if (
                nxt is None
                or not nxt.is_word
                or is_verb(tokens, i + 1, i + 1)
                or nxt.low in PREPOSITIONS
                or is_adverb(nxt)
            ):
                break
            if named and not nxt.capital and nxt.low not in DETERMINERS and nxt.low not in ROLES:
                break
            i += 1
            continue
        if low in ("but", "nor", "yet") or (low in AUXILIARIES and not token.capital):
            break
        if i > begin and low in PREPOSITIONS and not token.capital:
            nxt = tokens[i + 1] if i + 1 < end else None
            if low not in INSIDE or nxt is None or not nxt.is_word:
                break
            if is_time(nxt) or (low in ("in", "on", "at", "during", "after") and _is_circumstance(tokens, i + 1, end)):
                break
            if named and low not in ("of", "for", "from", "at"):
                break
            if named and low in ("at", "from", "for") and tokens[begin].capital and ends_in_name(tokens, begin, i):
                break
            i += 1
            continue
        if i > begin and (is_adverb(token) or low in ADVERBS) and low not in ("only",):
            break
        if i > begin and (
            token.low in DAYS
            or (is_time(token) and token.text[:1].islower() and tokens[i - 1].low not in DETERMINERS | PREPOSITIONS)
        ):
            break
        if i > begin and is_verb(tokens, i, begin) and not low.endswith("ed"):
            break
        if i > begin and named and low.endswith("ing") and token.text[:1].islower():
            break
        if (i > begin and low in POSSESSIVES) or (
            i > begin and low in ("the", "a", "an") and tokens[i - 1].low not in PREPOSITIONS | CONJUNCTIONS
        ):
            break
        named = token.capital and low not in DETERMINERS
        i += 1
    while i > begin and tokens[i - 1].low in PREPOSITIONS | CONJUNCTIONS | DETERMINERS - {
        "some",
        "many",
        "one",
        "several",
        "another",
        "both",
        "few",
        "most",
    }:
        i -= 1
    return (begin, i) if i > begin else None


def _is_circumstance(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether "in …" tells when or how it was said: "in a statement", "on condition of anonymity"."""
    for i in range(start, min(start + 5, end)):
        if (
            tokens[i].low in HOSTS
            or is_time(tokens[i])
            or tokens[i].low
            in (
                "condition",
                "twitter",
                "facebook",
                "telegram",
                "tv",
                "response",
                "reference",
                "parliament",
                "court",
                "testimony",
            )
        ):
            return True
        if not tokens[i].is_word or tokens[i].low in PREPOSITIONS:
            return False
    return False
