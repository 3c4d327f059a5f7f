"""Places: countries, regions, cities, sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.schema.fields import Coordinates, Line, Markdown, Ref, spec
from briefing.schema.kinds.record import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Entity):
    KIND: ClassVar[str] = "place"
    FOLDER: ClassVar[str] = "places"
    HELP: ClassVar[str] = "A country, region, city or site."

    type: str = spec(Line(60), "What sort of place, in a word or two.", example="city")
    within: str = spec(Ref(("place",), "Places within"), "The place it lies in.")
    coordinates: tuple[float, float] | None = spec(
        Coordinates(), "[latitude, longitude] in degrees.", example="[50.45, 30.52]"
    )
    status_note: str = spec(Markdown(1000), "Its disputed status, in words.")
