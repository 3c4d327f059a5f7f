"""Pages become bytes. Templates lay out what the pages hold; autoescape and StrictUndefined are always on."""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup, escape

from briefing.core.problems import Location, Problem
from briefing.rendering.content_security_policy import POLICY
from briefing.rendering.exports.share_pictures import can_draw
from briefing.rendering.page import HEIGHT, SITE_IMAGE, WIDTH
from briefing.rendering.pages import Page, Spec, files_of
from briefing.rendering.render_failed import RenderFailed
from briefing.rendering.view.record_summary import isolated_in_text
from briefing.schema.configuration import INDEXES, Config

FOLDER = "templates/"  # what problems call the place of a template
_INDEX_NAMES = {"changes": "Changes"}
_LARGE = '<meta name="twitter:card" content="summary_large_image">'
_POLICY = Markup(POLICY)  # in an attribute between double quotes, of which it has none
_SPECIAL = re.compile("[&<>\"']")


class _Environment(jinja2.Environment):
    """Templates whose output is escaped without making a Markup of every piece, which costs half of rendering.

    A template's code finds `escape` among the names of its module; what it writes is only ever joined.
    """

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> jinja2.Template:
        template = super().get_template(name, parent, globals)
        template.root_render_func.__globals__["escape"] = _escape
        return template


def _escape(value: Any) -> str:
    kind = type(value)
    if kind is Markup or (kind is str and not _SPECIAL.search(value)):
        return value  # type: ignore[no-any-return]
    return escape(value)


