"""briefing.yaml: its text becomes a `Config`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from yaml.nodes import Node

from briefing.core.problems import Location, Problem
from briefing.core.text import shortened
from briefing.reading.decoder import File
from briefing.reading.yaml_parser import compose
from briefing.schema.fields import Choice, Found, Line, Many, Url, fields_of, missing_keys, shape_mapping, spec, text_of
from briefing.schema.kinds import KIND_IN_FOLDER
from briefing.schema.kinds.source import LANGUAGE

INDEXES = {folder: kind.HELP for folder, kind in KIND_IN_FOLDER.items()}
INDEXES |= {
    "timeline": "Every event and statement in time.",
    "map": "Where the events took place.",
    "network": "Which people and organizations appear together.",
    "changes": "What was changed and corrected.",
    "methodology": "What the words on the site mean.",
}


@dataclass(frozen=True)
class BaseUrl:
    """The address the site is published at; it always ends in a slash."""

    empty: str = ""
    prose: ClassVar[bool] = False

    @property
    def describe(self) -> str:
        return "a complete web address"

    def parse(self, node: Node, found: Found) -> str | None:
        value = Url().parse(node, found)
        if value is None:
            return None
        if "?" in value or "#" in value:
            found.problem(
                node, "invalid-url", "the site's address takes no `?` or `#`", "write https://example.org/path/"
            )
            return None
        return value.rstrip("/") + "/"


@dataclass(frozen=True)
class TimeZone:
    """An IANA time zone name. The machine need not know it, so that a build depends on no other data."""

    empty: str = ""
    prose: ClassVar[bool] = False

    @property
    def describe(self) -> str:
        return "a time zone's name"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, 60, "a time zone")
        if value is None or re.fullmatch(r"UTC|[A-Z][A-Za-z_+-]+(/[A-Za-z0-9_+-]+){1,2}", value, re.ASCII):
            return value
        hint = "write a name such as Europe/Kyiv or UTC"
        found.problem(node, "invalid-time-zone", f"`{shortened(value)}` is not a time zone's name", hint)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What is said of the site as a whole."""

    title: str = spec(Line(100), "The site's name.", required=True, example="The Port Avel briefing")
    description: str = spec(Line(300), "What the site is about, in a sentence.")
    base_url: str = spec(BaseUrl(), "Where it is published.", example="https://example.org/")
    language: str = spec(LANGUAGE, "The language it is written in.", default="en")
    time_zone: str = spec(TimeZone(), "The time zone that its dates are meant in.", default="UTC")
    publisher: str = spec(Line(100), "Who publishes it.")
    licence: str = spec(Line(200), "Under which licence.")
    navigation: tuple[str, ...] = spec(
        Many(Choice(INDEXES)), "The index pages in the navigation, in order; all of them where it is left out."
    )
    search: bool = False  # whether the site can be searched, which the build decides and not briefing.yaml


def shape_config(file: File) -> tuple[Config, list[Problem]]:
    """briefing.yaml's text as a `Config`; where it is wrong, one that lets the rest be checked."""
    nodes, problem = compose(file.path, file.text) if file.is_valid else ([], None)
    found = Found(file.path, file.text)
    if problem or not file.is_valid:
        return Config(title="?"), [problem] if problem else []
    if not nodes:
        place = Location(file.path, 1, 1)
        return Config(title="?"), [Problem(place, "missing-key", "`title` is missing here", "add a line `title: …`")]
    for node in nodes[1:]:
        found.problem(node, "wrong-shape", "briefing.yaml holds one document", "delete the `---` and what follows it")
    fields = fields_of(Config)
    values = shape_mapping(nodes[0], fields, found) or {}
    for field in missing_keys(values, fields, nodes[0]):
        found.problem(
            nodes[0], "missing-key", f"`{field.key}` is missing here", f"add it, as in `title: {field.example}`"
        )
    return Config(**({"title": "?"} | values)), found.problems
