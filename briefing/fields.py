"""Text becomes typed values: a class for each type of field, and how a mapping of fields is shaped.

Every type has `parse(node, found)`, which takes the YAML node of a value and gives the value, or notes in `found` what
is wrong and gives None; one bad value never hides the next. `empty` is what a record has where the field is left out.
A field is declared where its value lives, as `name: type = spec(Type(...), help)` in a frozen dataclass.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, NamedTuple, Protocol

from . import characters, edtf
from .model import Date, Quantity
from .problem import Problem
from .read import MappingNode, Node, ScalarNode, SequenceNode, closest, place_of_node, place_within

ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST_ID = 80
ENTITY_KINDS = ("person", "organization", "place", "equipment", "topic")


class Reference(NamedTuple):
    """A record's id as it stands in another record, before anyone knows whether it exists.

    `kinds` are those allowed, empty for any. `label` is what the relation is called from the other end. `mention` is
    true for a `[[…]]` inside the text that begins at the line and column.
    """

    target: str
    kinds: tuple[str, ...]
    label: str
    line: int
    column: int
    mention: bool = False


class Found:
    """What shaping a document has come upon so far: problems, and references to other records."""

    __slots__ = ("file", "problems", "references", "text")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self.references: list[Reference] = []

    def problem(self, node: Node, code: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(place_of_node(self.file, node), code, message, hint))

    def problem_within(self, node: Node, piece: str, code: str, message: str, hint: str) -> None:
        """As `problem`, at a piece of the node's text."""
        sought = re.compile(re.escape(piece.split("\n")[0]))
        place = place_within(self.file, self.text, place_of_node(self.file, node), sought)
        self.problems.append(Problem(place, code, message, hint))


class Type(Protocol):
    """The type of a field."""

    @property
    def empty(self) -> Any: ...

    @property
    def describe(self) -> str: ...  # what to write, in words, for docs/content-model.md

    def parse(self, node: Node, found: Found) -> Any: ...


# --- text ------------------------------------------------------------------------------------------------------------


def text_of(node: Node, found: Found, longest: int, wanted: str = "a text") -> str | None:
    """A scalar's text: trimmed, in Unicode's NFC form, not empty, no longer than allowed and fit to be shown."""
    if type(node) is not ScalarNode:
        shape = "a list" if type(node) is SequenceNode else "a mapping"
        hint = f"write {wanted} alone, without brackets or a dash"
        if wanted == "a text":
            hint = "put quotes around a text that begins with a bracket or contains `: `"
        found.problem(node, "wrong-shape", f"{wanted} was expected here, not {shape}", hint)
        return None
    value: str = node.value.strip()
    if not value:
        found.problem(node, "empty-value", "there is no value here", "write one, or leave the field out")
        return None
    if len(value) > longest:
        message = f"the text has {len(value):,} characters; {longest:,} are allowed here"
        found.problem(node, "too-long", message, "shorten it")
        return None
    if node.style == '"':  # the only style with escapes, which the check of the file's text could not see
        escaped = ((code, c) for _, code, c in characters.suspects(value) if c not in found.text)
        for code, character in islice(escaped, 1):
            message, hint = characters.explain(code, character)
            if code == "control-character":
                hint = "in double quotes a backslash begins an escape; use single quotes"
            found.problem(node, code, message, hint)
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    return value


@dataclass(frozen=True)
class Line:
    """A text of one line, shown as it is."""

    longest: int = 300
    empty: str = ""

    @property
    def describe(self) -> str:
        return f"a text of one line, at most {self.longest} characters"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, self.longest)
        if value is not None and "\n" in value:
            found.problem(node, "line-break", "this text must be one line", "use `>-` to write one line over several")
            return None
        return value


@dataclass(frozen=True)
class Words:
    """Somebody's words, kept as they are but for line breaks, which become spaces."""

    longest: int = 3000
    empty: str = ""

    @property
    def describe(self) -> str:
        return f"a text, kept word for word, at most {self.longest:,} characters"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, self.longest)
        return value if value is None else " ".join(value.split())


