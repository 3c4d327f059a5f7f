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
_LETTERS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_RIGHT_TO_LEFT = re.compile(f"[{_LETTERS}]")
# From the first letter of such words to the last, with what stands between them and is of no direction.
_RIGHT_TO_LEFT_WORDS = re.compile(f"[{_LETTERS}]+(?:[^\\w“”{_LETTERS}]+[{_LETTERS}]+)*")
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2069"))


class Reader(Protocol):
    """What a card is made from: the shelf, which notes what is read."""

    def record(self, id: str) -> Any: ...

    def knows(self, id: str) -> bool: ...

    def standing(self, claim: str) -> Standing: ...


class Card(NamedTuple):
    """`label` is the record's name as plain text, `link` as HTML; `when` is its date as a list shows it, or empty.

    `title` is the label for readers where no HTML can be, as in `<title>` and feeds: a speaker and words that run from
    right to left stand within Unicode's isolates, so that they keep to themselves, whatever stands beside the title.
    Data for programs has the label. `speaker` is whose name a label begins with, if any.
    """

    path: str
    date: Date | None
    label: str
    link: Markup
    when: Markup
    marks: Markup
    listed: bool  # whether search engines may find the record's pages; what is not is marked
    language: str = ""  # of a title or a quote, where its letters agree with what its source says; the link says it too
    aliases: tuple[str, ...] = ()  # other names
    title: str = ""
    speaker: str = ""


def make_card(tracked: Reader, id: str) -> Card:
    record = tracked.record(id)
    speaker, words = _speaker_and_words(tracked, record)
    language = _language(tracked, record, words)
    label = f"{speaker}: {words}" if speaker else words
    shown = isolated(words, language)
    link = Markup(f"{isolated(speaker)}: {shown}") if speaker else shown
    title = f"{isolated_in_text(speaker)}: {isolated_in_text(words)}" if speaker else isolated_in_text(words)
    date = date_element(record.when, bool(getattr(record, "date_note", "")))
    when = Markup(f'<span class="when">{date}</span> ') if date else Markup("")
    listed, aliases = record.status == "published", getattr(record, "aliases", ())
    marks = _marks(tracked, record)
    return Card(record.path, record.when, label, link, when, marks, listed, language, aliases, title, speaker)


def _speaker_and_words(tracked: Reader, record: Record) -> tuple[str, str]:
    """(the speaker whom a statement's label begins with, the words of the label); no speaker before other records' names."""
    if not isinstance(record, Statement):
        return "", record.label
    speaker = tracked.record(record.speaker)
    if record.quote:
        return speaker.label, cut(record.label, LONGEST_LABEL)
    said = cut(first_sentence(plain(tracked, record.summary)), LONGEST_LABEL)
    named = any(name in said for name in (speaker.label, *speaker.aliases))
    return "" if named else speaker.label, said


def _language(tracked: Reader, record: Record, words: str) -> str:
    """The language of a title or a quote, where it is known.

    The sources of a quote are read only where its letters can tell anything, so that few cards depend on any.
    """
    if isinstance(record, Source):
        return language_of_words(words, record.language)
    if isinstance(record, Statement) and telling(record.quote):
        languages = {tracked.record(citation.source).language for citation in record.sources}
        return language_of_words(record.quote, languages.pop()) if len(languages) == 1 else ""
    return ""


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
    """Text escaped, and kept from reordering what stands beside it where some of it runs from right to left.

    Its direction is that of its first letter, unless most letters run the other way: an English sentence that begins
    with a Persian name is still English. `language` is noted if one is known.
    """
    shown = escape(text)
    tag = f' lang="{language}"' if language else ""
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return Markup(f"<bdi{tag}>{shown}</bdi>") if language else shown
    direction = "" if _runs_from_right(text) else ' dir="ltr"'
    return Markup(f"<bdi{tag}{direction}>{shown}</bdi>")


def isolated_in_text(text: str) -> str:
    """As `isolated`, by Unicode's isolates, where there can be no HTML.

    In a text that runs from left to right, names that do not are isolated too: else the number that follows one would
    stand before it.
    """
    if text.isascii() or not _RIGHT_TO_LEFT.search(text):
        return text
    if _runs_from_right(text):
        return f"\u2067{text}\u2069"
    return "\u2066" + _RIGHT_TO_LEFT_WORDS.sub("\u2067\\g<0>\u2069", text) + "\u2069"


def without_isolates(text: str) -> str:
    """Restore the label from a title, for programs: content holds no such characters of its own."""
    return text if text.isascii() else text.translate(_ISOLATES)


def _runs_from_right(text: str) -> bool:
    return 2 * len(_RIGHT_TO_LEFT.findall(text)) > sum(map(str.isalpha, text))


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
