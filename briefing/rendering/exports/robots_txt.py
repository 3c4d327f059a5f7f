"""robots.txt: everything may be read, and where the sitemap is (RFC 9309)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from briefing.rendering.components.html_components import Components
from briefing.rendering.exports.site_files import Site
from briefing.rendering.pages import Spec
from briefing.rendering.view.tracked_corpus import TrackedCorpus


def every(tracked: TrackedCorpus, pages: Sequence[Any]) -> Iterator[Spec]:
    yield Spec("robots.txt", "robots")


def make(components: Components, spec: Spec, site: Site) -> tuple[bytes]:
    base = components.tracked.config.base_url
    sitemap = f"Sitemap: {base}sitemap.xml\n" if base else ""
    return (f"User-agent: *\nAllow: /\n{sitemap}".encode(),)
