"""What a statement's page shows: the words, the chain through which they reached us, and what others said on the same claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from briefing.core.date_order import order
from briefing.corpus.claim_standing import CountedPosition
from briefing.corpus.responses import Exchange
from briefing.rendering.components.html_components import Components, joined, stance_mark
from briefing.rendering.components.record_groups import groups
from briefing.rendering.view.record_summary import isolated, time_element
from briefing.schema.kinds.statement import Statement
from briefing.schema.vocabulary import phrase

Values = dict[str, Any]

LONGEST_WORDS = 180  # characters of what others said; their own pages have all


def statement_values(components: Components, statement: Statement, when: Sequence[tuple[str, Any]]) -> Values:
    """`when` is what is known of the statement's date, as facts."""
    return {
        "heading": Markup(f"{components.tracked.card(statement.speaker).link}, {time_element(statement.date)}"),
        "quote": statement.quote,
        "speaker": components.anchor(statement.speaker),
        "role": isolated(statement.role),
        "language": _language_of_quote(components, statement),
        "checked": components.checked(statement.id, statement.quote, [c.source for c in statement.sources])
        if statement.quote
        else "",
        "lead": statement.quote or statement.summary,
        "chain": _chain(components, statement),
        "facts": [
            *when,
            ("Venue", statement.venue),
            ("About", joined(components.anchors(statement.about))),
            ("Event", components.anchor(statement.event) if statement.event else ""),
        ],
        "positions": [
            {
                "claim": components.anchor(p.claim),
                "stance": phrase(p.stance),
                "name": p.stance,
                "mark": components.marks(p.claim),
            }
            for p in statement.positions
        ],
        "exchanges": [_exchange(components, statement.id, one) for one in components.tracked.exchanges(statement.id)]
        if statement.positions
        else (),
        "groups": groups(components, statement),
    }


def _language_of_quote(components: Components, statement: Statement) -> str:
    """The language of the words, where the only source says one that is not the site's."""
    languages = {components.record(citation.source).language for citation in statement.sources}
    language = languages.pop() if len(languages) == 1 else ""
    return "" if language == components.tracked.config.language else language


def _chain(components: Components, statement: Statement) -> Markup:
    """From the speaker through whoever passed the words on to the sources in which this desk read them."""
    role = f", {isolated(statement.role)}" if statement.role else ""
    steps = [f'<li><span class="label">Said by</span> {components.anchor(statement.speaker)}{role}</li>']
    steps += [
        f'<li><span class="label">Passed on by</span> {anchor}</li>' for anchor in components.anchors(statement.via)
    ]
    if statement.sources:
        read = "; ".join(
            [
                _read_in(components, source, statement.quote)
                for source in dict.fromkeys([c.source for c in statement.sources])
            ]
        )
        steps.append(f'<li><span class="label">Read in</span> {read}</li>')
    return Markup("\n".join(steps))


def _read_in(components: Components, source: str, words: str) -> str:
    if not words:
        return components.anchor(source)
    opened = components.opened_at(source, words)
    return (
        f'{components.anchor(source)} <a class="read" href="{opened}" rel="noopener">at these words</a>'
        if opened
        else components.anchor(source)
    )


def _exchange(components: Components, statement: str, exchange: Exchange) -> Values:
    date = components.record(statement).date
    known = all(order(components.record(one.statement).date, date) == "same day" for one in exchange.meanwhile)
    meanwhile = "On the same day" if known else "Order not known"
    times = (("Before it", exchange.before), (meanwhile, exchange.meanwhile), ("Since", exchange.since))
    return {
        "claim": components.anchor(exchange.claim),
        "mark": components.marks(exchange.claim),
        "times": [{"name": name, "rows": _rows(components, taken)} for name, taken in times if taken],
    }


def _rows(components: Components, positions: Iterable[CountedPosition]) -> Markup:
    return Markup("\n".join([_row(components, taken) for taken in positions]))


def _row(components: Components, taken: CountedPosition) -> str:
    other = components.record(taken.statement)
    return (
        f'<li><span class="when">{components.date(other.date, other.date_note)}</span> <span class="what">{components.anchor(other.speaker)} {stance_mark(taken.stance.name)} '
        f'<span class="words">{components.anchor(other.id, components.words(other, LONGEST_WORDS))}</span></span></li>'
    )