LINK = re.compile(r"(?<!`)`[^`]+`(?!`)|\[\[(?P<inside>[^\[\]\n]*(?:\n[^\[\]\n]*)?)\]\]")
_OPEN_LINK = re.compile(r"\[\[(?![^\[\]\n]*\]\()\S{0,30}")
_LINK_INSIDE = re.compile(rf"\s*(?P<id>{ID_PATTERN})\s*(?:\|(?P<text>[^|]+))?")


@dataclass(frozen=True)
class Markdown:
    """Markdown with `[[id]]` and `[[id|text]]` links to records. Its mentions are references like any other."""

    longest: int = 5000
    empty: str = ""

    @property
    def describe(self) -> str:
        return f"Markdown, at most {self.longest:,} characters"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, self.longest)
        if value is not None and "[[" in value:
            mark = node.start_mark
            for match in LINK.finditer(value):
                if match["inside"] is None:  # a code span
                    continue
                link = link_parts(match["inside"])
                if link is None:
                    message = f"`{shortened(match[0])}` is not a link"
                    found.problem_within(node, match[0], "invalid-link", message, _link_hint(match["inside"]))
                else:
                    found.references.append(
                        Reference(link[0], (), "Mentioned in", mark.line + 1, mark.column + 1, mention=True)
                    )
            for match in _OPEN_LINK.finditer(LINK.sub("", value)):
                hint = "close it with `]]`; put a literal `[[` in backticks"
                message = f"`{shortened(match[0])}` opens a link that is not closed"
                found.problem_within(node, match[0], "invalid-link", message, hint)
        return value


def link_parts(inside: str) -> tuple[str, str] | None:
    """(id, text) of what stands between `[[` and `]]`, or None where it is no link. The text may be empty."""
    match = _LINK_INSIDE.fullmatch(inside)
    if match is None:
        return None
    return match["id"], " ".join((match["text"] or "").split())


def _link_hint(inside: str) -> str:
    """What to write in the place of a `[[…]]` that is no link."""
    before, _, after = (" ".join(part.split()) for part in inside.partition("|"))
    if re.fullmatch(ID_PATTERN, after):
        return f"the id comes first: `[[{after}|{before}]]`"
    id = slug(before)
    text = f"|{after or before}" if (after or before) != id else ""
    example = f", as in `[[{id}{text}]]`" if re.fullmatch(ID_PATTERN, id) else ""
    return f"write `[[id]]` or `[[id|text]]`{example}; put a literal `[[` in backticks"


def slug(name: str) -> str:
    """A name as an id would have it: "John Kirby" is john-kirby. Letters of other scripts stay what they are."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


# --- words from a list, numbers, dates, addresses --------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """One of a closed list of words. `words` gives each with its meaning."""

    words: Mapping[str, str]
    empty: str = ""

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


_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?", re.ASCII)


@dataclass(frozen=True)
class Number:
    """A decimal number, kept as its digits so that nothing is rounded."""

    empty: str = ""

    @property
    def describe(self) -> str:
        return "a number in digits"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, 100, "a number")
        if value is None or _NUMBER.fullmatch(value):
            return value
        bare = re.sub(r"[,_ ]", "", value)
        hint = f"write {bare}" if _NUMBER.fullmatch(bare) else "write digits, as in 1000 or 2.5; words go under `text`"
        found.problem(node, "invalid-number", f"`{shortened(value)}` is not a number", hint)
        return None


@dataclass(frozen=True)
class Coordinates:
    """`[latitude, longitude]` in degrees (WGS 84)."""

    empty: None = None

    @property
    def describe(self) -> str:
        return "`[latitude, longitude]`"

    def parse(self, node: Node, found: Found) -> tuple[float, float] | None:
        hint = "write [latitude, longitude] in degrees, south and west negative, as in [50.45, 30.52]"
        parts = [part.value if type(part) is ScalarNode else "" for part in (node.value if type(node) is SequenceNode else ())]
        if len(parts) != 2 or not all(_NUMBER.fullmatch(part) for part in parts):
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

    @property
    def describe(self) -> str:
        return self.wanted

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, 300, self.wanted)
        if value is None or re.fullmatch(self.pattern, value, re.ASCII):
            return value
        found.problem(node, self.code, f"`{shortened(value)}` is not {self.wanted}", self.hint)
        return None


def shortened(text: str, longest: int = 60) -> str:
    """A text cut for a message."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


