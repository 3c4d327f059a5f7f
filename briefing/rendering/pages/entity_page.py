"""What the page of an entity shows besides its facts: when it appears and beside whom, the claims it takes a stance on, its list."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from briefing.rendering.components.html_components import Components, joined
from briefing.rendering.components.positions_by_side import sides_of
from briefing.rendering.components.record_groups import groups
from briefing.rendering.graphics.activity_chart import activity_chart
from briefing.rendering.view.pagination import address, older_parts
from briefing.rendering.view.record_summary import isolated
from briefing.schema.kinds.record import Entity

Values = dict[str, Any]

SURE = 8  # companions that are shown even where they share one event or statement only
FILTERED = 8  # rows of a list worth a filter
LIST = "everything"  # the fragment at which the list of everything about an entity begins


def entity_values(components: Components, entity: Entity, found: list[tuple[str, Any]]) -> Values:
    """`found` are the facts of the entity's own kind."""
    names = joined([isolated(alias) for alias in entity.aliases])
    taken = len(components.tracked.taken_by(entity.id))
    shown = groups(components, entity)
    return {
        "facts": [("Also called", names), *found],
        "strip": activity_chart(components.tracked.periods(entity.id), LIST),
        "sides": sides_of(components, entity.id),
        "taken": f"{taken:,}",
        "older_positions": address(entity.path, "positions", older_parts(taken)) if older_parts(taken) else "",
        "companions": _companions(components, entity.id),
        "list": LIST if shown else "",
        "many": sum(map(len, components.shown[1].values())) >= FILTERED,
        "groups": shown,
    }


def _companions(components: Components, id: str) -> Markup:
    """The entities that appear with one, each with how often, and a link to the newest record that names both."""
    found = components.tracked.companions(id)
    while len(found) > SURE and found[-1].shared == 1:
        found.pop()
    return Markup(
        "\n".join(
            [
                f"<li><b>{shared:,}</b> {components.anchor(entity)} <small>latest {components.anchor_on(latest)}</small></li>"
                for entity, shared, latest in found
            ]
        )
    )
