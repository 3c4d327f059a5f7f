"""Bytes become clean text: UTF-8, not too long, without characters that have no place in a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b

from briefing.core.problems import CODES, Location, Problem
from briefing.reading import unicode_safety
from briefing.reading.locations import at_start, place_of
from briefing.reading.merge_conflicts import merge_conflicts

LARGEST_FILE = 512 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class File:
    """A text file of the project: its path from the root, with forward slashes, its text and the digest of its bytes.

    `is_valid` is false where the text has what no record may hold; it is then only there to be shown.
    """

    path: str
    text: str
    digest: bytes = field(default=b"", compare=False)
    is_valid: bool = True


def decode(path: str, data: bytes) -> tuple[File | None, list[Problem]]:
    """Bytes become a `File` of clean UTF-8 text, or problems that say where it is not."""
    if len(data) > LARGEST_FILE:
        message = f"the file is larger than {LARGEST_FILE // 1024} KB"
        return None, [at_start(path, "file-too-large", message, "split it, or keep long text elsewhere and cite it")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [not_utf8(path, error, "not-utf8")]
    suspects = sorted(unicode_safety.suspects(text), key=lambda s: CODES[s[1]][0] != "error")  # errors before warnings
    problems = [
        Problem(place_of(path, text, offset), code, *unicode_safety.explain(code, character))
        for offset, code, character in suspects[:20]  # a binary file has thousands
    ]
    problems += merge_conflicts(path, text)
    return (None if any(p.is_error for p in problems) else File(path, text, content_key(data))), problems


def content_key(data: bytes) -> bytes:
    """16 bytes that stand for a file's content, by which it is known again."""
    return blake2b(data, digest_size=16).digest()


def not_utf8(path: str, error: UnicodeDecodeError, code: str) -> Problem:
    data = error.object  # without the byte order mark that the offset does not count
    line = data.count(b"\n", 0, error.start) + 1
    before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start]
    place = Location(path, line, len(before.decode("utf-8", "replace")) + 1)
    return Problem(place, code, f"byte 0x{data[error.start]:02x} is not UTF-8", "save the file as UTF-8")
