"""Values become YAML as an editor would write it: plain where that is safe, in quotes where it is not, one line each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from briefing.core.text import slug
from briefing.reading import unicode_safety
from briefing.schema.fields.text_fields import ID_PATTERN

_PLAIN = re.compile(r"[A-Za-z0-9À-ž][^:#\n]*[^:#\s\n]|[A-Za-z0-9]")


def scalar(value: str) -> str:
    """A text as a YAML value of one line, without characters that no record may hold."""
    bad = {character for _, _, character in unicode_safety.suspects(value)}
    text = " ".join("".join(c for c in value if c not in bad).split())
    if _PLAIN.fullmatch(text) and text[:1] not in "-?!&*|>%@`\"'{[" and "{" not in text and "}" not in text:
        return text
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def comment(text: str) -> str:
    """A text fit to stand after `#`."""
    bad = {character for _, _, character in unicode_safety.suspects(text)}
    return " ".join("".join(c for c in text if c not in bad).split())


def listed(ids: Sequence[str]) -> str:
    return f"[{', '.join(ids)}]"


_PLAIN_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"}
)


def id_of(words: str, longest: int = 60) -> str:
    """An id made from words: lower-case letters a to z, digits and hyphens; "" where no letter is left."""
    plain = unicodedata.normalize("NFKD", words.translate(_PLAIN_LETTERS)).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", slug(plain.replace("'", ""))).strip("-")
    if len(plain) > longest:
        plain = plain[: longest + 1].rpartition("-")[0] or plain[:longest]
    return plain if re.fullmatch(ID_PATTERN, plain) else ""
