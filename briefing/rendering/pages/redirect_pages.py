"""Pages for addresses that are not, or no longer, a record's own: redirects and the page not found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing.rendering.components.html_components import Fragments
from briefing.rendering.data.page_json import listing
from briefing.rendering.page import Page, Spec
from briefing.rendering.view.tracked_corpus import Shelf


def every_redirect(shelf: Shelf) -> Iterator[Spec]:
    """A page at each former address of a record that leads to its present one."""
    for former, id in shelf.former().items():
        folder = shelf.card(id).path.partition("/")[0]
        yield Spec(f"{folder}/{former}.html", "redirect", id)


def make_redirect(f: Fragments, spec: Spec) -> Page:
    card = f.shelf.card(spec.about)
    values = {"target": f"../{card.path}", "anchor": f.anchor(spec.about)}
    page = Page(spec.path, "redirect.html", card.label, values, listed=False)
    return replace(page, document=listing(f.shelf.config, page, "moved", [("to", f.reference(spec.about))]))


def every_not_found(shelf: Shelf) -> Iterator[Spec]:
    yield Spec("404.html", "not-found")


def make_not_found(f: Fragments, spec: Spec) -> Page:
    return Page(spec.path, "404.html", "Page not found", {}, listed=False)