# --- identity and references -----------------------------------------------------------------------------------------

# Names that Windows cannot give a file, and `index`, which is each folder's own page.
RESERVED_IDS = frozenset(
    ["index", "con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)


@dataclass(frozen=True)
class Id:
    """A record's own name: lower-case letters a to z, digits and single hyphens."""

    empty: str = ""

    @property
    def describe(self) -> str:
        return "an id"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, 1000, "an id")
        if value is None:
            return None
        reason = id_problem(value)
        if reason:
            found.problem(node, *reason)
            return None
        return value


def id_problem(id: str) -> tuple[str, str, str] | None:
    """(code, message, hint) of what keeps a text from being an id, or None."""
    example = slug(id)
    example = example if re.fullmatch(ID_PATTERN, example, re.ASCII) else "john-kirby"
    rule = f"ids are lower-case letters a to z, digits and single hyphens, as in {example}"
    if not re.fullmatch(ID_PATTERN, id, re.ASCII):
        foreign = next((c for c in id if not c.isascii()), None)
        seen = f"; it holds {characters.name_of(foreign)}" if foreign else ""
        return "invalid-id", f"`{shortened(id)}` is not an id{seen}", rule
    if len(id) > LONGEST_ID:
        return "invalid-id", f"the id has {len(id)} characters; {LONGEST_ID} are allowed", "shorten it"
    if id in RESERVED_IDS:
        return "reserved-id", f"`{id}` is reserved", "make it longer; an id says what the record is about"
    return None


@dataclass(frozen=True)
class Ref:
    """The id of a record of one of the given kinds; of any kind where none is given.

    `inverse` is what the relation is called on the page of the record referred to. It may name another field of the
    same mapping in braces: "Events as {role}".
    """

    kinds: tuple[str, ...]
    inverse: str
    empty: str = ""

    @property
    def describe(self) -> str:
        kinds = " or ".join(part for part in (", ".join(self.kinds[:-1]), *self.kinds[-1:]) if part)
        return f"the id of a record of the kind {kinds}" if kinds else "the id of any record"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, 300, "an id")
        if value is not None:
            mark = node.start_mark
            found.references.append(Reference(value, self.kinds, self.inverse, mark.line + 1, mark.column + 1))
        return value


# --- lists and mappings ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Many:
    """A list of values of one type."""

    of: Type
    longest: int = 500
    empty: tuple[()] = ()

    @property
    def describe(self) -> str:
        return f"a list; each item {self.of.describe}"

    def parse(self, node: Node, found: Found) -> tuple[Any, ...] | None:
        if type(node) is not SequenceNode:
            hint = "write each item on a line after `- `"
            if type(node) is ScalarNode and re.fullmatch(ID_PATTERN, node.value):
                hint = f"write [{node.value}], or each item on a line after `- `"
            found.problem(node, "wrong-shape", "a list was expected here", hint)
            return None
        if len(node.value) > self.longest:
            message = f"the list has {len(node.value)} items; {self.longest} are allowed here"
            found.problem(node, "too-long", message, "shorten it")
            return None
        values: list[Any] = []
        for item in node.value:
            value = self.of.parse(item, found)
            if value is None:
                continue
            if value in values:
                hint = "delete one of the two"
                found.problem(item, "duplicate-item", f"the list has this twice: {_shown(value)}", hint)
                continue
            values.append(value)
        return tuple(values)


@dataclass(frozen=True)
class Struct:
    """A mapping that becomes a dataclass. A bare text stands for a mapping with only the field named `short`."""

    cls: Callable[..., Any]
    short: str = ""
    check: Callable[[Any, Node, Found], None] | None = None
    empty: None = None

    @property
    def describe(self) -> str:
        fields = fields_of(self.cls)
        mapping = f"`{{{', '.join(fields)}}}`"
        return f"{fields[self.short].type.describe}, or {mapping}" if self.short else mapping

    def parse(self, node: Node, found: Found) -> Any:
        fields = fields_of(self.cls)
        before, wrong = len(found.references), len(found.problems)
        if self.short and type(node) is ScalarNode:
            value = fields[self.short].type.parse(node, found)
            values = None if value is None else {fields[self.short].name: value}
        else:
            values = shape_mapping(node, fields, found)
        made = None
        if values is not None and not _missing(values, fields, node, found):
            made = self.cls(**values)
            if self.check and len(found.problems) == wrong:
                self.check(made, node, found)
        for at in range(before, len(found.references)):
            reference = found.references[at]
            if "{" in reference.label:
                label = reference.label.format_map({f.key: getattr(made, f.name, "") for f in fields.values()})
                found.references[at] = reference._replace(label=label)
        return made


