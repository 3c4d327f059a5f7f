"""A record's card: what is shown of it wherever it is linked, and nothing else."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Protocol

from markupsafe import Markup, escape

from briefing.core.values import Date
from briefing.corpus.claim_standing import Standing
from briefing.rendering import markdown
from briefing.rendering.view.quote_language import language_of_words, telling
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.statement import Statement
from briefing.schema.vocabulary import phrase

LONGEST_LABEL = 140  # characters of a statement's words in a link
INFERRED = Markup(
    '<i class="inferred"> inferred</i>'
)  # which the stylesheet shows as a small letter, and the foot of the page explains
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class Reader(Protocol):
    """What a card is made from: the shelf, which notes what is read."""

    def record(self, id: str) -> Any: ...

    def knows(self, id: str) -> bool: ...

    def standing(self, claim: str) -> Standing: ...


class Card(NamedTuple):
    """`label` is the record's name as plain text, `link` as HTML; `when` is its date as a list shows it, or empty."""

    path: str
    date: Date | None
    label: str
    link: Markup
    when: Markup
    marks: Markup
    listed: bool  # whether search engines may find the record's pages; what is not is marked
    language: str = ""  # of a title or a quote, where its letters agree with what its source says; the link says it too
    aliases: tuple[str, ...] = ()  # other names


def make_card(tracked: Reader, id: str) -> Card:
    record = tracked.record(id)
    label = _label(tracked, record)
    link, language = _link(tracked, record, label)
    date = date_element(record.when, bool(getattr(record, "date_note", "")))
    when = Markup(f'<span class="when">{date}</span> ') if date else Markup("")
    listed, aliases = record.status == "published", getattr(record, "aliases", ())
    return Card(record.path, record.when, label, link, when, _marks(tracked, record), listed, language, aliases)


def _label(tracked: Reader, record: Record) -> str:
    if not isinstance(record, Statement):
        return record.label
    speaker = tracked.record(record.speaker)
    if record.quote:
        return f"{speaker.label}: {cut(record.label, LONGEST_LABEL)}"
    said = cut(first_sentence(plain(tracked, record.summary)), LONGEST_LABEL)
    named = any(name in said for name in (speaker.label, *speaker.aliases))
    return said if named else f"{speaker.label}: {said}"


def _link(tracked: Reader, record: Record, label: str) -> tuple[Markup, str]:
    """(the label as HTML, the language of the title or the quote in it)

    The sources of a quote are read only where its letters can tell anything, so that few cards depend on any.
    """
    if isinstance(record, Source):
        language = language_of_words(label, record.language)
        return isolated(label, language), language
    if isinstance(record, Statement) and telling(record.quote):
        languages = {tracked.record(citation.source).language for citation in record.sources}
        language = language_of_words(record.quote, languages.pop()) if len(languages) == 1 else ""
        speaker, quote = tracked.record(record.speaker).label, cut(record.label, LONGEST_LABEL)
        return Markup(f"{isolated(speaker)}: {isolated(quote, language)}"), language
    return isolated(label), ""


def _marks(tracked: Reader, record: Record) -> Markup:
    """What a reader must know before following a link: draft, withdrawn, not established, contested."""
    words = [(record.status, record.status)] if record.status != "published" else []
    if isinstance(record, Event) and record.actuality != "happened":
        words.append((record.actuality, record.actuality))
    if isinstance(record, Claim):
        word = tracked.standing(record.id).word
        words.append((word, phrase(word)))
    return Markup("".join([f' <span class="mark {name}">{word}</span>' for name, word in words]))


# --- text ------------------------------------------------------------------------------------------------------------


def plain(tracked: Reader, text: str, enough: int = 0) -> str:
    """A Markdown text as one line of plain text; as `markup.plain`."""
    return markdown.plain(text, lambda id: _name(tracked, id), enough)


def _name(tracked: Reader, id: str) -> str:
    """A record's name inside another's text: never by way of a summary, which may mention the first again."""
    if not tracked.knows(id):
        return id
    record = tracked.record(id)
    return str(tracked.record(record.speaker).label if isinstance(record, Statement) else record.label)


def date_element(date: Date | None, inferred: bool = False) -> Markup:
    """A date in words. Where it was inferred, a mark says so; how is on the record's own page."""
    if date is None:
        return Markup("")
    shown = time_element(date)
    return shown + INFERRED if inferred else shown


def time_element(date: Date) -> Markup:
    if date.iso:
        return Markup(f'<time datetime="{date.iso}">{date.words}</time>')
    return Markup(f'<span class="date">{date.words}</span>')


def isolated(text: str, language: str = "") -> Markup:
    """Text escaped, and kept from reordering what stands beside it where it runs from right to left; in a language if one is known."""
    shown = escape(text)
    if language:
        return Markup(f'<bdi lang="{language}">{shown}</bdi>')
    return Markup(f"<bdi>{shown}</bdi>") if not text.isascii() and _RIGHT_TO_LEFT.search(text) else shown


def cut(text: str, longest: int) -> str:
    """A text cut at a word, with an ellipsis inside a closing quotation mark."""
    if len(text) <= longest:
        return text
    end = "…”" if text.startswith("“") else "…"
    short = text[: longest - len(end)]
    return short[: short.rfind(" ") if " " in short else len(short)].rstrip(" ,;:.–—-") + end


def first_sentence(text: str) -> str:
    """A text up to the end of its first sentence: a full stop before a space and a capital, but not after an initial."""
    match = re.search(r"(?<=[^\s.][^\s.][.!?])[”’\"']?(?=\s+[“‘\"'\[(]?[^\W\d_a-z])", text)
    return text[: match.end()] if match else text
