"""The words that name a speaker, from the tokens around a verb: noun phrases by closed word lists, not by a model.

A phrase is a pair of indexes (first, after last) into a sentence's tokens.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.drafting.lexicon.word_lists import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    INSIDE,
    IRREGULAR_VERBS,
    MONTHS,
    NOT_ADVERBS,
    OBJECTS,
    PARTICIPLES,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SUBORDINATORS,
    TIMES,
)  # fmt: skip
from briefing.drafting.text.tokenizer import Token

Phrase = tuple[int, int]
_IRREGULAR_PARTICIPLES = frozenset(
    [
        "known",
        "seen",
        "sent",
        "written",
        "made",
        "given",
        "taken",
        "shown",
        "born",
        "led",
        "built",
        "sold",
        "found",
        "caught",
        "hit",
        "struck",
        "drawn",
        "thrown",
        "left",
        "held",
        "won",
        "kept",
        "told",
    ]
)
_DASHES = ("—", "–", "-", "--", "―")
HOSTS = frozenset(["statement", "interview", "speech", "letter", "tweet", "post", "email", "e-mail", "message", "release", "briefing", "conference", "television", "radio", "address", "filing", "memo", "report", "telephone", "call", "note", "video", "written", "text", "blog", "ruling", "appearance", "remarks", "comments", "news", "brief", "joint", "separate", "emailed", "press", "televised", "prepared"])  # fmt: skip


def is_adverb(token: Token) -> bool:
    low = token.low
    return low in ADVERBS or (
        low.endswith("ly") and low not in NOT_ADVERBS and token.text[:1].islower() and len(low) > 4
    )


def is_verb(tokens: Sequence[Token], i: int, start: int) -> bool:
    """Whether a token is a finite verb, as far as its form and its neighbours tell."""
    token = tokens[i]
    if not token.is_word or token.capital:
        return False
    low = token.low
    if low in IRREGULAR_VERBS or low in AUXILIARIES:
        return True
    if low in PARTICIPLES or "-" in low:
        return False
    if (
        low.endswith("ed")
        and len(low) > 3
        and low not in ("indeed", "hundred", "red", "need", "speed", "breed", "seed", "feed")
    ):
        before = tokens[i - 1] if i > start else None
        return before is None or not (
            before.low in DETERMINERS or before.low.endswith(("'s", "s'")) or (is_adverb(before) and i > start + 1)
        )
    return False


def is_time(token: Token) -> bool:
    return token.low.rstrip("s") in TIMES or token.low in TIMES or token.low in MONTHS


def split(tokens: Sequence[Token], start: int, end: int) -> list[Phrase]:
    """The parts of a stretch between commas and dashes, what stands in brackets being left out."""
    parts: list[Phrase] = []
    begin, depth = start, 0
    for i in range(start, end):
        text = tokens[i].text
        if text in ("(", "["):
            if depth == 0 and i > begin:
                parts.append((begin, i))
            depth += 1
        elif text in (")", "]"):
            depth = max(0, depth - 1)
            begin = i + 1
        elif depth == 0 and text in (",", *_DASHES):
            if i > begin:
                parts.append((begin, i))
            begin = i + 1
    if begin < end:
        parts.append((begin, end))
    return parts


def is_noun_phrase(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a stretch is a noun phrase and nothing else: it has a noun, no finite verb, and begins like one."""
    if start >= end:
        return False
    first = tokens[start]
    if not first.is_word or first.low in SUBORDINATORS | CONJUNCTIONS or is_object(tokens, start, end):
        return False
    if (first.low in PREPOSITIONS and not first.capital) or (
        first.low in PREPOSITIONS and start + 1 < end and first.low not in ("per",)
    ):
        return False
    if end - start == 1 and first.low in PRONOUNS:
        return True
    if (
        first.low in _IRREGULAR_PARTICIPLES
        and first.text[:1].islower()
        and end - start > 1
        and tokens[start + 1].low in PREPOSITIONS
    ):
        return False  # “seen by the Guardian”
    if (
        first.capital
        and end - start > 1
        and first.low.endswith("ing")
        and first.low not in ("beijing", "king", "acting")
        and tokens[start + 1].low in PREPOSITIONS | DETERMINERS | OBJECTS
    ):
        return False  # “Speaking to the BBC”
    if first.low.endswith("ing") and first.text[:1].islower() and end - start > 1 and first.low not in ROLES:
        after = tokens[start + 1]
        if after.capital or after.low in PREPOSITIONS | DETERMINERS | OBJECTS or after.text[:1].isdigit():
            return False  # “according to the commission”, “citing two officials”
    if first.low in PRONOUNS or (is_adverb(first) and first.low not in ("most",)) or first.low in AUXILIARIES:
        return False
    noun = False
    for i in range(start, end):
        token = tokens[i]
        if token.kind == "quote":
            return False
        if not token.is_word:
            if token.text in ("&", "$", "£", "€", "'", "’", "/", "-", "‑", "#", "@"):
                continue
            return False
        low = token.low
        if is_verb(tokens, i, start):
            return False
        if (
            low in SUBORDINATORS
            or (low in PRONOUNS and not token.capital)
            or (low in PREPOSITIONS and low not in INSIDE)
        ):
            if not (low in ("who",) or token.capital):
                return False
        if is_object(tokens, i, end):
            return False
        if (
            i > start + 1
            and low in ("the", "a", "an", "its", "their", "his")
            and not token.capital
            and tokens[i - 1].low not in PREPOSITIONS | CONJUNCTIONS | {"all", "both", "half"}
        ):
            return False  # “an allegation the group denies”: two phrases
        if (
            i == end - 1
            and i > start + 1
            and first.low in ("a", "an")
            and token.capital
            and _is_plain_noun(tokens[i - 1])
            and not any(t.low in PREPOSITIONS for t in tokens[start:i])
        ):
            return False  # “a pledge Labour called”
        if (
            low in ("and", "or")
            and i + 1 < end
            and (tokens[i + 1].low in PRONOUNS | OBJECTS | PREPOSITIONS or i == start)
        ):
            return False
        noun = (
            noun
            or (low not in DETERMINERS and low not in PREPOSITIONS and not is_time(token))
            or low
            in ("one", "some", "many", "others", "another", "both", "few", "most", "several", "all", "two", "three")
        )
    return noun and tokens[end - 1].low not in PREPOSITIONS


