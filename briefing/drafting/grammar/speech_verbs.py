"""Whether a word is a verb of speech at its place, by what stands before and after it."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.drafting.grammar.following_phrase import phrase_after
from briefing.drafting.grammar.name_phrases import ends_in_name, is_name
from briefing.drafting.grammar.noun_phrases import is_adverb, is_appositive, is_noun_phrase, is_verb, split
from briefing.drafting.lexicon.speech_cues import CUES, Cue
from briefing.drafting.lexicon.word_lists import (
    CONJUNCTIONS,
    DETERMINERS,
    DOCUMENTS,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SUBORDINATORS,
)
from briefing.drafting.text.tokenizer import Token

PUT = Cue("put", "put it", "past", "asserts", False, False)


WENT_ON = Cue("go on", "went on", "past", "asserts", False, False)


LASHED = Cue("lash out", "lashed out", "past", "asserts", False, False)


HEARD = Cue("hear", "heard", "past", "asserts", False, False)


_COURTS = frozenset(["court", "jury", "inquest", "tribunal", "hearing", "inquiry", "trial", "committee", "panel"])


INVERTING = frozenset(
    [
        "said",
        "says",
        "added",
        "adds",
        "noted",
        "explained",
        "wrote",
        "recalled",
        "warned",
        "argued",
        "claimed",
        "writes",
        "notes",
        "explains",
    ]
)


def is_signature(tokens: Sequence[Token], dash: int) -> bool:
    """Whether nothing but a name, and what tells more of it, follows a dash: “…” – Jane Doe, chief executive."""
    stop = next((k for k in range(dash + 1, len(tokens)) if tokens[k].text in (",", ".")), len(tokens))
    return is_name(tokens, dash + 1, stop) and not any(
        is_verb(tokens, k, dash + 1) or tokens[k].low in CUES for k in range(dash + 1, len(tokens))
    )


def turn_of_phrase(tokens: Sequence[Token], i: int) -> Cue | None:
    """Verbs of speech only in a turn of phrase: "as one aide put it", "the court heard"."""
    low = tokens[i].low
    if low in ("put", "puts") and i + 1 < len(tokens) and tokens[i + 1].low == "it":
        return PUT
    following = tokens[i + 1].low if i + 1 < len(tokens) else ""
    if (low in ("hit", "hits", "lashed", "lashes", "hitting", "lashing") and following == "out") or (
        low in ("hit", "hits", "fired", "fires") and following == "back"
    ):
        return LASHED
    if (
        low in ("went", "goes")
        and following == "on"
        and (i + 2 >= len(tokens) or tokens[i + 2].text in (",", ".", ":") or tokens[i + 2].kind == "quote")
    ):
        return WENT_ON
    before = tokens[i - 1] if i else None
    if before is not None and low.endswith("ed") and len(low) > 4 and tokens[i].text[:1].islower():
        near = before.kind == "quote" or (before.text == "," and i > 1 and tokens[i - 2].kind == "quote")
        stop = phrase_after(tokens, i + 1, len(tokens)) if near else None
        if stop and (
            stop[1] >= len(tokens) or tokens[stop[1]].text in (".", ",", ";") or tokens[stop[1]].kind == "quote"
        ):
            return Cue(low, low, "past", "asserts", False, False)  # “What a night,” beamed the captain.
        last = i + 1 >= len(tokens) or (
            tokens[i + 1].text in (".", ",") and (i + 2 >= len(tokens) or tokens[i + 2].kind == "quote")
        )
        quote = next((k for k in range(i - 1, max(-1, i - 6), -1) if tokens[k].kind == "quote"), None)
        if (
            last
            and quote is not None
            and i - quote > 1
            and is_noun_phrase(tokens, quote + 1 + (tokens[quote + 1].text == ","), i)
        ):
            return Cue(low, low, "past", "asserts", False, False)
    if low == "heard" and i and tokens[i - 1].low in _COURTS:
        return HEARD
    return None


def is_passive(tokens: Sequence[Token], i: int) -> bool:
    """ "was told", "is called", "being described as", "has been reported": the subject does not speak."""
    k = i - 1
    while k >= 0 and tokens[k].is_word and (is_adverb(tokens[k]) or tokens[k].low in ("not",)):
        k -= 1
    return k >= 0 and tokens[k].low in (
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "get",
        "got",
        "'s",
        "'re",
        "isn't",
        "wasn't",
        "weren't",
        "aren't",
    )


def is_verb_here(tokens: Sequence[Token], i: int) -> bool:
    """Whether a form that may be a noun is a verb here: something it says follows, or a pronoun or name goes before."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    before = tokens[i - 1] if i else None
    if after is not None and after.low == "of":
        return False
    if after is not None and after.low == "out" and tokens[i].low == "points":
        return True
    if after is not None and (
        after.low in ("that", "it", "him", "her", "them", "for", "on") or after.kind == "quote" or after.text == ":"
    ):
        if before is None or before.kind == "quote":
            return before is not None
        plain = (
            before.capital
            or before.low in PRONOUNS | ROLES | DOCUMENTS
            or is_adverb(before)
            or before.low.endswith(("s", "er", "or", "ist"))
        )
        return before.is_word and before.low not in PREPOSITIONS and (plain or after.low == "that")
    if any(t.low == "what" for t in tokens[max(0, i - 6) : i]):
        return True  # “what the council calls a …”
    if (
        before is not None
        and before.low in ROLES
        and not before.low.endswith("s")
        and after is not None
        and after.low in DETERMINERS
    ):
        return True
    if before is not None and (before.low in ROLES | DOCUMENTS) and (after is None or not after.is_word):
        return True
    if before is not None and (
        before.low in PRONOUNS or (before.capital and before.low not in ROLES and not before.text.isupper())
    ):
        return True
    return (before is not None and before.kind == "quote") or (
        before is not None and before.text == "," and i >= 2 and tokens[i - 2].kind == "quote"
    )


