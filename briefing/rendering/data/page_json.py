"""What a page says becomes a document: the same as JSON, for programs, in a file beside the page.

`kind`, `title`, `date` and `summary` come first, as plain text, for those who want to show what a link leads to. The
schema is in `exports/schema.py`. Documents are joined by hand from pieces that are shared, because `json` takes its time
over ten thousand of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from json.encoder import encode_basestring as quoted

from briefing.core.values import Date, Quantity, day_text
from briefing.corpus.linker import Link
from briefing.rendering.components.html_components import Components
from briefing.rendering.page import Page
from briefing.rendering.view.record_summary import without_isolates
from briefing.schema.configuration import Config
from briefing.schema.kinds.record import Change, Citation, Record

Told = list[tuple[str, str]]  # (key, value as JSON)
VERSION = 1  # of the schema: keys may be added to it and never change what they mean
SCHEMA = f"schema/document-{VERSION}.json"
LONGEST_SUMMARY = 320  # characters: what a card of a link has room for


def document_of(page: Page, config: Config) -> str:
    """The document of a page: its own, or what can be said of any page."""
    return page.document or listing(config, page, "page", [])


def listing(config: Config, page: Page, kind: str, more: Told) -> str:
    """The document of a page that is no record's."""
    return joined(
        head(kind, without_isolates(page.title), "", page.description)
        + place(config, page.path)
        + [pair for pair in more if pair[1]]
    )


def list_document(
    components: Components,
    page: Page,
    kind: str,
    count: int,
    rows: str,
    key: str = "records",
    more: Iterable[tuple[str, str]] = (),
) -> str:
    """The document of a list or a part of one: how many there are in all, those that the page shows, and the parts beside it."""
    beside = [(name, quoted(page.values[name])) for name in ("newer", "older") if page.values.get(name)]
    return listing(components.tracked.config, page, kind, [*more, ("count", str(count)), (key, rows or "[]"), *beside])


def head(kind: str, title: str, date: str, summary: str) -> Told:
    return [("kind", quoted(kind)), ("title", quoted(title)), ("date", quoted(date)), ("summary", quoted(summary))]


def place(config: Config, path: str) -> Told:
    """Where a page is, and the schema of its document, whose address is relative to the document where the site's is not known."""
    base = config.base_url
    told = [("$schema", quoted((base or "../" * path.count("/")) + SCHEMA)), ("path", quoted(path))]
    return [*told, ("url", quoted(base + path.removesuffix("index.html")))] if base else told


def joined(told: Told) -> str:
    """A line for each member, in which neither a browser nor an editor sees anything but JSON."""
    return "{%s}\n" % ",\n".join([f'"{key}":{value}' for key, value in told])


# --- pieces ----------------------------------------------------------------------------------------------------------


def array(items: Iterable[str]) -> str:
    return f"[{','.join(items)}]"


def mapping(told: Iterable[tuple[str, str]]) -> str:
    """An object of what is known; what is not is left out."""
    return "{%s}" % ",".join([f'"{key}":{value}' for key, value in told if value])


def text(value: str) -> str:
    """A text, or nothing where it is empty."""
    return quoted(value) if value else ""


def references(components: Components, ids: Iterable[str]) -> str:
    return array(map(components.reference, ids)) if ids else ""


def reference(components: Components, id: str) -> str:
    return components.reference(id) if id else ""


def when(components: Components, date: Date | None, note: str = "") -> str:
    """A date: as it was written, in words, and the days that it lies between, as far as there are any."""
    if date is None:
        return ""
    told = f'{{"edtf":{quoted(date.text)},"words":{quoted(date.words)}'
    if earliest := day_text(date.earliest):
        told += f',"earliest":"{earliest}"'
    if latest := day_text(date.latest):
        told += f',"latest":"{latest}"'
    return f'{told},"note":{quoted(components.plain(note))}}}' if note else f"{told}}}"


def quantity(amount: Quantity | None) -> str:
    if amount is None:
        return ""
    parts = (
        ("form", amount.form),
        ("low", amount.low),
        ("high", amount.high),
        ("text", amount.text),
        ("unit", amount.unit),
        ("words", amount.words),
    )
    return mapping((key, text(value)) for key, value in parts)


def citations(components: Components, id: str, cited: Sequence[Citation]) -> str:
    """The sources of a record: where in each, its own words, and whether those were found in its archived text."""
    return array([_citation(components, id, citation) for citation in cited]) if cited else ""


def _citation(components: Components, id: str, citation: Citation) -> str:
    told = f'{{"source":{components.reference(citation.source)}'
    if citation.locator:
        told += f',"locator":{quoted(citation.locator)}'
    if citation.quote:
        state = checked(components, id, citation.quote, (citation.source,))
        told += f',"quote":{quoted(citation.quote)}' + (f',"checked":{state}' if state else "")
    return f'{told},"note":{quoted(components.plain(citation.note))}}}' if citation.note else f"{told}}}"


def checked(components: Components, id: str, quote: str, sources: Iterable[str]) -> str:
    """Whether a quote was found in the archived text of its source; nothing where the desk compares none."""
    found = components.tracked.checked(id, quote, sources)
    return "" if found is None else "false" if found == "unchecked" else "true"


def changes(components: Components, record: Record) -> str:
    if not record.changes:
        return ""
    return array(
        [
            change_of(components, change)
            for change in sorted(record.changes, key=lambda change: change.date.order, reverse=True)
        ]
    )


def change_of(components: Components, change: Change, record: str = "") -> str:
    """A change that editors noted; `record` is whose it is, where that is not clear."""
    told = (
        ("date", when(components, change.date)),
        ("kind", quoted(change.kind)),
        ("record", record),
        ("note", quoted(components.plain(change.note))),
    )
    return mapping(told)


def linked(components: Components, link: Link) -> str:
    """A record that points at another, and the one that the relation comes through."""
    if link.through:
        return f'{components.reference(link.origin)[:-1]},"through":{components.reference(link.through)}}}'
    return components.reference(link.origin)
