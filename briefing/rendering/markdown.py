"""Markdown becomes safe HTML.

The `markdown` package does the Markdown, with raw HTML, images and everything that runs away on hostile input taken
out; `nh3` then lets only the tags below through. Text that has no Markdown in it, or only the simplest, needs neither.
Links to records are kept out of both as tokens, so that nothing an editor writes can pass for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

from briefing.schema.fields import link_parts, link_pattern

MakeLink = Callable[[str, str], str]
"""From a record's id and the text wanted, or "" for the record's own label, to HTML."""

TAGS = {
    "p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr", "h2", "h3", "h4", "h5", "h6",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto"}
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x19\x1b-\x1f\\<>\"'`]+", re.IGNORECASE)

# Control characters cannot stand in a record's text, so they can stand for something here; an address may hold the
# first, but no link to a record.
_AMPERSAND, _TOKEN, _BRACKET = "\x1a", "\x1b", "\x17"
_TOKENS = re.compile(f"{_TOKEN}(\\d+){_TOKEN}")

# What Markdown would make something of; anything else is paragraphs. Each expression begins with what is quick to find.
_INLINE = re.compile(r"[\\`*_\[\]<|\t]")
_LINE = r"(?:[ \t]{4}| {0,3}(?:[#>=\t]|~~~|[-+](?:[ \t-]|\n|\Z)|\d+\.[ \t]))"
_FIRST_LINE, _NEXT_LINE = re.compile(_LINE), re.compile(rf"\n{_LINE}")


def has_syntax(text: str) -> bool:
    """Whether Markdown could make more of a text than paragraphs."""
    if _INLINE.search(text) or _FIRST_LINE.match(text) or text.endswith("  "):
        return True
    return "\n" in text and ("  \n" in text or _NEXT_LINE.search(text) is not None)


def render(text: str, link: MakeLink) -> Markup:
    """A Markdown text as HTML blocks. `link` makes the HTML of every `[[…]]` in it."""
    if not text:
        return Markup("")
    links: list[tuple[str, str]] = []  # (HTML, as written)

    def token(match: re.Match[str]) -> str:
        parts = link_parts(match["inside"]) if match["inside"] is not None else None
        if parts is None:  # in code, or no link
            return match[0]
        links.append((link(*parts), match[0]))
        return f"{_TOKEN}{len(links) - 1}{_TOKEN}"

    text = link_pattern(text).sub(token, text) if "[[" in text else text
    html = paragraphs(text) if not has_syntax(text) else simple(text) or markdown(text)
    if links:
        html = (
            _with_links(html, links)
            if "<a " in html or "<code" in html
            else _TOKENS.sub(lambda m: links[int(m[1])][0], html)
        )
    return Markup(html)


def paragraphs(text: str) -> str:
    """HTML of a text that has no Markdown in it: what `markdown` would make, without asking it."""
    escaped = text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    blocks = (block.lstrip() for block in re.split(r"\n(?:[ \t]*\n)+", escaped))
    return "\n".join(f"<p>{block}</p>" for block in blocks if block)


# The Markdown that nearly all texts with any keep to: strong and emphasized words, links, and lists of one level.
# Each piece begins and ends inside one block and holds no other, so that there is one way to read it.
_WORDS = r"[^\\`*_\[\]<>|&!\s](?:[^\\`*_\[\]<>|&!\n]*[^\\`*_\[\]<>|&!\s])?"
_PIECE = (
    re.compile(  # what may not stand before a piece is looked for behind its first character, which is quick to find
        rf"\*(?<![*\w]\*)\*(?P<strong>{_WORDS})\*\*(?![*\w])"
        rf"|\*(?<![*\w]\*)(?P<em>{_WORDS})\*(?![*\w])"
        rf"|\[(?<!!\[)(?P<text>{_WORDS})\]\((?P<href>https?://[A-Za-z0-9./~%?=#:,-]+)\)"
    )
)


def simple(text: str) -> str | None:
    """HTML of a text whose Markdown is only of the kinds above, as `markdown` would make it; None for any other."""
    blocks = []
    previous = ""
    for block in re.split(r"\n(?:[ \t]*\n)+", text.strip()):
        if block.startswith("- "):
            items = block[2:].split("\n- ")
            if previous == "list" or any("\n" in item for item in items):  # loose and nested lists are Markdown's own
                return None
            pieces = [_pieces(item) for item in items]
            if any(piece is None for piece in pieces):
                return None
            previous = "list"
            blocks.append("\n".join(["<ul>", *(f"<li>{piece}</li>" for piece in pieces), "</ul>"]))
        else:
            piece = _pieces(block)
            if piece is None:
                return None
            previous = "paragraph"
            blocks.append(f"<p>{piece}</p>")
    return "\n".join(blocks)


def _pieces(text: str) -> str | None:
    """A block's HTML, or None where anything in it is Markdown of another kind."""
    if text != text.strip():
        return None
    html: list[str] = []
    gaps: list[str] = []
    end = 0
    for match in _PIECE.finditer(text):
        gaps.append(text[end : match.start()])
        html += gaps[-1].replace("&", "&amp;").replace(">", "&gt;"), _piece(match)
        end = match.end()
    gaps.append(text[end:])
    if has_syntax("x".join(gaps)):
        return None
    html.append(gaps[-1].replace("&", "&amp;").replace(">", "&gt;"))
    return "".join(html)