@dataclass(frozen=True)
class OneOf:
    """A bare text is one type, a mapping another."""

    text: Type
    mapping: Type
    empty: None = None

    @property
    def describe(self) -> str:
        return f"{self.text.describe}, or {self.mapping.describe}"

    def parse(self, node: Node, found: Found) -> Any:
        return (self.mapping if type(node) is MappingNode else self.text).parse(node, found)


_AMOUNTS = ("exactly", "about", "at_least", "at_most", "min", "max", "text", "unit")


@dataclass(frozen=True)
class QuantityMapping:
    """`{exactly|about|at_least|at_most: number}`, `{min, max}` or `{text: dozens}`, each with an optional `unit`."""

    empty: None = None

    @property
    def describe(self) -> str:
        return "an amount"

    def parse(self, node: Node, found: Found) -> Quantity | None:
        number, line = Number(), Line(80)
        fields = {k: Field(k, k, line if k in ("text", "unit") else number, False, "", "") for k in _AMOUNTS}
        if type(node) is ScalarNode:
            form = "exactly" if _NUMBER.fullmatch(node.value) else "text"
            hint = f"write {{{form}: {shortened(node.value)}}}; the fields are {', '.join(_AMOUNTS)}"
            found.problem(node, "wrong-shape", "an amount says how exact it is", hint)
            return None
        before = len(found.problems)
        values = shape_mapping(node, fields, found)
        if values is None or len(found.problems) > before:
            return None
        unit = values.pop("unit", "")
        forms = [form for form in values if form not in ("min", "max")]
        if len(forms) == 1 and len(values) == 1:
            form = forms[0]
            text, low = (values[form], "") if form == "text" else ("", values[form])
            return Quantity(form, low=low, text=text, unit=unit)
        if not forms and len(values) == 2:
            if float(values["min"]) > float(values["max"]):
                found.problem(node, "invalid-quantity", "the range's `min` is larger than its `max`", "exchange them")
                return None
            return Quantity("range", values["min"], values["max"], unit=unit)
        message = "these are several amounts" if forms else "half of the range is missing" if values else "there is no amount"
        hint = "give one of exactly, about, at_least, at_most or text, or both min and max"
        found.problem(node, "invalid-quantity", message, hint)
        return None


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"`{shortened(value)}`"
    return _shown(getattr(value, dataclasses.fields(value)[0].name))


# --- declaring and shaping fields ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Field:
    """A field as declared: its name in Python, its key in YAML, its type, and what it means to an editor."""

    name: str
    key: str
    type: Type
    required: bool
    help: str
    example: str


def spec(type: Type, help: str, *, required: bool = False, key: str = "", example: str = "", default: Any = None) -> Any:
    """Declare a dataclass's field as one that editors write."""
    metadata = {"type": type, "help": help, "required": required, "key": key, "example": example}
    if required:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=type.empty if default is None else default, metadata=metadata)


@cache
def fields_of(cls: Any) -> Mapping[str, Field]:
    """The declared fields of a dataclass, by key, in their order."""
    fields = {}
    for field in dataclasses.fields(cls):
        if "type" in field.metadata:
            about = field.metadata
            key = about["key"] or field.name
            fields[key] = Field(field.name, key, about["type"], about["required"], about["help"], about["example"])
    return fields


