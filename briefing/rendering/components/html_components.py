"""The small pieces of HTML that many pages share, each made once: links, rows of lists, Markdown, citations.

Links are relative, so that the site works under any path and from a folder on a disk. `root` is the way from a page
to the site's root; pages at the same depth share a `Components`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from json.encoder import encode_basestring as quoted
from typing import Any

from markupsafe import Markup, escape

from briefing.core.date_order import straddling
from briefing.core.values import Date
from briefing.corpus.linker import Link
from briefing.rendering import markdown as markup
from briefing.rendering.components.page_footer import Foot
from briefing.rendering.components.text_fragment_links import at_words
from briefing.rendering.view.record_summary import cut, date_element, isolated, plain
from briefing.rendering.view.tracked_corpus import CARD, LISTS, TrackedCorpus
from briefing.schema.kinds.record import Citation
from briefing.schema.kinds.statement import Statement
from briefing.schema.vocabulary import phrase

NOTHING = Markup("")

UNORDERED = ' <span class="hint">order not known</span>'  # after what has a date that reaches over another one


class Components:
    """Makes and remembers the fragments of one depth of pages."""

    def __init__(self, tracked: TrackedCorpus, root: str) -> None:
        self.tracked = tracked
        self.root = root
        self.record = tracked.record
        self._numbers = tracked.numbers
        self.foot = Foot(tracked, root)
        self._anchors: dict[str, Markup] = {}
        self._rows: dict[str, str] = {}
        self._references: dict[str, str] = {}
        self.items: dict[str, tuple[Any, set[int]]] = {}  # what feeds hold of a record, and what that read
        self.shown: tuple[str, dict[str, list[Link]]] = (
            "",
            {},
        )  # the groups of the page that is being made, for its document
        self._ways: dict[str, str] = {}
        self._crumbs: dict[str, Markup] = {}
        self._choices: dict[str, tuple[str, str, int]] = {}
        self._things: dict[tuple[str, str], str] = {}
        self._sources: dict[
            str, tuple[tuple[str, str, str], set[int]]
        ] = {}  # what is shown of each, and what that read

    # --- names and links ---------------------------------------------------------------------------------------------

    def label(self, id: str) -> str:
        """What a record is called wherever it is linked, as plain text."""
        return self.tracked.card(id).label

    def title(self, id: str) -> str:
        """As `label`, for readers where there can be no HTML."""
        return self.tracked.card(id).title

    def anchor(self, id: str, text: str = "", language: str = "") -> Markup:
        """A link to a record, under its label or another text."""
        if text:
            return Markup(f'<a href="{self.root}{self.tracked.card(id).path}">{isolated(text, language)}</a>')
        anchor = self._anchors.get(id)
        if anchor is None:
            card = self.tracked.card(id)
            anchor = self._anchors[id] = Markup(f'<a href="{self.root}{card.path}">{card.link}</a>')
        else:
            self.tracked.reads.add(LISTS + 4 * self._numbers[id] + CARD)
        return anchor

    def short_anchor(self, id: str, longest: int) -> Markup:
        """Link to a record under its label, cut at a word."""
        card = self.tracked.card(id)
        if len(card.label) <= longest:
            return self.anchor(id)
        before = Markup(f"{isolated(card.speaker)}: ") if card.speaker else Markup("")
        said = card.label[len(card.speaker) + 2 :] if card.speaker else card.label
        words = isolated(cut(said, max(longest - len(card.label) + len(said), 1)), card.language)
        return Markup(f'<a href="{self.root}{card.path}">{before}{words}</a>')

    def anchor_on(self, id: str) -> str:
        """A link to a dated record under its date."""
        card = self.tracked.card(id)
        return f'<a href="{self.root}{card.path}">{card.date.words if card.date else card.link}</a>'

    def anchors(self, ids: Iterable[str]) -> list[Markup]:
        return [self.anchor(id) for id in ids]

    def reference(self, id: str) -> str:
        """A record as documents name it, as JSON: its id, label, page and date."""
        made = self._references.get(id)
        if made is None:
            card = self.tracked.card(id)
            date = f',"date":{quoted(card.date.text)}' if card.date else ""
            made = self._references[id] = f'{{"id":"{id}","label":{quoted(card.label)},"path":"{card.path}"{date}}}'
        else:
            self.tracked.reads.add(LISTS + 4 * self._numbers[id] + CARD)
        return made

    def marks(self, id: str) -> Markup:
        """What a reader must know before following a link: draft, withdrawn, not established, contested."""
        return self.tracked.card(id).marks

    def crumbs(self, folder: str) -> Markup:
        """The way to a record: home, and the index of its kind."""
        made = self._crumbs.get(folder)
        if made is None:
            made = self._crumbs[folder] = self._way_by(
                f'<li><a href="{self.root}{folder}/index.html">{folder.capitalize()}</a></li>'
            )
        return made

    def crumbs_here(self, name: str) -> Markup:
        """The way to a page right below home that is about no record."""
        return self._way_by(f'<li aria-current="page">{escape(name)}</li>')

    def _way_by(self, last: str) -> Markup:
        return Markup(
            f'<nav class="crumbs" aria-label="Breadcrumb">\n<ol>\n<li><a href="{self.root}index.html">Home</a></li>\n{last}\n</ol>\n</nav>'
        )

    def choices(self, ids: Iterable[str]) -> dict[str, str]:
        """The `<option>`s of records that a form offers, by folder, in the order of lists."""
        made, found = self._choices, []
        for id in self.tracked.ranked(list(ids)):
            choice = made.get(id)
            if choice is None:
                card = self.tracked.card(id)
                cell = LISTS + 4 * self._numbers[id] + CARD
                choice = made[id] = (
                    card.path.partition("/")[0],
                    f'<option value="{id}">{escape(card.title)}</option>',
                    cell,
                )
            found.append(choice)
        self.tracked.reads.update([cell for _, _, cell in found])
        options: dict[str, list[str]] = {}
        for folder, html, _ in found:
            options.setdefault(folder, []).append(html)
        return {folder: "".join(group) for folder, group in options.items()}

    def thing(self, id: str, type: str) -> str:
        """A record as JSON-LD names it, as JSON."""
        card = self.tracked.card(id)
        made = self._things.get((id, type))
        if made is None:
            base = self.tracked.config.base_url
            url = f',"url":{quoted(base + card.path)}' if base else ""
            made = self._things[id, type] = f'{{"@type":{quoted(type)},"name":{quoted(card.label)}{url}}}'
        return made

    def way(self, folder: str) -> str:
        """The way to a record for programs: a page with breadcrumbs, as JSON-LD, in which `%s` stands for the record's name."""
        made = self._ways.get(folder)
        if made is None:
            base = self.tracked.config.base_url
            home, index = quoted(base).replace("%", "%%"), quoted(f"{base}{folder}/").replace("%", "%%")
            made = self._ways[folder] = (
                '{"@type":"WebPage","breadcrumb":{"@type":"BreadcrumbList","itemListElement":['
                f'{{"@type":"ListItem","position":1,"name":"Home","item":{home}}},'
                f'{{"@type":"ListItem","position":2,"name":"{folder.capitalize()}","item":{index}}},'
                '{"@type":"ListItem","position":3,"name":%s}]}}'
            )
        return made

    # --- text and dates ----------------------------------------------------------------------------------------------

    def markdown(self, text: str) -> Markup:
        return markup.render(text, self._record_link) if text else NOTHING

    def _record_link(self, id: str, text: str) -> str:
        return self.anchor(id, text) if self.tracked.knows(id) else str(escape(text or id))

    def plain(self, text: str, enough: int = 0) -> str:
        return plain(self.tracked, text, enough)

    def beginning(self, text: str, longest: int) -> str:
        """The beginning of a Markdown text as plain text, cut at a word."""
        return cut(self.plain(text, longest), longest)

    def date(self, date: Date | None, note: str = "") -> Markup:
        """A date in words. Where a note says how it was inferred, a mark; the record's own page has the note."""
        return date_element(date, bool(note))

    def words(self, statement: Statement, longest: int) -> str:
        """What was said, as plain text: the quote, or else the summary."""
        return cut(f"“{statement.quote}”" if statement.quote else self.plain(statement.summary), longest)

    # --- rows --------------------------------------------------------------------------------------------------------

    def row(self, id: str, through: str = "", unordered: bool = False) -> str:
        """A list item for a record: its date, its link, its marks, and the record a relation came through.

        `unordered` says that its date reaches over another one in the list.
        """
        card = self.tracked.card(id)  # which notes that it was read
        row = self._rows.get(id)
        if row is None:
            row = f'<li>{card.when}<span class="what"><a href="{self.root}{card.path}">{card.link}</a>{card.marks}'
            self._rows[id] = row
        if unordered:
            row += UNORDERED
        if through:
            return f'{row} <span class="through">through {self.anchor(through)}</span></span></li>'
        return f"{row}</span></li>"

    def rows(self, ids: Iterable[str]) -> Markup:
        return self.rows_through((id, "") for id in ids)

    def rows_through(self, listed: Iterable[tuple[str, str]]) -> Markup:
        """Rows of (a record's id, the id of the record that its relation came through, or "")."""
        pairs = list(listed)
        unordered = straddling([self.tracked.card(id).date for id, _ in pairs])
        return Markup(
            "\n".join([self.row(id, through, over) for (id, through), over in zip(pairs, unordered, strict=True)])
        )

    # --- facts and sources -------------------------------------------------------------------------------------------

    def source(self, id: str, citation: Citation, number: int, words: str = "") -> str:
        """An item of a record's list of sources: the source, where in it, its own words, and a link that opens it at them.

        `words` are those to open it at where the citation quotes none.
        """
        named, url, attributes = self._shown(citation.source)
        locator = f", {isolated(citation.locator)}" if citation.locator else ""
        words = citation.quote or words
        quote = read = ""
        if url:
            opened = escape(at_words(url, words))
            read = f'. <a class="read" href="{opened}" rel="noopener">{"Read the source at these words" if words else "Read the source"}</a>'
        if citation.quote:
            state = self.checked(id, citation.quote, (citation.source,))
            quote = f"\n<blockquote{attributes}><p>“{escape(citation.quote)}”</p></blockquote>{state}"
        note = f'\n<div class="note">{self.markdown(citation.note)}</div>' if citation.note else ""
        return f'<li id="source-{number}">{named}{locator}{read}{quote}{note}</li>'

    def sources(self, id: str, citations: Iterable[Citation], words: str = "") -> Markup:
        """A record's list of sources; `words` are the record's own, at which a source opens where the citation quotes none."""
        return Markup(
            "\n".join([self.source(id, citation, number, words) for number, citation in enumerate(citations, 1)])
        )

    def opened_at(self, source: str, words: str) -> Markup:
        """The address of a source, at some words of it; empty where it has none."""
        return escape(at_words(self._shown(source)[1], words))

    def _shown(self, id: str) -> tuple[str, str, str]:
        """As `_source`, made once; what that reads is read every time."""
        kept = self._sources.get(id)
        if kept is None:
            kept = self._sources[id] = self.tracked.capture_reads(lambda: self._source(id))
        self.tracked.reads |= kept[1]
        return kept[0]

    def checked(self, id: str, quote: str, sources: Iterable[str]) -> Markup:
        """Whether a quote was compared with the archived text of its source; nothing where the desk compares none."""
        found = self.tracked.checked(id, quote, sources)
        if found is None:
            return Markup("")
        if found == "unchecked":
            return Markup('\n<p class="checked">Not checked against an archived copy</p>')
        title = f"Found word for word in the archived text of {self.title(found.source)}, SHA-256 {found.sha256[:12]}…"
        return Markup(f'\n<p class="checked" title="{escape(title)}">Checked against the archived copy</p>')

    def _source(self, id: str) -> tuple[str, str, str]:
        """(who published what and when, where it can be read, the attributes of its words) of a source."""
        source = self.record(id)
        publisher = self.anchor(source.publisher) if source.publisher else ""
        date = self.date(source.published, source.date_note)
        named = ", ".join(part for part in (self.anchor(id), publisher, date) if part)
        foreign = source.language and source.language != self.tracked.config.language
        return (
            named,
            source.url or source.archive_url,
            f' dir="auto" lang="{source.language}"' if foreign else ' dir="auto"',
        )


def facts(found: Iterable[tuple[str, Any]]) -> Markup:
    """The rows of a list of facts, of those that are known. A name is ours; what is known of it is escaped."""
    return Markup("\n".join([f"<div><dt>{name}</dt><dd>{html(shown)}</dd></div>" for name, shown in found if shown]))


def stance_mark(stance: str) -> str:
    return f'<span class="stance {stance}">{phrase(stance)}</span>'


def joined(parts: Sequence[Any]) -> Markup:
    """Parts in a row, with commas and a last "and"."""
    if len(parts) < 2:
        return html(parts[0]) if parts else NOTHING
    shown = list(map(html, parts))
    return Markup(f"{', '.join(shown[:-1])} and {shown[-1]}")


def html(part: Any) -> Markup:
    """As `escape`, which makes another Markup even of what is one."""
    return part if type(part) is Markup else escape(part)