def _piece(match: re.Match[str]) -> str:
    if match["strong"]:
        return f"<strong>{match['strong']}</strong>"
    if match["em"]:
        return f"<em>{match['em']}</em>"
    return f'<a href="{match["href"]}" rel="noopener">{match["text"]}</a>'


# Python-Markdown looks for the end of a link from every opening bracket, through all of the text, so that a few
# thousand brackets take minutes. Only those that do begin a link, of a length that a link can have, are left to it.
_LINK_OR_BRACKET = re.compile(
    r"(?P<link>\\\[|\[(?:[^\[\]]|\[[^\[\]]{0,200}\]){0,500}\]"
    r"\((?:[^()\s]|\([^()\s]{0,200}\)){1,2000}(?:\s{1,3}\"[^\"\n]{0,300}\"\s{0,3})?\))|\["
)
# Headings and rules that follow line on line are split off one by one, each time copying all that is left; with
# an empty line around them they mean the same. Marks nested dozens deep in one line are no text meant to be read.
_BREAK = re.compile(r"^( {0,3}(?:#{1,6}[^\n]*|(?:[-_*] *){3,}))$", re.MULTILINE)
_TOO_DEEP = re.compile(r"^(?! {0,3}(?:[-_*] *){3,}$)(?:[ \t]*(?:[-+*][ \t]|>|\d{1,9}\.[ \t])){24}", re.MULTILINE)
# A heading drawn with a line below it, turned into one with marks before it: its own processor is as slow.
_UNDERLINED = re.compile(r"(?:\A|(?<=\n\n))(?! {4}|[-+*>] |#)(\S[^\n]*)\n(=+|-+) *$", re.MULTILINE)


# `#7 bolt` is no heading: one has a space behind its marks. Nor is a line's end behind a backslash a lost word.
_NO_HEADING = re.compile(r"^( {0,3})(#{1,6}(?=[^#\s]))", re.MULTILINE)
_HARD_BREAK = re.compile(r"(?<!\\)\\\n(?=\S)")
# What begins a list within a paragraph: any bullet, and of numbers only the first.
_ITEM = re.compile(r" {0,3}(?:[-+*]|1\.)[ \t]+\S")
_ANY_ITEM = re.compile(r" {0,3}(?:[-+*]|\d{1,9}\.)[ \t]")


_FENCE = re.compile(r"(`{3,}|~{3,})[^`]*$")


