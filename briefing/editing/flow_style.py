"""Lists and mappings in one line, as `[a, b]` and `{a: b}`: nodes in, YAML out, where what is in them can stand there."""

from __future__ import annotations

from functools import cache
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.editing.field_layout import fields_in_order, scalar
from briefing.schema.fields import Many, Markdown, OneOf, Struct, Type, Words, fields_of


def in_brackets(node: Node, type: Type | None) -> str | None:
    """A list or mapping in one line, if what is in it can stand there. Paragraphs in a list cannot."""
    if isinstance(node, SequenceNode):
        of = type.of if isinstance(type, Many) else None
        items = [None if isinstance(of, Markdown) else _short(item, of) for item in node.value]
        return None if None in items else f"[{', '.join(map(str, items))}]"
    cls = class_of(type)
    fields = fields_of(cls) if cls else {}
    order = places(cls)
    pairs = []
    if not all(isinstance(key, ScalarNode) for key, _ in node.value):
        return None
    for key, value in sorted(node.value, key=lambda pair: order.get(pair[0].value, len(order))):
        of = fields[key.value].type if key.value in fields else None
        nested = isinstance(value, MappingNode) and value.flow_style
        shown = in_brackets(value, of) if nested else _short(value, of)
        if shown is None:
            return None
        pairs.append(f"{scalar(key.value, flow=True)}: {shown}")
    return "{" + ", ".join(pairs) + "}"


def _short(node: Node, type: Type | None) -> str | None:
    text = node.value.strip() if isinstance(node, ScalarNode) else ""
    return scalar(text, flow=True, quoted=isinstance(type, Words)) if text and "\n" not in text else None


def class_of(type: Type | None) -> Any:
    """The dataclass that a mapping of a type becomes, if any."""
    if isinstance(type, OneOf):
        return class_of(type.mapping)
    return type.cls if isinstance(type, Struct) else None


@cache
def places(cls: Any) -> dict[str, int]:
    """Which place each field of a mapping has among the others; none of a mapping that nobody knows."""
    return {field.key: at for at, field in enumerate(fields_in_order(cls))} if cls else {}
