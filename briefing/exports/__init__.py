"""What the site offers besides pages. `EXPORTS` is the table: adding an export adds a line here.

An export is made from the shelf, as a page is, so that what it reads decides when it is made anew. Those that must hold
complete addresses are made only where `briefing.yaml` has a `base_url`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..pages import Spec
from ..pages.fragments import Fragments
from ..pages.shelf import Shelf
from . import feed, latest, quick, robots, sitemap


class Export(NamedTuple):
    make: Callable[[Fragments, Sequence[Spec]], str]  # from the fragments of the root and the specs of all pages
    needs_address: bool


EXPORTS: dict[str, Export] = {
    "feed.xml": Export(feed.feed, True),
    "sitemap.xml": Export(sitemap.sitemap, True),
    "robots.txt": Export(robots.robots, False),
    "latest.js": Export(latest.latest, False),
}


def export_specs(shelf: Shelf) -> list[Spec]:
    """Which exports a site has."""
    addressed = bool(shelf.config.base_url)
    return [*(Spec(path, "export") for path, export in EXPORTS.items() if addressed or not export.needs_address), *quick.every(shelf)]


def prepare(shelf: Shelf, todo: Sequence[Spec]) -> None:
    """Make once what several of these files are made from, before several processes would each make it."""
    if sum(spec.about == quick.FAMILY for spec in todo) > 1:
        quick.prepare(shelf)


def make_export(shelf: Shelf, spec: Spec, pages: Sequence[Spec]) -> bytes:
    """An exported file's bytes. `pages` are the specs of all pages."""
    if spec.about == quick.FAMILY:
        return quick.make(shelf, spec).encode("utf-8")
    return EXPORTS[spec.path].make(Fragments(shelf, ""), pages).encode("utf-8")
