"""quick/: what records are called, for finding one by typing its name (`static/quick.js`)."""

from __future__ import annotations

from collections.abc import Iterator

from ..pages import Spec
from ..pages.names import FEW, INDEX, NAMED, index, keys, shard
from ..pages.shelf import Shelf

FAMILY = "quick"  # what the specs of these files are about


def every(shelf: Shelf) -> Iterator[Spec]:
    """One file, and where there are many records one for each key that a word can have."""
    split = sum(len(shelf.ids(kind)) for kind in NAMED) > FEW
    yield Spec(INDEX, "export", FAMILY, "split" if split else "")
    for key in keys() if split else ():
        yield Spec(f"quick/{key}.js", "export", FAMILY, key)


def prepare(shelf: Shelf) -> None:
    """Sort all names into their files, which are made one by one."""
    _ = shelf.called().shards


def make(shelf: Shelf, spec: Spec) -> str:
    if spec.path == INDEX:
        return index(None if spec.part else shelf.called())
    return shard(shelf.called(), spec.part)
