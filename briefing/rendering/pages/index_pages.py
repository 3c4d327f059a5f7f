"""An index for every kind, in parts where it is long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from unicodedata import normalize

from briefing.core.values import FAR_PAST, Date
from briefing.rendering.components.html_components import Components
from briefing.rendering.data.page_json import list_document, references
from briefing.rendering.page import Page, Spec
from briefing.rendering.view import pagination
from briefing.rendering.view.pagination import Sizes, address, beside, neighbours, older_parts, part_of
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds import KIND_IN_FOLDER, KINDS
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.record import Entity, Record
from briefing.schema.kinds.statement import Statement
from briefing.schema.vocabulary import STANDINGS, phrase

Values = dict[str, Any]


MANY = 40  # names; with more, they stand under their initials
_DATED: Values = {"layout": "", "newer_word": "Newer", "older_word": "Older", "first": "the newest"}
_CLAIMS: Values = _DATED | {"layout": " propositions"}
_NAMED: Values = {"layout": " names", "newer_word": "Before", "older_word": "Further", "first": "the first"}


def every(tracked: TrackedCorpus) -> Iterator[Spec]:
    for kind in KINDS:
        path = f"{kind.FOLDER}/index.html"
        yield Spec(path, "index", kind.FOLDER)
        for number in range(older_parts(len(tracked.ids(kind)), sizes_of(kind)), 0, -1):
            yield Spec(address(path, "", number), "index", kind.FOLDER, number=number)


def make(components: Components, spec: Spec) -> Page:
    kind = KIND_IN_FOLDER[spec.subject_id]
    name = kind.FOLDER.capitalize()
    ids = listed(components.tracked, kind)
    path = f"{kind.FOLDER}/index.html"
    shown = part_of(ids, spec.number, sizes_of(kind))
    values = {
        "heading": name,
        "folder": kind.FOLDER,
        "kind": kind.KIND,
        "help": kind.HELP,
        "count": f"{len(ids):,}",
        "crumbs": components.crumbs_here(name),
        "sections": _sections(components, kind, shown),
        **(_CLAIMS if kind is Claim else _NAMED if issubclass(kind, Entity) else _DATED),
        "number": spec.number,
        "table": table_at(kind, "index", spec.number) if ids else "",
        "positions": table_at(kind, "positions", spec.number) if ids and kind is Statement else "",
        **beside(path, "", neighbours(len(ids), spec.number, sizes_of(kind)), path),
    }
    title = f"{name}, part {spec.number}" if spec.number else name
    page = Page(spec.path, "index.html", title, values, kind.HELP)
    return replace(page, document=list_document(components, page, "index", len(ids), references(components, shown)))


def table_at(kind: type[Record], name: str, number: int) -> str:
    """The path of a table that has the rows of a part of a kind's index (`exports/tables.py`)."""
    return f"{kind.FOLDER}/{name}.{number}.csv" if number else f"{kind.FOLDER}/{name}.csv"


def sizes_of(kind: type[Record]) -> Sizes:
    return pagination.INDEX_NAMES if issubclass(kind, Entity) else pagination.INDEX_ROWS


def listed(tracked: TrackedCorpus, kind: type[Record]) -> list[str]:
    """The ids of a kind as its index lists them: claims by standing, all else in the order of lists."""
    ids = tracked.ids(kind)
    if kind is not Claim:
        return ids
    place = {word: number for number, word in enumerate(STANDINGS)}
    return sorted(ids, key=lambda id: place[tracked.standing(id).word])


def _sections(components: Components, kind: type[Record], ids: Sequence[str]) -> list[Values]:
    """Claims by standing, what is dated by year, the rest by name: under their initials where there are many."""
    if kind is Claim:
        named = {word: [id for id in ids if components.tracked.standing(id).word == word] for word in STANDINGS}
        return [
            _section(components, phrase(word).capitalize(), word, found, STANDINGS[word])
            for word, found in named.items()
            if found
        ]
    under: dict[str, list[str]] = {}
    dated = not issubclass(kind, Entity)
    for id in ids:
        card = components.tracked.card(id)
        under.setdefault(_year(card.date) if dated else _initial(card.label) if len(ids) > MANY else "", []).append(id)
    if len(under) == 1:
        return [_section(components, "", "", ids)]
    return [
        _section(components, name, f"y-{name.lower().replace(' ', '-')}" if dated else f"names-{number}", found)
        for number, (name, found) in enumerate(under.items(), 1)
    ]


def _section(components: Components, heading: str, anchor: str, ids: Sequence[str], help: str = "") -> Values:
    return {"heading": heading, "help": help, "anchor": anchor, "rows": components.rows(ids), "count": f"{len(ids):,}"}


def _initial(name: str) -> str:
    """The letter that a name is listed under, without its accents; what begins with none stands under a sign for all such."""
    first = normalize("NFD", name.strip("“\"'[( ")[:1].casefold())[:1].upper()
    return first if first.isalpha() else "#"


def _year(when: Date | None) -> str:
    """The year that a record is listed under: that of its earliest bound, by which lists are sorted."""
    if when is None:
        return "Undated"
    if when.earliest == FAR_PAST:
        return "Beginning not known"
    year = when.earliest[0]
    return str(year) if year > 0 else f"{1 - year} BCE"
