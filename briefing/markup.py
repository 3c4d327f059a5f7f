"""Markdown becomes safe HTML.

The `markdown` package does the Markdown, with raw HTML, images and everything that runs away on hostile input taken
out; `nh3` then lets only the tags below through. Text that has no Markdown in it, which is most, needs neither.
Links to records are kept out of both as tokens, so that nothing an editor writes can pass for one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

from markupsafe import Markup

from .fields import LINK, link_parts

MakeLink = Callable[[str, str], str]
"""From a record's id and the text wanted, or "" for the record's own label, to HTML."""

TAGS = {
    "p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr", "h3", "h4", "h5", "h6",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
SCHEMES = {"http", "https", "mailto"}
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\\<>\"'`]+", re.IGNORECASE)

# Control characters cannot stand in a record's text, so they can stand for something here.
_AMPERSAND, _TOKEN = "\x1a", "\x1b"
_TOKENS = re.compile(f"{_TOKEN}(\\d+){_TOKEN}")

# What Markdown would make something of. Anything else is paragraphs.
_SYNTAX = re.compile(r"[\\`*_\[\]<|]|^(?:[ \t]{4}| {0,3}(?:[#>=\t]|[-+](?:[ \t-]|$)|\d+\.[ \t]))|  $|\t", re.MULTILINE)


def render(text: str, link: MakeLink) -> Markup:
    """A Markdown text as HTML blocks. `link` makes the HTML of every `[[…]]` in it."""
    if not text:
        return Markup("")
    links: list[str] = []

    def token(match: re.Match[str]) -> str:
        parts = link_parts(match["inside"]) if match["inside"] is not None else None
        if parts is None:
            return match[0]
        links.append(link(*parts))
        return f"{_TOKEN}{len(links) - 1}{_TOKEN}"

    text = LINK.sub(token, text) if "[[" in text else text
    html = paragraphs(text) if not _SYNTAX.search(text) else markdown(text)
    if links:
        html = _outside_links(html, links)
    return Markup(html)


def paragraphs(text: str) -> str:
    """HTML of a text that has no Markdown in it: what `markdown` would make, without asking it."""
    escaped = text.strip().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "\n".join(f"<p>{block.strip()}</p>" for block in re.split(r"\n(?:[ \t]*\n)+", escaped))


def markdown(text: str) -> str:
    """HTML of a Markdown text, with only what the allow-list lets through."""
    import nh3

    converter = _converter()
    converter.reset()
    try:
        html = converter.convert(text.replace("&", _AMPERSAND)).replace(_AMPERSAND, "&amp;")
    except RecursionError:  # lists or quotes nested hundreds deep: no text that is meant to be read
        return paragraphs(text)
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}},
        url_schemes=SCHEMES, link_rel="noopener", strip_comments=True,
    )  # fmt: skip
    return clean.replace("&nbsp;", "\u00a0").strip()


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
                    element.tag = f"h{min(int(element.tag[1]) + 2, 6)}"
                elif element.tag == "a" and not _ADDRESS.fullmatch(element.get("href", "")):
                    element.tag = "span"
                    element.attrib.clear()
                elif element.tag == "a":
                    element.attrib.pop("title", None)

    converter = Markdown(extensions=["tables", "sane_lists"], output_format="html")
    converter.preprocessors.deregister("html_block")
    for name in (
        "html", "entity", "image_link", "image_reference", "short_image_ref", "reference", "short_reference", "automail",
    ):  # fmt: skip
        converter.inlinePatterns.deregister(name)
    converter.parser.blockprocessors.deregister("reference")
    converter.treeprocessors.register(Plain(converter), "plain", 0)
    return converter


def _outside_links(html: str, links: list[str]) -> str:
    """Put the links in the place of their tokens; inside another link only their text, as links do not nest."""

    def bare(match: re.Match[str]) -> str:
        return _TOKENS.sub(lambda token: re.sub(r"<[^>]*>", "", links[int(token[1])]), match[0])

    if "<a " in html:
        html = re.sub(r"<a [^>]*>.*?</a>", bare, html, flags=re.DOTALL)
    return _TOKENS.sub(lambda token: links[int(token[1])], html)


_PLAIN_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_MARKS = re.compile(r"(?<!\w)[*_]{1,3}(?=\S)|(?<=\S)[*_]{1,3}(?!\w)|`+|^(?:#{1,6}|>|[-+*]|\d+\.)[ \t]+", re.MULTILINE)


def plain(text: str, label: Callable[[str], str]) -> str:
    """A Markdown text as one line of plain text, for titles and descriptions. `label` names a record by its id."""

    def name(match: re.Match[str]) -> str:
        parts = link_parts(match["inside"]) if match["inside"] is not None else None
        return match[0] if parts is None else parts[1] or label(parts[0])

    if "[[" in text:
        text = LINK.sub(name, text)
    if _SYNTAX.search(text):
        text = _MARKS.sub("", _PLAIN_LINK.sub(r"\1", text))
    return " ".join(text.split())
