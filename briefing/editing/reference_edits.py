"""Where a record's file names an id, and what comes in its place: edits of a text, each from one offset to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.schema.fields import Reference, link_parts

Edit = tuple[int, int, str]  # from offset to offset, and what comes there


def edited(text: str, edits: Sequence[Edit]) -> str:
    for start, end, instead in sorted(set(edits), reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def word_of(id: str) -> re.Pattern[str]:
    """An id as a word by itself, not as part of a longer one."""
    return re.compile(rf"(?<![\w-]){re.escape(id)}(?![\w-])")


def edits_in(
    node: MappingNode, references: Sequence[Reference], text: str, owns: bool, old: str, new: str
) -> Iterator[Edit]:
    """The edits of one document by which the id `old` becomes `new`; `owns` where it is the record's own."""
    scalars = {(s.start_mark.line + 1, s.start_mark.column + 1): s for s in _scalars(node)}
    for reference in references:
        if reference.target == old:
            scalar = scalars[reference.line, reference.column]
            yield _in_text(scalar, text, old, new) if reference.mention else _in_place(scalar, text, old, new)
    if owns:
        for key, value in node.value:
            if key.value == "id" and value.value.strip() == old:
                yield _in_place(value, text, old, new)
        yield from _former_ids(node, text, old, new)


def _scalars(node: Node) -> Iterator[ScalarNode]:
    if isinstance(node, ScalarNode):
        yield node
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from (*_scalars(key), *_scalars(value))
    elif isinstance(node, SequenceNode):
        for item in node.value:
            yield from _scalars(item)


def _in_place(scalar: ScalarNode, text: str, old: str, new: str) -> Edit:
    """A value that is the id: replaced within its quotes, or whole where it is written with escapes."""
    start, end = scalar.start_mark.index, scalar.end_mark.index
    found = list(word_of(old).finditer(text, start, end))
    return (found[0].start(), found[0].end(), new) if len(found) == 1 else (start, end, new)


# As `fields.link_pattern`, but in the source of a text, where folding puts line breaks and indentation between words.
_LINK = re.compile(r"(?<!`)`[^`]+`(?!`)|\[\[(?P<inside>[^\[\]]*)\]\]")


def _in_text(scalar: ScalarNode, text: str, old: str, new: str) -> Edit:
    """A text with every link to the id in it leading to the new one."""

    def linked(match: re.Match[str]) -> str:
        inside = match["inside"]
        parts = link_parts(inside) if inside else None
        return match[0].replace(old, new, 1) if parts and parts[0] == old else match[0]

    start, end = scalar.start_mark.index, scalar.end_mark.index
    return start, end, _LINK.sub(linked, text[start:end])


def _former_ids(node: MappingNode, text: str, old: str, new: str) -> Iterator[Edit]:
    """The old id among the record's former ones; in the place of the new one where the record goes back to it."""
    value = next((value for key, value in node.value if key.value == "former_ids"), None)
    items = value.value if isinstance(value, SequenceNode) else []
    again = next((item for item in items if item.value == new), None)
    newline = "\r\n" if "\r\n" in text else "\n"
    if any(item.value == old for item in items):
        return
    if again is not None:
        yield _in_place(again, text, new, old)
    elif isinstance(value, SequenceNode) and not value.flow_style:
        end = _line_end(text, _end(items[-1], text))
        yield end, end, f"{newline}{' ' * value.start_mark.column}- {old}"
    elif isinstance(value, SequenceNode):
        end = _end(items[-1], text) if items else value.start_mark.index + 1
        yield end, end, f", {old}" if items else old
    elif node.flow_style:
        end = _end(node.value[-1][1], text)
        yield end, end, f", former_ids: [{old}]"
    else:
        # Last, but for `changes`, which tell of what was there before.
        last = [value for key, value in node.value if key.value != "changes"][-1]
        end = _line_end(text, _end(last, text))
        yield end, end, f"{newline}{' ' * node.start_mark.column}former_ids: [{old}]"


def _end(node: Node, text: str) -> int:
    """Where a value's last character is; a block's own mark lies beyond the comments that follow it."""
    if isinstance(node, (MappingNode, SequenceNode)) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last, text)
    start, end = node.start_mark.index, node.end_mark.index
    return start + len(text[start:end].rstrip())


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end