def _is_plain_noun(token: Token) -> bool:
    """Whether a word in lower case is neither a role nor, by its ending, an adjective."""
    closed = ROLES | PREPOSITIONS | CONJUNCTIONS | DETERMINERS
    return token.text[:1].islower() and token.low not in closed and not token.low.endswith(_ADJECTIVES)


_ADJECTIVES = (
    "ing",
    "ed",
    "ant",
    "ent",
    "y",
    "ful",
    "ous",
    "ive",
    "al",
    "er",
    "or",
    "ist",
    "man",
    "ian",
    "ese",
    "ic",
    "less",
    "able",
)


def is_object(tokens: Sequence[Token], i: int, end: int) -> bool:
    """Whether a token is "him", "them", or "her" without a noun of hers; the US is none."""
    token = tokens[i]
    if token.low not in OBJECTS or token.text == "US":
        return False
    return (
        token.low != "her"
        or i + 1 >= end
        or not tokens[i + 1].is_word
        or tokens[i + 1].low in PREPOSITIONS | DETERMINERS
    )


def strip_opening(tokens: Sequence[Token], start: int, end: int) -> int:
    """Past what opens a clause: "But", "On Thursday", "In a statement the ministry"."""
    while start < end:
        token = tokens[start]
        low = token.low
        if (
            not token.is_word
            or (
                low in CONJUNCTIONS
                or low
                in ("that", "while", "as", "because", "if", "although", "though", "when", "whereas", "since", "where")
                or is_adverb(token)
                or low in ADVERBS
            )
            or (
                is_time(token)
                and not (
                    start + 1 < end
                    and tokens[start + 1].capital
                    and not is_time(tokens[start + 1])
                    and token.low in ("april", "may", "june", "august")
                )
            )
        ):
            start += 1
        elif low in PREPOSITIONS and not (token.capital and start > 0 and tokens[start - 1].is_word):
            after = _after_object(tokens, start + 1, end)
            if after >= end:
                return start
            start = after
        elif low == "the" and start + 1 < end and is_time(tokens[start + 1]):
            start += 2
        else:
            break
    return start


