"""What a draft says as YAML: texts of one line, comments, lists of ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from briefing.core.text import slug
from briefing.editing import field_layout
from briefing.reading import unicode_safety
from briefing.schema.fields.text_fields import ID_PATTERN


def scalar(value: str, flow: bool = False) -> str:
    """A text as a YAML value of one line, without characters that no record may hold; `flow` is within brackets."""
    return field_layout.scalar(comment(value), flow) or '""'


def comment(text: str) -> str:
    """A text on one line, without characters that no record may hold."""
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
