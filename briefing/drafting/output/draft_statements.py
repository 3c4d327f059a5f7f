"""A text and the desk's records become drafts: each thing said, with its speaker's record, stance, date and whom it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from briefing.corpus.linker import Corpus
from briefing.drafting.attribution.quotation_extraction import Said, said
from briefing.drafting.resolution.desk_names import desk
from briefing.drafting.resolution.speaker_resolution import Cast, Identity
from briefing.drafting.text.paragraphs import TextSpan


@dataclass(frozen=True, slots=True)
class Draft:
    """Something said, and what the desk knows of its speaker. `quote` is None where the text gives it indirectly."""

    said: Said
    quote: str | None
    paraphrase: str | None
    words: str  # those that name the speaker
    speaker: Identity
    via: tuple[tuple[str, Identity], ...]  # (words, whom they come to)


def drafts(text: str, corpus: Corpus) -> tuple[Draft, ...]:
    """Everything said in a text, in its order."""
    found = said(text)
    spans = [one.speaker for one in found if one.speaker] + [relay for one in found for relay in one.via]
    cast = Cast(text, desk(corpus.records), spans)
    return tuple(_draft(text, one, cast) for one in found)


def _draft(text: str, one: Said, cast: Cast) -> Draft:
    quote = one.words.of(text) if one.quoted else None
    paraphrase = None
    if not one.quoted or one.fragment:
        paraphrase = " ".join(one.sentence.of(text).split())
    speaker = cast.identity(one.speaker) if one.speaker else Identity()
    via = tuple((relay.of(text), cast.identity(relay)) for relay in one.via)
    return Draft(one, quote, paraphrase, one.speaker.of(text) if one.speaker else "", speaker, via)


def as_data(found: Sequence[Draft]) -> list[dict[str, Any]]:
    """Drafts as plain data, the shape of `--format json`. Places are characters of the archived text."""
    return [
        {
            "quote": draft.quote,
            "start": draft.said.words.start,
            "end": draft.said.words.end,
            "paraphrase": draft.paraphrase,
            "speaker": draft.speaker.record or None,
            "speaker_text": draft.words or None,
            "speaker_start": draft.said.speaker.start if draft.said.speaker else None,
            "speaker_end": draft.said.speaker.end if draft.said.speaker else None,
            "cue": draft.said.cue or None,
            "stance": draft.said.stance or None,
            "via": [identity.record or words for words, identity in draft.via],
        }
        for draft in found
    ]


__all__ = ["Draft", "TextSpan", "as_data", "drafts"]
