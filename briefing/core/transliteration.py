"""Names in other scripts become Latin letters: a first suggestion for an id, which somebody who knows the language then edits.

Ukrainian follows its official table of 2010 and Russian what newspapers write, both without apostrophes. Persian and
Arabic leave out most vowels, so that the commonest names are in a list and the rest get an `a` where no
mouth could do without a vowel.
"""

from __future__ import annotations

import re
import unicodedata

_RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "yo",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
        ]
        + ["", "y", "", "e", "yu", "ya"],
        strict=True,
    )
)
_UKRAINIAN = _RUSSIAN | {
    "г": "h",
    "ґ": "g",
    "є": "ie",
    "и": "y",
    "і": "i",
    "ї": "i",
    "й": "i",
    "ю": "iu",
    "я": "ia",
    "’": "",
    "ʼ": "",
    "'": "",
}
_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}  # as the first letter of a Ukrainian word
_OTHERS = {
    "ў": "u",
    "ј": "j",
    "љ": "lj",
    "њ": "nj",
    "ћ": "c",
    "ђ": "dj",
    "џ": "dz",
    "ѓ": "gj",
    "ќ": "kj",
    "ѕ": "dz",
    "і": "i",
    "ї": "i",
    "є": "ye",
    "ґ": "g",
}
_IS_UKRAINIAN = re.compile("[іїєґ]|[сцз]ьк|[а-я]['’ʼ][а-я]")
_CYRILLIC = re.compile("[\u0400-\u04ff]+(?:['’ʼ][\u0400-\u04ff]+)*")

_LATIN = {
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ə": "a",
}

_CONSONANTS = dict(
    zip(
        "بپتثجچحخدذرزژسشصضطظغفقکگلمنه",
        [
            "b",
            "p",
            "t",
            "s",
            "j",
            "ch",
            "h",
            "kh",
            "d",
            "z",
            "r",
            "z",
            "zh",
            "s",
            "sh",
            "s",
            "z",
            "t",
            "z",
            "gh",
            "f",
            "q",
            "k",
            "g",
            "l",
            "m",
            "n",
            "h",
        ],
        strict=True,
    )
)
_ARABIC_CONSONANTS = _CONSONANTS | {"ث": "th", "ذ": "dh", "ض": "d"}
_SAME = {
    "ي": "ی",
    "ى": "ا",
    "ك": "ک",
    "ة": "ه",
    "ۀ": "ه",
    "أ": "ا",
    "إ": "ا",
    "ٱ": "ا",
    "ؤ": "و",
    "ئ": "ی",
    "ء": "",
    "ـ": "",
    "\u200d": "",
}
_MARKS = {"\u064e": "a", "\u064f": "o", "\u0650": "e"}
_NAMES = {name: latin for latin, names in {
    "mohammad": "محمد", "ahmad": "احمد", "mahmoud": "محمود", "ali": "علی", "hassan": "حسن", "hossein": "حسین", "reza": "رضا", "mehdi": "مهدی",
    "ebrahim": "ابراهیم", "amir": "امیر", "javad": "جواد", "qasem": "قاسم", "akbar": "اکبر", "masoud": "مسعود", "abbas": "عباس", "saeed": "سعید",
    "hamid": "حمید", "majid": "مجید", "naser": "ناصر", "kazem": "کاظم", "sadegh": "صادق", "jafar": "جعفر", "yousef": "یوسف", "fatemeh": "فاطمه",
    "zahra": "زهرا", "maryam": "مریم", "narges": "نرگس", "seyyed": "سید", "ayatollah": "آیت‌الله", "khamenei": "خامنه‌ای", "khomeini": "خمینی",
    "soleimani": "سلیمانی", "sepah": "سپاه", "eslami": "اسلامی", "jomhouri": "جمهوری", "iran": "ایران", "tehran": "تهران", "allah": "الله",
    "abdullah": "عبدالله", "abu": "ابو", "bin": "بن", "omar": "عمر", "khaled": "خالد", "mustafa": "مصطفی مصطفا", "asad": "اسد", "bashar": "بشار",
}.items() for name in names.split()}  # fmt: skip
_ARABIC = re.compile("[\u0621-\u065f\u0670-\u06d3\u06d5\u200c\u200d]+")
_IS_ARABIC = re.compile("[ةىيكأإ]|^ال")


