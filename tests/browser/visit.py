"""A page of a site as a browser finds it: what it complains of, what it asks other hosts for, what axe says, what does not fit."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TOOLS = Path(sys.prefix) / "browser-tools" / "node_modules"
AXE = TOOLS / "axe-core" / "axe.min.js"

# Before anything of the page's own runs. Violations are kept, and the console is heard from outside.
LISTEN = """
window.violations = [];
document.addEventListener("securitypolicyviolation", event =>
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile || ""}:${event.lineNumber}`));
"""
RUN_AXE = """only => axe.run(document, {preload: false, resultTypes: ["violations"], ...(only ? {runOnly: {type: "rule", values: only}} : {})})
  .then(found => found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.target.join(" ")} – ${node.any.concat(node.all, node.none).map(check => check.message).join(" ")}`)))"""
COLOURS = ["color-contrast", "link-in-text-block"]  # what a theme alone may change
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= room) return [];
  const within = element => { for (let at = element.parentElement; at; at = at.parentElement)
    if (getComputedStyle(at).overflowX !== "visible") return true; return false; };
  return [`${document.scrollingElement.scrollWidth} px in ${room}: ` + [...document.body.querySelectorAll("*")]
    .filter(element => element.getBoundingClientRect().right > room + .5 && !within(element)).slice(0, 3)
    .map(element => element.outerHTML.slice(0, 120)).join(" | ")];
}"""
NARROW, PHONE, TABLET, DESKTOP, WALL = (320, 640), (390, 844), (768, 1024), (1280, 900), (2560, 1400)


@dataclass
class Visit:
    """What was found on one page."""

    path: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)


class Visitor:
    """One tab that goes from page to page."""

    def __init__(self, browser: Any, address: str, **context: Any) -> None:
        self.address = address
        self.context = browser.new_context(viewport=_size(DESKTOP), **context)
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(LISTEN)
        self.page = self.context.new_page()
        self.session = self.context.new_cdp_session(self.page)
        self.now = Visit("")
        self.page.on(
            "console",
            lambda message: (
                message.type in ("error", "warning") and self.now.said.append(f"{message.text} {message.location}")
            ),
        )
        self.page.on("pageerror", lambda error: self.now.said.append(str(error)))
        self.page.on("request", lambda request: self.foreign(request.url) and self.now.asked.append(request.url))

    def foreign(self, url: str) -> bool:
        return not url.startswith((self.address, "data:", "blob:", "about:"))

    def open(self, path: str) -> Any:
        self.now = Visit(path)
        self.page.goto(f"{self.address}/{path}", wait_until="load")
        return self.page

    def visit(self, path: str, wait_for: str = "main") -> Visit:
        """Open a page, wait until there is something, and look at it from every side: in both themes, on a phone and a desk, at both ends of widths, with letters twice as large."""
        page, found = self.open(path), self.now
        page.locator(wait_for).first.wait_for()
        page.evaluate(AXE.read_text("utf-8"))
        for theme, size, rules in (("light", DESKTOP, None), ("dark", DESKTOP, COLOURS), ("dark", PHONE, None)):
            page.emulate_media(color_scheme=theme)
            page.set_viewport_size(_size(size))
            found.axe += [f"{path}, {theme}, {size[0]} px: {one}" for one in page.evaluate(RUN_AXE, rules)]
        page.emulate_media(color_scheme="light")
        for size in (NARROW, PHONE, WALL):
            page.set_viewport_size(_size(size))
            found.too_wide += [f"{path}: {one}" for one in page.evaluate(TOO_WIDE)]
        page.set_viewport_size(_size(TABLET))
        self.letters(2)
        found.too_wide += [f"{path}, letters twice as large: {one}" for one in page.evaluate(TOO_WIDE)]
        self.letters(1)
        page.set_viewport_size(_size(DESKTOP))
        found.violations += [f"{path}: {one}" for one in page.evaluate("window.violations")]
        return found

    def letters(self, times: int) -> None:
        """Letters as large as readers may set them for all sites, which widths in `rem` follow too."""
        self.session.send("Page.setFontSizes", {"fontSizes": {"standard": 16 * times, "fixed": 13 * times}})

    def close(self) -> None:
        self.context.close()


def _size(size: tuple[int, int]) -> dict[str, int]:
    return {"width": size[0], "height": size[1]}
