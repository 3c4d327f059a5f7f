"""The desk's records become what a text may call them: names, aliases, surnames, countries for their governments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.place import Place
from briefing.schema.kinds.record import Record

_NOISE = re.compile(r"[“”„\"«»,()\[\]]|[’']s$")


def key(words: str) -> str:
    """Words as they are compared: lower case, without article, marks and a final possessive."""
    plain = _NOISE.sub(" ", words.replace("’", "'").strip()).lower().replace("-", " ").replace("‑", " ")
    plain = re.sub(r"(?<=\w)\.(?=\w\.)|(?<=\b\w)\.", "", plain).replace(".", " ")
    plain = " ".join(plain.split())
    return re.sub(r"^(?:the|unnamed|a|an) ", "", plain)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who can speak, by what they are called. Each look-up gives ids, more than one where a name is shared."""

    names: Mapping[str, tuple[str, ...]]
    surnames: Mapping[str, tuple[str, ...]]
    people: Mapping[str, Person]
    governments: Mapping[str, str]  # the key of a country's name -> its government
    labels: Mapping[str, str]
    places: frozenset[str]  # the keys of places' names

    def named(self, words: str) -> tuple[str, ...]:
        return self.names.get(key(words)) or self.names.get(f"{key(words)} government", ())

    def within(self, words: str) -> str:
        """The organization that a description names: the White House in "a White House official"; "" where none."""
        plain = f" {key(words)} "
        found = sorted(
            (
                (len(name), name)
                for name, ids in self.names.items()
                if len(ids) == 1 and ids[0] not in self.people and f" {name} " in plain
            ),
            reverse=True,
        )
        return self.names[found[0][1]][0] if found else ""

    def person(self, full_name: str) -> tuple[str, ...]:
        """People with a full name: as it is written, or with the same first and last name."""
        direct = tuple(id for id in self.named(full_name) if id in self.people)
        if direct:
            return direct
        parts = key(full_name).split()
        if len(parts) < 2:
            return ()
        return tuple(
            id for id, person in self.people.items() for name in (person.name,)
            if (own := key(name).split()) and len(own) > 1 and own[-1] == parts[-1] and _same_given(own[0], parts[0])
        )  # fmt: skip


def _same_given(one: str, other: str) -> bool:
    """Whether two given names are one, or one is short for the other: "Pat" and "Patrick"."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= 3 and long.startswith(short))


def desk(records: Mapping[str, Record]) -> Desk:
    """What the desk's people and organizations are called."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    surnames: dict[str, dict[str, None]] = defaultdict(dict)
    people: dict[str, Person] = {}
    countries: dict[str, list[str]] = {}
    governments: dict[str, str] = {}
    labels: dict[str, str] = {}
    for id, record in records.items():
        if isinstance(record, Place):
            countries[id] = [record.name, *record.aliases]
        if not isinstance(record, (Person, Organization)):
            continue
        labels[id] = record.name
        for name in (record.name, *record.aliases):
            names[key(name)][id] = None
        if isinstance(record, Person):
            people[id] = record
            surnames[key(record.name).split()[-1]][id] = None
    for id, record in records.items():
        if (
            isinstance(record, Organization)
            and record.country
            and not record.parent
            and "government" in record.type.lower()
        ):
            for name in countries.get(record.country, ()):
                governments.setdefault(key(name), id)
    places = frozenset(key(name) for names_of in countries.values() for name in names_of)
    return Desk(_frozen(names), _frozen(surnames), people, governments, labels, places)


def _frozen(found: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(ids) for name, ids in found.items()}
