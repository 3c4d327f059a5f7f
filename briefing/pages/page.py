"""A page before it is rendered: where it goes, which template lays it out, and everything that the template shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup


class Spec(NamedTuple):
    """Which page to make: its path, and how. A site's specs are found without making any page.

    `path` is relative to the site's root, with forward slashes. `maker` names a line of the table `PAGES`; `about` is the
    id of the record that the page is about, or the folder of its kind; `part` and `number` are for long lists.
    """

    path: str
    maker: str
    about: str = ""
    part: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """`values` are finished: dates in words, links as HTML, lists in order. A template only lays them out.

    `listed` pages may be found by search engines. `about` says what the page is about for programs that read it, as
    JSON-LD.
    """

    path: str
    template: str
    title: str
    values: Mapping[str, Any]
    description: str = ""
    listed: bool = True
    about: Markup | str = ""

    @property
    def root(self) -> str:
        """The way from the page back to the site's root: "../" for a page in a folder."""
        return "../" * self.path.count("/")
