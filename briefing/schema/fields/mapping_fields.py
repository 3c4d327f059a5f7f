"""Fields of several values: lists, mappings that become dataclasses, amounts; and how a mapping of fields is shaped."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.core.text import closest, shortened
from briefing.core.values import Quantity
from briefing.schema.fields.field_types import Field, Fields, Found, Reference, Type, fields_of
from briefing.schema.fields.reference_fields import Ref
from briefing.schema.fields.text_fields import ID_PATTERN, Line, Markdown, is_cut_off
from briefing.schema.fields.value_fields import NUMBER, Number

# After a field's name: a text that begins with `#`, as in `title: #1 of five`.
_ONLY_A_HASH = re.compile(r":[ \t]+#(?=[^\s#])[^\n]*")


def shape_mapping(node: Node, fields: Fields, found: Found) -> dict[str, Any] | None:
    """A mapping's values by their Python names, without those that were bad; None where it is no mapping."""
    if type(node) is not MappingNode:
        shape = "a list" if type(node) is SequenceNode else "a text"
        message = f"`field: value` lines were expected here, not {shape}"
        found.problem(node, "wrong-shape", message, f"the fields are {', '.join(fields)}")
        return None
    values: dict[str, Any] = {}
    seen: dict[str, Node] = {}
    outer, found.structure = found.structure, []  # so that a value that moves to the mapping beside it counts
    for key_node, value_node in node.value:
        key = key_node.value if type(key_node) is ScalarNode else None
        if key is None:
            found.problem(key_node, "wrong-shape", "a field's name is a plain word", "write `field: value`")
            continue
        if key in seen:
            first = seen[key].start_mark.line + 1
            found.problem(
                key_node, "duplicate-key", f"`{shortened(key)}` stands here twice; first in line {first}", "delete one"
            )
            continue
        seen[key] = key_node
        field = fields.get(key)
        if field is None:
            _unknown_key(key_node, value_node, fields, found)
            continue
        if type(value_node) is ScalarNode and not value_node.value.strip():
            if field.type.prose and found.has_comments and is_cut_off(found, key_node.end_mark.index, _ONLY_A_HASH):
                continue
            hint = "write one" if field.required else "write one, or leave the field out"
            found.problem(value_node, "empty-value", f"`{key}` has no value", hint)
            continue
        value = field.type.parse(value_node, found)
        if value is not None:
            values[field.name] = value
            if key not in fields.prose:
                within = value_node.value
                if type(within) is list:
                    within = [item.value if type(item) is ScalarNode else None for item in within]
                found.structure += (key, within)
    outer.append(found.structure)
    found.structure = outer
    return values


def _unknown_key(node: Node, value: Node, fields: Fields, found: Found) -> None:
    close = _meant(node.value, fields)
    if node.value.lower() in ("draft", "published", "withdrawn") and "status" in fields:
        hint = f"write `status: {node.value.lower()}`; a record without a status is published"
        found.problem(node, "unknown-key", f"there is no field `{shortened(node.value)}` here", hint)
        return
    hint = f"did you mean `{close}`?" if close else f"the fields are {', '.join(fields)}"
    if not close and type(value) is ScalarNode and value.start_mark.index == node.end_mark.index:  # `{a: b, c}`
        hint = (
            "within `{…}` a comma ends a value; write numbers without commas, and put quotes around a text that has one"
        )
    found.problem(node, "unknown-key", f"there is no field `{shortened(node.value)}` here", hint)


def _meant(key: str, fields: Fields) -> str | None:
    """The field that an unknown key is likely to mean."""
    return closest(key.lower().replace("-", "_").replace(" ", "_"), tuple(fields))


def missing_keys(values: Mapping[str, Any], fields: Fields, node: Node) -> list[Field]:
    """The required fields that a mapping does not have. One with a bad value, or a misspelt name, is not missing."""
    lacking = [field for field in fields.required if field.name not in values]
    if not lacking or type(node) is not MappingNode:
        return lacking
    written = {key.value for key, _ in node.value if type(key) is ScalarNode}
    written |= {_meant(key, fields) for key in written if key not in fields}
    return [field for field in lacking if field.key not in written]


