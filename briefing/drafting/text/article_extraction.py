"""A file's bytes become an article: its text as it will be archived, and what a page says about itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.core.optional_packages import MissingPackage
from briefing.core.problems import Problem
from briefing.drafting.lexicon.function_words import FUNCTION_WORDS
from briefing.reading.decoder import not_utf8
from briefing.reading.locations import at_start

LARGEST = 1024 * 1024  # bytes
_ENGLISH = frozenset(["the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "was", "on", "with", "as", "he", "be", "at", "by", "this", "had", "not", "are", "but", "from", "or", "have", "an", "they", "which", "one", "you", "were", "her", "all", "she", "there", "would", "their", "we", "him", "been", "has", "when", "who", "will", "no", "more", "if", "out", "so", "said", "what", "up", "its", "about", "into", "than", "them", "can", "only", "other", "new", "some", "could", "time", "these", "two", "may", "then", "do", "first", "any", "my", "now", "such", "like", "our", "over", "even", "most", "me", "after", "also", "did", "many", "before", "must", "through", "back"])  # fmt: skip
FEWEST_FUNCTION_WORDS = 3  # of another language, which tell a short text
_LATIN = re.compile("[a-z\u00df-\u024f]+")
WORDS_TO_JUDGE = 40  # below, a text is too short to say what language it is in


@dataclass(frozen=True, slots=True)
class Article:
    """A text and what its page says of it; "" and () where it says nothing."""

    text: str
    title: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    url: str = ""
    language: str = ""


def article(path: str, data: bytes) -> tuple[Article | None, list[Problem]]:
    """The article in a file, or why there is none."""
    if len(data) > LARGEST:
        size = f"{len(data) / 1024 / 1024:.1f} MB"
        return None, [_unusable(path, f"the file has {size}; an article has at most 1 MB", "cut it into its articles")]
    if not data.strip():
        return None, [_unusable(path, "the file is empty", "save the article's text into it")]
    if b"\0" in data[:65536] or data[:4] in (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff\xe0"):
        hint = "save the article as text in UTF-8, or its page as HTML"
        return None, [_unusable(path, "the file is not text", hint)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [not_utf8(path, error, "not-utf8")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_page(path, text):
        found = _page(text)
        if found is None or not found.text.strip():
            return None, [
                _unusable(
                    path, "no article was found in the page", "save the article's text, without the page around it"
                )
            ]
    else:
        found = Article(text)
    wrong = _language(path, found.text, found.language)
    return (None, wrong) if wrong else (found, [])


def is_page(path: str, text: str) -> bool:
    """Whether a file is a web page, by its name or its beginning."""
    return path.lower().endswith((".html", ".htm", ".xhtml")) or bool(
        re.match(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html)\b", text, re.IGNORECASE)
    )


def _page(html: str) -> Article | None:
    try:
        import trafilatura
    except ImportError as error:
        raise MissingPackage("trafilatura", "trafilatura", "draft", error) from error
    try:
        found = trafilatura.bare_extraction(html, include_comments=False, include_tables=False, with_metadata=True)
    except Exception:  # noqa: BLE001  # a page may break its parsers in ways that they do not name
        return None
    if found is None:
        return None
    fields = found.as_dict()
    text = re.sub(r"\n+", "\n\n", fields.get("text") or "").strip()
    date = fields.get("date") or ""
    declared = _declared_date(html)
    authors = tuple(dict.fromkeys(a.strip() for a in re.split(r";\s*", fields.get("author") or "") if a.strip()))
    url = fields.get("url") or ""
    return Article(
        text + "\n" if text else "",
        title=" ".join((fields.get("title") or "").split()),
        publisher=" ".join((fields.get("sitename") or "").split())
        if re.search(r"og:site_name|\"publisher\"", html)
        else "",
        authors=authors,
        published=date if declared and re.fullmatch(r"\d{4}-\d\d-\d\d", date) else "",
        url=url if re.match(r"https?://", url) else "",
        language=_declared_language(html),
    )


def _declared_date(html: str) -> bool:
    """Whether the page itself gives a date of publication; one that was only guessed from its text is left out."""
    return bool(
        re.search(
            r"article:published_time|datePublished|<time\b|itemprop=[\"']date|name=[\"'](?:date|pubdate|publishdate|dc\.date|parsely-pub-date|sailthru\.date)",
            html,
            re.IGNORECASE,
        )
    )


def _declared_language(html: str) -> str:
    match = re.search(r"<html[^>]*\slang=[\"']?([a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*)", html)
    return match[1] if match else ""


def _language(path: str, text: str, declared: str) -> list[Problem]:
    """Why a text is not for English rules: by what its page says of itself, else by its letters and commonest words."""
    if declared and declared.lower().split("-")[0] not in ("en", "eng"):
        return [_not_english(path, f"the page says that it is in another language (`{declared}`)")]
    words = re.findall(r"[^\W\d_]+", text[:20000].lower())
    if not words:
        return [_unusable(path, "there are no words in it", "save the article's text into it")]
    english = sum(word in _ENGLISH for word in words)
    if len(words) >= WORDS_TO_JUDGE and english < len(words) * 0.2:
        return [_not_english(path, "the text does not read as English")]
    if 2 * sum(_LATIN.fullmatch(word) is None for word in words) > len(words):
        return [_not_english(path, "the text does not read as English")]
    language, count = max(
        ((name, sum(word in of and word not in _ENGLISH for word in words)) for name, of in FUNCTION_WORDS.items()),
        key=lambda found: found[1],
    )
    if count >= FEWEST_FUNCTION_WORDS and count > english:
        return [_not_english(path, f"the text does not read as English, but as {language} perhaps")]
    return []


def _not_english(path: str, message: str) -> Problem:
    hint = "write the records by hand, or draft from a translation: the rules are for English"
    return _unusable(path, message, hint)


def _unusable(path: str, message: str, hint: str) -> Problem:
    return at_start(path, "unusable-article", message, hint)
