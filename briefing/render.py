"""Pages become bytes. Templates lay out what the pages hold; autoescape and StrictUndefined are always on."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import jinja2

from .config import INDEXES, Config
from .pages import Page
from .problem import Location, Problem

FOLDER = "templates/"  # what problems call the place of a template
_INDEX_NAMES = {"changes": "Changes"}


class Renderer:
    """Renders the pages of one site."""

    def __init__(self, templates: Mapping[str, str], config: Config) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.FunctionLoader(lambda name: _source(templates, name)),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._config = config
        self._navigation = [(name, _INDEX_NAMES.get(name, name.capitalize())) for name in config.navigation or INDEXES]
        self._navigations: dict[tuple[str, str, bool], list[tuple[str, str, str]]] = {}

    def render(self, pages: Iterable[Page]) -> tuple[dict[str, bytes], list[Problem]]:
        """(each page's bytes by its path, what was wrong with the templates: the first at each place)"""
        files: dict[str, bytes] = {}
        problems: dict[Location, Problem] = {}
        failed: set[str] = set()
        for page in pages:
            if page.template in failed:
                continue
            try:
                template = self._environment.get_template(page.template)
                files[page.path] = template.render(self._values(page)).encode("utf-8")
            except Exception as error:  # a template is code, and can raise anything
                failed.add(page.template)
                problem = _problem(page, error)
                problems.setdefault(problem.location, problem)
        return files, list(problems.values())

    def _values(self, page: Page) -> dict[str, Any]:
        root = page.root
        if page.path == "404.html":  # shown at any address, so its links must not be relative
            root = urlsplit(self._config.base_url).path or "/"
        return {
            "site": self._config,
            "page": page,
            "root": root,
            "canonical": self._config.base_url + page.path.removesuffix("index.html") if self._config.base_url else "",
            "navigation": self._navigation_of(root, *page.path.partition("/")[::2]),
            **page.values,
        }

    def _navigation_of(self, root: str, section: str, rest: str) -> list[tuple[str, str, str]]:
        """(href, name, aria-current) of each item, as seen from a page of a section: the index itself, or one below it."""
        is_index = rest == "index.html"
        key = root, section, is_index
        if key not in self._navigations:
            here = "page" if is_index else "true"
            self._navigations[key] = [
                (f"{root}{folder}/index.html", name, here if folder == section else "")
                for folder, name in self._navigation
            ]
        return self._navigations[key]


def _source(templates: Mapping[str, str], name: str) -> tuple[str, str, Any] | None:
    """A template with the name that tracebacks show, by which its problems are found."""
    return (templates[name], FOLDER + name, lambda: True) if name in templates else None


def _problem(page: Page, error: Exception) -> Problem:
    """A template's error at its place: the innermost template that was being rendered."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return _at(FOLDER + (error.name or page.template), error.lineno, error.message or "the template is not well-formed")
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(FOLDER)]
    name, line = (frames[-1].filename, frames[-1].lineno or 1) if frames else (FOLDER + page.template, 1)
    if isinstance(error, jinja2.TemplateNotFound):
        return _at(name, line, f"there is no template `{error.name}`")
    if isinstance(error, RecursionError):
        return _at(name, line, f"the template includes or extends itself; extend `shipped/{name.removeprefix(FOLDER)}`")
    return _at(name, line, f"{error} (while rendering {page.path})")


def _at(file: str, line: int, message: str) -> Problem:
    return Problem(Location(file, line, 1), "template-error", message, "mend the template")
