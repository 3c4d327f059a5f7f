"""A page before it is rendered: where it goes, which template lays it out, and everything that the template shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """`values` are finished: dates in words, links as HTML, lists in order. A template only lays them out.

    `path` is relative to the site's root, with forward slashes. `listed` pages are in the sitemap, with `changed`, the
    day of the latest change an editor noted, where there is one.
    """

    path: str
    template: str
    title: str
    values: Mapping[str, Any]
    description: str = ""
    listed: bool = True
    changed: str = ""

    @property
    def root(self) -> str:
        """The way from the page back to the site's root: "../" for a page in a folder."""
        return "../" * self.path.count("/")
