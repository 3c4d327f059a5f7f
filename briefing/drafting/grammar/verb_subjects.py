"""Whose verb it is: a verb of speech and the tokens before it become the words that name the speaker."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.drafting.grammar.name_phrases import ends_in_name, is_name
from briefing.drafting.grammar.noun_phrases import (
    Phrase,
    is_adverb,
    is_appositive,
    is_noun_phrase,
    is_time,
    is_verb,
    split,
    strip_opening,
    suffix_phrase,
    trim_end,
)
from briefing.drafting.lexicon.speech_cues import CUES
from briefing.drafting.lexicon.word_lists import (
    CONJUNCTIONS,
    DETERMINERS,
    OBJECTS,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SUBORDINATORS,
)
from briefing.drafting.text.tokenizer import Token

TIMES_AT_END = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"]
)
# What a subject never reaches across.
HARD = (";", ":", ".", "?", "!", "…", "...", "•")


def subject_before(tokens: Sequence[Token], verb: int) -> Phrase | None:
    """Whose verb it is, from the words before it."""
    start = verb
    while start > 0 and tokens[start - 1].kind != "quote" and tokens[start - 1].text not in HARD:
        start -= 1
    if start >= verb:
        return None
    end = trim_end(tokens, start, verb)
    if end <= start:
        return None
    last = tokens[end - 1]
    if last.low in ("who", "which", "that") and end - 1 > start:
        return _antecedent(tokens, start, end - 1)
    if last.low in CONJUNCTIONS:
        return None
    if last.text in (",", "—", "–", "--"):
        while start > 0 and tokens[start - 1].kind == "quote" and tokens[start - 1].ends not in ",.?!…" and start > 1:
            start -= 1  # “whose hit “Blue Hour” sold a million, told”
            while start > 0 and tokens[start - 1].kind != "quote" and tokens[start - 1].text not in HARD:
                start -= 1
        return _before_comma(tokens, start, end - 1)
    parts = split(tokens, start, end)
    if not parts:
        return None
    subject = suffix_phrase(tokens, *parts[-1])
    reduced = _reduced(tokens, parts[-1])
    if reduced is not None:
        return _tidy(tokens, reduced)
    if subject is None:
        clause = _clause_subject(tokens, parts[-1])
        if clause is None and any(t.low in ("who", "which") for t in tokens[start:end]):
            return main_subject(tokens, start, end)  # “a climber who fell 60m (197ft) down a gully has described”
        return clause
    if subject[0] == parts[-1][0] and len(parts) > 1 and any(t.low == "and" for t in tokens[subject[0] : subject[1]]):
        earlier = parts[-2]
        if (
            is_noun_phrase(tokens, *earlier)
            and earlier[1] - earlier[0] <= 4
            and tokens[earlier[0]].capital
            and tokens[earlier[1]].text == ","
        ):
            begin = strip_opening(tokens, *earlier)
            if begin < earlier[1]:
                subject = (begin, subject[1])
    return _tidy(tokens, subject)


def before_quote(tokens: Sequence[Token], quote: int) -> Phrase | None:
    """Whose verb follows a title: Kinzinger in "Kinzinger, asked on CNN's “State of the Union,” said"."""
    start = quote
    while start > 0 and tokens[start - 1].kind != "quote" and tokens[start - 1].text not in HARD:
        start -= 1
    return _before_comma(tokens, start, quote) if quote - start > 1 else None


def _reduced(tokens: Sequence[Token], part: Phrase) -> Phrase | None:
    """The head of "a study published in the journal Nature": a participle and its phrase tell more of it."""
    start = strip_opening(tokens, *part)
    for i in range(start + 1, part[1] - 1):
        if is_verb(tokens, i, start):
            follows = tokens[i].low.endswith("ed") and tokens[i + 1].low in (
                "in",
                "by",
                "on",
                "at",
                "from",
                "for",
                "to",
                "with",
                "as",
            )
            rest = is_noun_phrase(tokens, i + 2, part[1])
            return (start, i) if follows and rest and is_noun_phrase(tokens, start, i) else None
    return None


def _clause_subject(tokens: Sequence[Token], part: Phrase) -> Phrase | None:
    """ "he went on to say", "officials were quick to point": the subject of the clause that the verb stands in."""
    start = strip_opening(tokens, *part)
    if start < part[1] and tokens[start].low in PRONOUNS:
        return start, start + 1
    return None


def _antecedent(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    """The noun that "who" stands for."""
    if tokens[end - 1].text in (",", "—", "–"):
        return _before_comma(tokens, start, end - 1)
    subject = suffix_phrase(tokens, start, end)
    if subject is None:
        return None
    for i in range(subject[1] - 2, subject[0], -1):  # “fury among traders who say”: the traders do
        if tokens[i].low in PREPOSITIONS and tokens[i].low != "of" and not tokens[i].capital:
            if is_noun_phrase(tokens, i + 1, subject[1]) and (
                tokens[subject[1] - 1].low in ROLES or tokens[subject[1] - 1].low.endswith("s") or tokens[i + 1].capital
            ):
                subject = (i + 1, subject[1])
            break
    return _tidy(tokens, subject)


def _before_comma(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    """The head of "John Smith, 34, a teacher from Leeds, said": the first phrase of a row of appositives."""
    parts = split(tokens, start, end)
    if (
        parts
        and len(parts) > 1
        and tokens[parts[-1][0] - 1].text in ("—", "–", "--")
        and tokens[end].text in ("—", "–", "--")
    ):
        parts = parts[:-1]
        subject = suffix_phrase(tokens, *parts[-1])
        return _tidy(tokens, subject) if subject else None
    head: int | None = None
    phrases: dict[int, Phrase] = {}
    for number in range(len(parts) - 1, -1, -1):
        part = parts[number]
        begin = strip_opening(tokens, *part) if number == 0 or tokens[part[0]].low in CONJUNCTIONS else part[0]
        if begin < part[1] and is_noun_phrase(tokens, begin, part[1]):
            phrases[number] = (begin, part[1])
            head = number
            if begin != part[0]:
                break
            continue
        if is_appositive(tokens, part) and number:
            continue
        if head is None or tokens[parts[head][0]].text[:1].islower() or tokens[parts[head][0]].text[:1].isdigit():
            suffix = suffix_phrase(tokens, *part)
            if (suffix and ends_in_name(tokens, *suffix)) or (suffix and head is None):
                phrases[number], head = suffix, number
        break
    if head is None:
        return None
    if not ends_in_name(tokens, *phrases[head]):
        for number in sorted(phrases):
            if number > head and is_name(tokens, *phrases[number]) and _is_role(tokens, phrases[head]):
                return _tidy(tokens, phrases[number])
    return _tidy(tokens, phrases[head])


def _is_role(tokens: Sequence[Token], phrase: Phrase) -> bool:
    return any(t.low in ROLES for t in tokens[phrase[0] : phrase[1]])


def prefer_name(tokens: Sequence[Token], subject: Phrase) -> Phrase:
    """Of "said the foreign minister, Dmytro Kuleba, who", the name."""
    start, end = subject
    if (
        end + 1 < len(tokens)
        and tokens[end].text == ","
        and not ends_in_name(tokens, start, end)
        and _is_role(tokens, subject)
    ):
        stop = end + 1
        while stop < len(tokens) and tokens[stop].is_word:
            stop += 1
        if (is_name(tokens, end + 1, stop) and tokens[start].low in DETERMINERS) or (
            is_name(tokens, end + 1, stop) and tokens[start].low.endswith("'s")
        ):
            return end + 1, stop
    return _tidy(tokens, subject) or subject


def _tidy(tokens: Sequence[Token], phrase: Phrase | None) -> Phrase | None:
    """A phrase without times at its ends; none where nothing is left that could speak."""
    if phrase is None:
        return None
    start, end = phrase
    if end - start > 1 and tokens[start].low in ("all", "both") and tokens[start + 1].capital:
        start += 1
    while end > start + 1 and (tokens[end - 1].low in TIMES_AT_END or tokens[end - 1].low in ("both", "alike")):
        end -= 1
    if end - start == 1 and (
        tokens[start].low in ("that", "this", "there", "what", "which", "these", "those")
        or (tokens[start].low in OBJECTS and tokens[start].text != "US")
        or is_time(tokens[start])
    ):
        return None
    return start, end


def main_subject(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    """The subject of a sentence's main clause: the first noun phrase that is not an adverbial."""
    while start < end and not tokens[start].is_word:
        start += 1
    for part in split(tokens, start, end):
        while part[0] < part[1] and tokens[part[0]].kind == "quote" and tokens[part[0]].ends in ",?!…":
            part = (part[0] + 1, part[1])
        if part[0] >= part[1]:
            continue
        first = tokens[part[0]]
        if first.kind == "quote":
            continue
        if (first.low in SUBORDINATORS and first.low != "that" and part[0] == start) or (
            first.text[:1].isupper() and first.low.endswith("ing") and first.low not in ("king", "beijing")
        ):
            continue
        begin = strip_opening(tokens, *part)
        if (
            begin >= part[1]
            or (tokens[begin].low in PREPOSITIONS | SUBORDINATORS and not tokens[begin].capital)
            or (begin == part[0] and tokens[begin].low in PREPOSITIONS)
        ):
            continue
        if tokens[begin].kind == "quote":
            continue
        if tokens[begin].low in PRONOUNS:
            return begin, begin + 1
        stop = begin
        while stop < part[1]:
            token = tokens[stop]
            if token.kind == "quote" or (not token.is_word and token.text not in ("&", "'", "’", "/", "-")):
                break
            if (
                token.low in SUBORDINATORS
                or is_verb(tokens, stop, begin)
                or (is_adverb(token) and stop > begin)
                or (token.low in OBJECTS and token.low not in ("her", "us"))
                or token.low == "to"
            ):
                break
            if (
                token.low in CUES
                and CUES[token.low].ending in ("past", "s")
                and stop > begin
                and not CUES[token.low].nounlike
                and not token.capital
            ):
                break
            previous = tokens[stop - 1] if stop > begin else None
            if (
                previous is not None
                and previous.capital
                and previous.low not in DETERMINERS
                and token.text[:1].islower()
                and token.low not in ROLES | PREPOSITIONS | CONJUNCTIONS
                and not token.low.endswith("'s")
            ):
                if not any(
                    t.low in ROLES and t.text[:1].islower() and t.low not in CUES
                    for t in tokens[stop + 1 : min(stop + 3, part[1])]
                ):
                    break
            stop += 1
        stop = trim_end(tokens, begin, stop)
        while stop > begin and tokens[stop - 1].low in PREPOSITIONS | CONJUNCTIONS | DETERMINERS:
            stop -= 1
        if stop > begin and is_noun_phrase(tokens, begin, stop):
            return prefer_name(tokens, (begin, stop)) if stop == part[1] else _tidy(tokens, (begin, stop))
        if stop > begin:
            return None
    return None
