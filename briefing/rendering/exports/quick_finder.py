"""quick/: what records are called, for finding one by typing its name (`static/quick.js`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from briefing.rendering.components.html_components import Components
from briefing.rendering.exports.site_files import Site
from briefing.rendering.pages import Spec
from briefing.rendering.view.name_index import FEW, INDEX, NAMED, index, keys, shard
from briefing.rendering.view.tracked_corpus import TrackedCorpus


def every(tracked: TrackedCorpus, pages: Sequence[Any]) -> Iterator[Spec]:
    """One file, and where there are many records one for each key that a word can have."""
    split = sum(len(tracked.ids(kind)) for kind in NAMED) > FEW
    yield Spec(INDEX, "quick", part="split" if split else "")
    for key in keys() if split else ():
        yield Spec(f"quick/{key}.js", "quick", part=key)


def prepare(tracked: TrackedCorpus) -> None:
    """Sort all names into their files, which are made one by one."""
    _ = tracked.name_index().shards


def make(components: Components, spec: Spec, site: Site) -> tuple[bytes]:
    if spec.path == INDEX:
        made = index(None if spec.part else components.tracked.name_index())
    else:
        made = shard(components.tracked.name_index(), spec.part)
    return (made.encode("utf-8", "surrogatepass"),)
