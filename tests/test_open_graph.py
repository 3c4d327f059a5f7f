"""What others show where they link to the site: titles, descriptions and addresses in every head, and pictures."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

import html5lib
import pytest
from conftest import SITES
from PIL import ImageFont
from test_feeds import BASE, HOSTILE, event, hostile_site, site

from briefing.build.pipeline import build
from briefing.reading.scanner import SHIPPED_TEMPLATES
from briefing.rendering.exports import share_pictures
from briefing.rendering.exports.share_pictures import FONTS
from briefing.rendering.view.record_summary import without_isolates

Project = Callable[[Mapping[str, str | bytes]], Path]
BRIEFING = {
    "content/briefings/week.yaml": "title: The week\ndate: 2031-01-07\nbottom_line: It burned. Nobody knows why.\nsources: [paper]\n"
}


def told(file: Path) -> dict[str, str]:
    """The Open Graph of a page, and its `twitter:card`; each property once."""
    page = html5lib.parse(file.read_bytes(), namespaceHTMLElements=False)
    found = [(m.get("property") or m.get("name") or "", m.get("content") or "") for m in page.iter("meta")]
    shown = [(name, value) for name, value in found if name.startswith(("og:", "twitter:"))]
    assert len(dict(shown)) == len(shown), file
    return dict(shown)


def canonical(file: Path) -> list[str]:
    page = html5lib.parse(file.read_bytes(), namespaceHTMLElements=False)
    return [link.get("href") or "" for link in page.iter("link") if link.get("rel") == "canonical"]


@pytest.mark.parametrize("name", [*SITES, "own"])
def test_every_listed_page_says_what_it_is_and_no_other_does(built: Callable[[str], Path], name: str) -> None:
    folder = built(name)
    for file in sorted(folder.rglob("*.html")):
        shown, html = told(file), file.read_text("utf-8")
        if 'content="noindex"' in html:
            assert shown == {} and canonical(file) == []
            continue
        assert shown["og:title"] and shown["og:site_name"] and shown["og:type"] and shown["og:locale"].startswith("en")
        if "og:url" in shown:
            assert canonical(file) == [shown["og:url"]]
            assert shown["twitter:card"] == "summary_large_image"
            picture = (
                shown["og:image"]
                .removeprefix(shown["og:url"].partition("//")[0] + "//")
                .partition("/")[2]
                .removeprefix("notes/")
            )
            assert (
                picture_size(folder / picture)
                == (int(shown["og:image:width"]), int(shown["og:image:height"]))
                == (1200, 630)
            )


def picture_size(file: Path) -> tuple[int, int]:
    """A PNG's size; every piece of it is whole."""
    data = file.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, kinds, size = 8, [], (0, 0)
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        assert zlib.crc32(kind + body) == struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0]
        size = struct.unpack(">II", body[:8]) if kind == b"IHDR" else size
        kinds.append(kind)
        at += 12 + length
    assert kinds[-1] == b"IEND" and not {b"tIME", b"tEXt", b"iTXt", b"zTXt"} & set(kinds), (
        "nothing that differs from build to build"
    )
    return size


def test_a_briefing_has_a_picture_of_its_own_and_all_else_the_site_s(project: Project) -> None:
    folder = site(project, BRIEFING | {"content/events/fire.yaml": event("Fire")})
    week = told(folder / "briefings/week.html")
    assert week["og:image"] == f"{BASE}briefings/week.png" and week["og:image:alt"] == "The week"
    for path in ("index.html", "events/fire.html", "events/index.html"):
        assert told(folder / path)["og:image"] == f"{BASE}share.png"
    assert told(folder / "index.html")["og:type"] == "website"
    assert sorted(p.name for p in folder.rglob("*.png")) == ["share.png", "week.png"]
    assert (folder / "share.png").read_bytes() != (folder / "briefings/week.png").read_bytes()


def test_without_an_address_there_is_nothing_that_would_need_one(project: Project) -> None:
    folder = site(project, BRIEFING | {"briefing.yaml": "title: Desk\n"})
    shown = told(folder / "briefings/week.html")
    assert shown["og:title"] == "The week" and not {"og:url", "og:image", "twitter:card"} & shown.keys()
    assert not list(folder.rglob("*.png"))


def test_hostile_text_stays_text_in_a_head(project: Project) -> None:
    folder = hostile_site(project)
    assert without_isolates(told(folder / "events/fire.html")["og:title"]) == HOSTILE
    assert without_isolates(told(folder / "briefings/b.html")["og:image:alt"]) == HOSTILE
    assert picture_size(folder / "briefings/b.png") == (1200, 630)


def test_the_locale_is_the_language_of_the_site(project: Project) -> None:
    folder = site(project, {"briefing.yaml": f"title: Desk\nbase_url: {BASE}\nlanguage: pt-BR\n"})
    assert told(folder / "index.html")["og:locale"] == "pt_BR"


