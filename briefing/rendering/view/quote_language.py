"""Which language a title or a quote is in: its text and the language of its document in, a language tag or nothing out.

A desk may give a title or a quote as it stands or in translation, and the model does not say which. Its letters can: a title in Persian
letters on a Persian document is the document's own. Where a language is written in Latin letters, as most readers' own
is, nothing is told by them, and no language is named rather than a wrong one.
"""

from __future__ import annotations

import re

_BLOCKS = {
    "ar fa ur ps ckb ug sd": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "be bg kk ky mk mn ru sr tg tt uk": "\u0400-\u052f",
    "he yi": "\u0590-\u05ff\ufb1d-\ufb4f",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "hy": "\u0530-\u058f",
    "ka": "\u10a0-\u10ff\u1c90-\u1cbf",
    "am ti": "\u1200-\u137f",
    "hi mr ne": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "ta": "\u0b80-\u0bff",
    "th": "\u0e00-\u0e7f",
    "ko": "\uac00-\ud7af\u1100-\u11ff",
    "ja": "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff",
    "zh": "\u3400-\u4dbf\u4e00-\u9fff",
}
_LETTERS = {
    language: re.compile(f"[{block}]") for languages, block in _BLOCKS.items() for language in languages.split()
}


_TELLING = re.compile("[\u0370-\u1dff\u3040-\ud7ff\uf900-\ufdff\ufe70-\ufefc]")


def telling(text: str) -> bool:
    """Whether a text has letters that are not Latin, by which its language may be confirmed."""
    return not text.isascii() and _TELLING.search(text) is not None


def language_of_words(text: str, language: str) -> str:
    """The tag of a document's language, where most of the text's letters are of a script that only its own words would be in."""
    if not language or not telling(text):
        return ""
    own = _LETTERS.get(language) or _LETTERS.get(language.partition("-")[0].lower())
    letters = sum(map(str.isalpha, text))
    return language if own and len(own.findall(text)) * 2 > letters else ""
