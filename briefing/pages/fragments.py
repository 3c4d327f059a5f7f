"""The small pieces of HTML that many pages share, each made once: links, rows of lists, dates, marks, Markdown.

Links are relative, so that the site works under any path and from a folder on a disk. `root` is the way from a page
to the site's root; pages at the same depth share a `Fragments`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from .. import markup
from ..kinds.claim import Claim
from ..kinds.common import Citation, Record, newest_first
from ..kinds.event import Event
from ..kinds.statement import Statement
from ..link import Briefing
from ..model import Date
from ..standing import Standing
from ..vocabulary import phrase

LONGEST_LABEL = 140  # characters of a statement's words in a link
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class Fragments:
    """Makes and remembers the fragments of one depth of pages."""

    def __init__(self, briefing: Briefing, standings: Mapping[str, Standing], root: str) -> None:
        self.briefing = briefing
        self.standings = standings
        self.root = root
        self._labels: dict[str, str] = {}
        self._anchors: dict[str, Markup] = {}
        self._rows: dict[str, Markup] = {}

    # --- names and links ---------------------------------------------------------------------------------------------

    def label(self, id: str) -> str:
        """What a record is called wherever it is linked, as plain text."""
        label = self._labels.get(id)
        if label is None:
            label = self._labels[id] = self._label(self.briefing[id])
        return label

    def _label(self, record: Record) -> str:
        if not isinstance(record, Statement):
            return record.label
        speaker = self.briefing[record.speaker]
        if record.quote:
            return f"{speaker.label}: {cut(record.label, LONGEST_LABEL)}"
        said = cut(first_sentence(markup.plain(record.summary, self._name)), LONGEST_LABEL)
        named = any(name in said for name in (speaker.label, *speaker.aliases))
        return said if named else f"{speaker.label}: {said}"

    def _name(self, id: str) -> str:
        """A record's name inside another's label: never by way of a summary, which may mention the first again."""
        record = self.briefing.records.get(id)
        if record is None:
            return id
        return self.briefing[record.speaker].label if isinstance(record, Statement) else record.label

    def anchor(self, id: str, text: str = "") -> Markup:
        """A link to a record, under its label or another text."""
        if text:
            return Markup(f'<a href="{self.root}{self.briefing[id].path}">{isolated(text)}</a>')
        anchor = self._anchors.get(id)
        if anchor is None:
            path = self.briefing[id].path
            anchor = Markup(f'<a href="{self.root}{path}">{isolated(self.label(id))}</a>')
            self._anchors[id] = anchor
        return anchor

    def anchors(self, ids: Iterable[str]) -> list[Markup]:
        return [self.anchor(id) for id in ids]

    # --- text --------------------------------------------------------------------------------------------------------

    def markdown(self, text: str) -> Markup:
        return markup.render(text, self._record_link)

    def _record_link(self, id: str, text: str) -> str:
        return self.anchor(id, text) if id in self.briefing.records else str(escape(text or id))

    def plain(self, text: str, enough: int = 0) -> str:
        return markup.plain(text, self._name, enough)

    # --- dates and marks ---------------------------------------------------------------------------------------------

    def date(self, date: Date | None, note: str = "") -> Markup:
        """A date in words. Where it was inferred, a mark says so and carries the note; the record's page has it whole."""
        if date is None:
            return Markup("")
        shown = time_element(date)
        if note:
            shown += Markup(f' <span class="inferred" title="{escape(self.plain(note))}">inferred</span>')
        return shown

    def marks(self, record: Record) -> Markup:
        """What a reader must know before following a link: draft, withdrawn, not established, contested."""
        words = [(record.status, record.status)] if record.status != "published" else []
        if isinstance(record, Event) and record.actuality != "happened":
            words.append((record.actuality, record.actuality))
        if isinstance(record, Claim):
            word = self.standings[record.id].word
            words.append((word, phrase(word)))
        return Markup("").join(Markup(f' <span class="mark {name}">{word}</span>') for name, word in words)

    # --- rows --------------------------------------------------------------------------------------------------------

    def row(self, id: str, through: str = "") -> Markup:
        """A list item for a record: its date, its link, its marks, and the record a relation came through."""
        row = self._rows.get(id)
        if row is None:
            record = self.briefing[id]
            date = self.date(record.when, getattr(record, "date_note", ""))
            when = Markup(f'<span class="when">{date}</span> ') if date else Markup("")
            row = self._rows[id] = Markup(f'{when}<span class="what">{self.anchor(id)}{self.marks(record)}')
        way = f' <span class="through">through {self.anchor(through)}</span>' if through else ""
        return Markup(f"<li>{row}{way}</span></li>")

    def rows(self, ids: Iterable[str]) -> Markup:
        return Markup("\n".join([self.row(id) for id in ids]))

    def in_order(self, ids: Iterable[str]) -> list[str]:
        """Ids as lists show them: what is dated newest first, then the rest by name."""
        records = [self.briefing[id] for id in ids]
        dated = newest_first(r for r in records if r.when)
        undated = sorted((r for r in records if not r.when), key=lambda r: (self.label(r.id).casefold(), r.id))
        return [record.id for record in (*dated, *undated)]

    # --- citations ---------------------------------------------------------------------------------------------------

    def citation(self, citation: Citation) -> dict[str, Any]:
        """A citation for the list of sources: the source, where in it, and its own words."""
        source = self.briefing[citation.source]
        return {
            "source": self.anchor(citation.source),
            "publisher": self.anchor(source.publisher) if source.publisher else "",
            "date": self.date(source.published, source.date_note),
            "url": source.url or source.archive_url,
            "quote": citation.quote,
            "locator": citation.locator,
            "note": self.markdown(citation.note),
            "language": source.language,
        }


def time_element(date: Date) -> Markup:
    if date.iso:
        return Markup(f'<time datetime="{date.iso}">{date.words}</time>')
    return Markup(f'<span class="date">{date.words}</span>')


def isolated(text: str) -> Markup:
    """Text escaped, and kept from reordering what stands beside it where it runs from right to left."""
    shown = escape(text)
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


def joined(parts: Iterable[Any]) -> Markup:
    """Parts in a row, with commas and a last "and"."""
    shown = [escape(part) for part in parts]
    if len(shown) < 2:
        return Markup("").join(shown)
    return Markup(", ").join(shown[:-1]) + " and " + shown[-1]