# --- pictures --------------------------------------------------------------------------------------------------------

STATIC = {
    name: (Path(SHIPPED_TEMPLATES) / name).read_bytes() for name in FONTS if (Path(SHIPPED_TEMPLATES) / name).exists()
}


def drawn(title: str, text: str = "A sentence.", above: str = "Briefing, 2031") -> bytes:
    return share_pictures._drawn(STATIC, above, title, text, "Desk", "Publisher")


def ink(png: bytes) -> tuple[int, int, int, int]:
    """The box around all letters of the title and the text: what is neither paper nor the frame."""
    from io import BytesIO

    from PIL import Image, ImageChops

    image = Image.open(BytesIO(png)).convert("RGB").crop((0, 20, 1200, 520))
    box = ImageChops.difference(image, Image.new("RGB", image.size, image.getpixel((1, 1)))).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize(
    "title",
    [
        "Short",
        "A title of quite some words that will have to go on in a second line and perhaps a third",
        "Что известно о полёте беспилотников над Крымом: їжак, ґанок, Łódź",
        "word " * 60,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
        HOSTILE,
    ],
)
def test_a_title_of_any_length_stays_within_its_margins(title: str) -> None:
    left, top, right, bottom = ink(drawn(title, "sentence " * 80))
    assert left >= 60 and right <= 1200 - 60 and bottom < 500 and top > 20


@pytest.mark.parametrize("method", ["getmask", "getlength", "getmask2"])
def test_a_font_that_fails_only_at_some_letter_is_named(
    project: Project, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("invalid outline")  # as FreeType's errors come: without a number

    config = f"title: Nobody draws {method}\nbase_url: {BASE}\n"  # words that no other test has had drawn
    root = project({"briefing.yaml": config, "content/sources/paper.yaml": "title: Paper\n"})
    monkeypatch.setattr(ImageFont.FreeTypeFont, method, fail)
    (problem,) = build(root, root / "site", jobs=1).problems
    assert (problem.code, problem.location.file) == ("unreadable-font", f"templates/{FONTS[0]}")
    assert "(invalid outline)" in problem.message


def test_a_font_in_which_nothing_fits_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFont.FreeTypeFont, "getlength", lambda *_, **__: 1e9)
    assert drawn("The week", "It burned. Nobody knows why. " * 20)


def test_the_same_words_give_the_same_bytes_and_others_give_others() -> None:
    assert drawn("One") == drawn("One") != drawn("Two")
    assert len(drawn("One")) < 40_000


def test_no_box_stands_for_what_the_font_has_not() -> None:
    assert drawn("سلام") == drawn("", above="Briefing, 2031"), "a text in a script that it has not is left out whole"
    assert drawn("Fire 🚀 at sea") == drawn("Fire at sea"), "a sign is left out alone"
    assert drawn("Łódź") != drawn("") != drawn("Їжак"), "and what it has is shown"


def test_a_picture_is_drawn_anew_only_when_what_it_shows_changed(project: Project) -> None:
    files = BRIEFING | {"content/events/fire.yaml": event("Fire")}
    folder = site(project, files)
    before = {p.name: p.stat().st_mtime_ns for p in folder.rglob("*.png")}
    site(project, {"content/events/fire.yaml": event("Flood"), "content/people/ann.yaml": "name: Anne\n"})
    assert {p.name: p.stat().st_mtime_ns for p in folder.rglob("*.png")} == before
    site(
        project,
        {"content/briefings/week.yaml": BRIEFING["content/briefings/week.yaml"].replace("It burned", "It drowned")},
    )
    after = {p.name: p.stat().st_mtime_ns for p in folder.rglob("*.png")}
    assert after["week.png"] != before["week.png"] and after["share.png"] == before["share.png"]


def test_without_pillow_a_build_says_so_and_leaves_pictures_out(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from briefing.cli.command_line import main
    from briefing.rendering import template_renderer

    root = project(
        {"briefing.yaml": f"title: Desk\nbase_url: {BASE}\n", "content/sources/paper.yaml": "title: Paper\n"} | BRIEFING
    )
    for module in (share_pictures, template_renderer):
        monkeypatch.setattr(module, "can_draw", lambda: False)
    assert main(["build", "--root", str(root)]) == 0
    assert "Pillow is not installed" in capsys.readouterr().err
    shown = told(root / "site/briefings/week.html")
    assert "og:image" not in shown and shown["og:url"] == f"{BASE}briefings/week.html"
    assert not list((root / "site").rglob("*.png"))


def test_a_site_s_icon_is_named_and_there(built: Callable[[str], Path]) -> None:
    folder = built("own")
    (href,) = re.findall(
        r'<link rel="icon" href="([^"]+)" type="image/svg\+xml">', (folder / "index.html").read_text("utf-8")
    )
    assert (folder / href).read_text("utf-8").startswith("<svg")
