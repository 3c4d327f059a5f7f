"""A paragraph becomes tokens with their places, what is quoted being one token; and tokens become sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.drafting.lexicon.speech_cues import CUES
from briefing.drafting.lexicon.word_lists import (
    ABBREVIATIONS,
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from briefing.drafting.text.paragraphs import TextSpan

_TOKEN = re.compile(
    r"(?P<word>[@#]\w+|[DRI]-[A-Z][\w]*(?:\.[A-Z])*\.?(?=[,)])|(?:[^\W\d_]\.){2,}|\d+(?:-[^\W\d_]+)+|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s|[^\W\d_]+)?%?|[^\W\d_]+(?:[’'\-‑.&][^\W\d_]+|-\d+|\d+)*[’']?)|(?P<point>\.\.\.|--|[^\w\s])"
)
LONGEST_SENTENCE = 250  # tokens; what is longer is a list or no prose, and is cut
_STARTS_LOWER = CONJUNCTIONS | SUBORDINATORS | PREPOSITIONS


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark of punctuation, or a quotation (`quote` is its number). `low` is the word in lower case."""

    text: str
    start: int
    end: int
    kind: str  # "word", "point" or "quote"
    low: str
    quote: int = -1
    ends: str = ""  # of a quotation, the last character within its marks

    @property
    def is_word(self) -> bool:
        return self.kind == "word"

    @property
    def capital(self) -> bool:
        return (self.kind == "word" and self.text[:1].isupper()) or (
            self.low[:3] in ("al-", "el-", "ul-") and self.text[3:4].isupper()
        )


_DATELINE = re.compile(
    r"(?:[A-Z][A-Z.'’/-]{2,}(?:[ \u00a0][A-Z][A-Z.'’/-]+)*(?:,[ \u00a0][A-Z][\w.]*(?:[ \u00a0][A-Z][\w.]*)*)?(?:,?[ \u00a0](?:[A-Z][a-z]{2,8}\.?[ \u00a0]\d{1,2}|\d{1,2}[ \u00a0][A-Z][a-z]{2,8}))?(?:[ \u00a0]*\([^()\n]{2,40}\))?[ \u00a0]*(?:—|–|--|-)[ \u00a0]"
    r"|[A-Z]\w+(?:[ \u00a0][A-Z]\w+){0,2}(?:,[ \u00a0][A-Z][\w.]*)?(?:,?[ \u00a0][A-Z][a-z]{2,8}\.?[ \u00a0]\d{1,2})?[ \u00a0]*(?:\([^()\n]{2,40}\)[ \u00a0]*(?:—|–|--|-)|[ \u00a0](?:—|–|--))[ \u00a0](?=[A-Z“\"])"
    r"|\d{1,2}[.:]\d\d(?:[ap]m)?[ \u00a0]+(?=[A-Z“\"]))"
)


def after_dateline(text: str, paragraph: TextSpan) -> int:
    """Where a paragraph begins, past "WASHINGTON, Oct 20 (Reuters) —" or the time of a live page's entry."""
    match = _DATELINE.match(text, paragraph.start, paragraph.end)
    return match.end() if match else paragraph.start


def tokens(text: str, paragraph: TextSpan, quotes: Sequence[tuple[int, TextSpan]]) -> list[Token]:
    """The tokens of a paragraph. `quotes` are (number, span with marks) of the quotations in it, in order."""
    found: list[Token] = []
    at = after_dateline(text, paragraph)
    for number, outer in quotes:
        _plain(text, at, outer.start, found)
        token = Token("", outer.start, outer.end, "quote", "", number)
        found.append(replace(token, ends=inner_end(text, token)))
        at = outer.end
    _plain(text, at, paragraph.end, found)
    return found


def _plain(text: str, start: int, end: int, found: list[Token]) -> None:
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        if match["point"]:
            last = found[-1] if found else None
            if (
                word == "."
                and last
                and last.end == match.start()
                and last.is_word
                and _abbreviated(last, text, match.end())
            ):
                low = last.low + "." if len(last.low) == 1 else last.low  # an initial is no article
                found[-1] = Token(last.text + ".", last.start, match.end(), "word", low)
                continue
            found.append(Token(word, match.start(), match.end(), "point", word))
            continue
        stop = match.end()
        if word[-1] in "’'" and not word[:-1].endswith(("s", "S")):
            word, stop = word[:-1], stop - 1
        found.append(Token(word, match.start(), stop, "word", word.lower().replace("’", "'")))


