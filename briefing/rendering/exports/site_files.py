"""What an export may see of the whole site besides the records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from briefing.rendering.view.tracked_corpus import TrackedCorpus, static_cell


class StaticFiles:
    """The site's static files, which note of each that is asked for that it was read, as records are noted."""

    def __init__(self, files: Mapping[str, bytes], tracked: TrackedCorpus) -> None:
        self._files = files
        self._tracked = tracked

    def read(self, path: str) -> bytes | None:
        """The bytes of a file by its path on the site; None where there is none."""
        self._tracked.reads.add(static_cell(path))
        return self._files.get(path)


class Site(NamedTuple):
    pages: Sequence[Any]  # the specs of all pages, perhaps as plain tuples
    static: StaticFiles
