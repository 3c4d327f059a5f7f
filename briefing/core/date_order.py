"""Which of two dates comes first, as far as their bounds give it. An order that they do not give is never told.

An exact date reaches from its earliest day to its latest. An approximate or uncertain one (`~`, `?`, `%`) may lie outside
of them: it is taken to reach as far again on either side as it is long, so that "about August" may be July or September.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date as calendar_date
from functools import lru_cache
from typing import Literal, TypeVar

from briefing.core.values import Date, Day

Order = Literal["before", "after", "same day", "not known"]
Item = TypeVar("Item")

_ZONE = re.compile(r"(?:Z|([+-])(\d\d):?(\d\d))$")


def order(one: Date, other: Date) -> Order:
    """How one date stands to another.

    "same day" is said of two exact days without times that would tell more; "not known" where the ranges overlap.
    """
    first, second = _instant(one), _instant(other)
    if first is not None and second is not None:
        return "before" if first < second else "after" if first > second else "same day"
    (low, high), (other_low, other_high) = reach(one), reach(other)
    if high < other_low:
        return "before"
    if low > other_high:
        return "after"
    return "same day" if low == high == other_low == other_high else "not known"


@lru_cache(maxsize=4096)
def reach(date: Date) -> tuple[int, int]:
    """The first and the last day on which a date may lie, as numbers that grow with time."""
    low, high = _number(date.earliest), _number(date.latest)
    if date.approximate or date.uncertain:
        length = high - low + 1
        return low - length, high + length
    return low, high


def straddling(dates: Iterable[Date | None]) -> list[bool]:
    """Of each date in a list, whether it reaches over another one there, so that their order is not known.

    Days are never marked, since what reaches over them is; nor are dates that are the same.
    """
    listed = list(dates)
    reaches = {reach(date) for date in listed if date is not None}
    if all(low == high for low, high in reaches):
        return [False] * len(listed)
    ordered = sorted(reaches)
    over: set[tuple[int, int]] = set()
    furthest = None
    for at, (low, high) in enumerate(ordered):
        following = ordered[at + 1][0] if at + 1 < len(ordered) else None
        if (following is not None and following <= high) or (furthest is not None and furthest >= low):
            over.add((low, high))
        furthest = high if furthest is None else max(furthest, high)
    return [date is not None and (ends := reach(date)) in over and ends[0] != ends[1] for date in listed]


def in_known_order(items: Sequence[tuple[Date, Item]]) -> list[list[tuple[Date, Item]]]:
    """Items in groups: each group is certainly before the next, and within one the order is not known or one day's."""
    groups: list[list[tuple[Date, Item]]] = []
    for date, item in sorted(items, key=lambda pair: (reach(pair[0])[0], pair[0].order)):
        if groups and not all(order(other, date) == "before" for other, _ in reversed(groups[-1])):
            groups[-1].append((date, item))
        else:
            groups.append([(date, item)])
    return groups


def _number(day: Day) -> int:
    year, month, number = day
    return (12 * year + month - 1) * 31 + number - 1


def _instant(date: Date) -> int | None:
    """The minute in UTC of a date with a time of day and a zone, counted from the year 1."""
    zone = _ZONE.search(date.text) if date.moment else None
    if zone is None or not 1 < date.earliest[0] < 9999:
        return None
    hours, minutes = int(date.moment[:2]), int(date.moment[3:5])
    ahead = 60 * int(zone[2]) + int(zone[3]) if zone[1] else 0
    day = calendar_date(*date.earliest).toordinal()
    return 1440 * day + 60 * hours + minutes - (-ahead if zone[1] == "-" else ahead)
