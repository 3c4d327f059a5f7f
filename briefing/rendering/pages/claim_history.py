"""How a claim came to stand where it stands: the standing after each date on which an origin first took a side.

Dates whose order is not known make one step, since what the claim stood at between them is not known either."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from briefing.core.date_order import in_known_order, order
from briefing.core.values import FAR_PAST, Date
from briefing.corpus.claim_standing import Standing, StandingEntry, entries
from briefing.rendering.components.html_components import UNORDERED, Components, stance_mark
from briefing.schema.vocabulary import phrase

Values = dict[str, Any]

LONGEST_WORDS = 120  # characters of a statement; its own page has all
MOST_STEPS = 40  # on a page; where there are more, those that changed the standing stay, and the latest of the others


def history(components: Components, standing: Standing) -> Values:
    """The steps, oldest first, and what is to be said about them as a whole."""
    found: list[Values] = []
    before = "unaddressed"  # as a claim is before anybody speaks to it
    taken = list(entries(standing))
    dated = [(components.record(entry.taken.statement).date, at) for at, entry in enumerate(taken)]
    for group in in_known_order(dated):
        places = sorted(at for _, at in group)
        word = taken[places[-1]].word  # after all of the group, whatever their order was
        found.append(
            {
                **_dates(components, group, taken),
                "standing": word,
                "words": phrase(word),
                "changed": word != before or not found,
                "undated": all(date.earliest == FAR_PAST for date, _ in group),
            }
        )
        before = word
    shown = _fewer(found)
    return {"steps": shown, "steps_note": _note(found, len(found) - len(shown))}


def _dates(components: Components, group: Sequence[tuple[Date, int]], found: Sequence[StandingEntry]) -> Values:
    """The date of a step and what was said; where the order is not known, each with its own date."""
    date = group[0][0]
    if all(other.words == date.words for other, _ in group):
        return {"date": _when(components, date), "entries": [_entry(components, found[at]) for _, at in group]}
    lines = [Markup(f"{_when(components, when)}: {_entry(components, found[at])}") for when, at in group]
    if all(order(date, other) == "same day" for other, _ in group):
        return {"date": date.words.partition(", ")[0], "entries": lines}
    return {"date": Markup(UNORDERED), "entries": lines}


def _when(components: Components, date: Date) -> Markup:
    return (
        components.date(date)
        if date.earliest != FAR_PAST
        else Markup(f'{components.date(date)} <span class="label">beginning not known</span>')
    )


def _entry(components: Components, entry: StandingEntry) -> Markup:
    taken = entry.taken
    voice = f" (through {components.anchor(taken.speaker)})" if taken.speaker != taken.origin else ""
    words = components.words(components.record(taken.statement), LONGEST_WORDS)
    return Markup(
        f"{components.anchor(taken.origin)}{voice} {stance_mark(taken.stance.name)} {components.anchor(taken.statement, words)}"
    )


def _fewer(steps: Sequence[Values]) -> Sequence[Values]:
    if len(steps) <= MOST_STEPS:
        return steps
    turns = {at for at, step in enumerate(steps) if step["changed"]}
    others = [at for at in range(len(steps)) if at not in turns]
    kept = turns.union(others[len(turns) - MOST_STEPS :] if len(turns) < MOST_STEPS else ())
    return [step for at, step in enumerate(steps) if at in kept]


def _note(steps: Sequence[Values], left_out: int) -> str:
    said = []
    if any(step["undated"] for step in steps):
        said.append("What has no known beginning is put first and counted from the outset.")
    if left_out:
        said.append(f"{left_out:,} dates on which the standing stayed as it was are left out.")
    return " ".join(said)
