"""YAML as language servers read it: where every scalar is a text to us, to them it has a type (YAML 1.2, core schema)."""

from __future__ import annotations

import re
from typing import Any

from yaml.nodes import MappingNode, Node, SequenceNode

from briefing.reading.yaml_parser import compose

_WORDS: dict[str, Any] = {word: value for value, words in (
    (None, ("", "~", "null", "Null", "NULL")),
    (True, ("true", "True", "TRUE")),
    (False, ("false", "False", "FALSE")),
    (float("inf"), (".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF")),
    (float("-inf"), ("-.inf", "-.Inf", "-.INF")),
    (float("nan"), (".nan", ".NaN", ".NAN")),
) for word in words}  # fmt: skip
_INTEGER = re.compile(r"[-+]?[0-9]+", re.ASCII)
_BASED = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)", re.ASCII)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)


def typed(text: str) -> Any:
    """What YAML 1.2's core schema takes an unquoted text for."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) < 300 else float(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text


def as_read(source: str | Node) -> Any:
    """YAML, as text or as a node, as a language server reads it: in JSON's types."""
    if isinstance(source, str):
        nodes, problem = compose("", source)
        assert problem is None, problem
        return as_read(nodes[0])
    if isinstance(source, MappingNode):
        return {str(key.value): as_read(value) for key, value in source.value}
    if isinstance(source, SequenceNode):
        return [as_read(item) for item in source.value]
    return source.value if source.style else typed(source.value)
