"""A record file's text in the one layout that all share: text in, text out, with every comment and every value in it.

Fields come in the order of their kind; a list of short things stands in brackets where it fits a line; a text stands in
quotes only where it must, or where it is somebody's words; one too long for its line is folded below `>-`. What an
editor has put below `>-` or `|` stays there, line by line, and a mapping stays in braces or in lines of its own. The
result is read again, and where it would not say the same, or lack a comment, there is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.editing.yaml_comments import comments_in
from briefing.editing.yaml_writer import Unclear, Writer
from briefing.reading.yaml_parser import compose
from briefing.schema.configuration import Config
from briefing.schema.fields import Found, fields_of, shape_mapping
from briefing.schema.kinds import KIND_IN_FOLDER


def formatted(path: str, text: str) -> str | None:
    """The text of a project's file in its layout; None where it cannot be read, or not be laid out anew for certain.

    The path says which kind's fields are in it.
    """
    nodes, problem = compose(path, text)
    if problem or not nodes or not all(isinstance(node, MappingNode) and node.value for node in nodes):
        return None
    cls = Config if path == "briefing.yaml" else KIND_IN_FOLDER.get(path.split("/")[1])
    if cls is not None and _has_text_cut_off(path, text, nodes, cls):
        return None
    done = _write(text, nodes, cls)
    again, problem = compose(path, done) if done is not None else ([], None)
    if done is None or problem or list(map(_said, nodes)) != list(map(_said, again)):
        return None
    if Counter(c.text for c in comments_in(text, nodes)) != Counter(c.text for c in comments_in(done, again)):
        return None
    return done


def _has_text_cut_off(path: str, text: str, nodes: Sequence[Node], cls: Any) -> bool:
    """Whether a text stops at a `#` that may be part of it: two spaces before it would hide that for good."""
    found = Found(path, text)
    if found.has_comments:
        for node in nodes:
            shape_mapping(node, fields_of(cls), found)
    return any(problem.code == "text-cut-off" for problem in found.problems)


def _said(node: Node, top: bool = True) -> Any:
    """What a document says, whatever the order of the fields; line ends and the space around a text are not said."""
    if isinstance(node, ScalarNode):
        return node.value.strip()
    if isinstance(node, SequenceNode):
        return [_said(item) for item in node.value]
    return sorted(((_said(key), _said(value)) for key, value in node.value), key=repr)


def _write(text: str, nodes: Sequence[Node], cls: Any) -> str | None:
    try:
        return Writer(text, nodes).documents(nodes, cls)
    except Unclear:
        return None
