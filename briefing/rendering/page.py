"""A page before it is rendered: where it goes, which template lays it out, and everything that the template shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from markupsafe import Markup


class Spec(NamedTuple):
    """Which page to make: its path, and how. A site's specs are found without making any page.

    `path` is relative to the site's root, with forward slashes. `maker` names a line of the table `PAGES`; `subject_id` is the
    id of the record that the page is about, or the folder of its kind; `part` and `number` are for long lists.
    """

    path: str
    maker: str
    subject_id: str = ""
    part: str = ""
    number: int = 0


def files_of(spec: Spec | tuple[str, str, str, str, int]) -> tuple[str, ...]:
    """The paths of the files that a spec makes in one go, its own first: what says the same is made from the same reads.

    A page has a document, its JSON, and an Atom feed has a JSON Feed. No id holds a dot, so that none of them is a page's.
    """
    path, maker = spec[0], spec[1]
    if path.endswith(".html"):
        return (path,) if maker == "not-found" else (path, f"{path[:-4]}json")
    return (path, f"{path[:-3]}json") if maker == "feed" else (path,)


SITE_IMAGE = "share.png"  # the picture that stands for the site elsewhere, and for each page that has none of its own
WIDTH, HEIGHT = 1200, 630  # of such pictures


@dataclass(frozen=True, slots=True)
class Page:
    """`values` are finished: dates in words, links as HTML, lists in order. A template only lays them out.

    `listed` pages may be found by search engines. `json_ld` says what the page is about for programs that read it, as
    JSON-LD; `document` is all of it as JSON, where it is more than that there is a page. `feed` is the path of the Atom
    feed of what the page is about, and `image` that of the picture that stands for it elsewhere, where it has its own.
    """

    path: str
    template: str
    title: str
    values: Mapping[str, Any]
    description: str = ""
    listed: bool = True
    json_ld: Markup | str = ""
    document: str = ""
    feed: str = ""
    image: str = ""

    @property
    def root(self) -> str:
        """The way from the page back to the site's root: "../" for a page in a folder."""
        return "../" * self.path.count("/")
