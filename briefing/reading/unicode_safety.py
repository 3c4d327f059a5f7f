"""Characters that have no place in records: text in, what is wrong with it and where out.

Controls break feeds and XML; bidirectional controls make a line read other than it is written; joiners and invisible
characters make two names look alike. Right-to-left scripts, their joiners and emoji are ordinary text and pass.
Ranges: Unicode 15, and XML 1.0 section 2.2 for what XML cannot hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_PLANES = "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17))
_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef" + _PLANES
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_JOINER = "\u200c\u200d"
_INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff"
)
_SUSPECT = re.compile(
    f"(?P<control>[{_CONTROL}]|\r(?!\n))|(?P<bidi>[{_BIDI}])|(?P<joiner>[{_JOINER}])|(?P<invisible>[{_INVISIBLE}])"
)
_ANY = re.compile(f"[{_CONTROL}\r{_BIDI}{_JOINER}{_INVISIBLE}]")  # one set is found much faster than one of several
_ASCII_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")

# Scripts whose letters join or form conjuncts, so that U+200C and U+200D are spelling: Arabic to Syriac and N'Ko,
# the Indic blocks to Tibetan and Myanmar, Khmer, Mongolian, and the Arabic presentation forms.
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u109f\u1780-\u18af\ua840-\ua87f\ufb50-\ufdff\ufe70-\ufefe\U00010d00-\U00010d3f]"
)

MESSAGES = {
    "control-character": (
        "the text holds {name}, which is not a printable character",
        "delete it and type the text anew",
    ),
    "bidi-control": (
        "the text holds {name}, which reorders what readers see",
        "delete it; the site keeps right-to-left names apart by itself",
    ),
    "misplaced-joiner": ("the text holds {name} where no letters join", "delete it; nobody can see that it is there"),
    "invisible-character": ("the text holds {name}, which nobody can see", "delete it unless the spelling needs it"),
}


def suspects(text: str) -> Iterator[tuple[int, str, str]]:
    """(offset, problem code, character) of each character that has no place in a record."""
    if text.isascii():
        if text.replace("\n", " ").replace("\t", " ").isprintable():  # ten times as quick as an expression
            return
        for match in _ASCII_CONTROL.finditer(text):
            yield match.start(), "control-character", match[0][0]
        return
    if not _ANY.search(text):
        return
    for match in _SUSPECT.finditer(text):
        if match["control"]:
            yield match.start(), "control-character", match[0]
        elif match["bidi"]:
            yield match.start(), "bidi-control", match[0]
        elif match["invisible"] and not _in_flag(text, match.start()):
            yield match.start(), "invisible-character", match[0]
        elif match["joiner"] and not _joins(text, match.start()):
            yield match.start(), "misplaced-joiner", match[0]


def _joins(text: str, at: int) -> bool:
    """Whether the joiner at an offset follows a letter of a joining script, or glues an emoji sequence."""
    before = text[at - 1] if at else " "
    if _JOINING.match(before):
        return True
    return text[at] == "\u200d" and (unicodedata.category(before) in ("So", "Sk") or before == "\ufe0f")


def _in_flag(text: str, at: int) -> bool:
    """Whether a tag character belongs to an emoji flag, such as England's: a black flag with tags after it."""
    while at >= 0 and "\U000e0020" <= text[at] <= "\U000e007f":
        at -= 1
    return at >= 0 and text[at] == "\U0001f3f4"


def name_of(character: str) -> str:
    """A character's code point and name, which controls do not have: "U+200F RIGHT-TO-LEFT MARK", "U+0007"."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def explain(code: str, character: str) -> tuple[str, str]:
    """(message, hint) for a suspect character."""
    message, hint = MESSAGES[code]
    return message.format(name=name_of(character)), hint
