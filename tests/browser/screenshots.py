"""The main pages of the repository's own site become pictures in docs/screenshots/: `make screenshots`.

Each is taken at a desk and on a phone, some in the dark too, and reduced to so few colours that text stays sharp and the repository
small. A page that the site does not have is passed over, and a picture that nobody would tell from the one that is there is not written.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

REPOSITORY = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(REPOSITORY), str(Path(__file__).parent)]

from chromium import FLAGS, chromium  # noqa: E402
from served import served  # noqa: E402

from briefing.build.pipeline import build  # noqa: E402

FOLDER = REPOSITORY / "docs" / "screenshots"
COLOURS = 96
LARGEST = 150_000  # bytes of a picture


class Shot(NamedTuple):
    name: str
    path: str
    themes: tuple[str, ...] = ("light",)
    hover: str = ""  # the link whose card is shown


SHOTS = (
    Shot("home", "index.html", ("light", "dark")),
    Shot("claim", "claims/iranian-personnel-assisted-russia-in-crimea.html", ("light", "dark")),
    Shot("statement", "statements/kirby-iran-directly-engaged.html"),
    Shot("event", "events/iranian-personnel-in-crimea-2022-10.html"),
    Shot("entity", "organizations/government-of-iran.html", ("light", "dark")),
    Shot("briefing", "briefings/briefing-2022-10-20.html"),
    Shot("timeline", "timeline/index.html", ("light", "dark")),
    Shot("map", "map/index.html", ("light", "dark")),
    Shot("network", "network/index.html"),
    Shot("search", "search/index.html?q=drones"),
    Shot("card", "index.html", hover='main a[href^="claims/"]:not([href*="index.html"])'),
)
SIZES = {
    "": {"viewport": {"width": 1280, "height": 800}},
    "-phone": {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1.5, "is_mobile": True},
}


def main() -> int:
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as temporary:
        site = Path(temporary) / "site"
        found = build(REPOSITORY, site, search=True)
        if found.written is None:
            sys.exit("The content has errors; `python build.py check` lists them.")
        for font in site.rglob("*.woff2"):
            os.utime(font, (0, 0))  # of a font that has long been the same a browser does not ask again
        with served(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=FLAGS, headless=True, ignore_default_args=["--headless"]
            )
            for name, picture in taken(browser, address, site):
                keep(FOLDER / f"{name}.png", picture)
            browser.close()
    return 0


def taken(browser: Any, address: str, site: Path) -> Iterator[tuple[str, bytes]]:
    """(name, picture) of each shot whose page the site has."""
    for size, options in SIZES.items():
        for theme in ("light", "dark"):
            page = browser.new_page(color_scheme=theme, reduced_motion="reduce", **options)
            for shot in SHOTS:
                if (
                    theme in shot.themes
                    and (site / shot.path.partition("?")[0]).is_file()
                    and not (shot.hover and size)
                ):
                    for _ in range(
                        2
                    ):  # the site's fonts are shown where they are at hand, as they are to whoever comes again
                        page.goto(f"{address}/{shot.path}", wait_until="networkidle")
                    page.evaluate("document.fonts.ready.then(() => true)")
                    if shot.hover:
                        page.locator(shot.hover).first.hover()
                        page.locator(".record-card:not([hidden])").wait_for()
                    yield f"{shot.name}{size}{'' if theme == 'light' else '-dark'}", small(page.screenshot())
            page.close()


def small(picture: bytes) -> bytes:
    """The same in few colours, chosen for it, without dithering."""
    from PIL import Image

    made = BytesIO()
    Image.open(BytesIO(picture)).convert("RGB").quantize(
        COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    ).save(made, "PNG", optimize=True)
    return made.getvalue()


def alike(one: bytes, other: bytes) -> bool:
    """Whether nobody would tell two pictures apart: antialiasing differs a little from machine to machine."""
    from PIL import Image, ImageChops, ImageStat

    first, second = (Image.open(BytesIO(picture)).convert("L") for picture in (one, other))
    return first.size == second.size and ImageStat.Stat(ImageChops.difference(first, second)).mean[0] < 0.2


def keep(file: Path, picture: bytes) -> None:
    assert len(picture) < LARGEST, f"{file.name} has {len(picture):,} bytes"
    if file.is_file() and alike(file.read_bytes(), picture):
        return
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(picture)
    print(f"{file.relative_to(REPOSITORY)}: {len(picture):,} bytes")


if __name__ == "__main__":
    sys.exit(main())