def _fences_indented(text: str) -> str:
    """A text with code between fences written as code that is indented, which is left alone by all that follows."""
    if "```" not in text and "~~~" not in text:
        return text
    lines = text.split("\n")
    closing: dict[str, list[int]] = {"`": [], "~": []}  # lines that could close a fence
    for at, line in enumerate(lines):
        if line[:3] in ("```", "~~~") and not line.strip(line[0] + " \t"):
            closing[line[0]].append(at)
    out: list[str] = []
    at = 0
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        end = _closed(closing[fence[1][0]], lines, at, len(fence[1])) if fence else None
        if end is None:
            out.append(lines[at])
            at += 1
        else:
            out += ["", *(f"    {line}" for line in lines[at + 1 : end]), ""]
            at = end + 1
    return "\n".join(out)


def _closed(closing: list[int], lines: list[str], opening: int, length: int) -> int | None:
    """The line that closes a fence of so many marks; None where there is none. Lines before it are not asked again."""
    while closing and closing[0] <= opening:
        closing.pop(0)
    return next((at for at in closing[:8] if len(lines[at].rstrip()) >= length), None)


def _lists_apart(text: str) -> str:
    """A text with an empty line before each list that follows a paragraph's lines, without which it would be part of it."""
    if "\n" not in text:
        return text
    blocks = []
    for block in re.split(r"(\n(?:[ \t]*\n)+)", text):
        lines = block.split("\n")
        if (
            len(lines) > 1
            and not _ANY_ITEM.match(lines[0])
            and lines[0][:1] not in (">", "`", "~", "|", "\t")
            and lines[0][:4] != "    "
        ):
            at = next((n for n, line in enumerate(lines) if n and _ITEM.match(line)), 0)
            if at and "|" not in lines[at]:
                lines.insert(at, "")
        blocks.append("\n".join(lines))
    return "".join(blocks)


# A table may be wider than a phone, and then scrolls, for those who use the keyboard too.
_BOX = '<div class="wide-table" role="group" aria-label="Table" tabindex="0">'


def markdown(text: str) -> str:
    """HTML of a Markdown text, with only what the allow-list lets through."""
    import nh3

    converter = _converter()
    converter.reset()
    if _TOO_DEEP.search(text):
        return paragraphs(text)
    text = _fences_indented(text)
    text = _NO_HEADING.sub(r"\1\\\2", text)
    text = _HARD_BREAK.sub("  \n", _lists_apart(text))
    text = _UNDERLINED.sub(lambda match: f"{'#' if match[2][0] == '=' else '##'} {match[1]}", text)
    text = _BREAK.sub(r"\n\1\n", text)
    text = _LINK_OR_BRACKET.sub(lambda match: match["link"] or _BRACKET, text.replace("&", _AMPERSAND))
    try:
        html = converter.convert(text).replace(_AMPERSAND, "&amp;").replace(_BRACKET, "[")
    except RecursionError:  # lists or quotes nested hundreds deep: no text that is meant to be read
        _converter.cache_clear()  # it was left in the middle of things
        return paragraphs(text)
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes=SCHEMES, link_rel="noopener", strip_comments=True,
    )  # fmt: skip
    return (
        clean.replace("<table>", f"{_BOX}<table>")
        .replace("</table>", "</table></div>")
        .replace("&nbsp;", "\u00a0")
        .strip()
    )


@cache
def _converter() -> Any:
    """Python-Markdown without raw HTML, images, references, entities and mail obfuscation."""
    from markdown import Markdown
    from markdown.treeprocessors import Treeprocessor

    class Plain(Treeprocessor):
        """Headings begin below the page's own; a link that leads nowhere allowed becomes its text."""

        def run(self, root: Element) -> None:
            for element in root.iter():
                if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                    element.tag = f"h{min(int(element.tag[1]) + 1, 6)}"
                elif element.tag == "a" and not _ADDRESS.fullmatch(element.get("href", "")):
                    element.tag = "span"
                    element.attrib.clear()
                elif element.tag == "a":
                    element.attrib.pop("title", None)

    converter = Markdown(extensions=["tables", "sane_lists"], output_format="html", lazy_ol=False)
    converter.preprocessors.deregister("html_block")
    for name in (
        "html", "entity", "image_link", "image_reference", "short_image_ref", "reference", "short_reference", "automail",
    ):  # fmt: skip
        converter.inlinePatterns.deregister(name)
    converter.parser.blockprocessors.deregister("reference")
    converter.parser.blockprocessors.deregister("setextheader")  # see _UNDERLINED
    converter.treeprocessors.register(Plain(converter), "plain", 0)
    return converter


