"""Dates drawn to scale: a date and the span of a drawing become SVG, a point for a day and a band for what is less exact.

Drawings are decoration to those who cannot see them: each date stands in words beside its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from briefing.core.values import FAR_FUTURE, FAR_PAST, Date, Day
from briefing.schema.edtf import MONTHS

WIDTH, HEIGHT = 200, 12  # units of a drawing; the stylesheet makes them pixels
LEAST = 3  # units that a band is wide, so that a day in a century can be seen
TIP = 4  # units of the point of a band that goes on beyond the drawing
FEW = 4  # one date in so many may reach beyond the drawing
MOST_YEARS = 20  # in one drawing: what reaches further goes on beyond it
_BEFORE = (0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)  # days of a year before each month


class Scale:
    """The days from `first` to `last`, both included, across a drawing."""

    def __init__(self, first: Day, last: Day) -> None:
        self.first, self.last = first, last
        self._start = day_number(first)
        self._unit = WIDTH / (day_number(last) - self._start + 1)

    def at(self, day: Day, part: float = 0) -> float:
        """Where a day stands, or a part of it: 0 is its beginning, 1 its end."""
        return round((day_number(day) - self._start + part) * self._unit, 1)

    def mark(self, date: Date) -> str:
        """A date: a point for a day, a band for anything else, pointed at an end that lies outside or is not known."""
        soft = " soft" if date.approximate or date.uncertain else ""
        if date.earliest == date.latest:
            return f'<circle class="point{soft}" cx="{self.at(date.earliest, 0.5):g}" cy="6" r="4"/>'
        before, after = date.earliest < self.first, date.latest > self.last
        left = 0.0 if before else self.at(date.earliest)
        right = float(WIDTH) if after else self.at(date.latest, 1)
        if right - left < LEAST:
            left = min(left, WIDTH - LEAST)
            right = left + LEAST
        if not before and not after:
            return f'<rect class="band{soft}" x="{left:g}" y="3" width="{right - left:.4g}" height="6"/>'
        start = f"M{left:g} 6l{TIP}-3" if before else f"M{left:g} 3"
        end = f"H{right - TIP:g}l{TIP} 3-{TIP} 3" if after else f"H{right:g}v6"
        return f'<path class="band{soft}" d="{start}{end}H{left + TIP if before else left:g}z"/>'


def drawn(scale: Scale, date: Date) -> str:
    """A date's drawing."""
    return f'<svg class="at" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">{scale.mark(date)}</svg>'


@lru_cache(maxsize=256)
def of_month(year: int, month: int) -> Scale:
    after = (year, month + 1, 1) if month < 12 else (year + 1, 1, 1)
    return Scale((year, month, 1), (year, month, day_number(after) - day_number((year, month, 1))))


@lru_cache(maxsize=256)
def of_years(first: int, last: int) -> Scale:
    return Scale((first, 1, 1), (last, 12, 31))


def around(dates: Sequence[Date]) -> Scale:
    """The whole years that most dates lie in, so that the few which reach far do not make all others small; they go on."""
    begun = sorted([date.earliest[0] for date in dates if date.earliest != FAR_PAST])
    ended = sorted([date.latest[0] for date in dates if date.latest != FAR_FUTURE])
    first = begun[0] if begun else ended[0] - 1  # those with an end alone come from before the drawing
    last = max([first, *ended[: len(ended) - len(ended) // FEW]])
    return of_years(first, min(last, first + MOST_YEARS))


@lru_cache(maxsize=256)
def axis(scale: Scale) -> str:
    """The axis of a drawing: the days of a month, the months of a year, or the years from the first to the last."""
    (year, month, _), (last_year, last_month, _) = scale.first, scale.last
    if (year, month) == (last_year, last_month):
        marks = [((year, month, day), str(day)) for day in (1, 8, 15, 22, 29) if day <= scale.last[2]]
    elif year == last_year:
        marks = [((year, number, 1), MONTHS[number][0]) for number in range(1, 13)]
    else:
        marks = [((number, 1, 1), "") for number in range(year, last_year + 1)]
    ticks = "".join([f"M{scale.at(day):g} 10v4" for day, _ in marks])
    if year != last_year:
        names = f'<text x="0" y="8">{in_era(year)}</text><text x="{WIDTH}" y="8" text-anchor="end">{in_era(last_year)}</text>'
    else:
        names = "".join([f'<text x="{scale.at(day) + 1:g}" y="8">{name}</text>' for day, name in marks])
    return (
        f'<svg class="axis" viewBox="0 0 {WIDTH} 14" aria-hidden="true">{names}<path d="M0 14H{WIDTH}{ticks}"/></svg>'
    )


def in_era(year: int) -> str:
    """A year as it is read; that before the first is 1 BCE."""
    return str(year) if year > 0 else f"{1 - year} BCE"


def day_number(day: Day) -> int:
    """The days from a day of the proleptic Gregorian calendar to another are the difference of their numbers."""
    year, month, number = day
    past = year - 1
    leap = month > 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 365 * year + past // 4 - past // 100 + past // 400 + _BEFORE[month] + leap + number
