"""How much there is in each period of the whole timeline: counted into a short text, and drawn as a strip of bars.

The text is part of the spec of the page that shows the strip, so that the page is made anew when it changes, and needs not
know every date to be made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from briefing.core.values import FAR_PAST, Day
from briefing.rendering.graphics.date_scale import day_number, in_era
from briefing.rendering.graphics.timeline_periods import month_anchor, year_anchor
from briefing.schema.edtf import MONTHS

MOST = 48  # bars: as many as can still be told apart on a telephone
MOST_DAYS = 45  # a story no older than this is shown by its days
FAR = 20  # one record in so many may lie so far from the others that it has to share a bar with all before or after it
HEIGHT = 56  # units of the highest bar
NAMED = 12  # bars that can all have names
FEWEST = 3  # bars that show anything
EARLIER, LATER = "earlier", "later"


class TimeUnit(NamedTuple):
    """A length of periods: which period a day falls in, and what the period's name is."""

    name: str
    period: Callable[[Day], int]


def _years(length: int) -> TimeUnit:
    return TimeUnit(str(length), lambda day: day[0] // length)


UNITS = (
    TimeUnit("day", day_number),
    TimeUnit("month", lambda day: 12 * day[0] + day[1] - 1),
    TimeUnit("quarter", lambda day: 4 * day[0] + (day[1] - 1) // 3),
    *(_years(10**power) for power in range(13)),
)


class HistogramBar(NamedTuple):
    """A period with anything in it: its number, or EARLIER or LATER; how much; and the part and the place of its newest."""

    period: str
    count: int
    part: int
    anchor: str


def counted(days: Sequence[Day], part_of: Callable[[int], int]) -> str:
    """The bars of all records, newest first, by the earliest day that each can be of. `part_of` tells which part of the
    timeline the record in a place stands in.
    """
    known = len(days)
    while known and days[known - 1] == FAR_PAST:
        known -= 1
    if not known:
        return ""
    unit, newest, oldest = _unit(days[:known])
    bars: dict[str, list[int]] = {}
    for place in range(known):
        period = unit.period(days[place])
        key = LATER if period > newest else EARLIER if period < oldest else str(period)
        bar = bars.get(key)
        if bar is None:
            bars[key] = [1, place]
        else:
            bar[0] += 1
    shown = [f"{key}|{count}|{part_of(place)}|{_place(unit, days[place])}" for key, (count, place) in bars.items()]
    return " ".join([unit.name, *reversed(shown)])


def _unit(days: Sequence[Day]) -> tuple[TimeUnit, int, int]:
    """(the shortest periods of which there are few enough, the newest of them, the oldest); few lie outside."""
    few = (len(days) - 1) // FAR
    for unit in UNITS:
        most = MOST_DAYS if unit.name == "day" else MOST
        newest, oldest = unit.period(days[0]), unit.period(days[-1])
        if newest - oldest < most:
            return unit, newest, oldest
        if unit.name == "day":
            continue
        near, far = unit.period(days[few]), unit.period(days[-1 - few])
        if near - far < most:
            if newest - far < most:
                return unit, newest, far
            if near - oldest < most:
                return unit, near, oldest
            return unit, near, far
    raise AssertionError("the longest periods hold every year that a date can have")


def _place(unit: TimeUnit, day: Day) -> str:
    """The fragment id of a day, of its month or of its year, whichever is nearest to the length of a period."""
    year, month, number = day
    if unit.name == "day":
        return f"d-{year}-{month:02}-{number:02}"
    return month_anchor(year, month) if unit.name in ("month", "quarter") else year_anchor(year)


# --- the strip -------------------------------------------------------------------------------------------------------


def strip(text: str, page: Callable[[int], str]) -> Markup:
    """The bars as a drawing in which each is a link; nothing where there are too few to show anything. `page` is the address
    of a part.
    """
    name, *packed = text.split(" ")
    bars = [
        HistogramBar(period, int(count), int(part), anchor)
        for period, count, part, anchor in (bar.split("|") for bar in packed)
    ]
    if len(bars) < FEWEST:
        return Markup("")
    inside = [int(bar.period) for bar in bars if bar.period not in (EARLIER, LATER)]
    before, after = (
        2 * (bars[0].period == EARLIER),
        2 * (bars[-1].period == LATER),
    )  # with a gap: these are not to scale
    first, places = inside[0] - before, inside[-1] - inside[0] + 1 + before + after
    width = 100 / places
    highest = max(bar.count for bar in bars)
    drawn, labels = [], []
    for bar in bars:
        place = 0 if bar.period == EARLIER else places - 1 if bar.period == LATER else int(bar.period) - first
        height = max(2.0, round(HEIGHT * bar.count / highest, 1))
        said = f"{_name(name, bar)}: {bar.count:,}"
        drawn.append(
            f'<a href="{page(bar.part)}#{bar.anchor}" aria-label="{said}"><title>{said}</title>'
            f'<rect class="hit" x="{place * width:.4g}%" width="{width:.4g}%" height="{HEIGHT}"/>'
            f'<rect class="bar" x="{place * width:.4g}%" y="{HEIGHT - height:g}" width="{width * 0.88:.4g}%" height="{height:g}"/></a>'
        )
        if bar.period in (EARLIER, LATER):
            labels.append(_label(place * width, 15, "…"))
    last, beyond = -100.0, 100 - 2 * width * bool(after)
    for period, line, label, least in _labels(name, bars, inside):
        x = (period - first) * width
        if line == 1 and (x < last + least or x + least / 2 > max(beyond, 100 - least / 2)):
            continue
        last = x if line == 1 else last
        labels.append(_label(x, 15 * line, label))
    ground = f'<rect class="ground" y="{HEIGHT}" width="100%" height="1"/>'
    return Markup(
        f'<svg class="bars" width="100%" height="{HEIGHT + 34}">{"".join(drawn)}{ground}{"".join(labels)}</svg>'
    )


def _label(x: float, below: int, text: str) -> str:
    return f'<text x="{x:.4g}%" y="{HEIGHT + below}">{text}</text>'


def _labels(unit: str, bars: Sequence[HistogramBar], inside: Sequence[int]) -> Iterator[tuple[int, int, str, float]]:
    """(period, line, text, least distance in hundredths) of what stands below the bars."""
    first, last = inside[0], inside[-1]
    if unit == "day":
        for bar in bars:
            if bar.period not in (EARLIER, LATER):
                _, month, day = bar.anchor.rsplit("-", 2)
                yield int(bar.period), 1, f"{int(day)} {MONTHS[int(month)][:3]}", 17
    elif unit == "month":
        for period in range(first, last + 1):
            year, month = divmod(period, 12)
            if last - first < NAMED:
                yield period, 1, MONTHS[month + 1][:3], 7
                if month == 0 or period == first:
                    yield period, 2, in_era(year), 0
            elif month == 0:
                yield period, 1, in_era(year), 11
    elif unit == "quarter":
        for period in range(first, last + 1):
            if period % 4 == 0:
                yield period, 1, in_era(period // 4), 11
    else:
        length = int(unit)
        step = next(step for power in range(3) for n in (1, 2, 5) if (last - first) / (step := n * 10**power) < 8)
        for period in range(first, last + 1):
            if period % step == 0:
                yield period, 1, in_era(period * length), 11


def _name(unit: str, bar: HistogramBar) -> str:
    if bar.period in (EARLIER, LATER):
        return bar.period.capitalize()
    if unit == "day":
        year, month, day = bar.anchor[2:].rsplit("-", 2)
        return f"{int(day)} {MONTHS[int(month)]} {in_era(int(year))}"
    if unit == "month":
        year_number, month_number = divmod(int(bar.period), 12)
        return f"{MONTHS[month_number + 1]} {in_era(year_number)}"
    if unit == "quarter":
        year_number, quarter = divmod(int(bar.period), 4)
        return f"{MONTHS[3 * quarter + 1]} to {MONTHS[3 * quarter + 3]} {in_era(year_number)}"
    length, begun = int(unit), int(bar.period) * int(unit)
    return in_era(begun) if length == 1 else f"{in_era(begun)} to {in_era(begun + length - 1)}"
