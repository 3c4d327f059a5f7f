"""What an export may see of the whole site besides the shelf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


class Site(NamedTuple):
    pages: Sequence[Any]  # the specs of all pages, perhaps as plain tuples
    static: Mapping[str, bytes]  # the site's static files, by path
