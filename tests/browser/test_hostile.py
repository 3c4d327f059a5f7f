"""Hostile texts in every field, in a real browser whose content security policy is off: nothing runs, and no page has an
element or an attribute that harmless text would not have given it.

The policy would stop most scripts even if a page held them; it is the second wall, and here the first is tried alone. That
the browser is able to see what it looks for is shown by pages that hold such texts unescaped.
"""

import json
import sys
import xml.etree.ElementTree
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
from chromium import browser  # noqa: F401
from hostile import HARMLESS, Group, lay, payloads
from served import serving

from briefing.build.pipeline import build

SAMPLE = 37  # every so many-th of all texts is tried in `make test`, and all of them by `make harden`

# What a script would do, noted before any of the page's own runs.
WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => { window.ran.push(name); };
"""

# Fires every event at every element and clicks all links, then gives what ran and all elements and attributes there are.
PROVOKE = """async () => {
  const kinds = Object.keys(HTMLElement.prototype).filter((name) => name.startsWith("on")).map((name) => name.slice(2));
  const stay = (event) => {
    const link = event.target.closest && event.target.closest("a, area");
    if (!link || !/^javascript:/i.test(link.href.baseVal || link.href)) event.preventDefault();
  };
  document.addEventListener("click", stay, true);
  document.addEventListener("submit", (event) => event.preventDefault(), true);
  const within = [...document.querySelectorAll("body, main, main *")];
  for (const element of within) for (const kind of kinds) {
    if (kind !== "click") element.dispatchEvent(new Event(kind, {bubbles: false}));
  }
  for (const link of document.querySelectorAll("a, area, button, summary, form, input")) {
    if (link.click) link.click(); else link.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
  }
  await new Promise((done) => setTimeout(done, 0));
  const found = new Set(), addresses = new Set();
  for (const element of document.querySelectorAll("*")) {
    found.add(element.localName);
    for (const attribute of element.attributes) {
      found.add(element.localName + " " + attribute.name);
      if (/^(href|src|action|formaction|data|poster|xlink:href)$/.test(attribute.name)) {
        addresses.add(new URL(attribute.value, document.baseURI).protocol);
      }
    }
  }
  return {ran: window.ran, found: [...found], addresses: [...addresses]};
}"""


@pytest.fixture(scope="module")
def context(browser: Any) -> Iterator[Any]:
    context = browser.new_context(bypass_csp=True, service_workers="block", viewport={"width": 1000, "height": 900})
    context.set_default_timeout(20_000)
    context.add_init_script(WATCH)
    yield context
    context.close()


class Visitor:
    """A page of the browser that is led over a site and notes what leaves it."""

    def __init__(self, context: Any, address: str) -> None:
        self.address = address
        self.left: list[str] = []
        self.page = context.new_page()
        self.page.on("popup", lambda popup: self.left.append(f"opened {popup.url}"))
        self.page.on(
            "request",
            lambda request: request.url.startswith((address, "data:", "blob:")) or self.left.append(request.url),
        )
        self.page.on("dialog", lambda dialog: (self.left.append(dialog.message), dialog.dismiss()))

    def visit(self, path: str) -> dict[str, Any]:
        self.page.goto(self.address + path, wait_until="load")
        return dict(self.page.evaluate(PROVOKE))


@pytest.fixture
def visitor(tmp_path: Path, context: Any) -> Iterator[Visitor]:
    with serving(tmp_path / "site") as address:
        visitor = Visitor(context, f"{address}/")
        yield visitor
        visitor.page.close()


CONTROLS = {
    "<script>alert(1)</script>": "alert",
    "<img src=x: onerror=alert(1)>": "alert",
    "<svg onload=alert(1)></svg>": "alert",
    '<a href="javascript:alert(1)">a</a>': "alert",
    '<p onmouseover="confirm(1)">a</p>': "confirm",
    "<details ontoggle=prompt(1) open>a</details>": "prompt",
    '<form action="javascript:print()"><input onfocus=print() autofocus></form>': "print",
}


@pytest.mark.parametrize("text", CONTROLS)
def test_the_browser_sees_what_runs(text: str, tmp_path: Path, visitor: Visitor) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "control.html").write_text(f"<!doctype html><title>a</title><main>{text}</main>")
    assert CONTROLS[text] in visitor.visit("control.html")["ran"]


@pytest.mark.thorough
def test_the_browser_sees_most_of_the_texts_run(tmp_path: Path, visitor: Visitor) -> None:
    """Many need another browser, or a server to load from; some sixty run here as they stand."""
    (tmp_path / "site").mkdir()
    ran = 0
    for text in payloads():
        (tmp_path / "site" / "control.html").write_text(
            f"<!doctype html><title>a</title><main>{text}</main>", "utf-8", "replace"
        )
        try:
            ran += bool(visitor.visit("control.html")["ran"])
        except Exception:  # it took the page elsewhere, or stopped it
            ran += 1
            visitor.page.close()
            visitor.page = visitor.page.context.new_page()
    assert ran > 60


def tried(texts: Sequence[str], root: Path, visitor: Visitor, config: str = HARMLESS[0]) -> list[str]:
    """Builds the project in which these texts stand everywhere, visits every page, and gives what was seen of them there."""
    groups = lay(root, [*HARMLESS, *texts], config)
    built = build(root, root / "site")
    assert built.written is not None, [problem for problem in built.problems if problem.is_error]
    assert any(group.held for group in groups[len(HARMLESS) :])
    pages = sorted(path.relative_to(root / "site").as_posix() for path in (root / "site").rglob("*.html"))
    harmless, others = [], []
    for path in pages:
        (
            harmless if path.rpartition("/")[2].startswith(tuple(f"h{n}-" for n in range(len(HARMLESS)))) else others
        ).append(path)
    allowed = {one for path in harmless for one in visitor.visit(path)["found"]}
    wrong: list[str] = []
    for path in others:
        seen = visitor.visit(path)
        about_records = path.partition("/")[2].startswith("h")
        wrong += [f"{path}: ran {name}" for name in seen["ran"]]
        wrong += [f"{path}: has {one}" for one in seen["found"] if about_records and one not in allowed]
        wrong += [f"{path}: leads to {one}" for one in seen["addresses"] if one not in ("http:", "https:", "mailto:")]
    wrong += [f"left for {url}" for url in visitor.left]
    return wrong


def machine_readable(site: Path) -> None:
    """All that the site offers to programs holds its shape."""
    for path in site.rglob("*"):
        if path.suffix == ".xml":
            xml.etree.ElementTree.parse(path)
        elif path.suffix in (".json", ".webmanifest"):
            json.loads(path.read_bytes())


def test_hostile_texts_in_every_field(tmp_path: Path, visitor: Visitor) -> None:
    assert tried(payloads()[::SAMPLE], tmp_path, visitor) == []
    machine_readable(tmp_path / "site")


@pytest.mark.thorough
@pytest.mark.parametrize("part", range(8))
def test_all_hostile_texts_in_every_field(part: int, tmp_path: Path, visitor: Visitor) -> None:
    assert tried(payloads()[part::8], tmp_path, visitor) == []
    machine_readable(tmp_path / "site")


POLYGLOT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}</title>"


def test_hostile_texts_in_the_configuration(tmp_path: Path, visitor: Visitor) -> None:
    assert tried([POLYGLOT], tmp_path, visitor, POLYGLOT) == []
    machine_readable(tmp_path / "site")


@pytest.mark.thorough
def test_all_hostile_texts_in_the_configuration(tmp_path: Path, visitor: Visitor) -> None:
    for number, text in enumerate(payloads()):
        if Group(0, text).held:
            root = tmp_path / str(number)
            lay(root, HARMLESS[:1], text)
            assert build(root, tmp_path / "site").written is not None
            for path in ("index.html", "events/index.html", "events/h0-event.html"):
                assert visitor.visit(path)["ran"] == [], text
    assert visitor.left == []
