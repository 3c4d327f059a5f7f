"""Nodes become lines in the layout that all share, from top to bottom of a file, with the comments between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.editing.field_layout import STEP, WIDTH, foldable, folded, scalar
from briefing.editing.flow_style import class_of, in_brackets, places
from briefing.editing.yaml_comments import comments_in
from briefing.schema.fields import Field, Line, Many, Markdown, OneOf, Type, Words, fields_of

MODELINE = "# yaml-language-server:"


class Unclear(Exception):
    """A layout that this module does not take apart."""


class Writer:
    """Goes through documents from top to bottom; `_line` is the first line that has not been dealt with."""

    def __init__(self, text: str, nodes: Sequence[Node]) -> None:
        self._text = text
        self._lines = [line.removesuffix("\r") for line in text.split("\n")]
        self._comments = {comment.line: comment for comment in comments_in(text, nodes)}
        self._line = 0

    def documents(self, nodes: Sequence[Node], cls: Any) -> str:
        parts = []
        for at, node in enumerate(nodes):
            assert isinstance(node, MappingNode)
            header, leading = _header(self._above(node.start_mark.line, separators=True))
            if node.flow_style:
                body = self._out_of_braces(node, cls, "")
            else:
                body = self._mapping(node, cls, "", leading)
            if body[0] == "" and header[-1:] in ([], [""]):
                del body[0]
            rest = self._above(
                nodes[at + 1].start_mark.line if at + 1 < len(nodes) else len(self._lines), until_separator=True
            )
            parts.append("\n".join(_trimmed([*header, *body, *rest])))
        return "\n---\n".join(parts) + "\n"

    # What stands between two values: comments and blank lines, as the lines they become.

    def _above(self, until: int, separators: bool = False, until_separator: bool = False) -> list[str]:
        lines: list[str] = []
        while self._line < until:
            line = self._lines[self._line]
            comment = self._comments.get(self._line)
            if comment and comment.alone:
                lines.append(comment.text)
            elif not line.strip():
                if lines[-1:] != [""]:
                    lines.append("")
            elif re.match(r"(---|\.\.\.)\s*$", line) and (separators or until_separator):
                if until_separator:
                    break
            else:
                raise Unclear
            self._line += 1
        return lines

    def _deeper(self, column: int) -> list[str]:
        """The comments that follow a block and belong to it, being indented more than what it stands below."""
        return self._above(self._until_deeper(column, self._line) or self._line)

    def _until_deeper(self, column: int, line: int) -> int:
        """The line after the last of them; 0 where there are none."""
        end = 0
        for number in range(line, len(self._lines)):
            comment = self._comments.get(number)
            if comment and comment.alone and comment.column > column:
                end = number + 1
            elif self._lines[number].strip():
                break
        return end

    def _commented(self, node: Node, begin: int, end: int) -> bool:
        """Whether there are comments within a list or mapping; the one after its closing bracket is not."""
        return any(number in self._comments for number in range(begin, end)) or (
            not node.flow_style and end in self._comments
        )

    def _after(self, line: int) -> str:
        """The comment at the end of a line that has something else before it."""
        comment = self._comments.get(line)
        return f"  {comment.text}" if comment and not comment.alone else ""

    # Values. Each method deals with a node, moves on beyond it, and gives its lines; the first without its indentation.

    def _mapping(self, node: MappingNode, cls: Any, indent: str, first: list[str], column: int = -1) -> list[str]:
        """A block of fields, each with what stands above it; `first` is what stands above the first."""
        fields = fields_of(cls) if cls else {}
        order = places(cls)
        written: list[tuple[int, list[str]]] = []
        for at, (key, value) in enumerate(node.value):
            if not isinstance(key, ScalarNode):
                raise Unclear
            above = self._above(key.start_mark.line) if at else first
            field = fields.get(key.value)
            lines = self._field_or_as_it_is(key, value, field, indent)
            written.append(
                (order.get(key.value, len(order)), [*(line and f"{indent}{line}" for line in above), *lines])
            )
        rest = self._deeper(column) if column >= 0 and not node.flow_style else []
        return [line for _, lines in sorted(written, key=lambda one: one[0]) for line in lines] + [
            line and f"{indent}{line}" for line in rest
        ]

    def _field_or_as_it_is(self, key: ScalarNode, value: Node, field: Field | None, indent: str) -> list[str]:
        """A field's lines; where they are not to be taken apart, such as brackets with comments in them, as they are."""
        begin, end = key.start_mark.line, max(key.start_mark.line, self._last_line(value))
        try:
            return self._field(key, value, field, indent)
        except Unclear:
            if key.start_mark.column != len(indent) or self._lines[begin][: len(indent)].strip():
                raise
            self._line = end + 1
            return [line.rstrip() if "#" in line else line for line in self._lines[begin : end + 1]]

    def _field(self, key: ScalarNode, value: Node, field: Field | None, indent: str) -> list[str]:
        name = f"{indent}{scalar(key.value)}:"
        type = field.type if field else None
        if isinstance(value, ScalarNode):
            return self._scalar(value, type, name, indent)
        return self._collection(value, type, name, indent, key)

    def _scalar(self, node: ScalarNode, type: Type | None, name: str, indent: str) -> list[str]:
        """`name: text`, or the text below its name. `name` has its indentation; the text is indented below `indent`."""
        last = self._last_line(node)
        if node.style in ("|", ">"):
            comment = self._after(node.start_mark.line)
            lines = self._block(node, indent + STEP)
            self._line = last + 1
            return (
                [f"{name} {'|' if node.style == '|' else '>-'}{comment}", *lines] if lines else [f'{name} ""{comment}']
            )
        if node.start_mark.line != last and any(self._after(number) for number in range(node.start_mark.line, last)):
            raise Unclear
        text, comment = node.value.strip(), self._after(last)
        self._line = last + 1
        if not node.value and not node.style:
            return [f"{name}{comment}"]
        if "\n" in text:
            return [f"{name} |{comment}", *(line and f"{indent}{STEP}{line}" for line in text.split("\n"))]
        line = f"{name} {scalar(text, quoted=isinstance(type, Words))}"
        if len(line) > WIDTH and foldable(text) and _is_prose(type):
            return [f"{name} >-{comment}", *folded(text, indent + STEP)]
        return [f"{line}{comment}"]

    def _block(self, node: ScalarNode, indent: str) -> list[str]:
        """The lines of a text below `|` or `>-`, folded anew only where one is too long."""
        text = node.value.strip()
        source = self._lines[node.start_mark.line + 1 : self._last_line(node) + 1]
        while source and not source[0].strip():
            source = source[1:]
        if not source:
            return []
        depth = len(source[0]) - len(source[0].lstrip(" "))
        lines = [line[depth:] if line.strip() else "" for line in source]
        if any(line.strip() and line[:depth].strip(" ") for line in source) or node.value[:1] in (" ", "\t"):
            raise Unclear
        if node.style == ">" and foldable(text) and any(len(indent + line) > WIDTH for line in lines):
            return folded(text, indent)
        return [f"{indent}{line.rstrip() if node.style == '>' else line}" if line else "" for line in lines]

    def _collection(self, node: Node, type: Type | None, name: str, indent: str, key: Node) -> list[str]:
        """A list or mapping: in brackets after its name, or below it."""
        begin, end = key.start_mark.line, self._last_line(node)
        commented = self._commented(node, begin, end) or (
            not node.flow_style and bool(self._until_deeper(key.start_mark.column, end + 1))
        )
        kept = node.flow_style or isinstance(node, SequenceNode)
        short = in_brackets(node, type) if kept and not commented else None
        if short is not None and (not node.value or len(f"{name} {short}") <= WIDTH):
            comment = self._after(end)
            self._line = end + 1
            return [f"{name} {short}{comment}"]
        if node.flow_style and begin != end and commented:
            raise Unclear
        comment = self._after(begin) if node.flow_style or node.start_mark.line > begin else ""
        if node.flow_style:
            with self._within(end):
                lines = self._items(node, type, indent, key.start_mark.column)
        else:
            self._line = begin + 1 if node.start_mark.line > begin else begin
            lines = self._items(node, type, indent, key.start_mark.column)
        return [f"{name}{comment}", *lines]

    def _items(self, node: Node, type: Type | None, indent: str, column: int) -> list[str]:
        """What stands below a name: a mapping's fields, or a list's items."""
        below = indent + STEP
        if isinstance(node, MappingNode):
            above = [] if node.flow_style else self._above(node.start_mark.line)
            return self._mapping(node, class_of(type), below, above, column)
        lines: list[str] = []
        of = type.of if isinstance(type, Many) else None
        for item in node.value:
            if not node.flow_style:
                lines += [line and f"{below}{line}" for line in self._before_item(item)]
            lines += self._item(item, of, below, node)
        if not node.flow_style:
            lines += [line and f"{below}{line}" for line in self._deeper(column)]
        return lines

    def _before_item(self, item: Node) -> list[str]:
        """What stands above an item, and between its dash and itself where these are on different lines."""
        line, column = item.start_mark.line, item.start_mark.column
        if self._lines[line][:column].strip() == "-":
            above = self._above(line)
            self._line = line
            return above
        dash = next((n for n in range(line - 1, self._line - 1, -1) if re.match(r"\s*-\s*(#|$)", self._lines[n])), None)
        if dash is None or self._lines[line][:column].strip():
            raise Unclear
        above = self._above(dash)
        self._line = dash + 1
        return [*above, *([self._after(dash).strip()] if dash in self._comments else []), *self._above(line)]

    def _item(self, item: Node, type: Type | None, indent: str, parent: Node) -> list[str]:
        dash = f"{indent}-"
        if isinstance(item, ScalarNode):
            return self._scalar(item, type.text if isinstance(type, OneOf) else type, dash, indent)
        if isinstance(item, SequenceNode):
            short = in_brackets(item, type)
            if short is None or self._last_line(item) != item.start_mark.line:
                raise Unclear
            self._line = item.start_mark.line + 1
            return [f"{dash} {short}{self._after(item.start_mark.line)}"]
        begin, end = item.start_mark.line, self._last_line(item)
        commented = self._commented(item, begin, end)
        short = None if commented or not item.flow_style else in_brackets(item, type)
        if short is not None and len(f"{dash} {short}") <= WIDTH:
            comment = self._after(end)
            self._line = end + 1
            return [f"{dash} {short}{comment}"]
        if item.flow_style:
            lines = self._out_of_braces(item, class_of(type), indent + STEP)
        else:
            lines = self._mapping(item, class_of(type), indent + STEP, [], parent.start_mark.column)
        at = next(number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
        above = [line.removeprefix(STEP) for line in lines[:at]]
        return [*above, f"{dash} {lines[at].lstrip()}", *lines[at + 1 :]]

    def _out_of_braces(self, node: MappingNode, cls: Any, indent: str) -> list[str]:
        """A mapping in braces as lines of its own; the comment behind it comes above."""
        begin, end = node.start_mark.line, self._last_line(node)
        if self._commented(node, begin, end):
            raise Unclear
        comment = self._after(end).strip()
        with self._within(end):
            lines = self._mapping(node, cls, indent, [])
        return [f"{indent}{comment}", *lines] if comment else lines

    @contextmanager
    def _within(self, end: int) -> Iterator[None]:
        """While brackets without comments in them, which end in a line, become lines of their own."""
        comments, self._comments = self._comments, {}
        try:
            yield
        finally:
            self._comments, self._line = comments, end + 1

    def _last_line(self, node: Node) -> int:
        """The last line that a value has anything on. A block's own mark lies beyond the comments that follow it."""
        if isinstance(node, (MappingNode, SequenceNode)) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._last_line(last[1] if isinstance(last, tuple) else last)
        start, end = node.start_mark.index, node.end_mark.index
        return node.start_mark.line + self._text[start:end].rstrip().count("\n")


def _header(lines: list[str]) -> tuple[list[str], list[str]]:
    """(what stays on top of a document, what belongs to its first field): the line for editors, and what a blank line ends."""
    lines = lines[1:] if lines[:1] == [""] else lines
    at = len(lines) - lines[::-1].index("") if "" in lines else 0
    while at < len(lines) and lines[at].startswith(MODELINE):
        at += 1
    return lines[:at], lines[at:]


def _trimmed(lines: list[str]) -> list[str]:
    """Lines without blank ones at either end."""
    start, end = 0, len(lines)
    while start < end and not lines[start]:
        start += 1
    while end > start and not lines[end - 1]:
        end -= 1
    return lines[start:end]


def _is_prose(type: Type | None) -> bool:
    """Whether a text may be folded, having words in it. Of a field that nobody knows any may."""
    return isinstance(type, (Line, Words, Markdown)) or type is None
