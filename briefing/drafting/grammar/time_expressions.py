"""A time word of the text and the article's date become an EDTF date and a note that says how: "Thursday", "last week", "in July"."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from briefing.core.values import Date
from briefing.schema.edtf import MONTHS

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    {name.lower(): n for n, name in enumerate(MONTHS) if name}
    | {
        short: n
        for n, shorts in enumerate(
            ("", "jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sept", "oct", "nov", "dec")
        )
        if (short := shorts)
    }
    | {"sep": 9}
)
_MONTHS_RE = "|".join(sorted(_MONTH, key=len, reverse=True))
_TIME = re.compile(
    rf"""(?P<full>\b(?:(?P<m1>{_MONTHS_RE})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{_MONTHS_RE})\b\.?)(?:,?\s+(?P<y>(?:19|20)\d\d))?\b)
    |(?P<month>\b(?:in|since|last|early\s+in|late\s+in|in\s+early|in\s+late)\s+(?P<m3>{"|".join(m.lower() for m in MONTHS if m)})\b(?:,?\s+(?P<y3>(?:19|20)\d\d))?)
    |(?P<day>\b(?:(?P<last>last|next)\s+)?(?P<name>{"|".join(_DAYS)})\b)
    |(?P<word>\b(?:today|tonight|yesterday|(?:earlier\s+)?this\s+(?:morning|afternoon|evening|week|month|year)|last\s+(?:night|week|month|year))\b)""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Dated:
    """When something was said: an EDTF date, and how it is known."""

    date: str
    note: str


UNKNOWN = "20XX"


def dated(words: str, article: Date | None) -> Dated:
    """The date that the words of an attribution give, counted from the article's; the article's own where they give none."""
    day = _day(article)
    match = _TIME.search(words)
    if match:
        said = " ".join(match[0].split())
        whole = _resolved(match, day)
        if whole:
            if match["y"] or match["y3"]:
                return Dated(whole, f"The text says “{said}”.")
            return Dated(
                whole, f"The text says “{said}”; counted from the article's date, {article.text if article else ''}."
            )
        if article is None:
            return Dated(UNKNOWN, f"The text says “{said}”, and the date of the article is not known.")
    if article is None:
        return Dated(UNKNOWN, "Not known: the article has no date, and the text does not say when.")
    return Dated(article.text, "The text does not say when; this is the article's date.")


def _day(article: Date | None) -> date | None:
    """The article's day, where its date is a single day."""
    if article is None or article.earliest[:3] != article.latest[:3]:
        return None
    try:
        return date(*article.earliest[:3])
    except (ValueError, TypeError):
        return None


def _resolved(match: re.Match[str], day: date | None) -> str:
    if match["full"]:
        month, number = _MONTH[(match["m1"] or match["m2"]).lower()], int(match["d1"] or match["d2"])
        year = int(match["y"]) if match["y"] else _year_of(month, number, day)
        return (
            f"{year:04}-{month:02}-{number:02}" if year and 1 <= number <= calendar.monthrange(year, month)[1] else ""
        )
    if match["month"]:
        month = _MONTH[match["m3"].lower()]
        year = int(match["y3"]) if match["y3"] else _year_of(month, 1, day)
        return f"{year:04}-{month:02}" if year else ""
    if day is None:
        return ""
    if match["day"]:
        back = (day.weekday() - _DAYS.index(match["name"].lower())) % 7
        if match["last"]:
            if match["last"].lower() == "next":
                return ""
            back = back or 7
        return (day - timedelta(back)).isoformat()
    return _from_words(" ".join(match["word"].lower().split()), day)


def _year_of(month: int, number: int, day: date | None) -> int:
    """The year of the latest such day that is not after the article's."""
    if day is None:
        return 0
    return day.year if (month, number) <= (day.month, day.day) else day.year - 1


def _from_words(words: str, day: date) -> str:
    monday = day - timedelta(day.weekday())
    if words in ("yesterday", "last night"):
        return (day - timedelta(1)).isoformat()
    if words.endswith("this week"):
        return f"{monday.isoformat()}/{day.isoformat()}" if monday < day else day.isoformat()
    if words == "last week":
        return f"{(monday - timedelta(7)).isoformat()}/{(monday - timedelta(1)).isoformat()}"
    if words.endswith("this month"):
        return f"{day.year:04}-{day.month:02}"
    if words == "last month":
        before = day.replace(day=1) - timedelta(1)
        return f"{before.year:04}-{before.month:02}"
    if words.endswith("this year"):
        return f"{day.year:04}"
    if words == "last year":
        return f"{day.year - 1:04}"
    return day.isoformat()
