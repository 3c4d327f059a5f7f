"""Rules about Markdown: what the site would not show as the editor meant it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from briefing.core.problems import Location, Problem
from briefing.core.values import Document
from briefing.reading.locations import place_of_piece
from briefing.reading.yaml_parser import locate
from briefing.schema.fields import fields_of, markdown_texts
from briefing.schema.kinds.record import Record

_CODE = re.compile(r"`[^`]*`")
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,2000}\)")
_TARGET = re.compile(r"\]\(\s{0,3}<?([a-zA-Z][a-zA-Z0-9+.-]{0,30}):")
_LOCAL = re.compile(r"\]\(\s{0,3}<?(?![a-zA-Z][a-zA-Z0-9+.-]{0,30}:)([^)\s<>]{1,100})")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,20})(?:\s[^<>]{0,500})?/?>|<!--")
ALLOWED = ("http", "https", "mailto")
MOST_FAULTS = 20  # told of one text; each is looked for in the file


def markdown(record: Record, document: Document) -> Iterator[Problem]:
    written = document.text
    if "<" not in written and "](" not in written and "\\" not in written:  # a backslash may stand for any of them
        return
    for keys, text in markdown_texts(record, fields_of(type(record))):
        if "<" not in text and "](" not in text:
            continue
        bare = _CODE.sub(lambda code: " " * len(code[0]), text)
        for code, found, message, hint in islice(dict.fromkeys(_faults(bare)), MOST_FAULTS):
            yield Problem(_place(document, keys, found), code, message, hint)


def _faults(text: str) -> Iterator[tuple[str, str, str, str]]:
    for match in _IMAGE.finditer(text):
        yield "markdown-image", match[0], "images are not shown", "link to the image's page instead"
    text = _IMAGE.sub("", text)
    for match in _TARGET.finditer(text):
        if match[1].lower() not in ALLOWED:
            hint = f"links lead to {', '.join(ALLOWED[:-1])} or {ALLOWED[-1]} addresses"
            yield "link-scheme", f"{match[1]}:", f"a link to `{match[1]}:` is not allowed", hint
    for match in _LOCAL.finditer(text):
        hint = "write the complete address, or `[[id]]` for a record"
        yield "link-scheme", match[1], f"`{match[1][:60]}` is not a complete address", hint
    seen = set()
    for match in _TAG.finditer(text):  # one warning for `<b>` and its `</b>`
        if match[1] in seen:
            continue
        seen.add(match[1])
        yield (
            "raw-html",
            match[0],
            f"`{match[0][:40]}` is shown as it stands, not as HTML",
            "use Markdown, or backticks",
        )


def _place(document: Document, keys: tuple[str | int, ...], found: str) -> Location:
    """Where in the file a piece of a field's text stands; the field itself where it is folded or escaped."""
    return place_of_piece(document.file, document.text, locate(document, *keys), found)