def _abbreviated(word: Token, text: str, after: int) -> bool:
    """Whether the full stop after a word belongs to it: an initial, or an abbreviation that something follows."""
    if len(word.text) == 1 and word.text.isupper() and word.text != "I":
        return True
    if word.low in ABBREVIATIONS and (word.text[:1].isupper() or word.low in ("vs", "no", "al", "etc")):
        rest = text[after : after + 2].lstrip()
        return bool(rest) and not (
            word.low in ("inc", "corp", "co", "ltd", "jr", "sr", "plc", "llc") and _begins_sentence(text, after)
        )
    return False


def _begins_sentence(text: str, after: int) -> bool:
    """Whether what follows begins like a sentence: a capital letter and no verb of speech next."""
    match = re.match(r"\s+([A-Z]\w*)", text[after : after + 60])
    return bool(match) and match is not None and match[1].lower() in DETERMINERS | PRONOUNS | _STARTS_LOWER


def sentences(text: str, found: Sequence[Token]) -> list[list[Token]]:
    """Tokens by sentence. A quotation that ends a sentence ends it for the line, unless an attribution follows."""
    result: list[list[Token]] = [[]]
    for i, token in enumerate(found):
        result[-1].append(token)
        if i + 1 < len(found) and (len(result[-1]) >= LONGEST_SENTENCE or _ends(text, token, found, i)):
            result.append([])
    return [sentence for sentence in result if sentence]


def _ends(text: str, token: Token, found: Sequence[Token], i: int) -> bool:
    after = found[i + 1]
    if token.kind == "quote":
        last = inner_end(text, token)
        if after.kind == "quote":
            return last in ".!?…"
        if last not in ".!?…—–-" or not after.is_word:
            return False
        if not after.text[:1].isupper() and not after.text[:1].isdigit():
            return False
        return not _attribution_follows(found, i + 1, only=last == ".")
    if token.kind == "point" and token.text in (".", "!", "?", "…", "..."):
        if token.text in ("…", "..."):
            return after.is_word and after.text[:1].isupper()
        if after.is_word:
            return after.text[:1].isupper() or after.text[:1].isdigit() or token.text in "!?"
        return after.kind == "quote" or after.text in "([—–-•*"
    if token.text in (")", "]") and i and found[i - 1].text in (".", "!", "?"):
        return True
    if token.is_word and token.text.endswith(".") and after.is_word:
        if (len(token.text) > 3 and token.text.count(".") > 1) or token.low in ("inc", "corp", "co", "ltd", "jr", "sr"):
            return after.low in DETERMINERS | PRONOUNS and after.text[:1].isupper()
    return False


def inner_end(text: str, token: Token) -> str:
    """The last character within a quotation's marks."""
    inside = text[token.start + 1 : token.end].rstrip("“”„\"‘’'«»‹› \n\u00a0")
    return inside[-1:] or " "


def _attribution_follows(found: Sequence[Token], at: int, only: bool) -> bool:
    """Whether a name and a verb of speech come next, as after a question in quotation marks: “Why?” Smith asked."""
    seen = 0
    for i in range(at, min(at + 12, len(found))):
        token = found[i]
        if not token.is_word:
            if token.text == "," and seen and not only:
                continue
            return False
        cue = CUES.get(token.low)
        plain = cue is not None and cue.ending == "" and seen == 1 and found[i - 1].low in ("i", "we", "they")
        if (
            cue
            and (cue.ending in ("past", "s") or plain)
            and (seen or not token.text[:1].isupper())
            and not token.text[:1].isupper()
        ):
            rest = found[i + 1] if i + 1 < len(found) else None
            if rest is None or rest.text in (".", ",", ";") or rest.kind == "quote":
                return True
            if only or rest.low in ("that", "about", "for", "if", "whether") or rest.text == ":":
                return False
            return cue.clear or rest.low in PREPOSITIONS | ADVERBS | AUXILIARIES
        if not seen and token.low in _STARTS_LOWER | ADVERBS:
            return False
        if token.low in AUXILIARIES:
            return False
        seen += 1
    return False
