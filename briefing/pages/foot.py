"""The foot of a record's page: what lies before and after it in time, how to cite it, and the address that it keeps.

The citation is there as plain text, with the part that each piece plays in terms of the Citation Style Language. BibTeX and
CSL-JSON say the same again, so that no page carries them: `static/cite.js` makes them from the text where they are asked for.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from ..kinds.briefing import BriefingNote
from ..kinds.common import Record
from ..kinds.event import Event
from ..kinds.source import Source
from ..kinds.statement import Statement
from ..model import Date
from .fragments import Fragments

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


def foot(f: Fragments, record: Record) -> Markup:
    """All of the foot, as HTML."""
    beside = _beside(f, record) if isinstance(record, (Event, Statement)) and record.status != "withdrawn" else ""
    source = _of_source(f, record) if isinstance(record, Source) and record.status != "withdrawn" else ""
    return Markup(f"{beside}{_cite(f, record, source)}")


def _beside(f: Fragments, record: Record) -> str:
    """The neighbours in time, among what is of the same kind."""
    earlier, later = f.shelf.beside(record.id)
    ways = ((earlier, "Earlier", "prev"), (later, "Later", "next"))
    items = [
        f'<li class="{rel}"><span class="way">{way} {record.KIND}</span> {f.dated(id)}</li>' for id, way, rel in ways if id
    ]
    if not items:
        return ""
    joined = "\n".join(items)
    return f'<nav class="beside" aria-label="{record.FOLDER.capitalize()} before and after in time">\n<ul>\n{joined}\n</ul>\n</nav>\n'


def _cite(f: Fragments, record: Record, source: str) -> str:
    """The page as it is cited: by whom, what, where, as of when, at which address."""
    config = f.shelf.config
    url = config.base_url + record.path
    address = escape(url) if config.base_url else f"{f.root}{record.path}"
    changed = _as_of(record)
    when = f", {changed}" if changed else ""
    return (
        f'<details class="cite">\n<summary>Cite this page</summary>\n<p data-csl="webpage" data-key="{record.id}">{f.cited_by}“<cite data-csl="title">'
        f'{f.shelf.card(record.id).link}</cite>”, <span data-csl="container-title">{f.site_title}</span>{when}, '
        f'<a data-csl="URL" rel="bookmark" href="{address}">{escape(url)}</a>.</p>\n{source}</details>'
    )


def _as_of(record: Record) -> str:
    """The day that a page is of: its last change that was noted, or the date of a briefing; nothing where none is known."""
    if record.changes:
        return f"last changed {_issued(max((change.date for change in record.changes), key=lambda date: date.order))}"
    return f"{_issued(record.date)}" if isinstance(record, BriefingNote) else ""


def _issued(date: Date) -> str:
    if date.iso:
        return f'<time data-csl="issued" datetime="{date.iso}">{date.words}</time>'
    return f'<span data-csl="issued">{date.words}</span>'


def _of_source(f: Fragments, source: Source) -> str:
    """The document itself as it is cited, which is not this page about it."""
    parts: list[Any] = []
    if source.authors:
        parts.append("; ".join(f'<span data-csl="author">{escape(author)}</span>' for author in source.authors))
    parts.append(f'“<cite data-csl="title">{escape(source.title)}</cite>”')
    if source.publisher:
        parts.append(f'<span data-csl="publisher">{f.shelf.card(source.publisher).link}</span>')
    if source.published:
        parts.append(_issued(source.published))
    if url := source.url or source.archive_url:
        parts.append(f'<a data-csl="URL" href="{escape(url)}" rel="noopener">{escape(url)}</a>')
    if source.retrieved and source.retrieved.iso:
        parts.append(f'read on <time data-csl="accessed" datetime="{source.retrieved.iso}">{source.retrieved.words}</time>')
    kind = _CSL_TYPES.get(source.type.casefold(), "document")
    language = f' data-language="{source.language}"' if source.language else ""
    return f'<p data-csl="{kind}" data-key="{source.id}"{language}>{", ".join(parts)}.</p>\n'
