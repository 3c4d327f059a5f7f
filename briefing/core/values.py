"""The frozen values that records are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Day = tuple[int, int, int]  # year, month, day; a tuple because EDTF years reach beyond what datetime can hold

FAR_PAST: Day = (-(10**12), 1, 1)
FAR_FUTURE: Day = (10**12, 12, 31)


@dataclass(frozen=True, slots=True)
class Date:
    """An EDTF date: its text, its bounds, and how it reads.

    `earliest` and `latest` are inclusive; an open end is FAR_PAST or FAR_FUTURE. `moment` is the time of day as
    "HH:MM:SS", or empty. `words` is the date in plain English. `iso` is the text where HTML's <time> can carry it,
    else empty.
    """

    text: str
    earliest: Day
    latest: Day
    words: str
    iso: str = ""
    moment: str = ""
    approximate: bool = False
    uncertain: bool = False

    @property
    def order(self) -> tuple[Day, str, Day]:
        """Sorts dates: by the earliest bound to the second, then by the latest."""
        return (self.earliest, self.moment, self.latest)


UNDATED = (FAR_PAST, "", FAR_PAST)  # the order of what has no date: before everything


def day_text(day: Day) -> str:
    """A day as ISO 8601 has it, with a sign before years that have not four digits; nothing for an open end."""
    year, month, number = day
    if day in (FAR_PAST, FAR_FUTURE):
        return ""
    return f"{year:04}-{month:02}-{number:02}" if 0 <= year <= 9999 else f"{year:+05}-{month:02}-{number:02}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount as its source gave it: a number and how exact it is, a range, or words.

    `form` is exactly, about, at_least, at_most, range or text. `low` and `high` are decimal numbers as digits; only a
    range has both.
    """

    form: str
    low: str = ""
    high: str = ""
    text: str = ""
    unit: str = ""

    @property
    def words(self) -> str:
        """The amount as it reads: "about 1,000 drones", "10 to 12 boats", "dozens (drones)"."""
        unit = f" {self.unit}" if self.unit else ""
        if self.form == "text":
            return f"{self.text} ({self.unit})" if self.unit else self.text
        if self.form == "range":
            return f"{grouped(self.low)} to {grouped(self.high)}{unit}"
        prefix = {"about": "about ", "at_least": "at least ", "at_most": "at most "}.get(self.form, "")
        return f"{prefix}{grouped(self.low)}{unit}"


def grouped(number: str) -> str:
    """A decimal number with a comma after each three digits: "1000" is "1,000"."""
    sign, digits = ("\u2212", number[1:]) if number.startswith("-") else ("", number)
    whole, point, rest = digits.partition(".")
    return f"{sign}{int(whole):,}{point}{rest}"


@dataclass(frozen=True, slots=True)
class Document:
    """Where a record was written: its file, and which `---` document of it.

    Texts are wanted only to point at places, so that they are fetched from `texts`, by file, and not held.
    """

    file: str
    index: int
    texts: Mapping[str, str] = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        return self.texts[self.file]
