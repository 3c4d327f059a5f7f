"""Dated records in the order of lists become years, months and moments, as finely as there is much to tell.

A year in which little happened is one list. A busier one is divided into its months; what lasted longer than a month, or is
not known to the month, follows them on a scale of its own. What has the same date shares one moment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from briefing.core.values import FAR_FUTURE, FAR_PAST, Date
from briefing.rendering.graphics.date_scale import Scale, around, in_era, of_month
from briefing.schema.edtf import MONTHS

BUSY = 12  # a year with more records than this is divided into months
_A_YEAR = re.compile(r"\d{3}|BCE")
LONGER = "Longer than a month, or not known to the month"
UNKNOWN_BEGINNING, UNDATED = "Beginning not known", "Undated"


class TimelineItem(NamedTuple):
    """A record to be placed, finished as HTML. `said` is whether it is an act of speech, which an interval can only bound;
    `inferred` is the mark of a date that no source gives.
    """

    date: Date | None
    said: bool
    inferred: str
    html: str


class Moment(NamedTuple):
    """Records of one date that is known in one way. `words` leave out what the headings above say."""

    words: str
    date: Date | None
    inferred: str
    entries: list[str]


class TimelinePeriod(NamedTuple):
    """Moments on one scale, under a heading of its own or, where it has none, under that of its year."""

    anchor: str
    heading: str
    scale: Scale | None
    moments: list[Moment]
    count: int


class Year(NamedTuple):
    anchor: str
    heading: str
    periods: list[TimelinePeriod]
    count: int


def years(items: Iterable[TimelineItem]) -> list[Year]:
    """Records by the year of their earliest bound, by which lists are in order; at the end those without any."""
    found: dict[int | None, list[TimelineItem]] = {}  # FAR_PAST has a year that no date has
    for item in items:
        found.setdefault(item.date.earliest[0] if item.date else None, []).append(item)
    return [
        Year(*(named := _year_of(group[0].date)), _periods(named[0], group), len(group)) for group in found.values()
    ]


def year_anchor(year: int) -> str:
    return f"y-{year}"


def month_anchor(year: int, month: int) -> str:
    return f"m-{year}-{month:02}"


def day_anchor(date: Date) -> str:
    year, month, day = date.earliest
    return f"d-{year}-{month:02}-{day:02}"


def _year_of(date: Date | None) -> tuple[str, str]:
    """(the fragment id, the heading) of a date's year."""
    if date is None:
        return "undated", UNDATED
    if date.earliest == FAR_PAST:
        return "unknown", UNKNOWN_BEGINNING
    year = date.earliest[0]
    return year_anchor(year), in_era(year)


def _periods(anchor: str, items: list[TimelineItem]) -> list[TimelinePeriod]:
    dates = [item.date for item in items if item.date is not None]
    if not dates:
        return [TimelinePeriod("", "", None, [Moment("", None, "", [item.html for item in items])], len(items))]
    known = dates[0].earliest != FAR_PAST
    if not known or len(items) <= BUSY:
        return [_period("", "", around(dates), items, in_era(dates[0].earliest[0]) if known else "")]
    months: dict[int, list[TimelineItem]] = {}
    longer: list[TimelineItem] = []
    for item in items:
        assert item.date is not None
        (year, month, _), latest = item.date.earliest, item.date.latest
        (months.setdefault(month, []) if latest[:2] == (year, month) else longer).append(item)
    found = [
        _period(
            month_anchor(year, month), f"{MONTHS[month]} {in_era(year)}", of_month(year, month), group, in_era(year)
        )
        for month, group in months.items()
    ]
    if longer:
        scale = around([item.date for item in longer if item.date is not None])
        found.append(_period(f"{anchor}-longer", LONGER, scale, longer, in_era(year)))
    return found


def _period(anchor: str, heading: str, scale: Scale, items: list[TimelineItem], year: str) -> TimelinePeriod:
    moments: dict[tuple[str, str], Moment] = {}
    for date, said, inferred, html in items:
        assert date is not None
        words = in_words(date, said)
        moment = moments.get((words, inferred))
        if moment is None:
            moment = moments[words, inferred] = Moment(_without(words, year), date, inferred, [])
        moment.entries.append(html)
    return TimelinePeriod(anchor, heading, scale, list(moments.values()), len(items))


def in_words(date: Date, said: bool) -> str:
    """A date as far as the day. What was said within an interval was said at some time between its ends."""
    words = date.words.partition(", ")[0] if date.moment else date.words
    if said and "/" in date.text and date.earliest != FAR_PAST and date.latest != FAR_FUTURE:
        first, to, last = words.partition(" to ")
        return f"between {first} and {last}" if to else words
    return words


def _without(words: str, year: str) -> str:
    """A date's words without the year, where a month still says what is meant."""
    short = words.replace(f" {year}", "")
    return short if short.endswith(MONTHS[1:]) and not _A_YEAR.search(short) else words