def _missing(values: Mapping[str, Any], fields: Fields, node: Node, found: Found) -> bool:
    """Note what a nested mapping lacks. True where the dataclass cannot be made."""
    if all(field.name in values for field in fields.required):
        return False
    for field in missing_keys(values, fields, node):
        example = f", as in `{field.key}: {field.example}`" if field.example else ""
        found.problem(node, "missing-key", f"`{field.key}` is missing here", f"add it{example}")
    return True


@dataclass(frozen=True)
class Many:
    """A list of values of one type."""

    of: Type
    longest: int = 500
    empty: tuple[()] | None = ()  # what a record has where the field is left out; None tells that from an empty list

    @property
    def prose(self) -> bool:
        return self.of.prose

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


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"`{shortened(value)}`"
    if isinstance(value, tuple):  # a section of a briefing is named by its first item
        return _shown(value[0]) if value else "an empty list"
    return _shown(getattr(value, dataclasses.fields(value)[0].name))


@dataclass(frozen=True)
class Struct:
    """A mapping that becomes a dataclass. A bare text stands for a mapping with only the field named `short`."""

    cls: Callable[..., Any]
    short: str = ""
    check: Callable[[Any, Node, Found], None] | None = None
    empty: None = None
    prose: ClassVar[bool] = False

    @property
    def describe(self) -> str:
        fields = fields_of(self.cls)
        mapping = f"`{{{', '.join(fields)}}}`"
        return f"{fields[self.short].type.describe}, or {mapping}" if self.short else mapping

    def parse(self, node: Node, found: Found) -> Any:
        fields = fields_of(self.cls)
        before, wrong = len(found.references), len(found.problems)
        values: dict[str, Any] | None
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
            target, kinds, label, *place = found.references[at]
            if "{" in label:
                for field in fields.values():
                    if f"{{{field.key}}}" in label:
                        label = _filled(label, field.key, getattr(made, field.name, ""))
                found.references[at] = Reference(target, kinds, label, *place)
        return made


@cache
def _filled(label: str, key: str, word: str) -> str:
    """A label with the word in the place of its key. There are few, so that each is one text however often it is used."""
    return label.replace(f"{{{key}}}", word)


@dataclass(frozen=True)
class OneOf:
    """A bare text is one type, a mapping another."""

    text: Type
    mapping: Type
    empty: None = None
    prose: ClassVar[bool] = False

    @property
    def describe(self) -> str:
        return f"{self.text.describe}, or {self.mapping.describe}"

    def parse(self, node: Node, found: Found) -> Any:
        return (self.mapping if type(node) is MappingNode else self.text).parse(node, found)


_AMOUNTS = Fields(
    Field(key, key, Line(80) if key in ("text", "unit") else Number(), False, "", "")
    for key in ("exactly", "about", "at_least", "at_most", "min", "max", "text", "unit")
)


@dataclass(frozen=True)
class QuantityMapping:
    """`{exactly|about|at_least|at_most: number}`, `{min, max}` or `{text: dozens}`, each with an optional `unit`."""

    empty: None = None
    prose: ClassVar[bool] = False

    @property
    def describe(self) -> str:
        return "an amount"

    def parse(self, node: Node, found: Found) -> Quantity | None:
        if type(node) is ScalarNode:
            bare = re.sub(r"[,_ ]", "", node.value)
            amount = f"exactly: {bare}" if NUMBER.fullmatch(bare) else f'text: "{shortened(node.value)}"'
            hint = f"write {{{amount}}}; the fields are {', '.join(_AMOUNTS)}"
            found.problem(node, "wrong-shape", "an amount says how exact it is", hint)
            return None
        before = len(found.problems)
        values = shape_mapping(node, _AMOUNTS, found)
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
        message = (
            "these are several amounts" if forms else "half of the range is missing" if values else "there is no amount"
        )
        hint = "give one of exactly, about, at_least, at_most or text, or both min and max"
        found.problem(node, "invalid-quantity", message, hint)
        return None


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


def markdown_texts(value: Any, fields: Fields) -> Iterator[tuple[tuple[str | int, ...], str]]:
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
