"""A sentence's tokens become its acts of speech: which verb, whose words, and what stands between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.drafting.grammar.following_phrase import phrase_after
from briefing.drafting.grammar.noun_phrases import Phrase, is_adverb, is_noun_phrase, is_verb, trim_end
from briefing.drafting.grammar.speech_verbs import (
    is_passive,
    is_signature,
    is_verb_here,
    opens_after_quote,
    turn_of_phrase,
)
from briefing.drafting.grammar.verb_subjects import before_quote, main_subject, prefer_name, subject_before
from briefing.drafting.lexicon.speech_cues import CUES, Cue
from briefing.drafting.lexicon.word_lists import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    DOCUMENTS,
    PREPOSITIONS,
    PRONOUNS,
    ROLES,
    SIGNS,
)
from briefing.drafting.text.tokenizer import Token

ACCORDING = Cue("according", "according to", "", "asserts", True, False)
COLON = Cue("say", ":", "", "asserts", False, False)
# Verbs that bear words in quotation marks only where nothing else in the sentence does.
WEAK = frozenset(["find", "see", "feel", "hold", "think", "rule", "love", "like", "hate", "sign", "project", "decide", "deem", "determine", "consider", "regard", "open", "close", "end", "finish", "follow", "shoot", "speak", "talk", "smile", "laugh", "press", "prefer", "welcome", "greet", "cheer", "thank", "offer", "guess"])  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpeechAct:
    """An act of speech in a sentence. `subject` are the tokens that name the speaker; `after` whether they follow the verb.

    `at` and `end` are the first token of the attribution's verb and the one after its last.
    """

    cue: Cue
    at: int
    end: int
    subject: Phrase | None
    after: bool = False
    shared: bool = False  # the subject was taken over from an earlier verb of the sentence
    negated: bool = False
    relay: Phrase | None = None


def events(tokens: Sequence[Token]) -> list[SpeechAct]:
    """The acts of speech of a sentence, in its order."""
    found: list[SpeechAct] = []
    for i, token in enumerate(tokens):
        if not token.is_word:
            if token.text in ("—", "–", "-", "--") and i and tokens[i - 1].kind == "quote" and is_signature(tokens, i):
                stop = next((k for k in range(i + 1, len(tokens)) if tokens[k].text in (",", ".")), len(tokens))
                found.append(SpeechAct(COLON, i, i + 1, (i + 1, stop), after=True))
            if token.text == ":" and i + 1 < len(tokens):
                event = _colon(tokens, i, found)
                if event:
                    found.append(event)
            continue
        if token.low == "according" and i + 1 < len(tokens) and tokens[i + 1].low == "to":
            subject = phrase_after(tokens, i + 2, len(tokens))
            if subject:
                found.append(SpeechAct(ACCORDING, i, i + 2, prefer_name(tokens, subject), after=True))
            continue
        if token.low == "in" and [t.low for t in tokens[i + 1 : i + 4]] == ["the", "words", "of"]:
            subject = phrase_after(tokens, i + 4, len(tokens))
            if subject:
                found.append(SpeechAct(ACCORDING, i, i + 4, prefer_name(tokens, subject), after=True))
            continue
        cue = CUES.get(token.low)
        if cue is None:
            cue = turn_of_phrase(tokens, i)
        if cue is None or (token.text[:1].isupper() and i > 0 and not token.text.isupper()):
            continue
        if cue.base in WEAK and any(e.cue.clear and not e.after for e in found):
            continue  # "the Post reported that inspectors had found": the Post speaks
        event = _event(tokens, i, cue, found)
        if event and (cue.ending or cue.clear or any(t.kind == "quote" for t in tokens[max(0, i - 3) : i + 4])):
            found.append(event)
    return found


def _event(tokens: Sequence[Token], i: int, cue: Cue, found: Sequence[SpeechAct]) -> SpeechAct | None:
    before = tokens[i - 1] if i else None
    if (
        before is not None
        and before.is_word
        and (
            (
                before.low in DETERMINERS
                and before.low
                not in (
                    "that",
                    "all",
                    "both",
                    "many",
                    "some",
                    "most",
                    "several",
                    "few",
                    "one",
                    "two",
                    "three",
                    "another",
                )
            )
            or before.low in ("of", "by", "'s")
        )
    ):
        return None
    if cue.ending == "":
        return _base_form(tokens, i, cue, found)
    if cue.ending == "ing":
        return _participle(tokens, i, cue, found)
    by = i + 1 < len(tokens) and tokens[i + 1].low == "by"
    if cue.ending == "past" and (is_passive(tokens, i) or (by and before is not None and before.is_word)):
        return _passive(tokens, i, cue)
    if cue.nounlike and not is_verb_here(tokens, i):
        return None
    negated = any(t.low in ("not", "n't", "never") for t in tokens[max(0, i - 2) : i])
    inverted = opens_after_quote(tokens, i)
    if inverted:
        subject = phrase_after(tokens, i + 1, len(tokens))
        if (
            subject is not None
            and tokens[subject[0]].low not in ("that",)
            and not (cue.base in ("tell", "ask") and tokens[subject[0]].low in ("reporters",))
            and not (subject[1] < len(tokens) and is_verb(tokens, subject[1], subject[0]))
        ):
            return SpeechAct(cue, i, i + 1, prefer_name(tokens, subject), after=True)
    subject = subject_before(tokens, i)
    if subject is None:
        if before is None or before.kind == "quote":
            late = phrase_after(tokens, i + 1, len(tokens))
            if late is None and before is not None:
                over = before_quote(tokens, i - 1)
                if over is not None:
                    return SpeechAct(cue, i, i + 1, over)
            return SpeechAct(cue, i, i + 1, prefer_name(tokens, late) if late else None, after=True)
        shared = _shared(tokens, i, found)
        if shared is None:
            return None
        return SpeechAct(cue, i, i + 1, shared, shared=True, negated=negated)
    return SpeechAct(cue, i, i + 1, subject, negated=negated)


def _base_form(tokens: Sequence[Token], i: int, cue: Cue, found: Sequence[SpeechAct]) -> SpeechAct | None:
    """ "would say", "did not say", "they say", "declined to say", "refused to comment"."""
    if not i or (
        cue.form
        in (
            "like",
            "order",
            "sign",
            "plan",
            "project",
            "second",
            "end",
            "close",
            "open",
            "text",
            "post",
            "message",
            "press",
            "label",
            "brand",
            "term",
        )
        and tokens[i - 1].low not in AUXILIARIES | PRONOUNS | {"to"}
    ):
        return None
    before = tokens[i - 1]
    while before.is_word and is_adverb(before) and i - 2 >= 0:
        i2 = i - 2
        before = tokens[i2]
        break
    negated = any(t.low in ("not", "n't", "never") or t.low.endswith("n't") for t in tokens[max(0, i - 2) : i])
    if before.low == "to":
        if i >= 2 and tokens[i - 2].low in ("declined", "refused", "declines", "refuses", "declining", "refusing"):
            return None  # the refusal is the act
        subject = main_subject(tokens, 0, i)
        return (
            SpeechAct(cue, i, i + 1, subject, shared=True, negated=negated)
            if subject and cue.base not in ("see", "find", "feel", "think", "like", "guess")
            else None
        )
    if before.low in AUXILIARIES or before.low.endswith("n't"):
        subject = subject_before(tokens, i)
        if subject is None and opens_after_quote(tokens, i):
            subject = phrase_after(tokens, i + 1, len(tokens))
        return SpeechAct(cue, i, i + 1, subject, negated=negated) if subject else None
    subject = subject_before(tokens, i)
    if subject is None:
        return None
    last = tokens[subject[1] - 1]
    for k in range(subject[0] + 1, subject[1]):  # “organisers of the festival say”
        if tokens[k].low in PREPOSITIONS and not tokens[k].capital:
            last = tokens[k - 1]
            break
    plural = last.low in ("they", "we", "i", "you", "who", "people", "police", "others") or (
        last.low.endswith("s") and (last.low in ROLES or not last.capital or subject[1] == 1)
    )
    if cue.nounlike and not plural and last.low not in ("who",):
        return None
    if not plural or cue.base in ("like", "see", "text", "order", "sign", "project", "rule"):
        return None
    nxt = tokens[i + 1] if i + 1 < len(tokens) else None
    if cue.form in (
        "report",
        "claim",
        "call",
        "demand",
        "charge",
        "offer",
        "question",
        "promise",
        "request",
        "answer",
        "comment",
        "note",
        "state",
        "point",
    ) and not (
        nxt is not None
        and (nxt.low in ("that", "for", "on", "it") or nxt.kind == "quote" or nxt.text == ":" or last.low in PRONOUNS)
    ):
        return None
    return SpeechAct(cue, i, i + 1, subject, negated=negated)


def _participle(tokens: Sequence[Token], i: int, cue: Cue, found: Sequence[SpeechAct]) -> SpeechAct | None:
    """ "…, adding that", "was quoted as saying", "calling it": the speaker is the one of the clause it hangs on."""
    before = tokens[i - 1] if i else None
    for k in range(i - 2, max(-1, i - 7), -1):  # “with one writing: “…” and another adding: “…””
        if (
            tokens[k].low in ("with", "and")
            and before is not None
            and before.is_word
            and is_noun_phrase(tokens, k + 1, i)
        ):
            return (
                SpeechAct(cue, i, i + 1, (k + 1, i))
                if cue.clear or tokens[k].low == "with" or cue.base in ("write", "post")
                else None
            )
    if (
        before is not None
        and cue.form in ("saying", "reading", "declaring")
        and before.low in DOCUMENTS | SIGNS
        and i > 1
    ):
        return SpeechAct(
            cue, i, i + 1, (i - 2 if tokens[i - 2].low in DETERMINERS else i - 1, i)
        )  # “a message reading”
    if before is not None and before.low in DETERMINERS:
        return None
    if before is not None and before.low in ("is", "are", "was", "were", "been", "be", "keeps", "kept", "not"):
        subject = subject_before(tokens, i)
        return SpeechAct(cue, i, i + 1, subject) if subject else None
    if before is not None and before.low in ("heard", "seen", "caught", "recorded", "filmed"):
        subject = subject_before(tokens, i - 1)
        return SpeechAct(cue, i, i + 1, subject) if subject else None
    if before is not None and before.low == "as":
        subject = main_subject(tokens, 0, i)
        relay = None
        quoting = next(
            (
                k
                for k in range(i - 2, max(-1, i - 16), -1)
                if tokens[k].low in ("quoted", "cited", "quotes", "quoting", "citing")
            ),
            None,
        )
        if quoting is not None and not is_passive(tokens, quoting):
            quoted_one = phrase_after(tokens, quoting + 1, i - 1)
            if quoted_one is not None:  # “Tass quoted an official as saying”
                return SpeechAct(cue, i, i + 1, quoted_one, relay=subject)
        for k in range(i - 1, max(-1, i - 12), -1):
            if tokens[k].low in ("by", "told") and tokens[k].is_word:
                relay = phrase_after(tokens, k + 1, i - 1)
                break
        if relay is None and i + 1 < len(tokens) and tokens[i + 1].low == "by":
            relay = phrase_after(tokens, i + 2, len(tokens))
        return SpeechAct(cue, i, i + 1, subject, relay=relay) if subject else None
    if cue.form in (
        "including",
        "following",
        "concerning",
        "regarding",
        "meaning",
        "leading",
        "opening",
        "closing",
        "holding",
        "finding",
        "seeing",
        "ruling",
        "reading",
        "according",
        "ending",
        "feeling",
        "considering",
        "including",
        "pointing",
        "signing",
        "shooting",
        "pressing",
        "singing",
        "writing",
        "project",
        "labeling",
        "highlighting",
        "listing",
        "texting",
        "broadcasting",
        "posting",
        "calculating",
        "determining",
    ):
        if cue.form not in ("writing", "reading", "posting", "pointing") or (before is not None and before.text != ","):
            return None
    if (
        before is None
        or before.text in (",", "—", "–", "--")
        or before.low in CONJUNCTIONS
        or before.kind == "quote"
        or before.low in ("while", "before", "after", "by", "without")
        or (before.is_word and before.low in PREPOSITIONS)
    ):
        subject = (
            found[-1].subject
            if found and before is not None and before.low not in ("after", "before", "by", "without", "while")
            else None
        )
        if subject is None:
            subject = main_subject(tokens, i + 1 if before is None else 0, len(tokens) if before is None else i)
        if subject is None:
            return None
        return SpeechAct(cue, i, i + 1, subject, shared=True)
    return None


def _shared(tokens: Sequence[Token], i: int, found: Sequence[SpeechAct]) -> Phrase | None:
    """The subject of a verb that is joined to an earlier one: "condemned the attack and said"."""
    start = trim_end(tokens, 0, i)
    before = tokens[start - 1] if start else None
    if before is None or not (before.low in CONJUNCTIONS or before.text in (",", "—", "–")):
        return None
    if found and found[-1].subject is not None:
        return found[-1].subject
    return main_subject(tokens, 0, i)


def _passive(tokens: Sequence[Token], i: int, cue: Cue) -> SpeechAct | None:
    """ "was described by one critic as “…”": whoever "by" names."""
    if cue.base in ("quote", "cite"):
        return None  # “was quoted as saying by Tass”: the saying is the act, and Tass the relay
    for k in range(i + 1, min(i + 4, len(tokens))):
        if tokens[k].low == "by":
            subject = phrase_after(tokens, k + 1, len(tokens))
            return SpeechAct(cue, i, subject[1], subject) if subject else None
        if not tokens[k].is_word:
            return None
    return None


NOT_SPEAKERS = frozenset(
    [
        "exclusive",
        "revealed",
        "related",
        "update",
        "updated",
        "photo",
        "picture",
        "video",
        "watch",
        "read",
        "note",
        "correction",
        "headline",
        "more",
        "breaking",
        "live",
        "opinion",
        "analysis",
    ]
)


def _colon(tokens: Sequence[Token], i: int, found: Sequence[SpeechAct]) -> SpeechAct | None:
    """ "Kirby: “…”" and "Kirby on Iran: “…”": a name and a colon before a quotation."""
    if tokens[i + 1].kind != "quote" or any(e.at < i for e in found):
        return None
    subject = main_subject(tokens, 0, i)
    if subject is None or tokens[subject[0]].low in NOT_SPEAKERS:
        return None
    return SpeechAct(COLON, i, i + 1, subject)