def shape_mapping(node: Node, fields: Mapping[str, Field], found: Found) -> dict[str, Any] | None:
    """A mapping's values by their Python names, without those that were bad; None where it is no mapping."""
    if type(node) is not MappingNode:
        shape = "a list" if type(node) is SequenceNode else "a text"
        message = f"`field: value` lines were expected here, not {shape}"
        found.problem(node, "wrong-shape", message, f"the fields are {', '.join(fields)}")
        return None
    values: dict[str, Any] = {}
    seen: dict[str, Node] = {}
    for key_node, value_node in node.value:
        key = key_node.value if type(key_node) is ScalarNode else None
        if key is None:
            found.problem(key_node, "wrong-shape", "a field's name is a plain word", "write `field: value`")
            continue
        if key in seen:
            first = seen[key].start_mark.line + 1
            found.problem(key_node, "duplicate-key", f"`{shortened(key)}` stands here twice; first in line {first}", "delete one")
            continue
        seen[key] = key_node
        field = fields.get(key)
        if field is None:
            _unknown_key(key_node, value_node, fields, found)
            continue
        if type(value_node) is ScalarNode and not value_node.value.strip():
            hint = "write one" if field.required else "write one, or leave the field out"
            found.problem(value_node, "empty-value", f"`{key}` has no value", hint)
            continue
        value = field.type.parse(value_node, found)
        if value is not None:
            values[field.name] = value
    return values


def _unknown_key(node: Node, value: Node, fields: Mapping[str, Field], found: Found) -> None:
    close = _meant(node.value, fields)
    hint = f"did you mean `{close}`?" if close else f"the fields are {', '.join(fields)}"
    if not close and type(value) is ScalarNode and value.start_mark.index == node.end_mark.index:  # `{a: b, c}`
        hint = "within `{…}` a comma ends a value; write numbers without commas, and put quotes around a text that has one"
    found.problem(node, "unknown-key", f"there is no field `{shortened(node.value)}` here", hint)


def _meant(key: str, fields: Mapping[str, Field]) -> str | None:
    """The field that an unknown key is likely to mean."""
    return closest(key.lower().replace("-", "_").replace(" ", "_"), tuple(fields))


def missing_keys(values: Mapping[str, Any], fields: Mapping[str, Field], node: Node) -> list[Field]:
    """The required fields that a mapping does not have. One with a bad value, or a misspelt name, is not missing."""
    lacking = [field for field in fields.values() if field.required and field.name not in values]
    if not lacking or type(node) is not MappingNode:
        return lacking
    written = {key.value for key, _ in node.value if type(key) is ScalarNode}
    written |= {_meant(key, fields) for key in written if key not in fields}
    return [field for field in lacking if field.key not in written]


def _missing(values: Mapping[str, Any], fields: Mapping[str, Field], node: Node, found: Found) -> bool:
    """Note what a nested mapping lacks. True where the dataclass cannot be made."""
    for field in missing_keys(values, fields, node):
        example = f", as in `{field.key}: {field.example}`" if field.example else ""
        found.problem(node, "missing-key", f"`{field.key}` is missing here", f"add it{example}")
    return any(f.required and f.name not in values for f in fields.values())


def labels_of(type: Type) -> Sequence[str]:
    """Every inverse label that a type can give, templates and all, in the order of declaration."""
    if isinstance(type, Ref):
        return (type.inverse,)
    if isinstance(type, Many):
        return labels_of(type.of)
    if isinstance(type, Struct):
        return tuple(label for field in fields_of(type.cls).values() for label in labels_of(field.type))
    if isinstance(type, OneOf):
        return (*labels_of(type.text), *labels_of(type.mapping))
    return ()


def markdown_texts(value: Any, fields: Mapping[str, Field]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """(keys that lead to it, text) of every Markdown field in a record, nested ones and all."""
    for field in fields.values():
        yield from _markdown_in(getattr(value, field.name), field.type, (field.key,))


def _markdown_in(value: Any, type: Type, keys: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if not value:
        return
    if isinstance(type, Markdown):
        yield keys, value
    elif isinstance(type, Many) and not isinstance(type.of, (Ref, Line)):
        for at, item in enumerate(value):
            yield from _markdown_in(item, type.of, (*keys, at))
    elif isinstance(type, OneOf):
        if not isinstance(value, str):
            yield from _markdown_in(value, type.mapping, keys)
    elif isinstance(type, Struct):
        for field in fields_of(type.cls).values():
            yield from _markdown_in(getattr(value, field.name), field.type, (*keys, field.key))
