"""Text becomes entries: YAML that is well-formed, plain and small, with a place for every part of it, and nothing typed.

YAML is composed, never constructed: no tag is resolved, no object made, every scalar stays the text that the editor
typed. What makes YAML dangerous is refused before it is composed: the C parser recurses once per level and crashes on
deep nesting, and anchors make small files explode when walked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from briefing.core.problems import Location, Problem
from briefing.core.values import Document
from briefing.reading.decoder import File
from briefing.reading.locations import at_start, place_of_node
from briefing.reading.yaml_syntax_errors import syntax_problem

DEEPEST = 12  # levels of nesting; the schema's deepest field has 6
MOST_BRACKETS = 64  # in a text whose nesting is not looked at; ten levels nested in flow style are no more
MOST_RECORDS = 1000  # documents in one file


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One raw record: what was written, where, and nothing yet about what it means.

    `node` is None where the file could not be read; what refers to the record is then not to blame.
    """

    folder: str
    stem: str
    document: Document
    node: MappingNode | None
    alone: bool  # the only document of its file


def parse(file: File) -> tuple[tuple[RawRecord, ...], list[Problem]]:
    """A record file's documents, each a raw mapping; one entry without a node where there is none to be had.

    The file's path gives the folder and the stem.
    """
    folder, _, name = file.path.removeprefix("content/").rpartition("/")
    stem = name.removesuffix(".yaml")
    texts = {file.path: file.text}
    unread = RawRecord(folder, stem, Document(file.path, 0, texts), None, True)
    if not file.is_valid:
        return (unread,), []
    nodes, problem = compose(file.path, file.text)
    if problem:
        return (unread,), [problem]
    entries: list[RawRecord] = []
    problems: list[Problem] = []
    alone = sum(not _is_empty(node) for node in nodes) == 1
    for index, node in enumerate(nodes):
        if isinstance(node, MappingNode):
            entries.append(RawRecord(folder, stem, Document(file.path, index, texts), node, alone))
        elif _is_empty(node):
            problems.append(
                Problem(place_of_node(file.path, node), "empty-record", "there is no record here", "delete the `---`")
            )
        else:
            hint = "a record is written as `field: value`, one to a line"
            problems.append(Problem(place_of_node(file.path, node), "wrong-shape", "this is not a record", hint))
    if not nodes:
        problems.append(at_start(file.path, "empty-record", "the file is empty", "write a record in it or delete it"))
    return tuple(entries) or (unread,), problems


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.value


def compose(path: str, text: str) -> tuple[list[Node], Problem | None]:
    """The YAML node of every document in a text, or the one problem that stopped the parser."""
    problem = _dangers(path, text)
    if problem:
        return [], problem
    nodes: list[Node] = []
    composer = None
    try:
        composer = _Composer(text)
        while composer.check_node():
            nodes.append(composer.get_node())
            if len(nodes) > MOST_RECORDS:
                message = f"the file holds more than {MOST_RECORDS} records"
                return [], at_start(path, "file-too-large", message, "split it")
    except Exception as error:  # PyYAML raises more than YAMLError on hostile text; all of it is the text's fault
        return [], syntax_problem(path, text, error)
    finally:
        if composer is not None:
            composer.dispose()
    return nodes, None


class _Composer(CParser):
    """libyaml's parser, composing nodes without deciding what type any scalar is."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""

    def descend_resolver(self, parent: object, index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


# Where an anchor or a tag could begin, and what could nest deeply. Text that has neither, which is nearly all, needs no
# second look; the rest is walked event by event, which does not recurse, before it is composed. The expressions cost
# as much as composing does, so that they are asked only where a plain search has found their first character.
_ANCHOR_OR_TAG = re.compile(r"(?m)(?:^|[\s\[{,:?-])(?:&\S|!)")
_DEEP_BLOCK = re.compile(r"(?m)^(?:[ \t]*[-?:][ \t]){8}|^[ ]{80}")


def _dangers(path: str, text: str) -> Problem | None:
    """The first anchor, tag or too deep nesting in a text, if any."""
    marked = ("&" in text or "!" in text) and _ANCHOR_OR_TAG.search(text)
    if not marked and text.count("[") + text.count("{") <= MOST_BRACKETS and not _DEEP_BLOCK.search(text):
        return None
    depth = 0
    parser = None
    try:
        parser = CParser(text)
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                depth += 1
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                depth -= 1
            place = Location(path, event.start_mark.line + 1, event.start_mark.column + 1)
            if depth > DEEPEST:
                return Problem(place, "too-deep", f"the nesting is deeper than {DEEPEST} levels", "no field needs that")
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                hint = "write the text out; put quotes around it if it is meant to begin with `&` or `*`"
                return Problem(place, "yaml-anchor", "anchors and aliases are not allowed", hint)
            if getattr(event, "tag", None):
                hint = "leave it out; put quotes around the text if it is meant to begin with `!`"
                return Problem(place, "yaml-tag", "tags are not allowed", hint)
    except Exception as error:  # as in compose
        return syntax_problem(path, text, error)
    finally:
        if parser is not None:
            parser.dispose()
    return None


def locate(document: Document, *keys: str | int) -> Location:
    """The place of a value in a record, by the keys and indices that lead to it; of the nearest part that exists.

    Composes the document anew: places are wanted only for problems, which are few.
    """
    nodes, _ = compose(document.file, document.text)
    if document.index >= len(nodes):
        return Location(document.file, 1, 1)
    node = nodes[document.index]
    for key in keys:
        below = None
        if isinstance(node, MappingNode):
            below = next((v for k, v in node.value if k.value == key), None)
        elif isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
            below = node.value[key]
        if below is None:
            break
        node = below
    return place_of_node(document.file, node)