def _after_object(tokens: Sequence[Token], start: int, end: int) -> int:
    """Where the noun phrase of a preposition ends and another begins: "In a statement | the ministry"."""
    i = start
    if (i < end and tokens[i].capital) or (i < end and is_time(tokens[i])):
        names = False
        while i < end and (
            tokens[i].capital
            or is_time(tokens[i])
            or tokens[i].low.isdigit()
            or (tokens[i].low in ("of", "and") and i + 1 < end and tokens[i + 1].capital)
        ):
            names = True
            i += 1
        return i if names else end
    while i < end:
        low = tokens[i].low
        if i > start and ((low in DETERMINERS and tokens[i - 1].low not in PREPOSITIONS) or low in PRONOUNS):
            return i
        if (
            i > start
            and tokens[i].capital
            and tokens[i - 1].low not in PREPOSITIONS
            and tokens[i - 1].low not in DETERMINERS
            and not is_time(tokens[i])
        ):
            return i
        i += 1
    return end


def suffix_phrase(tokens: Sequence[Token], start: int, end: int) -> Phrase | None:
    """The longest noun phrase that ends a stretch."""
    begin = strip_opening(tokens, start, end)
    for i in range(begin, end):
        before = tokens[i - 1] if i > begin else None
        pronoun = tokens[i].low in ("he", "she", "they", "we", "i") and i == end - 1
        if before is not None and before.is_word and before.low in PREPOSITIONS and not before.capital and not pronoun:
            continue
        if before is not None and before.low in DETERMINERS and before.low not in ("that",):
            continue
        if (
            before is not None
            and before.is_word
            and tokens[i].low not in DETERMINERS | PRONOUNS
            and _is_governed(tokens, begin, i)
        ):
            continue
        if is_noun_phrase(tokens, i, end):
            return i, end
    return None


def _is_governed(tokens: Sequence[Token], start: int, i: int) -> bool:
    """Whether a token stands within the phrase of a preposition: "Nature" in "published in the journal Nature"."""
    k = i - 1
    while (
        k >= start
        and tokens[k].is_word
        and not is_verb(tokens, k, start)
        and tokens[k].low not in SUBORDINATORS | CONJUNCTIONS
    ):
        if tokens[k].low in PREPOSITIONS and not tokens[k].capital:
            return True
        k -= 1
    return False


def trim_end(tokens: Sequence[Token], start: int, end: int) -> int:
    """Back over adverbs, auxiliaries, times and "in a statement" that stand between a subject and its verb."""
    while end > start:
        token = tokens[end - 1]
        if token.text in (")", "]"):
            depth = end - 1
            while depth > start and tokens[depth].text not in ("(", "["):
                depth -= 1
            end = depth
            continue
        if not token.is_word or token.kind == "quote":
            break
        if (
            token.low in AUXILIARIES
            or is_adverb(token)
            or (token.low in ("himself", "herself", "itself", "themselves", "both", "all") and end - 1 > start)
        ):
            end -= 1
            continue
        if token.low in DAYS or token.low in MONTHS or (token.low in TIMES and token.text[:1].islower()):
            back = end - 1
            while back > start and (
                is_time(tokens[back - 1])
                or tokens[back - 1].low in ("on", "in", "at", "this", "the", "of")
                or tokens[back - 1].text[:1].isdigit()
            ):
                back -= 1
            if back > start:
                end = back
                continue
        back = end - 1
        if token.low in HOSTS or token.low in DAYS:
            while (
                back > start
                and tokens[back].is_word
                and tokens[back].low not in ("in", "during", "on", "at", "via", "through")
                and end - back < 7
            ):
                back -= 1
            if back > start and tokens[back].low in ("in", "during", "on", "at", "via", "through"):
                end = back
                continue
        break
    return end


def is_appositive(tokens: Sequence[Token], part: Phrase) -> bool:
    """Whether what stands between commas tells more of the name before: "a resident", "who fled", "46", "of Leeds"."""
    start, end = part
    first = tokens[start]
    if first.low in (
        "who",
        "whose",
        "which",
        "whom",
        "where",
        "and",
        "or",
        "also",
        "now",
        "then",
        "both",
        "himself",
        "herself",
        "speaking",
        "aged",
        "among",
    ):
        return True
    if first.low in DETERMINERS and any(t.low in ("who", "which", "whose") for t in tokens[start + 1 : end]):
        return True  # “a nurse who had seen it”
    if first.text[:1].isdigit() or first.text[1:2] == "-" or is_noun_phrase(tokens, start, end):
        return True
    if (first.low in PREPOSITIONS and not first.capital) or is_adverb(first):
        return True
    return first.text[:1].islower() and (
        first.low.endswith(("ing", "ed")) or first.low in PARTICIPLES | _IRREGULAR_PARTICIPLES
    )
