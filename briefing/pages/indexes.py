"""An index for every kind, in parts where it is long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..kinds import KIND_IN_FOLDER, KINDS
from ..kinds.claim import Claim
from ..kinds.common import Record
from ..model import FAR_PAST, Date
from ..vocabulary import STANDINGS, phrase
from .document import list_document, references
from .fragments import Fragments
from .page import Page, Spec
from .parts import address, beside, neighbours, older_parts, part_of
from .shelf import Shelf

Values = dict[str, Any]


def every(shelf: Shelf) -> Iterator[Spec]:
    for kind in KINDS:
        path = f"{kind.FOLDER}/index.html"
        yield Spec(path, "index", kind.FOLDER)
        for number in range(older_parts(len(shelf.ids(kind))), 0, -1):
            yield Spec(address(path, "", number), "index", kind.FOLDER, number=number)


def make(f: Fragments, spec: Spec) -> Page:
    kind = KIND_IN_FOLDER[spec.about]
    name = kind.FOLDER.capitalize()
    ids = _listed(f.shelf, kind)
    path = f"{kind.FOLDER}/index.html"
    values = {
        "heading": name,
        "folder": kind.FOLDER,
        "kind": kind.KIND,
        "help": kind.HELP,
        "count": f"{len(ids):,}",
        "sections": _sections(f, kind, part_of(ids, spec.number)),
        "number": spec.number,
        **beside(path, "", neighbours(len(ids), spec.number), path),
    }
    title = f"{name}, part {spec.number}" if spec.number else name
    page = Page(spec.path, "index.html", title, values, kind.HELP)
    return replace(page, document=list_document(f, page, "index", len(ids), references(f, part_of(ids, spec.number))))


def _listed(shelf: Shelf, kind: type[Record]) -> list[str]:
    """The ids of a kind as its index lists them: claims by standing, all else in the order of lists."""
    ids = shelf.ids(kind)
    if kind is not Claim:
        return ids
    place = {word: number for number, word in enumerate(STANDINGS)}
    return sorted(ids, key=lambda id: place[shelf.standing(id).word])


def _sections(f: Fragments, kind: type[Record], ids: Sequence[str]) -> list[Values]:
    """Claims by standing, what is dated by year, the rest by name."""
    if kind is Claim:
        named = {word: [id for id in ids if f.shelf.standing(id).word == word] for word in STANDINGS}
        return [
            {"heading": phrase(word).capitalize(), "help": STANDINGS[word], "anchor": word, "rows": f.rows(found)}
            for word, found in named.items()
            if found
        ]
    years: dict[str, list[str]] = {}
    for id in ids:
        years.setdefault(_year(f.shelf.card(id).date), []).append(id)
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
