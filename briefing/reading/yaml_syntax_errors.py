"""What is wrong with a text that is not YAML, in plain words, and where the slip was made rather than where it was noticed."""

from __future__ import annotations

import re

from briefing.core.problems import Location, Problem

# How libyaml's message begins; whether the place is where that which it was reading began; what an editor should hear;
# and what to do.
_QUOTE = "a quote is opened here and never closed"
_ESCAPE = "in double quotes a backslash begins an escape; use single quotes"
_FIELD = "each line is `field: value`, with a space after the colon; text that runs on is indented below it"
_BRACKET = "close the bracket; a text that begins with `[` or `{` needs quotes around it"
_COLUMN = "check the indentation: what belongs together begins in the same column"
_SYNTAX = (
    ("mapping values are not", False, "a `:` stands where none can", "a text that contains `: ` needs quotes around it"),
    ("found a tab", False, "the line is indented with a tab", "indent with spaces, not tabs"),
    ("found character that", False, "a text cannot begin with this sign", "a text that begins with a sign needs quotes around it"),
    ("could not find expected ':'", True, "this is not a field", _FIELD),
    ("found unexpected end of", True, _QUOTE, "close it with the sign that opened it"),
    ("found unexpected document", True, _QUOTE, "close it before the `---`"),
    ("did not find expected ','", True, "a bracket is opened here and not closed", _BRACKET),
    ("found unknown escape", False, "`\\` cannot stand here", _ESCAPE),
    ("did not find expected hex", False, "`\\` cannot stand here", _ESCAPE),
    ("did not find expected alpha", True, "a text cannot begin with this sign", "a text that begins with a sign needs quotes around it"),
    ("did not find expected comment", False, "text follows the `|` or `>` of its field", "begin the text in the next line, indented"),
    ("did not find expected '-'", False, "the line fits none above it", _COLUMN),
    ("did not find expected key", False, "the line fits none above it", _COLUMN),
    ("did not find expected <", False, "the line fits none above it", _COLUMN),
    ("did not find expected node", False, "a bracket or comma stands where none can", "put quotes around a text that begins with it"),
    ("mapping keys are not", False, "a text cannot begin with `? `", "a text that begins with a sign needs quotes around it"),
    ("found undefined alias", False, "anchors and aliases are not allowed", "put quotes around a text that begins with `*`"),
    ("block sequence", False, "a list cannot begin in the line of its field", "write each item on a line of its own after `- `"),
)  # fmt: skip
_SIGN = re.compile(r"\s*(?:-\s+)*(?:[\w-]+:\s+)?(?=([\"'\[{]))")


def syntax_problem(path: str, text: str, error: Exception) -> Problem:
    said = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "the text is not YAML")
    begins, message, hint = next((row[1:] for row in _SYNTAX if said.startswith(row[0])), (False, said, ""))
    lines = text.split("\n")
    mark, beginning = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if beginning and (begins or mark is None or mark.line >= len(lines)):
        mark = beginning
    number, at = (min(mark.line, len(lines) - 1), mark.column) if mark else (0, 0)
    line = lines[number]
    if line[at : at + 1] == "\t":
        message, hint = "the line is indented with a tab", "indent with spaces, not tabs"
    elif said.startswith("did not find expected key") and (value := _SIGN.match(line)) and value.end() < at:
        message, hint = _after_value(value[1])
    elif said.startswith("mapping values") and line[:1] == " " and ": " not in line[:at]:
        message = "the line is indented deeper than the field above it"
        hint = f"{_COLUMN}; a text that runs on and contains `: ` needs quotes around it"
    if pasted := _pasted(path, number, line):
        return pasted
    place = Location(path, number + 1, at + 1)
    if "undefined alias" in said:
        return Problem(place, "yaml-anchor", message, hint)
    return Problem(place, "yaml-syntax", f"not well-formed YAML: {message}", hint)


_SPACE = re.compile(r"[ \t]*([\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000])")
_DASH = re.compile(r"\s*([–—−•·*])\s")
_CURLY = re.compile(r"\s*(?:- )?[\w-]+: *([“”„«‘])")


def _pasted(path: str, number: int, line: str) -> Problem | None:
    """The problem of a line with a sign that word processors and web pages put in the place of one that YAML knows."""
    if match := _SPACE.match(line):
        message = f"the line is indented with a space that YAML does not know (U+{ord(match[1]):04X})"
        hint = "type ordinary spaces in its place; it was likely pasted from a web page or a word processor"
    elif match := _DASH.match(line):
        message = f"`{match[1]}` begins no list item"
        hint = "begin each item of a list with a hyphen and a space: `- `"
    elif match := _CURLY.match(line):
        message = f"`{match[1]}` is a quotation mark of a word processor, which YAML takes for a letter"
        hint = "put straight quotes (\" or ') around the whole text"
    else:
        return None
    place = Location(path, number + 1, match.start(1) + 1)
    return Problem(place, "yaml-syntax", f"not well-formed YAML: {message}", hint)


def _after_value(sign: str) -> tuple[str, str]:
    """(message, hint) where a value in quotes or brackets is followed by more text."""
    if sign in "[{":
        return "text follows the bracket that closes", f"a text that begins with `{sign}` needs quotes around it"
    hint = f"write `{sign * 2}` for one in the text, or begin the text on a new line below `>-`"
    if sign == '"':
        hint = "use single quotes around the text, or “ ” within it, or begin the text on a new line below `>-`"
    return "text follows the quote that closes", hint