_PLACES = re.compile(
    f"(?P<tag><(?!/?(?:a|code)\\b)[^>]*>)|(?P<code><code>.*?</code>)|(?P<link><a [^>]*>.*?</a>)|{_TOKENS.pattern}",
    re.DOTALL,
)


def _with_links(html: str, links: list[tuple[str, str]]) -> str:
    """Put the links in the place of their tokens: in code as they were written, in another link only their text."""

    def placed(match: re.Match[str]) -> str:
        if match["tag"]:
            return match[0]
        if match["code"]:
            return _TOKENS.sub(lambda token: escape(links[int(token[1])][1]), match[0])
        if match["link"]:
            return _TOKENS.sub(lambda token: re.sub(r"<[^>]*>", "", links[int(token[1])][0]), match[0])
        return links[int(match[match.lastindex or 0])][0]

    return _PLACES.sub(placed, html)


_HTML_TAG = re.compile("<[^>]*>")


def words_of(html: str, enough: int) -> str:
    """The beginning of what `render` made, as one line of plain text, at least so many characters if there are as many."""
    start = html[: 6 * enough]  # of what has no more than five characters of tags to each of text, as nearly all
    start = start[: start.rfind("<")] if start.rfind("<") > start.rfind(">") else start
    text = " ".join(_HTML_TAG.sub("", start).split())
    if len(start) < len(html) and len(text) <= enough:
        text = " ".join(_HTML_TAG.sub("", html).split())
    return unescape(text) if "&" in text else text


_PLAIN_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"[*_]{1,3}")
_LINE_MARK = r"(?:#{1,6}|>|[-+*]|\d+\.)[ \t]+"
_FIRST_MARK, _NEXT_MARK = re.compile(_LINE_MARK), re.compile(rf"\n{_LINE_MARK}")


def plain(text: str, label: Callable[[str], str], enough: int = 0) -> str:
    """A Markdown text as one line of plain text, for titles and descriptions. `label` names a record by its id.

    Where only the first so many characters are wanted, `enough` spares the rest; the result may still be longer.
    """
    if enough and len(text) > 2 * enough:
        shown = plain(_cut_behind(text, 2 * enough), label)
        return shown if len(shown) > enough else plain(text, label)  # it was nearly all markup

    def name(match: re.Match[str]) -> str:
        parts = link_parts(match["inside"]) if match["inside"] is not None else None
        return match[0] if parts is None else parts[1] or label(parts[0])

    if "[[" in text:
        text = link_pattern(text).sub(name, text)
    if has_syntax(text):
        text = _PLAIN_LINK.sub(r"\1", text).replace("`", "")
        if match := _FIRST_MARK.match(text):
            text = text[match.end() :]
        text = _EMPHASIS.sub(_emphasis, _NEXT_MARK.sub("\n", text))
    return " ".join(text.split())


def _cut_behind(text: str, enough: int) -> str:
    """A text without what comes behind so many characters, cut at a space and never inside a link to a record."""
    end = text.find(" ", enough)
    return text if end < 0 or text.rfind("[[", 0, end) > text.rfind("]]", 0, end) else text[:end]


def _emphasis(match: re.Match[str]) -> str:
    """Nothing for marks that begin or end emphasis: a word on one side of them and none on the other."""
    text, start, end = match.string, match.start(), match.end()
    before, after = text[start - 1] if start else " ", text[end] if end < len(text) else " "
    opens = not after.isspace() and not (before.isalnum() or before == "_")
    closes = not before.isspace() and not (after.isalnum() or after == "_")
    return "" if opens or closes else match[0]
