"""Fields of single values: words from a list, dates, numbers, coordinates, addresses, patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from yaml.nodes import Node, ScalarNode, SequenceNode

from briefing.core.text import closest, shortened, slug
from briefing.core.values import Date
from briefing.schema import edtf
from briefing.schema.fields.field_types import Found
from briefing.schema.fields.text_fields import text_of


@dataclass(frozen=True)
class Choice:
    """One of a closed list of words. `words` gives each with its meaning."""

    words: Mapping[str, str]
    empty: str = ""
    prose: ClassVar[bool] = False

    @property
    def describe(self) -> str:
        return f"one of {', '.join(f'`{word}`' for word in self.words)}"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, 100, "a word")
        if value is None or value in self.words:
            return value
        known = tuple(self.words)
        plain = slug(value)
        close = next((word for word in known if word.lower() == plain), None) or closest(plain, known)
        hint = f"did you mean `{close}`?" if close else f"write one of {', '.join(known)}"
        found.problem(node, "unknown-choice", f"`{shortened(value)}` is not allowed here", hint)
        return None


@dataclass(frozen=True)
class DateText:
    """An EDTF date of level 0 or 1."""

    empty: None = None
    prose: ClassVar[bool] = False

    @property
    def describe(self) -> str:
        return "a date"

    def parse(self, node: Node, found: Found) -> Date | None:
        value = text_of(node, found, 300, "a date")
        if value is None:
            return None
        try:
            return edtf.parse(value)
        except edtf.DateError as error:
            found.problem(node, error.code, shortened(error.message, 150), error.hint)
            return None


NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?", re.ASCII)


@dataclass(frozen=True)
class Number:
    """A decimal number, kept as its digits so that nothing is rounded."""

    empty: str = ""
    prose: ClassVar[bool] = False

    @property
    def describe(self) -> str:
        return "a number in digits"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, 100, "a number")
        if value is None or NUMBER.fullmatch(value):
            return value
        bare = re.sub(r"[,_ ]", "", value)
        hint = f"write {bare}" if NUMBER.fullmatch(bare) else "write digits, as in 1000 or 2.5; words go under `text`"
        found.problem(node, "invalid-number", f"`{shortened(value)}` is not a number", hint)
        return None


@dataclass(frozen=True)
class Coordinates:
    """`[latitude, longitude]` in degrees (WGS 84)."""

    empty: None = None
    prose: ClassVar[bool] = False

    @property
    def describe(self) -> str:
        return "`[latitude, longitude]`"

    def parse(self, node: Node, found: Found) -> tuple[float, float] | None:
        hint = "write [latitude, longitude] in degrees, south and west negative, as in [50.45, 30.52]"
        parts = [
            part.value if type(part) is ScalarNode else ""
            for part in (node.value if type(node) is SequenceNode else ())
        ]
        if len(parts) != 2 or not all(NUMBER.fullmatch(part) for part in parts):
            found.problem(node, "invalid-coordinates", "coordinates are two numbers", hint)
            return None
        latitude, longitude = map(float, parts)
        if abs(latitude) > 90 or abs(longitude) > 180:
            if abs(longitude) <= 90 and abs(latitude) <= 180:
                hint = f"the latitude comes first: [{parts[1]}, {parts[0]}]"
            found.problem(node, "invalid-coordinates", "there is no such place on the globe", hint)
            return None
        return latitude, longitude


# What a URL may hold unescaped: no space, quote, bracket, backslash or control, and no user name before the host.
URL = re.compile(r"https?://[^\s/?#@:\\<>\"'`{}|^\[\]%]+(?::\d{1,5})?(?:[/?#][^\s\\<>\"`{}|^]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Url:
    """A complete http or https address."""

    empty: str = ""
    prose: ClassVar[bool] = True

    @property
    def describe(self) -> str:
        return "a complete web address"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, 2000, "an address")
        if value is None or URL.fullmatch(value):
            return value
        hint = "write the complete address, beginning with https://"
        if re.search(r"\s", value):
            hint = "an address has no spaces; write each as %20"
        elif re.match("https?://[^/]*@", value):
            hint = "leave out what stands before the `@`"
        elif URL.fullmatch(f"https://{value}"):
            hint = f"write https://{value}"
        found.problem(node, "invalid-url", f"`{shortened(value)}` is not a complete http or https address", hint)
        return None


@dataclass(frozen=True)
class Pattern:
    """A text of a given pattern, such as a hash or a language tag."""

    pattern: str
    code: str
    wanted: str
    hint: str
    empty: str = ""
    prose: ClassVar[bool] = True

    @property
    def describe(self) -> str:
        return self.wanted

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, 300, self.wanted)
        if value is None or re.fullmatch(self.pattern, value, re.ASCII):
            return value
        found.problem(node, self.code, f"`{shortened(value)}` is not {self.wanted}", self.hint)
        return None
