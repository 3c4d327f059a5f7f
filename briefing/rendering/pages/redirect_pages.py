"""Pages for addresses that are not, or no longer, a record's own: redirects and the page not found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from briefing.rendering.components.html_components import Components
from briefing.rendering.data.page_json import listing
from briefing.rendering.page import Page, Spec
from briefing.rendering.view.tracked_corpus import TrackedCorpus


def every_redirect(tracked: TrackedCorpus) -> Iterator[Spec]:
    """A page at each former address of a record that leads to its present one."""
    for former, id in tracked.former().items():
        folder = tracked.card(id).path.partition("/")[0]
        yield Spec(f"{folder}/{former}.html", "redirect", id)


def make_redirect(components: Components, spec: Spec) -> Page:
    card = components.tracked.card(spec.subject_id)
    values = {"target": f"../{card.path}", "anchor": components.anchor(spec.subject_id)}
    page = Page(spec.path, "redirect.html", card.title, values, listed=False)
    return replace(
        page,
        document=listing(components.tracked.config, page, "moved", [("to", components.reference(spec.subject_id))]),
    )


def every_not_found(tracked: TrackedCorpus) -> Iterator[Spec]:
    yield Spec("404.html", "not-found")


def make_not_found(components: Components, spec: Spec) -> Page:
    return Page(spec.path, "404.html", "Page not found", {}, listed=False)