def opens_after_quote(tokens: Sequence[Token], i: int) -> bool:
    """Whether the verb follows a quotation or a clause at once, so that the speaker may come after it."""
    k = i - 1
    while k >= 0 and tokens[k].is_word and is_adverb(tokens[k]):
        k -= 1
    if k < 0:
        return True
    if tokens[k].kind == "quote":
        return True
    if tokens[k].text in (",", "—", "–", "--"):
        if k and tokens[k - 1].kind == "quote":
            return True
        nxt = phrase_after(tokens, i + 1, len(tokens))
        if nxt is None or tokens[nxt[0]].low in ("reporters", "it", "there", "this", "these", "that"):
            return False
        # a clause before the comma, and nothing between the phrase and the end of the clause
        stop = nxt[1]
        if (
            tokens[i].low in INVERTING
            and (ends_in_name(tokens, *nxt) or is_name(tokens, *nxt))
            and (stop >= len(tokens) or tokens[stop].text in (",", ".", ";"))
            and (
                any(is_verb(tokens, j, 0) or tokens[j].kind == "quote" for j in range(k))
                or all(map(is_adverb, tokens[:k]))
            )
        ):
            return True
        if tokens[i].low in ("says", "said") and stop >= len(tokens) and tokens[nxt[1] - 1].low in ROLES:
            return True  # a headline: “…, says thinktank”
        ends = (
            stop >= len(tokens)
            or tokens[stop].text in (".", ",", ":", ";", "—")
            or tokens[stop].kind == "quote"
            or tokens[stop].low in PREPOSITIONS | SUBORDINATORS
        )
        return ends and any(is_verb(tokens, j, 0) for j in range(k)) and _clause_before(tokens, k)
    return False


def _clause_before(tokens: Sequence[Token], comma: int) -> bool:
    """Whether the part before a comma is a clause and not a name with more to tell of it."""
    parts = split(tokens, 0, comma)
    if (
        parts
        and tokens[parts[-1][0]].low in CONJUNCTIONS
        and any(is_verb(tokens, j, parts[-1][0]) for j in range(*parts[-1]))
    ):
        return True
    return not parts or (not is_appositive(tokens, parts[-1]) and not is_noun_phrase(tokens, *parts[-1]))
