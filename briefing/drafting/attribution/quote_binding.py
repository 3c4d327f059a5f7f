"""Which act of speech a quotation belongs to, from the tokens of the sentence that it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.drafting.grammar.noun_phrases import is_adverb
from briefing.drafting.grammar.speech_acts import ACCORDING, COLON, SpeechAct
from briefing.drafting.lexicon.word_lists import DETERMINERS
from briefing.drafting.text.tokenizer import Token, inner_end


def event_for(
    found: Sequence[Token], at: int, all_events: Sequence[SpeechAct], text: str
) -> tuple[SpeechAct | None, bool]:
    """(the act of speech that a quotation belongs to, whether the two touch)."""
    # 1. “…,” Kirby said / said Kirby / according to Kirby
    for event in all_events:
        begin = min(event.at, event.subject[0]) if event.subject and not event.shared else event.at
        if begin > at and not any(t.kind == "quote" for t in found[at + 1 : begin]):
            between = [t for t in found[at + 1 : begin]]
            inside = inner_end(text, found[at])
            joined = inside in ",?!…—–-." or (bool(between) and between[0].text in (",", "—", "–", "--"))
            plain = all((not t.is_word and t.text in (",", "—", "–", "--", "…")) or is_adverb(t) for t in between)
            if plain and joined and not event.shared and not _before_touches(found, at, all_events):
                return _main_verb(found, event, all_events), True
            if plain and event.cue is ACCORDING:
                return event, True
            if not event.shared:
                break
    # 2. Kirby said: “…”, Kirby said that “…”, Kirby told reporters “…”
    earlier = [e for e in all_events if e.at < at]
    if earlier:
        event = earlier[-1]
        if event.cue is ACCORDING or event.after:
            own = max(event.at, event.subject[1] - 1 if event.subject else event.at)
            return event, own < at and not any(t.is_word and t.low not in DETERMINERS for t in found[own + 1 : at])
        return event, adjacent_before(found, at, event)
    # 3. a clause before its attribution: The “…” has come, Kirby said
    later = [e for e in all_events if e.at > at and not e.shared]
    if later:
        first = later[0]
        begin = min(first.at, first.subject[0]) if first.subject else first.at
        before = found[begin - 1]
        if (
            before.kind == "quote"
            or before.text in (",", "—", "–", "--")
            or before.low in ("as", "which", "that", "while", "and", "but", "how", "what", "all")
        ):
            return first, False
    return None, False


def _main_verb(found: Sequence[Token], event: SpeechAct, all_events: Sequence[SpeechAct]) -> SpeechAct:
    """Of "one neighbor, who asked not to be named, told CNN", the telling."""
    if event.subject is None or not any(t.low == "who" for t in found[event.subject[1] : event.at]):
        return event
    return next((e for e in all_events if e.at > event.at and e.subject == event.subject and not e.shared), event)


def _before_touches(found: Sequence[Token], at: int, all_events: Sequence[SpeechAct]) -> bool:
    """Whether a quotation is bound to what goes before it: "Smith said: “…”, and …"."""
    earlier = [e for e in all_events if e.at < at]
    if not earlier or earlier[-1].cue in (ACCORDING, COLON) or earlier[-1].after:
        return False
    called = (
        found[at - 1].low in DETERMINERS
        and earlier[-1].end == at - 1
        and earlier[-1].cue.base in ("call", "describe", "term", "label")
    )
    return found[at - 1].text == ":" or (earlier[-1].end == at and found[at - 1].is_word) or called


def adjacent_before(found: Sequence[Token], at: int, event: SpeechAct | None) -> bool:
    """Whether little stands between a verb and the quotation after it."""
    if event is None or event.at >= at:
        return False
    between = found[max(event.end, event.subject[1] if event.subject and event.after else event.end) : at]
    return (
        len(between) == 0
        or between[-1].text in (":", ",")
        or (
            len(between) <= 3
            and not any(t.kind == "quote" for t in between)
            and (
                (between[-1].low in DETERMINERS and event.cue.base in ("call", "describe", "label", "brand", "term"))
                or between[-1].low
                in ("that", "a", "an", "it", "as", "is", "was", "were", "be", "are", "reporters", "him", "her", "them")
                or between[-1].low in ("it's", "that's", "he's", "she's", "they're", "we're", "there's")
            )
        )
    )


def governs(found: Sequence[Token], at: int, event: SpeechAct) -> bool:
    """Whether a verb's reach goes as far as a fragment that does not touch it: no new clause with a subject of its own between."""
    if event.cue is COLON:
        return False
    return not any(t.text == ";" for t in found[min(event.at, at) : max(event.at, at)])


def is_spent(found: Sequence[Token], at: int, event: SpeechAct) -> bool:
    """Whether a verb has a quotation before it already, to which it was bound."""
    begin = min(event.at, event.subject[0]) if event.subject and not event.shared else event.at
    return begin > 0 and (
        found[begin - 1].kind == "quote"
        or (begin > 1 and found[begin - 1].text == "," and found[begin - 2].kind == "quote")
    )
