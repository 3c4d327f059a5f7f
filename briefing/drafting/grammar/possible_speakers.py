"""Whether a phrase names somebody or something that can speak, as far as its words tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefing.drafting.lexicon.word_lists import DETERMINERS, PREPOSITIONS, PRONOUNS, ROLES
from briefing.drafting.text.tokenizer import Token

_PERSONS = re.compile(
    r"\w{3}(?:[eo]r|ist|man|woman|men|women|ian|ee|ant|person)s?$"
)  # nouns that by their ending are people


def head_of(found: Sequence[Token], phrase: tuple[int, int]) -> str:
    """The noun that a phrase turns on: the last before a preposition."""
    head = ""
    for token in found[phrase[0] : phrase[1]]:
        if token.low in PREPOSITIONS and head:
            break
        head = token.low
    return head


def may_speak(found: Sequence[Token], phrase: tuple[int, int]) -> bool:
    """Whether a phrase names somebody who can speak, as far as its words tell."""
    words = found[phrase[0] : phrase[1]]
    if len(words) == 1 and words[0].low in PRONOUNS:
        return words[0].low in ("he", "she", "they", "i", "we", "it")
    if any(w.low in ROLES for w in words) or _PERSONS.search(head_of(found, phrase)):
        return True
    if any(
        w.low in ("those", "others", "one", "another", "some", "many", "several", "critics", "most") for w in words[:1]
    ):
        return True
    return any(w.capital and w.low not in DETERMINERS and w.low not in PREPOSITIONS for w in words)
