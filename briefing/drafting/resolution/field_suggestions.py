"""What else a draft can say of a statement, from the words around it: role, venue, whom it is about, known claims that it may bear on."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from briefing.drafting.lexicon.word_lists import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SUBORDINATORS,
)
from briefing.drafting.resolution.entity_mentions import Mention
from briefing.drafting.text.paragraphs import TextSpan
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.record import Record

_VENUES = (
    (re.compile(r"\bin (?:an? )?((?:(?:exclusive|brief|lengthy|televised|radio|television|phone|telephone|recent|joint) )?interview(?: (?:with|on|for) (?:the )?[A-Z][\w’'&.-]*(?: [A-Z][\w’'&.-]*){0,4})?)"), "{}"),
    (re.compile(r"\b(?:in|during|at) (?:an? |the |his |her |their )?((?:[\w’'-]+ ){0,3}(?:news conference|press conference|press briefing|briefing|speech|address|hearing|testimony))\b"), "{}"),
    (re.compile(r"\btold (?:an? |the )((?:[\w’'-]+ ){0,2}(?:news conference|press conference|briefing|hearing|inquest|inquiry|court|jury|parliament|committee|forum|conference|summit))\b"), "{}"),
    (re.compile(r"\bin (?:an? )?((?:[\w’'-]+ ){0,2}(?:statement|letter|e-?mail|video address|filing|memo|op-ed|blog post|text message))\b"), "{}"),
    (re.compile(r"\b(?:wrote|posted|said|tweeted)(?: [\w’'-]+){0,3}? on (Twitter|X|Facebook|Telegram|Truth Social|Instagram|LinkedIn|Bluesky|Weibo)\b"), "{}"),
    (re.compile(r"\btold ((?:the )?[A-Z][\w’'&.-]*(?: [A-Z][\w’'&.-]*){0,3}(?: (?:news agency|newspaper|radio|television))?)(?=[\s,.:])"), "remarks to {}"),
    (re.compile(r"\btold (reporters|journalists)(?: (?:in|at|outside|on board|aboard) ((?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*){0,3}))?"), "remarks to {}"),
)  # fmt: skip
_FUNCTION = (
    ADVERBS
    | AUXILIARIES
    | CONJUNCTIONS
    | DETERMINERS
    | PREPOSITIONS
    | PRONOUNS
    | SUBORDINATORS
    | {"not", "said", "says"}
)


def venue(attribution: str) -> str:
    """Where or on what occasion it was said, as far as the attribution tells: "interview with the BBC"."""
    for pattern, form in _VENUES:
        match = pattern.search(attribution)
        if match:
            return form.format(match[1])
    return ""


def role(text: str, speaker: TextSpan, name: str) -> str:
    """The capity that the words at a speaker's name give: before it ("Pentagon spokesman") or in commas after it."""
    words = speaker.of(text)
    last = name.rsplit(maxsplit=1)[-1] if name else ""
    if last and words.endswith(last) and len(words.split()) > len(name.split()):
        before = words[: words.rfind(name)] if name in words else ""
        before = re.sub(r"^(?:the|a|an)\s+", "", before.strip(), flags=re.IGNORECASE)
        if before and any(w.lower().strip(".") in ROLES for w in before.split()):
            return before
    after = re.match(
        r",\s+((?:an?|the|its|his|her)\s+[^,.;:“”\"!?\n]{3,120})(?=[,.])", text[speaker.end : speaker.end + 160]
    )
    if after and name and any(w.lower() in ROLES for w in after[1].split()):
        return re.sub(r"^(?:the|an?)\s+", "", after[1])
    return ""


def about(mentioned: Sequence[Mention], span: TextSpan, without: Sequence[str]) -> tuple[str, ...]:
    """The entities that a stretch of text names, in its order, each once."""
    found = (m.record for m in mentioned if span.start <= m.place.start < span.end)
    return tuple(dict.fromkeys(id for id in found if id not in without))


def _content(text: str) -> set[str]:
    words = re.findall(r"[^\W\d_]{3,}|\d+", text.lower().replace("’", "'"))
    return {_stem(w) for w in words if w not in _FUNCTION}


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ians", "ian", "ers", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


class Claims:
    """The desk's claims, to be found by the entities and the words that they share with a piece of text."""

    def __init__(self, records: Mapping[str, Record]) -> None:
        self.claims = [r for r in records.values() if isinstance(r, Claim)]
        self.words = {c.id: _content(c.text) for c in self.claims}
        seen = Counter(w for words in self.words.values() for w in words)
        self.weight = {w: math.log(1 + len(self.claims) / n) for w, n in seen.items()}

    def near(self, text: str, entities: Sequence[str], most: int = 3) -> tuple[Claim, ...]:
        """The claims that share an entity and weighty words with a text, the nearest first."""
        words = _content(text)
        scored: list[tuple[float, str, Claim]] = []
        for claim in self.claims:
            shared = self.words[claim.id] & words
            if len(shared) < 2 or not set(claim.about) & set(entities):
                continue
            whole = sum(self.weight[w] for w in self.words[claim.id])
            score = sum(self.weight[w] for w in shared) / whole if whole else 0.0
            if score >= 0.3:
                scored.append((-score, claim.id, claim))
        return tuple(claim for _, _, claim in sorted(scored, key=lambda s: s[:2])[:most])
