"""A place as a map shows it."""

from __future__ import annotations

from typing import NamedTuple

from briefing.schema.kinds.place import Place

# What a place's `type` may end in where it is an area: its coordinates are then somewhere in its midst.
AREAS = frozenset(
    [
        "country",
        "region",
        "province",
        "state",
        "oblast",
        "district",
        "county",
        "governorate",
        "territory",
        "area",
        "peninsula",
        "island",
        "islands",
        "valley",
        "desert",
        "sea",
        "gulf",
        "strait",
        "river",
        "lake",
        "coast",
        "continent",
        "archipelago",
        "republic",
        "basin",
        "zone",
        "plain",
        "plateau",
        "mountains",
    ]
)


class Mapped(NamedTuple):
    """`events` are those that took place there itself. A `rough` position is that of an area, or not known more exactly
    than to a tenth of a degree. `country` are the names of one that is a country, in lower case.
    """

    id: str
    path: str
    label: str
    latitude: float
    longitude: float
    events: int
    rough: bool
    disputed: bool
    country: frozenset[str]


def is_rough(place: Place) -> bool:
    if (place.type.casefold().split() or [""])[-1] in AREAS:
        return True
    return place.coordinates is not None and all(round(value, 1) == value for value in place.coordinates)
