"""Names beside marks in a drawing: each is put where it covers neither a mark nor another name, or left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from unicodedata import east_asian_width

CELL = 64.0  # units: boxes are looked for by the squares of a grid that they touch
LONGEST = 30  # characters of a name in a drawing
_NARROW = frozenset("fijlrtI.,:;'’!|()[]- ")
_BROAD = frozenset("mwMW@%—")


class LabelBox(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


class Label(NamedTuple):
    """Where a name goes: its anchor (`start`, `middle` or `end`) at a point on its base line."""

    x: float
    y: float
    anchor: str


class Boxes:
    """What is taken of a drawing."""

    def __init__(self, bounds: LabelBox) -> None:
        self._bounds = bounds
        self._cells: dict[tuple[int, int], list[LabelBox]] = {}

    def add(self, box: LabelBox) -> None:
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def free(self, box: LabelBox) -> bool:
        """Whether a box lies in the drawing and touches nothing that is taken."""
        left, top, right, bottom = box
        bounds = self._bounds
        if left < bounds.left or top < bounds.top or right > bounds.right or bottom > bounds.bottom:
            return False
        for cell in _cells(box):
            for other in self._cells.get(cell, ()):
                if other.left < right and left < other.right and other.top < bottom and top < other.bottom:
                    return False
        return True

    def beside(self, x: float, y: float, radius: float, text: str, size: float, own: bool = True) -> Label | None:
        """A place for a name beside a round mark, which is taken for it: to the right, else to the left, above or below.

        Where the mark has been added already, that is `own`, a name must not be so near as to touch it.
        """
        wide, tall, gap = width_of(text, size), size * 1.1, radius + size * (0.34 if own else 0.2)
        slant = radius * 0.7 + size * 0.25
        for label, box in (
            (Label(x + gap, y + size * 0.35, "start"), LabelBox(x + gap, y - tall / 2, x + gap + wide, y + tall / 2)),
            (Label(x - gap, y + size * 0.35, "end"), LabelBox(x - gap - wide, y - tall / 2, x - gap, y + tall / 2)),
            (Label(x, y - gap - size * 0.2, "middle"), LabelBox(x - wide / 2, y - gap - tall, x + wide / 2, y - gap)),
            (Label(x, y + gap + size * 0.8, "middle"), LabelBox(x - wide / 2, y + gap, x + wide / 2, y + gap + tall)),
            (
                Label(x + slant, y - slant, "start"),
                LabelBox(x + slant, y - slant - tall * 0.8, x + slant + wide, y - slant + tall * 0.2),
            ),
            (
                Label(x + slant, y + slant + size * 0.7, "start"),
                LabelBox(x + slant, y + slant, x + slant + wide, y + slant + tall),
            ),
            (
                Label(x - slant, y - slant, "end"),
                LabelBox(x - slant - wide, y - slant - tall * 0.8, x - slant, y - slant + tall * 0.2),
            ),
            (
                Label(x - slant, y + slant + size * 0.7, "end"),
                LabelBox(x - slant - wide, y + slant, x - slant, y + slant + tall),
            ),
        ):
            if self.free(box):
                self.add(box)
                return label
        return None

    def centred(self, x: float, y: float, text: str, size: float, shifts: Iterable[float] = (0.0,)) -> Label | None:
        """A place for a name about a point, or a little above or below it."""
        wide, tall = width_of(text, size), size * 1.1
        for shift in shifts:
            middle = y + shift
            box = LabelBox(x - wide / 2, middle - tall / 2, x + wide / 2, middle + tall / 2)
            if self.free(box):
                self.add(box)
                return Label(x, middle + size * 0.35, "middle")
        return None


def round_box(x: float, y: float, radius: float) -> LabelBox:
    return LabelBox(x - radius, y - radius, x + radius, y + radius)


def width_of(text: str, size: float) -> float:
    """About how wide a text is set, in a sans-serif: rather too much than too little."""
    return size * sum(map(_share, text))


def _share(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _BROAD:
        return 0.92
    if character > "\u2e7f" and east_asian_width(character) in "WF":
        return 1.02
    return 0.7 if character.isupper() else 0.58


def _cells(box: LabelBox) -> Iterator[tuple[int, int]]:
    for column in range(int(box.left // CELL), int(box.right // CELL) + 1):
        for row in range(int(box.top // CELL), int(box.bottom // CELL) + 1):
            yield column, row
