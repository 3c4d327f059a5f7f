"""An index page for every kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..kinds import KINDS
from ..kinds.claim import Claim
from ..kinds.common import Record
from ..model import FAR_PAST, Date
from ..vocabulary import STANDINGS, phrase
from .page import Page
from .shelf import Shelf

Values = dict[str, Any]


def indexes(shelf: Shelf) -> Iterator[Page]:
    for kind in KINDS:
        records = shelf.briefing.of(kind)
        values = {
            "heading": kind.FOLDER.capitalize(),
            "folder": kind.FOLDER,
            "kind": kind.KIND,
            "help": kind.HELP,
            "count": len(records),
            "sections": _sections(shelf, kind, records),
        }
        yield Page(f"{kind.FOLDER}/index.html", "index.html", kind.FOLDER.capitalize(), values, kind.HELP)


def _sections(shelf: Shelf, kind: type[Record], records: Sequence[Any]) -> list[Values]:
    """Claims by standing, what is dated by year, the rest by name."""
    f = shelf.inner
    ids = f.in_order(record.id for record in records)
    if kind is Claim:
        named = {word: [id for id in ids if shelf.standings[id].word == word] for word in STANDINGS}
        return [
            {"heading": phrase(word).capitalize(), "help": STANDINGS[word], "anchor": word, "rows": f.rows(found)}
            for word, found in named.items()
            if found
        ]
    years: dict[str, list[str]] = {}
    for id in ids:
        years.setdefault(_year(f.briefing[id].when), []).append(id)
    if len(years) == 1:
        return [{"heading": "", "help": "", "anchor": "", "rows": f.rows(ids)}]
    return [
        {"heading": year, "help": "", "anchor": f"y-{year.lower().replace(' ', '-')}", "rows": f.rows(found)}
        for year, found in years.items()
    ]


def _year(when: Date | None) -> str:
    """The year that a record is listed under: that of its earliest bound, by which lists are sorted."""
    if when is None:
        return "Undated"
    if when.earliest == FAR_PAST:
        return "Beginning not known"
    year = when.earliest[0]
    return str(year) if year > 0 else f"{1 - year} BCE"
