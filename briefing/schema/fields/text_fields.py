"""Fields of text: a line, somebody's words, Markdown with links to records."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import ClassVar

from yaml.nodes import Node, ScalarNode, SequenceNode

from briefing.core.text import shortened, slug
from briefing.reading import unicode_safety
from briefing.reading.locations import place_of
from briefing.schema.fields.field_types import Found, Reference

ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"


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
    if found.has_comments and not node.style and wanted == "a text" and is_cut_off(found, node.end_mark.index):
        return None
    if not value:
        found.problem(node, "empty-value", "there is no value here", "write one, or leave the field out")
        return None
    if len(value) > longest:
        message = f"the text has {len(value):,} characters; {longest:,} are allowed here"
        found.problem(node, "too-long", message, "shorten it")
        return None
    if node.style == '"':  # the only style with escapes, which the check of the file's text could not see
        escaped = ((code, c) for _, code, c in unicode_safety.suspects(value) if c not in found.text)
        for code, character in islice(escaped, 1):
            message, hint = unicode_safety.explain(code, character)
            if code == "control-character":
                hint = "in double quotes a backslash begins an escape; use single quotes"
            found.problem(node, code, message, hint)
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    return value


# What follows a text in its line and may be meant as part of it. Two spaces, `#` and another space begin a comment that
# nobody takes for text; YAML itself asks for one space only.
_MEANT_AS_TEXT = re.compile(r"(?:[ \t]#|[ \t]{2,}#(?=[^\s#]))[^\n]*")


def is_cut_off(found: Found, end: int, rest_of_line: re.Pattern[str] = _MEANT_AS_TEXT) -> bool:
    """Whether a text without quotes, which ends at an offset, stops at a `#` that may be part of it; notes the problem."""
    rest = rest_of_line.match(found.text, end)
    if rest is None:
        return False
    offset = rest.start() + rest[0].index("#")
    place = place_of(found.file, found.text, offset, len(found.text[offset : rest.end()].rstrip()))
    message = "YAML takes what follows this `#` for a comment, so the text would stop before it"
    hint = "put quotes around the whole text; before a comment write two spaces, `#` and a space"
    found.add(place, "text-cut-off", message, hint)
    return True


@dataclass(frozen=True)
class Line:
    """A text of one line, shown as it is."""

    longest: int = 300
    empty: str = ""
    prose: ClassVar[bool] = True

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
    """Somebody's words, kept as they are but for line breaks, which become spaces, and for quotation marks around all of
    them, which the pages add.
    """

    longest: int = 3000
    empty: str = ""
    prose: ClassVar[bool] = True

    @property
    def describe(self) -> str:
        return f"a text, kept word for word, without quotation marks around it, at most {self.longest:,} characters"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, self.longest)
        return value if value is None else unquoted(" ".join(value.split()))


def unquoted(words: str) -> str:
    """Words without the quotation marks around them; marks that end one quotation and begin another stay."""
    for opening, closing in ("“”", '""', "«»", "„“", "„”"):
        inside = words[1:-1]
        if words.startswith(opening) and words.endswith(closing) and inside.strip():
            return inside.strip() if opening not in inside and closing not in inside else words
    return words


_LINK = r"\[\[(?P<inside>[^\[\]\n]*(?:\n[^\[\]\n]*)?)\]\]"
_LINK_ALONE, _LINK_OR_CODE = re.compile(_LINK), re.compile(rf"(?<!`)`[^`]+`(?!`)|{_LINK}")
_OPEN_LINK = re.compile(r"\[\[(?![^\[\]\n]*\]\()\S{0,30}")
_LINK_INSIDE = re.compile(rf"\s*(?P<id>{ID_PATTERN})\s*(?:\|(?P<text>[^|]+))?")


@dataclass(frozen=True)
class Markdown:
    """Markdown with `[[id]]` and `[[id|text]]` links to records. Its mentions are references like any other."""

    longest: int = 5000
    empty: str = ""
    prose: ClassVar[bool] = True

    @property
    def describe(self) -> str:
        return f"Markdown, at most {self.longest:,} characters"

    def parse(self, node: Node, found: Found) -> str | None:
        value = text_of(node, found, self.longest)
        if value is not None and "[[" in value:
            mark, unclosed = node.start_mark, value.count("[[")
            links = link_pattern(value)
            for match in links.finditer(value):
                unclosed -= match[0].count("[[")
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
            for match in _OPEN_LINK.finditer(links.sub("", value)) if unclosed else ():
                hint = "close it with `]]`; put a literal `[[` in backticks"
                message = f"`{shortened(match[0])}` opens a link that is not closed"
                found.problem_within(node, match[0], "invalid-link", message, hint)
        return value


def link_pattern(text: str) -> re.Pattern[str]:
    """What finds `[[…]]` in a Markdown text, `inside` being what it holds; and code, in which there is none."""
    return _LINK_OR_CODE if "`" in text else _LINK_ALONE


@lru_cache(maxsize=16384)
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
