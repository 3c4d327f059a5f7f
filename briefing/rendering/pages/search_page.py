"""The page for searching, where the site has an index to search; the indexes of all kinds stand below for whoever has no script."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from briefing.rendering.components.html_components import Components
from briefing.rendering.content_security_policy import POLICY_WITH_WASM
from briefing.rendering.page import Page, Spec
from briefing.rendering.pages.home_page import kinds_listed
from briefing.rendering.view.tracked_corpus import TrackedCorpus

PATH = "search/index.html"


def every(tracked: TrackedCorpus) -> Iterator[Spec]:
    if tracked.config.search:
        yield Spec(PATH, "search-page")


def make(components: Components, spec: Spec) -> Page:
    values = {
        "crumbs": components.crumbs_here("Search"),
        "kinds": kinds_listed(components.tracked),
        "policy": Markup(POLICY_WITH_WASM),
    }
    return Page(spec.path, "search.html", "Search", values, f"Search {components.tracked.config.title}.", listed=False)
