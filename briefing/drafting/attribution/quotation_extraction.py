"""A text becomes what is said in it: each quotation and each clear piece of indirect speech, with the words that name its speaker.

Names are not yet records here; `cast` does that. Every place is in characters of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.drafting.attribution.quote_binding import event_for, governs, is_spent
from briefing.drafting.attribution.scare_quotes import is_fragment, is_name
from briefing.drafting.grammar.noun_phrases import is_time, is_verb
from briefing.drafting.grammar.possible_speakers import may_speak
from briefing.drafting.grammar.speech_acts import ACCORDING, WEAK, SpeechAct, events
from briefing.drafting.grammar.verb_subjects import main_subject
from briefing.drafting.lexicon.speech_cues import Cue
from briefing.drafting.lexicon.word_lists import AUXILIARIES, DETERMINERS, PREPOSITIONS
from briefing.drafting.text.paragraphs import TextSpan, paragraphs
from briefing.drafting.text.quotation_marks import QuotedSpan, quoted
from briefing.drafting.text.tokenizer import Token, sentences, tokens
from briefing.drafting.text.transcript_turns import Turn, questions, turns


@dataclass(frozen=True, slots=True)
class Said:
    """Something that somebody says in a text.

    `words` is the span of the quotation without its marks, or of the sentence that gives the speech indirectly, `quoted`
    telling which. `speaker` is the span that names the speaker, None where the text does not say; `sure` is false where it
    was taken from what stands near. `sentence` is all of the sentence around it.
    """

    words: TextSpan
    quoted: bool
    speaker: TextSpan | None
    cue: str
    stance: str
    sentence: TextSpan
    sure: bool = True
    via: tuple[TextSpan, ...] = ()
    fragment: bool = False


@dataclass(frozen=True, slots=True)
class _Sentence:
    tokens: tuple[Token, ...]
    events: tuple[SpeechAct, ...]
    paragraph: int

    @property
    def span(self) -> TextSpan:
        return TextSpan(self.tokens[0].start, self.tokens[-1].end)


MOST_SAID = 2000  # quotations or verbs of speech in one article; the longest transcripts have some hundred
MOST_PARAGRAPHS = 20_000
LONGEST_SENTENCE = 200  # tokens; what is longer is a list or no prose, and is not parsed


class TooMuchSaid(Exception):  # noqa: N818  # what is the matter with the text
    """A text of more than any article has; the message says of what."""


def _see_that_it_is_an_article(said: int, paragraphs: int = 0) -> None:
    if said > MOST_SAID:
        raise TooMuchSaid(f"more than {MOST_SAID:,} quotations or verbs of speech")
    if paragraphs > MOST_PARAGRAPHS:
        raise TooMuchSaid(f"more than {MOST_PARAGRAPHS:,} paragraphs")


def said(text: str) -> tuple[Said, ...]:
    """Everything said in a text, in its order. Raises TooMuchSaid where it is more than an article can have."""
    if "``" in text:  # marks as typesetters write them; every place stays what it is
        text = text.replace("``", "“ ").replace("''", " ”")
    found = paragraphs(text)
    _see_that_it_is_an_article(0, len(found))
    spoken = turns(text, found)
    _see_that_it_is_an_article(len(spoken))
    inside = [turn.words for turn in spoken] + questions(text, found) if spoken else []
    prose = _outside(found, inside)
    return tuple(
        sorted([*_turns_said(spoken), *_Prose(text, prose).said()], key=lambda s: (s.words.start, s.words.end))
    )


def _outside(found: Sequence[TextSpan], inside: Sequence[TextSpan]) -> list[TextSpan]:
    """The paragraphs of which neither end lies within one of the spans."""
    starts, ends, last = [], [], 0
    for span in sorted(inside):
        last = max(last, span.end)
        starts.append(span.start)
        ends.append(last)  # how far any span reaches that begins here or before

    def covered(at: int) -> bool:
        place = bisect_right(starts, at) - 1
        return place >= 0 and at < ends[place]

    return [p for p in found if not covered(p.start) and not covered(p.end - 1)]


def _turns_said(spoken: Sequence[Turn]) -> Iterator[Said]:
    for turn in spoken:
        yield Said(turn.words, True, turn.speaker, ":", "asserts", TextSpan(turn.speaker.start, turn.words.end))


class _Prose:
    def __init__(self, text: str, found: Sequence[TextSpan]) -> None:
        self.text = text
        self.paragraphs = found
        self.quotes = quoted(text, found)
        _see_that_it_is_an_article(len(self.quotes))
        self.sentences = tuple(self._sentences())

    def _sentences(self) -> Iterator[_Sentence]:
        """The sentences of the text. A quotation that runs over paragraphs belongs to the one it begins in, and to the
        one it ends in, for what stands after it.
        """
        begin = acts = 0
        for number, paragraph in enumerate(self.paragraphs):
            while begin < len(self.quotes) and self.quotes[begin].outer.end <= paragraph.start:
                begin += 1
            inner: list[tuple[int, TextSpan]] = []
            for n in range(begin, len(self.quotes)):
                outer = self.quotes[n].outer
                if outer.start >= paragraph.end:
                    break
                inner.append((n, TextSpan(max(outer.start, paragraph.start), min(outer.end, paragraph.end))))
            for part in sentences(self.text, tokens(self.text, paragraph, inner)):
                sentence = _Sentence(tuple(part), tuple(events(part)) if len(part) <= LONGEST_SENTENCE else (), number)
                acts += len(sentence.events)
                _see_that_it_is_an_article(acts)
                yield sentence

    def said(self) -> Iterator[Said]:
        self.given: dict[int, Said | None] = {}
        for n, sentence in enumerate(self.sentences):
            for token in sentence.tokens:
                if token.kind == "quote" and self.given.get(token.quote) is None:
                    said = self._within(sentence, token, n)
                    if said is not None or token.quote not in self.given:
                        self.given[token.quote] = said
        self._neighbours()
        yield from (said for said in self.given.values() if said)
        yield from self._indirect()

    # --- what its own sentence says about a quotation ----------------------------------------------------------------

    def _within(self, sentence: _Sentence, token: Token, n: int) -> Said | None:
        found = sentence.tokens
        at = next(i for i, t in enumerate(found) if t.quote == token.quote and t.kind == "quote")
        event, direct = event_for(found, at, _speaking(sentence), self.text)
        quote = self.quotes[token.quote]
        fragment = is_fragment(self.text, quote, found, at)
        if is_name(self.text, quote, found, at, event, direct, fragment):
            return None
        if event is None or (
            event.cue.base in WEAK and not (direct and event.subject and may_speak(found, event.subject))
        ):
            return None
        if fragment and not direct and not governs(found, at, event):
            return None
        if (
            fragment
            and not direct
            and event.at < at
            and is_spent(found, at, event)
            and len(quote.span.of(self.text).split()) < 4
        ):
            return None  # “…,” Adler wrote, cutting his rating to “hold”
        if fragment and not direct and event.after and event.at < at and event.cue is not ACCORDING:
            return None  # “…,” said Jones, who has a “buy” rating
        return self._made(quote, event, sentence, fragment)

    def _made(self, quote: QuotedSpan, event: SpeechAct, sentence: _Sentence, fragment: bool) -> Said:
        subject = self._words(event.subject, sentence.tokens)
        relay = self._relays(event, sentence)
        cue = event.cue
        return Said(
            _outer_trimmed(self.text, quote.span),
            True,
            subject,
            cue.form,
            _stance(cue, event),
            sentence.span,
            event.subject is not None,
            relay,
            fragment,
        )

    def _words(self, phrase: tuple[int, int] | None, found: Sequence[Token]) -> TextSpan | None:
        if phrase is None:
            return None
        start, end = found[phrase[0]].start, found[phrase[1] - 1].end
        for ending in ("'s", "’s"):
            if self.text[start:end].endswith(ending):
                end -= 2
        return TextSpan(start, end)

    def _relays(self, event: SpeechAct, sentence: _Sentence) -> tuple[TextSpan, ...]:
        """Who passes the words on: "…, he said, according to TASS", "was quoted by TASS as saying", "X said that Iran denies"."""
        relays: list[TextSpan] = []
        if event.relay:
            relays.append(self._words(event.relay, sentence.tokens) or TextSpan(0, 0))
        for other in sentence.events:
            if other is event or other.subject is None or other.subject == event.subject:
                continue
            if other.cue is ACCORDING and other.at > event.at and event.cue is not ACCORDING:
                relays.append(self._words(other.subject, sentence.tokens) or TextSpan(0, 0))
            elif other.cue.base == "report" and other.at > event.at and not other.shared and event.cue is not ACCORDING:
                relays.append(self._words(other.subject, sentence.tokens) or TextSpan(0, 0))  # “…, the agency reported”
        return tuple(relays)

    # --- what the sentences around say -------------------------------------------------------------------------------

    def _neighbours(self) -> None:
        """Speakers for whole quotations whose sentence names none: from the sentences before and after, then the paragraph before."""
        by_quote: dict[int, int] = {}
        for n, sentence in enumerate(self.sentences):
            for token in sentence.tokens:
                if token.kind == "quote":
                    by_quote.setdefault(token.quote, n)
        for number, n in sorted(by_quote.items()):
            if self.given.get(number) is not None:
                continue
            quote = self.quotes[number]
            sentence = self.sentences[n]
            at = next(i for i, t in enumerate(sentence.tokens) if t.quote == number and t.kind == "quote")
            fragment = is_fragment(self.text, quote, sentence.tokens, at)
            event, direct = event_for(sentence.tokens, at, _speaking(sentence), self.text)
            if is_name(self.text, quote, sentence.tokens, at, event, direct, fragment) or (
                event is not None and fragment
            ):
                continue
            alone = all(not t.is_word for t in sentence.tokens)
            heading = alone and len(sentence.tokens) == 1 and sentence.span == self.paragraphs[sentence.paragraph]
            if heading and quote.span.of(self.text)[-1:] not in ".!?…," and len(quote.span.of(self.text).split()) < 8:
                continue
            if fragment and not self._carries_on(n, quote, sentence):
                continue
            if not alone and not fragment and not self._is_speech(quote, sentence, at):
                continue
            paragraph = self.paragraphs[sentence.paragraph]
            if self.text[paragraph.end - 1].isalnum() and not quote.outer.end == paragraph.end:
                continue  # a headline
            near = self._near(n, number, sentence)
            words = _outer_trimmed(self.text, quote.span)
            if near is None:
                if len(quote.span.of(self.text).split()) > 3 and not fragment:
                    self.given[number] = Said(words, True, None, "", "asserts", sentence.span, False)
                continue
            speaker, cue, stance = near
            self.given[number] = Said(words, True, speaker, cue, stance, sentence.span, False, (), fragment)

    def _is_speech(self, quote: QuotedSpan, sentence: _Sentence, at: int) -> bool:
        if at == 0:
            return (
                len(sentence.tokens) > 1
                and not sentence.tokens[1].is_word
                and len(quote.span.of(self.text).split()) > 3
            )
        return sentence.tokens[at - 1].text in (":", ",")

    def _carries_on(self, n: int, quote: QuotedSpan, sentence: _Sentence) -> bool:
        """Whether a fragment goes on with what the sentence before it, in its paragraph, attributes to somebody."""
        if n == 0 or self.sentences[n - 1].paragraph != sentence.paragraph or len(quote.span.of(self.text).split()) < 4:
            return False
        return any(
            e.cue.clear or any(t.kind == "quote" for t in self.sentences[n - 1].tokens)
            for e in self.sentences[n - 1].events
        )

    def _near(self, n: int, number: int, sentence: _Sentence) -> tuple[TextSpan | None, str, str] | None:
        back = n - 1
        while back > 0 and self.sentences[back].tokens[0].text == "(":
            back -= 1  # what stands in brackets is said aside
        earlier = self.sentences[back] if n else None
        later = self.sentences[n + 1] if n + 1 < len(self.sentences) else None
        begins = earlier is None or earlier.paragraph != sentence.paragraph
        if later is not None and later.paragraph == sentence.paragraph and _is_attribution(later):
            event = later.events[0]
            return self._words(event.subject, later.tokens), event.cue.form, _stance(event.cue, event)
        if not begins and earlier is not None:
            return self._from(earlier, back, True)
        if earlier is None:
            return self._from_later(n, sentence)
        closing = self.text[earlier.span.end - 1]
        if closing in ":,":
            return self._from(earlier, n - 1, True)
        if (
            begins
            and later is not None
            and later.paragraph == sentence.paragraph
            and not any(t.kind == "quote" for t in earlier.tokens)
        ):
            after = self._from_later(n, sentence)
            if after is not None and after[0] is not None:
                return after
        # the paragraph before: who spoke last in it, or whom its last sentence is about
        last = n - 1
        while last >= 0 and self.sentences[last].paragraph == earlier.paragraph:
            near = self._from(self.sentences[last], last, last == n - 1)
            if near is not None:
                return near
            last -= 1
        return None

    def _from(self, sentence: _Sentence, n: int, subject: bool) -> tuple[TextSpan | None, str, str] | None:
        """The speaker that a sentence gives to the one after it."""
        quotes = [t.quote for t in sentence.tokens if t.kind == "quote"]
        for number in reversed(quotes):
            known = self.given.get(number)
            if known is not None and known.speaker is not None:
                return known.speaker, known.cue, "asserts"
        for event in reversed(sentence.events):
            if event.subject is not None and (event.cue.clear or event.cue is not ACCORDING):
                return self._words(event.subject, sentence.tokens), event.cue.form, "asserts"
        if subject:
            phrase = main_subject(sentence.tokens, 0, len(sentence.tokens))
            if phrase is not None and may_speak(sentence.tokens, phrase):
                before = self.sentences[n - 1] if n else None
                if (
                    phrase[1] - phrase[0] == 1
                    and sentence.tokens[phrase[0]].low in ("he", "she")
                    and before is not None
                    and before.paragraph == sentence.paragraph
                ):
                    return self._from(before, n - 1, False) or (self._words(phrase, sentence.tokens), "", "asserts")
                return self._words(phrase, sentence.tokens), "", "asserts"
        return None

    def _from_later(self, n: int, sentence: _Sentence) -> tuple[TextSpan | None, str, str] | None:
        if n + 1 >= len(self.sentences):
            return None
        later = self.sentences[n + 1]
        if later.paragraph != sentence.paragraph:
            return None
        for event in later.events:
            if event.subject is not None:
                return self._words(event.subject, later.tokens), event.cue.form, "asserts"
        phrase = main_subject(later.tokens, 0, len(later.tokens))
        if phrase is not None and may_speak(later.tokens, phrase):
            return self._words(phrase, later.tokens), "", "asserts"
        return None

    # --- indirect speech ---------------------------------------------------------------------------------------------

    def _indirect(self) -> Iterator[Said]:
        self.speakers: dict[TextSpan, set[TextSpan | None]] = {}
        for said in self.given.values():
            if said:
                self.speakers.setdefault(said.sentence, set()).add(said.speaker)
        for sentence in self.sentences:
            if any(t.kind == "quote" and self.given.get(t.quote) for t in sentence.tokens):
                yield from self._chains(sentence)
                continue
            chosen = _indirect_events(sentence) if self.text[sentence.span.end - 1] in ".!?…;”\"’')" else []
            for event in chosen:
                outer = [e for e in chosen if e is not event and _holds(sentence.tokens, e, event)]
                via = tuple(
                    w for e in reversed(outer) if (w := self._words(e.subject, sentence.tokens))
                ) + self._relays(event, sentence)
                yield Said(
                    sentence.span,
                    False,
                    self._words(event.subject, sentence.tokens),
                    event.cue.form,
                    _stance(event.cue, event),
                    sentence.span,
                    True,
                    via,
                )

    def _chains(self, sentence: _Sentence) -> Iterator[Said]:
        """A second speaker in a sentence with a quotation: "while the Post reported that …, Kirby said there was “no …”"."""
        speakers = self.speakers.get(sentence.span, set())
        for event in _indirect_events(sentence):
            words = self._words(event.subject, sentence.tokens)
            if event.cue is not ACCORDING and not event.shared and words is not None and words not in speakers:
                if event.at + 1 < len(sentence.tokens) and sentence.tokens[event.at + 1].text not in (".", ","):
                    yield Said(
                        sentence.span, False, words, event.cue.form, _stance(event.cue, event), sentence.span, True
                    )


# Verbs that may have a thing for their object, and report something said only with a clause: "added that", not "added 80 jobs".
_WITH_CLAUSE = frozenset(
    [
        "add",
        "maintain",
        "charge",
        "note",
        "observe",
        "repeat",
        "reveal",
        "disclose",
        "explain",
        "acknowledge",
        "conclude",
        "estimate",
        "stress",
    ]
)


def _indirect_events(sentence: _Sentence) -> list[SpeechAct]:
    """The acts of speech that give in their own words what somebody said."""
    return [event for event in sentence.events if _is_indirect(sentence.tokens, event)]


def _is_indirect(found: Sequence[Token], event: SpeechAct) -> bool:
    if not event.cue.clear or event.subject is None or event.shared or not may_speak(found, event.subject):
        return False
    if event.cue is ACCORDING:
        return True
    before, after = found[event.at - 1], found[event.end] if event.end < len(found) else None
    if event.cue.ending == "" and before.low in AUXILIARIES and not event.negated:
        return False  # “would say”
    if (
        after is not None
        and after.low == "to"
        and event.cue.base in ("expect", "believe", "report", "fear", "estimate", "allege")
    ):
        return False  # “items expected to be on offer”
    if event.cue.base in _WITH_CLAUSE and after is not None and after.is_word and after.low != "that":
        if not any(is_verb(found, i, event.end) for i in range(event.end, len(found))):
            return False
    own = range(min(event.at, event.subject[0]), max(event.end, event.subject[1]))
    told = [
        t
        for i, t in enumerate(found)
        if i not in own and t.is_word and t.low not in PREPOSITIONS | DETERMINERS and not is_time(t)
    ]
    return len(told) > 1 or event.cue.base in ("decline", "refuse")


def _speaking(sentence: _Sentence) -> list[SpeechAct]:
    """The acts of speech whose subject may speak; all of them where none may."""
    able = [e for e in sentence.events if e.subject is None or may_speak(sentence.tokens, e.subject)]
    return able or list(sentence.events)


def _holds(found: Sequence[Token], outer: SpeechAct, inner: SpeechAct) -> bool:
    """Whether one act of speech is told of in another: "Kirby said that Iran denies", with no comma between."""
    if outer.at >= inner.at or outer.after or outer.subject == inner.subject or inner.subject is None:
        return False
    return not any(t.text in (",", ";", "—", "–") for t in found[outer.at : inner.subject[0]])


def _stance(cue: Cue, event: SpeechAct) -> str:
    if event.negated and cue.base in ("confirm", "say", "comment"):
        return "declines-to-say"
    if event.negated and cue.stance == "assesses":
        return "doubts"
    if event.negated and cue.stance == "denies":
        return "declines-to-say"
    return cue.stance


def _is_attribution(sentence: _Sentence) -> bool:
    """Whether a sentence is nothing but "Smith said." after a quotation that closed with a full stop."""
    words = [t for t in sentence.tokens if t.is_word]
    return (
        len(sentence.events) == 1
        and len(words) <= 8
        and not any(t.kind == "quote" for t in sentence.tokens)
        and sentence.events[0].subject is not None
        and (sentence.tokens[min(sentence.events[0].end, len(sentence.tokens) - 1)].text in (".", ","))
    )


def _outer_trimmed(text: str, span: TextSpan) -> TextSpan:
    """A quotation without the comma that leads on to its attribution."""
    end = span.end
    while end > span.start and (text[end - 1] == "," or text[end - 1].isspace()):
        end -= 1
    return replace(span, end=end)
