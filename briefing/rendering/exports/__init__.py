"""What the site offers besides pages. `EXPORTS` is the table: adding an export adds a line here.

An export is made from the shelf, as a page is, so that what it reads decides when it is made anew. Those that must hold
complete addresses are made only where `briefing.yaml` has a `base_url`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from briefing.rendering.components.html_components import Components
from briefing.rendering.exports import (
    calendar_file,
    csv_tables,
    document_schema,
    feeds,
    latest_records,
    quick_finder,
    robots_txt,
    share_pictures,
    sitemap,
)
from briefing.rendering.exports.site_files import Site
from briefing.rendering.pages import Spec
from briefing.rendering.view.tracked_corpus import TrackedCorpus


class Export(NamedTuple):
    every: Callable[[TrackedCorpus, Sequence[Any]], Iterator[Spec]]  # from the specs of all pages
    make: Callable[
        [Components, Spec, Site], Sequence[bytes]
    ]  # from the fragments of the root; the bytes of each of a spec's files
    needs_address: bool


EXPORTS: dict[str, Export] = {
    "feed": Export(feeds.every, feeds.make, True),
    "calendar": Export(calendar_file.every, calendar_file.make, True),
    "table": Export(csv_tables.every, csv_tables.make, False),
    "image": Export(share_pictures.every, share_pictures.make, True),
    "sitemap": Export(sitemap.every, sitemap.make, True),
    "robots": Export(robots_txt.every, robots_txt.make, False),
    "schema": Export(document_schema.every, document_schema.make, False),
    "latest": Export(latest_records.every, latest_records.make, False),
    "quick": Export(quick_finder.every, quick_finder.make, False),
}
EXPORTING = frozenset(EXPORTS)  # makers of what is no page


def export_specs(tracked: TrackedCorpus, pages: Sequence[Any]) -> list[Spec]:
    """Which exports a site has. `pages` are the specs of all pages."""
    known = bool(tracked.config.base_url)
    return [
        spec
        for export in EXPORTS.values()
        if known or not export.needs_address
        for spec in export.every(tracked, pages)
    ]


def make_export(components: Components, spec: Spec, site: Site) -> Sequence[bytes]:
    """The bytes of an export's files."""
    return EXPORTS[spec.maker].make(components, spec, site)


def prepare(tracked: TrackedCorpus, todo: Sequence[Spec]) -> None:
    """Make once what several of these files are made from, before several processes would each make it."""
    if sum(spec.maker == "quick" for spec in todo) > 1:
        quick_finder.prepare(tracked)
