"""A project and a built site give what speaks against publishing it: errors in the content, drafts, or an older state."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.build.incremental.build_cache import Cache
from briefing.build.pipeline import Built, build
from briefing.publishing.checksums import Sums, differing, read_sums
from briefing.rendering.pages.search_page import PATH as SEARCH_PAGE


@dataclass(frozen=True, slots=True)
class Compared:
    """`built` is the site made anew where that took a build, `paths` where the other differs from it."""

    built: Built | None
    paths: Sequence[str]


def compare(root: Path, site: str, sums: Sums, jobs: int = 0) -> Compared:
    """Whether a site is what its content now makes. Where nothing tells that it is, the site is made anew, elsewhere, and
    compared by its sums, with an index for searching where the site has one. Nothing in the project or the site is touched.
    """
    search = SEARCH_PAGE in sums.files
    for asked in dict.fromkeys(
        (search, True)
    ):  # a site without it may have been asked for with it, where Pagefind is missing
        looked = Cache(str(root), site, False, asked).look(str(root))
        if looked is not None and looked.told is not None:
            return Compared(None, ())
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        anew = os.path.join(folder, "site")
        try:
            built = build(root, anew, jobs=jobs, search=search)
        finally:
            Cache(str(root), anew, False, search).drop()
        made = read_sums(anew) if built.written is not None else None
    return Compared(built, differing(made, sums) if made else ())
