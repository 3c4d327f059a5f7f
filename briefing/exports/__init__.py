"""What the site offers besides pages. `EXPORTS` is the table: adding an export adds a line here.

An export takes the configuration and the pages and gives (path, text) of each file it makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..config import Config
from ..pages import Page
from . import robots, sitemap

Export = Callable[[Config, Sequence[Page]], Iterator[tuple[str, str]]]

EXPORTS: tuple[Export, ...] = (
    sitemap.sitemap,
    robots.robots,
)


def make_exports(config: Config, pages: Sequence[Page]) -> dict[str, bytes]:
    """Every exported file's bytes by its path."""
    return {path: text.encode("utf-8") for export in EXPORTS for path, text in export(config, pages)}