def latin(text: str) -> str:
    """A text in small Latin letters, as far as its script is known here; other letters are left out."""
    text = unicodedata.normalize("NFC", text).lower()
    ukrainian = bool(_IS_UKRAINIAN.search(text))
    text = _CYRILLIC.sub(lambda word: _cyrillic(word[0], ukrainian), text)
    text = _ARABIC.sub(lambda word: _arabic(word[0]), text)
    text = "".join(_LATIN.get(c, str(unicodedata.decimal(c)) if c.isdecimal() else c) for c in text)
    text = unicodedata.normalize("NFKD", text).lower()
    return "".join(c if c.isascii() else "" if c.isalnum() or unicodedata.combining(c) else " " for c in text)


def _cyrillic(word: str, ukrainian: bool) -> str:
    table = _UKRAINIAN if ukrainian else _RUSSIAN
    if ukrainian:
        word = word.replace("зг", "zgh")
        start = _FIRST.get(word[0])
        return (start or "") + "".join(table.get(c, _OTHERS.get(c, c)) for c in (word[1:] if start else word))
    word = re.sub("[иы]й$", "y", word)
    return "".join(table.get(c, _OTHERS.get(c, c)) for c in word)


def _arabic(word: str, is_arabic: bool = False) -> str:
    is_arabic = is_arabic or bool(_IS_ARABIC.search(word))
    word = "".join(_SAME.get(c, c) for c in word).strip("\u200c")
    if word in _NAMES:
        return _NAMES[word]
    if word.startswith("ال") and len(word) > 4:
        return f"al-{_arabic(word[2:], True)}"
    return "-".join(_spoken(part, is_arabic) for part in re.split("\u200c+", word))


def _spoken(word: str, is_arabic: bool) -> str:
    """A word's letters, with the vowels that are not written and cannot be missed."""
    if word in _NAMES:
        return _NAMES[word]
    table = _ARABIC_CONSONANTS if is_arabic else _CONSONANTS
    sounds: list[str] = []  # each a consonant, or a vowel
    for at, c in enumerate(word):
        before, after = sounds[-1:] or [""], word[at + 1 : at + 2]
        beside_vowel = before[0] in ("a", "i", "u", "o", "e") or after in ("ا", "آ")
        if c in table:
            final_h = c == "ه" and at == len(word) - 1 and at > 0 and not beside_vowel
            sounds += (["a"] if is_arabic else ["e", "h"]) if final_h else [table[c]]
        elif c in "اآ":
            sounds.append("a")
        elif c == "ع":
            sounds += ["a"] if at == 0 and after not in ("ا", "و", "ی") else []
        elif c == "و":
            consonant = at == 0 or beside_vowel
            sounds.append(("w" if is_arabic else "v") if consonant else "u")
        elif c == "ی":
            sounds.append("y" if at == 0 or beside_vowel else "i")
        elif c in _MARKS:
            sounds.append(_MARKS[c])
    return _with_vowels(sounds)


_VOWELS = frozenset("aiuoe")
_BEFORE = frozenset(("r", "l", "m", "n", "s", "sh", "f", "kh"))  # what may stand, at the end of a word,
_ENDS = frozenset(("d", "t", "k", "g", "b", "j", "z"))  # before these


def _with_vowels(sounds: list[str]) -> str:
    done: list[str] = []
    run = 0  # consonants since the last vowel
    for at, sound in enumerate(sounds):
        if sound in _VOWELS:
            run = 0
        else:
            last = at == len(sounds) - 1
            opens = run == 1 and len(done) == 1
            closes = run == 1 and last and not (done[-1] in _BEFORE and sound in _ENDS)
            if opens or closes or run == 2:
                done.append("a")
                run = 0
            run += 1
        done.append(sound)
    return "".join(done)
