"""The foot of a record's page: what lies before and after it in time, how to cite it, and the address that it keeps.

The citation is there as plain text, with the part that each piece plays in terms of the Citation Style Language. BibTeX and
CSL-JSON say the same again, so that no page carries them: `static/cite.js` makes them from the text where they are asked for.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from briefing.core.date_order import order
from briefing.core.values import Date
from briefing.rendering.view.record_summary import isolated
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds.briefing import BriefingNote
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.source import Source

# The types of CSL 1.0.2 for what the desk calls a source in a word or two; whatever else it says is a document.
_CSL_TYPES = {
    "news article": "article-newspaper",
    "newspaper article": "article-newspaper",
    "article": "article-newspaper",
    "magazine article": "article-magazine",
    "journal article": "article-journal",
    "report": "report",
    "press release": "webpage",
    "web page": "webpage",
    "blog post": "post-weblog",
    "social media post": "post",
    "post": "post",
    "speech": "speech",
    "interview": "interview",
    "broadcast": "broadcast",
    "book": "book",
    "letter": "personal_communication",
}

_BESIDE = {"before": "Earlier", "after": "Later", "same day": "Same day", "not known": "Order not known"}


class Foot:
    """Makes the feet of pages of one depth. What all have in common is put together once."""

    def __init__(self, tracked: TrackedCorpus, root: str) -> None:
        config = tracked.config
        base, title = escape(config.base_url), escape(config.title)
        publisher = f'<span data-csl="publisher">{escape(config.publisher)}</span>, ' if config.publisher else ""
        self._tracked = tracked
        self._root = root
        self._begin = '<details class="cite">\n<summary>Cite this page</summary>\n<p data-csl="webpage" data-key="'
        self._title = f'">{publisher}“<cite data-csl="title">'
        self._site = f'</cite>”, <span data-csl="container-title">{title}</span>'
        self._link = f', <a data-csl="URL" rel="bookmark" href="{root}'
        self._shown = f'">{base}'

    def of(self, record: Record) -> Markup:
        """All of the foot of a record's page, as HTML."""
        card, path = self._tracked.card(record.id), record.path
        when = _as_of(record) if record.changes or record.KIND == "briefing" else ""
        beside = source = ""
        if record.status != "withdrawn":
            if record.KIND in ("event", "statement"):
                beside = self._beside(record.id)
            elif isinstance(record, Source):
                source = self._source(record)
        return Markup(
            f"{beside}{self._begin}{record.id}{self._title}{card.link}{self._site}{when}{self._link}{path}{self._shown}{path}</a>.</p>\n"
            f"{source}</details>"
        )

    def _beside(self, id: str) -> str:
        """The neighbours in time, among what is of the same kind."""
        earlier, later = self._tracked.beside(id)
        if not earlier and not later:
            return ""
        when = self._tracked.card(id).date
        before = self._neighbour(earlier, "prev", when) if earlier else ""
        after = self._neighbour(later, "next", when) if later else ""
        return f'<nav class="beside" aria-label="Beside it in time">\n{before}{after}</nav>\n'

    def _neighbour(self, id: str, rel: str, when: Date | None) -> str:
        """A link to the record beside another in the lists, with no more of an order than their dates give."""
        card = self._tracked.card(id)
        way = _BESIDE[order(card.date, when)] if card.date and when else ""
        return f'<p class="{rel}"><span>{way} {card.when}</span><a href="{self._root}{card.path}" rel="{rel}">{card.link}</a>{card.marks}</p>\n'

    def _source(self, source: Source) -> str:
        """The document itself as it is cited, which is not this page about it."""
        parts = []
        if source.authors:
            parts.append("; ".join([f'<span data-csl="author">{isolated(author)}</span>' for author in source.authors]))
        parts.append(f'“<cite data-csl="title">{self._tracked.card(source.id).link}</cite>”')
        if source.publisher:
            parts.append(f'<span data-csl="publisher">{self._tracked.card(source.publisher).link}</span>')
        if source.published:
            parts.append(_issued(source.published))
        if url := source.url or source.archive_url:
            parts.append(f'<a data-csl="URL" href="{escape(url)}" rel="noopener">{escape(url)}</a>')
        if source.retrieved and source.retrieved.iso:
            parts.append(
                f'read on <time data-csl="accessed" datetime="{source.retrieved.iso}">{source.retrieved.words}</time>'
            )
        kind = _CSL_TYPES.get(source.type.casefold(), "document")
        language = f' data-language="{source.language}"' if source.language else ""
        cited = f'<p data-csl="{kind}" data-key="{source.id}"{language}>{", ".join(parts)}.</p>'
        return f'<p class="hint">The source itself:</p>\n{cited}\n'


def _as_of(record: Record) -> str:
    """The day that a page is of: its last change that was noted, or the date of a briefing; nothing where none is known."""
    if record.changes:
        return f", last changed {_issued(max((change.date for change in record.changes), key=lambda date: date.order))}"
    return f", {_issued(record.date)}" if isinstance(record, BriefingNote) else ""


def _issued(date: Date) -> str:
    if date.iso:
        return f'<time data-csl="issued" datetime="{date.iso}">{date.words}</time>'
    return f'<span data-csl="issued">{date.words}</span>'