class Renderer:
    """Renders the pages of one site."""

    def __init__(self, templates: Mapping[str, str], config: Config) -> None:
        self._environment = _Environment(
            loader=jinja2.FunctionLoader(lambda name: _source(templates, name)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._templates: dict[str, jinja2.Template] = {}
        self._config = config
        self._items = [(name, _INDEX_NAMES.get(name, name.capitalize())) for name in config.navigation or INDEXES]
        self._navigations: dict[tuple[str, str, bool], Markup] = {}
        self._draws = bool(config.base_url) and can_draw()
        self._site_image = self._image(SITE_IMAGE, escape(config.title))
        locale = config.language.replace("-", "_")
        self._site = f'<meta property="og:site_name" content="{escape(config.title)}">\n<meta property="og:locale" content="{locale}">'
        self._always: dict[str, str] = {}
        self._imprint = "".join(
            [
                config.title,
                f", published by {config.publisher}" if config.publisher else "",
                ".",
                f" Licence: {config.licence}." if config.licence else "",
            ]
        )

    def render(self, page: Page) -> bytes:
        """A page's bytes. Raises RenderFailed where a template is at fault."""
        try:
            template = self._templates.get(page.template)
            if template is None:
                template = self._templates[page.template] = self._environment.get_template(page.template)
            values = self._values(page)
            try:
                return "".join(template.root_render_func(template.new_context(values))).encode("utf-8")
            except Exception:
                return template.render(values).encode("utf-8")  # fails again, and tells in which line
        except Exception as error:  # a template is code, and can raise anything
            raise RenderFailed(page.template, _problem(page, error)) from error

    def _values(self, page: Page) -> dict[str, Any]:
        root = page.root
        if page.path == "404.html":  # shown at any address, so its links must not be relative
            root = urlsplit(self._config.base_url).path or "/"
        return {
            "site": self._config,
            "page": page,
            "root": root,
            "policy": _POLICY,
            "title": page.title if page.title == self._config.title else f"{page.title} – {self._config.title}",
            "meta": self._meta(page, root),
            "navigation": self._navigation_of(root, *page.path.partition("/")[::2]),
            "imprint": self._imprint,
            **page.values,
        }

    def _meta(self, page: Page, root: str) -> Markup:
        """What the head of every page holds besides its title, a line each: all that is the same but for a few words."""
        base, lines = self._config.base_url, []
        description = _escape(isolated_in_text(page.description))
        if description:
            lines.append(f'<meta name="description" content="{description}">')
        if root not in self._always:
            self._always[root] = self._always_of(root)
        lines.append(self._always[root])
        if len(files := files_of(Spec(page.path, "not-found" if page.template == "404.html" else ""))) > 1:
            lines.append(f'<link rel="alternate" type="application/json" href="{root}{files[1]}">')
        if page.feed and base:
            title = _escape(page.title)
            lines.append(f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{root}{page.feed}">')
            lines.append(
                f'<link rel="alternate" type="application/feed+json" title="{title}" href="{root}{page.feed[:-3]}json">'
            )
        if page.listed:
            lines += self._shared(page, description)
        else:
            lines.append('<meta name="robots" content="noindex">')
        if page.json_ld:
            lines.append(f'<script type="application/ld+json">{page.json_ld}</script>')
        return Markup("\n".join(lines))

    def _always_of(self, root: str) -> str:
        """What is the same on all pages of one depth."""
        lines = [f'<link rel="stylesheet" href="{root}static/style.css">']
        if self._config.base_url:
            title = escape(self._config.title)
            lines.append(f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{root}feed.xml">')
            lines.append(f'<link rel="alternate" type="application/feed+json" title="{title}" href="{root}feed.json">')
        return "\n".join(lines)

    def _shared(self, page: Page, description: str) -> list[str]:
        """What others show where they link to a page (https://ogp.me), and its one address."""
        title, base = _escape(page.title), self._config.base_url
        sort = "website" if page.path == "index.html" else "profile" if page.path.startswith("people/") else "article"
        lines = [
            f'<meta property="og:title" content="{title}">',
            f'<meta property="og:type" content="{sort}">',
            self._site,
        ]
        if description:
            lines.append(f'<meta property="og:description" content="{description}">')
        if base:
            address = _escape(base + page.path.removesuffix("index.html"))
            lines.append(f'<link rel="canonical" href="{address}">\n<meta property="og:url" content="{address}">')
            if self._draws:
                lines.append(self._image(page.image, title) if page.image else self._site_image)
        return lines

    def _image(self, path: str, title: str) -> str:
        """The picture that stands for a page; `title` is the words on it, escaped."""
        told = (
            ("image", escape(self._config.base_url + path)),
            ("image:width", WIDTH),
            ("image:height", HEIGHT),
            ("image:alt", title),
        )
        return "\n".join([*(f'<meta property="og:{name}" content="{value}">' for name, value in told), _LARGE])

    def _navigation_of(self, root: str, section: str, rest: str) -> Markup:
        """The items of the site's navigation, as seen from a page of a section: the index itself, or one below it."""
        is_index = rest == "index.html"
        key = root, section, is_index
        if key not in self._navigations:
            here = Markup(' aria-current="{}"').format("page" if is_index else "true")
            item = Markup('<li><a href="{}{}/index.html"{}>{}</a></li>')
            self._navigations[key] = Markup("\n").join(
                item.format(root, folder, here if folder == section else "", name) for folder, name in self._items
            )
        return self._navigations[key]


def _source(templates: Mapping[str, str], name: str) -> tuple[str, str, Any] | None:
    """A template with the name that tracebacks show, by which its problems are found."""
    return (templates[name], FOLDER + name, lambda: True) if name in templates else None


def _problem(page: Page, error: Exception) -> Problem:
    """A template's error at its place: the innermost template that was being rendered."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return _at(
            FOLDER + (error.name or page.template), error.lineno, error.message or "the template is not well-formed"
        )
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(FOLDER)]
    name, line = (frames[-1].filename, frames[-1].lineno or 1) if frames else (FOLDER + page.template, 1)
    if isinstance(error, jinja2.TemplateNotFound):
        return _at(name, line, f"there is no template `{error.name}`")
    if isinstance(error, RecursionError):
        return _at(name, line, f"the template includes or extends itself; extend `shipped/{name.removeprefix(FOLDER)}`")
    return _at(name, line, f"{error} (while rendering {page.path})")


def _at(file: str, line: int, message: str) -> Problem:
    return Problem(Location(file, line, 1), "template-error", message, "mend the template")
