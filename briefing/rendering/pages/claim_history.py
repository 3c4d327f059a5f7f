"""How a claim came to stand where it stands: the standing after each date on which an origin first took a side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup

from briefing.core.values import FAR_PAST, Date
from briefing.corpus.claim_standing import Standing, StandingEntry, entries
from briefing.rendering.components.html_components import Components, stance_mark
from briefing.schema.vocabulary import phrase

Values = dict[str, Any]

LONGEST_WORDS = 120  # characters of a statement; its own page has all
MOST_STEPS = 40  # on a page; where there are more, those that changed the standing stay, and the latest of the others


def history(components: Components, standing: Standing) -> Values:
    """The steps, oldest first, and what is to be said about them as a whole."""
    found: list[Values] = []
    before = "unaddressed"  # as a claim is before anybody speaks to it
    for date, same in groupby(entries(standing), key=lambda entry: components.record(entry.taken.statement).date):
        together = list(same)
        word = together[-1].word
        found.append(
            {
                "date": _when(components, date),
                "standing": word,
                "words": phrase(word),
                "changed": word != before or not found,
                "entries": [_entry(components, entry) for entry in together],
                "undated": date.earliest == FAR_PAST,
            }
        )
        before = word
    shown = _fewer(found)
    return {"steps": shown, "steps_note": _note(found, len(found) - len(shown))}


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
