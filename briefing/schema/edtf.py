"""Dates: the text of an EDTF date, level 0 or 1, becomes a `Date` with bounds and words.

The grammar is the Library of Congress's Extended Date/Time Format, levels 0 and 1
(https://www.loc.gov/standards/datetime/). Two things the standard leaves open are decided here: seasons are
the northern meteorological ones (spring is March to May, winter runs into the next year), and a qualifier (`~`, `?`,
`%`) leaves the bounds as they are, because how far "about" reaches is not ours to say.
"""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.core.values import FAR_FUTURE, FAR_PAST, Date, Day

MONTHS = (
    "", "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {21: ("spring", 3), 22: ("summer", 6), 23: ("autumn", 9), 24: ("winter", 12)}
LONGEST = 80  # characters; the longest interval of two qualified dates is far below

_DATE = re.compile(
    r"(?P<year>-?(?:\d{4}|\d{3}X|\d{2}XX)|Y-?\d{5,9})(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<mark>[~?%]?)",
    re.ASCII,
)
_TIME = re.compile(
    r"(?P<date>-?\d{4}-\d\d-\d\d)T(?P<h>\d\d):(?P<m>\d\d)(?::(?P<s>\d\d))?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)


class DateError(ValueError):
    """Why a text is no date: a problem code, a message and a hint."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


FORMS = "write 2022-10-20, 2022-10, 2022, 2022-08~ (about), 2022-09? (uncertain), 2022-09/2022-10 or 2022-10-20T14:30Z"


@lru_cache(maxsize=65536)
def parse(text: str) -> Date:
    """The `Date` that an EDTF text stands for. Raises `DateError` where it is none, or no such day exists."""
    if len(text) > LONGEST:
        raise DateError("invalid-date", "a date is never this long", FORMS)
    if "/" in text:
        return _interval(text)
    if re.search(r"\dT", text):
        return _date_time(text)
    return _single(text)


def _single(text: str) -> Date:
    match = _DATE.fullmatch(text)
    if not match:
        raise DateError("invalid-date", f"`{text}` is not a date", _guess(text) or FORMS)
    year, month, day, mark = match["year"], match["month"], match["day"], match["mark"]
    if (year[0] == "Y" and month) or ("X" in year and month and month != "XX"):
        raise DateError("invalid-date", f"`{text}`: a year like `{year}` takes no month", FORMS)
    if month == "XX" and day and day != "XX":
        raise DateError("invalid-date", f"`{text}`: a known day needs a known month", FORMS)
    earliest, latest = _bounds(text, year, month, day)
    words = _qualified(_plain_words(year, month, day), mark)
    iso = text if re.fullmatch(r"(?!0000)\d{4}(-(0\d|1[0-2])(-\d\d)?)?", text) else ""
    return Date(text, earliest, latest, words, iso, approximate=mark in ("~", "%"), uncertain=mark in ("?", "%"))


def _bounds(text: str, year: str, month: str | None, day: str | None) -> tuple[Day, Day]:
    if year[0] == "Y":
        number = int(year[1:])
        return (number, 1, 1), (number, 12, 31)
    low, high = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if low > high:  # -198X: the larger number is the earlier year
        low, high = high, low
    if month is None or month == "XX":
        return (low, 1, 1), (high, 12, 31)
    number = int(month)
    if number in SEASONS and day is None:
        first = SEASONS[number][1]
        last, end_year = (first + 2, high) if first < 12 else (2, high + 1)
        return (low, first, 1), (end_year, last, _days(end_year, last))
    if not 1 <= number <= 12:
        raise DateError("invalid-date", f"`{text}`: there is no month {month}", "months are 01 to 12, seasons 21 to 24")
    if day is None or day == "XX":
        return (low, number, 1), (high, number, _days(high, number))
    if not 1 <= int(day) <= _days(low, number):
        raise DateError(
            "invalid-date", f"`{text}`: there is no such day", f"{MONTHS[number]} {low} has {_days(low, number)} days"
        )
    return (low, number, int(day)), (low, number, int(day))


def _days(year: int, month: int) -> int:
    """How many days a month has, in the proleptic Gregorian calendar that EDTF uses."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _interval(text: str) -> Date:
    parts = text.split("/")
    if len(parts) != 2 or text in ("/", "../..", "/..", "../"):
        raise DateError(
            "invalid-date", f"`{text}` is not a date", _guess(text) or "an interval is two dates, as in 2022-09/2022-10"
        )
    if re.search(r"\dT", text):
        raise DateError("invalid-date", f"`{text}`: the ends of an interval are dates without a time", FORMS)
    start, end = (None if part in ("", "..") else _single(part) for part in parts)
    if start and end and start.earliest > end.latest:
        raise DateError("reversed-interval", f"`{text}` ends before it begins", f"turn it round: {parts[1]}/{parts[0]}")
    if start is None:
        assert end is not None
        words = f"until {end.words}" if parts[0] == ".." else f"unknown start to {end.words}"
    elif end is None:
        words = f"since {start.words}" if parts[1] == ".." else f"{start.words} to an unknown end"
    else:
        words = _shared(start, end)
    return Date(
        text,
        start.earliest if start else FAR_PAST,
        end.latest if end else FAR_FUTURE,
        words,
        approximate=any(d is not None and d.approximate for d in (start, end)),
        uncertain=any(d is not None and d.uncertain for d in (start, end)),
    )


def _shared(start: Date, end: Date) -> str:
    """Two dates in words, saying once what they share: "20 to 25 October 2022", "September to October 2022"."""
    if start.text == end.text:
        return start.words
    first, last = start.words.split(" "), end.words.split(" ")
    if start.iso and end.iso and len(first) == len(last) > 1:
        while len(first) > 1 and first[-1] == last[len(first) - 1]:
            first.pop()
    return f"{' '.join(first)} to {' '.join(last)}"


def _date_time(text: str) -> Date:
    match = _TIME.fullmatch(text)
    if not match:
        raise DateError("invalid-date", f"`{text}` is not a date and time", "write it as 2022-10-20T14:30Z")
    day = _single(match["date"])
    hour, minute, second = int(match["h"]), int(match["m"]), int(match["s"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise DateError("invalid-date", f"`{text}`: there is no such time of day", "times run from 00:00 to 23:59:59")
    zone = match["zone"] or ""
    if zone not in ("", "Z"):
        digits = zone[1:].replace(":", "").ljust(4, "0")
        if int(digits[:2]) > 14 or int(digits[2:]) > 59:
            raise DateError("invalid-date", f"`{text}`: no time zone is {zone} from UTC", "write +03:00 or Z")
    moment = f"{hour:02}:{minute:02}"
    shown = {"": moment, "Z": f"{moment} UTC"}.get(zone, f"{moment} UTC{zone}")
    iso = text if day.iso and (len(zone) != 3) else ""  # HTML has no bare-hour offset
    return Date(text, day.earliest, day.latest, f"{day.words}, {shown}", iso, moment=f"{moment}:{second:02}")


def _plain_words(year: str, month: str | None, day: str | None) -> str:
    shown = _year_words(year)
    if month is None:
        return shown
    if month == "XX":
        return f"{'a day' if day else 'a month'} in {shown}"
    number = int(month)
    if number in SEASONS:
        return f"{SEASONS[number][0]} {shown}"
    if day is None:
        return f"{MONTHS[number]} {shown}"
    return f"a day in {MONTHS[number]} {shown}" if day == "XX" else f"{int(day)} {MONTHS[number]} {shown}"


def _year_words(year: str) -> str:
    era = ""
    if "X" in year:
        if year[0] == "-":
            return f"{year[1:].replace('X', '0')}s BCE"
        return f"the {year.replace('X', '0')}s"
    number = int(year.lstrip("Y"))
    if number <= 0:  # astronomical years: 0000 is 1 BCE
        number, era = 1 - number, " BCE"
    return f"{number}{era}"


def _qualified(words: str, mark: str) -> str:
    return {"~": "about ", "?": "possibly ", "%": "possibly about "}.get(mark, "") + words


def _guess(text: str) -> str:
    """A hint for the commonest slips: day first, slashes or points, a month's name."""
    if match := re.fullmatch(r"(\d{4})[./](\d\d?)[./](\d\d?)", text, re.ASCII):
        return f"write it as {match[1]}-{match[2]:0>2}-{match[3]:0>2}"
    if match := re.fullmatch(r"(\d{4})-?(\d\d?)-?(\d\d?)", text, re.ASCII):
        return f"write it as {match[1]}-{match[2]:0>2}-{match[3]:0>2}"
    if match := re.fullmatch(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)", text, re.ASCII):
        return f"write it as {match[1]}T{match[2]}, with Z or an offset such as +03:00 after it"
    if match := re.fullmatch(r"(\S+) (?:to|until|–|-) (\S+)", text):
        return f"write it as {match[1]}/{match[2]}"
    if match := re.fullmatch(r"(?i)(?:about|around|circa|ca?\.?|~)\s*(\d{4}(?:-\d\d){0,2})", text):
        return f"write it as {match[1]}~"
    if match := re.fullmatch(r"(\d\d?)[./-](\d\d?)[./-](\d{4})", text, re.ASCII):
        return f"the year comes first: {match[3]}-MM-DD"
    if match := re.fullmatch(r"(?i)(?:(\d\d?)\.?\s+)?([a-z]{3,9})\.?(?:\s+(\d\d?),?)?\s+(\d{4})", text):
        for number, name in enumerate(MONTHS):
            if number and name.lower().startswith(match[2].lower()):
                day = match[1] or match[3]
                return f"write it as {match[4]}-{number:02}" + (f"-{day:0>2}" if day else "")
    return ""
