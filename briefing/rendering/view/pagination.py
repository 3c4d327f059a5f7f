"""Long lists in parts: the newest on the page itself, what is older on pages of its own.

The parts are numbered from the oldest, and each but the newest is full, so that a part keeps its address and its content
as the list grows, and no page grows with the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

Item = TypeVar("Item")


class Sizes(NamedTuple):
    """How a list is parted: `size` items on each page of older ones; where there are more than `most`, its own page keeps at
    least `least`.
    """

    size: int
    least: int
    most: int


ROWS = Sizes(60, 20, 80)  # of lists beside which a page may have others
INDEX_ROWS = Sizes(120, 60, 180)  # an index is the only list of its page, so that it has room for more
INDEX_NAMES = Sizes(300, 150, 450)  # and for mere names even more


class PartNeighbours(NamedTuple):
    """The numbers of the parts beside one, 0 for the list's own page; None where there is none."""

    newer: int | None
    older: int | None


def is_long(count: int) -> bool:
    """Whether a list of so many rows is in parts."""
    return count > ROWS.most


def older_parts(count: int, sizes: Sizes | None = None) -> int:
    """How many parts of older items a list of so many has; `sizes` are ROWS where there are no others."""
    size, least, most = sizes or ROWS
    return 0 if count <= most else (count - least) // size


def part_of(items: Sequence[Item], number: int, sizes: Sizes | None = None) -> Sequence[Item]:
    """The items of a list, newest first, that stand in a part; those of the list's own page for 0."""
    size = (sizes or ROWS).size
    parts = older_parts(len(items), sizes)
    own = len(items) - parts * size
    if number == 0:
        return items[:own]
    start = own + (parts - number) * size
    return items[start : start + size]


def place_of(count: int, at: int, sizes: Sizes) -> int:
    """The number of the part that the item in a place of a list of so many stands in; 0 is the list's own page."""
    parts = older_parts(count, sizes)
    own = count - parts * sizes.size
    return 0 if at < own else parts - (at - own) // sizes.size


def neighbours(count: int, number: int, sizes: Sizes | None = None) -> PartNeighbours:
    parts = older_parts(count, sizes)
    if number == 0:
        return PartNeighbours(None, parts or None)
    return PartNeighbours(0 if number == parts else number + 1, number - 1 or None)


def beside(path: str, part: str, neighbours: PartNeighbours, own: str) -> dict[str, str]:
    """The addresses of the parts beside one, as `newer` and `older`, empty where there is none. `own` is the list's own."""
    newer, older = neighbours
    return {
        "newer": "" if newer is None else address(path, part, newer) if newer else own,
        "older": "" if older is None else address(path, part, older),
    }


def address(path: str, part: str, number: int) -> str:
    """The page of a part: beside the page of the list itself, under a name that no id can have.

    "people/ann.html" has "people/ann.statements-made.3.html"; an index has no `part` and "people/index.3.html".
    """
    stem = path.removesuffix(".html")
    return f"{stem}.{part}.{number}.html" if part else f"{stem}.{number}.html"
