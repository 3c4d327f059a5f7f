"""What a statement's page shows: the words, the chain through which they reached us, and what others said on the same claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from briefing.corpus.claim_standing import Taken
from briefing.corpus.responses import Exchange
from briefing.rendering.components.html_components import Fragments, joined, stance_mark
from briefing.rendering.components.record_groups import groups
from briefing.rendering.view.record_summary import time_element
from briefing.schema.kinds.statement import Statement
from briefing.schema.vocabulary import phrase

Values = dict[str, Any]

LONGEST_WORDS = 180  # characters of what others said; their own pages have all


def statement_values(f: Fragments, statement: Statement, when: Sequence[tuple[str, Any]]) -> Values:
    """`when` is what is known of the statement's date, as facts."""
    return {
        "heading": Markup(f"{f.shelf.card(statement.speaker).link}, {time_element(statement.date)}"),
        "quote": statement.quote,
        "speaker": f.anchor(statement.speaker),
        "role": statement.role,
        "language": _language_of_quote(f, statement),
        "checked": f.checked(statement.id, statement.quote, [c.source for c in statement.sources]) if statement.quote else "",
        "lead": statement.quote or statement.summary,
        "chain": _chain(f, statement),
        "facts": [
            *when,
            ("Venue", statement.venue),
            ("About", joined(f.anchors(statement.about))),
            ("Event", f.anchor(statement.event) if statement.event else ""),
        ],
        "positions": [
            {"claim": f.anchor(p.claim), "stance": phrase(p.stance), "name": p.stance, "mark": f.marks(p.claim)}
            for p in statement.positions
        ],
        "exchanges": [_exchange(f, one) for one in f.shelf.exchanges(statement.id)] if statement.positions else (),
        "groups": groups(f, statement),
    }


def _language_of_quote(f: Fragments, statement: Statement) -> str:
    """The language of the words, where the only source says one that is not the site's."""
    languages = {f.record(citation.source).language for citation in statement.sources}
    language = languages.pop() if len(languages) == 1 else ""
    return "" if language == f.shelf.config.language else language


def _chain(f: Fragments, statement: Statement) -> Markup:
    """From the speaker through whoever passed the words on to the sources in which this desk read them."""
    role = f", {escape(statement.role)}" if statement.role else ""
    steps = [f'<li><span class="label">Said by</span> {f.anchor(statement.speaker)}{role}</li>']
    steps += [f'<li><span class="label">Passed on by</span> {anchor}</li>' for anchor in f.anchors(statement.via)]
    if statement.sources:
        read = "; ".join([_read_in(f, source, statement.quote) for source in dict.fromkeys([c.source for c in statement.sources])])
        steps.append(f'<li><span class="label">Read in</span> {read}</li>')
    return Markup("\n".join(steps))


def _read_in(f: Fragments, source: str, words: str) -> str:
    if not words:
        return f.anchor(source)
    opened = f.opened_at(source, words)
    return f'{f.anchor(source)} <a class="read" href="{opened}" rel="noopener">at these words</a>' if opened else f.anchor(source)


def _exchange(f: Fragments, exchange: Exchange) -> Values:
    times = (("Before it", exchange.before), ("At about the same time", exchange.meanwhile), ("Since", exchange.since))
    return {
        "claim": f.anchor(exchange.claim),
        "mark": f.marks(exchange.claim),
        "times": [{"name": name, "rows": _rows(f, taken)} for name, taken in times if taken],
    }


def _rows(f: Fragments, positions: Iterable[Taken]) -> Markup:
    return Markup("\n".join([_row(f, taken) for taken in positions]))


def _row(f: Fragments, taken: Taken) -> str:
    other = f.record(taken.statement)
    return (
        f'<li><span class="when">{f.date(other.date, other.date_note)}</span> <span class="what">{f.anchor(other.speaker)} {stance_mark(taken.stance.name)} '
        f'<span class="words">{f.anchor(other.id, f.words(other, LONGEST_WORDS))}</span></span></li>'
    )
