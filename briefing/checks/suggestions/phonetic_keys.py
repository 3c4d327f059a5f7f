"""Names become keys under which spellings of one name meet: without capitals and marks, by sound, by consonants.

Transcriptions of Cyrillic, Arabic and Persian names differ from desk to desk. The keys are coarse on purpose: they bring
likely pairs together for an editor to judge, and are never shown.
"""

from __future__ import annotations

import re
import unicodedata

# Zelensky, Zelenskyy and Зеленський are all "zelenski".
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "ѓ": "h", "д": "d", "ђ": "di", "е": "e", "є": "e", "э": "e", "ж": "z", "з": "z", "ѕ": "z",
    "и": "i", "і": "i", "ы": "i", "й": "i", "ј": "i", "к": "k", "ќ": "k", "л": "l", "љ": "l", "м": "m", "н": "n", "њ": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "ћ": "c", "џ": "di", "ш": "s", "щ": "s", "ъ": "",
    "ь": "", "ю": "u", "я": "a",
}  # fmt: skip
_LATIN = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("shch|sch|sh", "s"), ("zh", "z"), ("kh|gh|g", "h"), ("ph", "f"), ("th", "t"), ("ck|q|c(?=[aoulrt])", "k"), ("tch|ch|ts|tz|cz", "c"),
        ("x", "ks"), ("[yj]", "i"), ("w", "v"),
    )
)  # fmt: skip
_BOTH = ((re.compile("i(?=[aeou])"), ""), (re.compile(r"(.)\1+"), r"\1"))

# Arabic and Persian leave short vowels out, and much else is transcribed in many ways; these consonants are not.
_ARABIC = {
    "ب": "b", "پ": "p", "ت": "t", "ط": "t", "ة": "", "ث": "s", "س": "s", "ص": "s", "ج": "j", "چ": "C", "خ": "x", "د": "d", "ذ": "z", "ز": "z",
    "ض": "z", "ظ": "z", "ژ": "Z", "ر": "r", "ش": "S", "غ": "G", "ق": "G", "ف": "f", "ک": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
_TRANSCRIBED = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("kh", "x"),
        ("sh", "S"),
        ("ch", "C"),
        ("zh", "Z"),
        ("gh|q", "G"),
        ("ph", "f"),
        ("c", "k"),
        ("[aeiouyhvw]", ""),
    )
)
_DOUBLE = re.compile(r"(.)\1+")


def plain(name: str) -> str:
    """A name in small letters without marks: "Édouard D'Arc-Roux" is "edouard darc roux"."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c for c in letters if unicodedata.category(c) != "Mn" and c not in "'’ʼ\u200c")
    return " ".join(re.findall(r"[^\W_]+", letters))


def sound(name: str) -> str:
    """A plain name, as its words sound in Latin letters, in the order of the alphabet."""
    return " ".join(sorted(map(_sound, name.split())))


def _sound(word: str) -> str:
    if word.isascii():
        for pattern, sound in _LATIN:
            word = pattern.sub(sound, word)
    else:
        word = "".join(_CYRILLIC.get(letter, letter) for letter in word)
    for pattern, sound in _BOTH:
        word = pattern.sub(sound, word)
    return word


def is_arabic(name: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in name)


def consonants(name: str) -> str:
    """The consonants of a plain name in Latin or Arabic letters that any transcription shows, as one word."""
    return _DOUBLE.sub(r"\1", "".join(map(_consonants, name.split())))


def _consonants(word: str) -> str:
    if is_arabic(word):
        word = "".join(_ARABIC.get(letter, "") for letter in word)
    elif word.isascii():
        for pattern, letter in _TRANSCRIBED:
            word = pattern.sub(letter, word)
    else:
        return ""
    return word
