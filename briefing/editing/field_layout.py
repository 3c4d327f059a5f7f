"""How a record is laid out: the order of its fields, and how a text is written as YAML. Values in, lines out."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from briefing.schema.fields import Field, fields_of
from briefing.schema.kinds.briefing import Section
from briefing.schema.kinds.record import Citation, Record

WIDTH = 120  # columns of a line, where a text can be folded
STEP = "  "

# A kind's own fields come first, then what every record has.
_LAST = ("summary", "body", "topics", "sources", "same_as", "status", "former_ids", "changes")
_OTHERWISE: dict[Any, tuple[str, ...]] = {  # mappings that read better than in the order of their definition
    Citation: ("source", "locator", "quote", "note"),
    Section: ("heading", "note", "items"),
}


@cache
def fields_in_order(cls: Any) -> tuple[Field, ...]:
    """A kind's fields, or another mapping's, as an editor meets them."""
    fields = fields_of(cls)
    if not issubclass(cls, Record):
        return tuple(fields[key] for key in dict.fromkeys((*_OTHERWISE.get(cls, ()), *fields)))
    own = [key for key in fields if key not in fields_of(Record)]
    return tuple(fields[key] for key in dict.fromkeys(("id", *own, *_LAST, *fields)))


# A text that YAML takes as it is: it begins with no sign that means something, and holds neither `: ` nor ` #`.
_PLAIN = re.compile(r"(?:[^\s\[\]{},&*!|>'\"%@`#?:-]|[?:-](?=[^\s\[\]{},]))(?:[^\n:#]|:(?=\S)|(?<=\S)#)*")
_FLOW_SIGNS = re.compile(r"^[?:]|[\[\]{},]")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")  # what only an escape can carry


def scalar(text: str, flow: bool = False, quoted: bool = False) -> str:
    """A text of one line as YAML: plain where it can be, unless `quoted`; `flow` is within brackets."""
    plain = _PLAIN.fullmatch(text) and not text.startswith(("---", "...")) and not text.endswith(":")
    if _UNSEEN.search(text):
        return '"' + "".join(map(_escaped, text)) + '"'
    if plain and not quoted and not (flow and _FLOW_SIGNS.search(text)):
        return text
    return f'"{text}"' if not re.search(r'["\\]', text) else "'" + text.replace("'", "''") + "'"


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_PIECE = re.compile(r"(?:\[\[[^\[\]]*\]\]|[^ ])+")


def folded(text: str, indent: str) -> list[str]:
    """A text over several lines, each as long as fits; a link is not broken."""
    lines: list[str] = []
    for piece in _PIECE.findall(text):
        if lines and len(lines[-1]) + 1 + len(piece) <= WIDTH:
            lines[-1] += f" {piece}"
        else:
            lines.append(f"{indent}{piece}")
    return lines


def foldable(text: str) -> bool:
    """Whether a text survives being folded, which turns a line break into one space."""
    return " " in text and not re.search(r"  |[\t\n]", text)
