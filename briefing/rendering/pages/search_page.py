"""The page for searching, where the site has an index to search; the indexes of all kinds stand below for whoever has no script."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from briefing.rendering.components.html_components import Fragments
from briefing.rendering.content_security_policy import POLICY_WITH_WASM
from briefing.rendering.page import Page, Spec
from briefing.rendering.pages.home_page import kinds_listed
from briefing.rendering.view.tracked_corpus import Shelf

PATH = "search/index.html"


def every(shelf: Shelf) -> Iterator[Spec]:
    if shelf.config.search:
        yield Spec(PATH, "search-page")


def make(f: Fragments, spec: Spec) -> Page:
    values = {"crumbs": f.crumbs_here("Search"), "kinds": kinds_listed(f.shelf), "policy": Markup(POLICY_WITH_WASM)}
    return Page(spec.path, "search.html", "Search", values, f"Search {f.shelf.config.title}.", listed=False)
