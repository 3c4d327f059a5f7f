"""Hostile text in every field that can hold it, in a real browser: nothing runs, and nothing is in a page but what we write.

The policy is switched off for this, since it would hide what got through. What may be in a page is what is in the pages of a
project of the same shape with harmless words in it, so that no list of elements has to be kept here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from chromium import browser  # noqa: F401
from desk import holdable, shaped
from served import served

ADVERSARIAL = Path(__file__).parent.parent / "adversarial"
FILES = ("xss_patt.jsonl", "xss_dompurify.jsonl", "xss_structured_own.jsonl")
MARKDOWN = "A *b* **c** `d` [e](https://example.org/), [[person-{n}]], <https://example.org>, 1 < 2.\n\n> f\n\n1. g\n\n- h\n\n| i | j |\n|---|---|\n| k | l |\n\n# m\n\n    n\n\n---\n\no  \np"

# Before anything of the page's own: what a payload would call says that it ran, and links are followed only within the page.
TRAP = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...told) => { window.ran.push(name + "(" + told.join() + ")"); return null; };
"""
# Every event that payloads wait for, at every element; and what the page holds.
PROVOKE = """() => {
  const kinds = ["mouseover", "mouseenter", "mousemove", "mousedown", "mouseup", "click", "dblclick", "contextmenu", "focus", "focusin", "blur", "input", "change", "keydown",
    "keyup", "load", "error", "toggle", "wheel", "pointerover", "pointerdown", "touchstart", "animationstart", "animationend", "transitionend", "scroll", "copy", "cut", "paste", "drag", "drop", "select", "submit", "pageshow"];
  addEventListener("click", event => { const link = event.target.closest("a[href]"); if (link && /^https?:|^mailto:/.test(link.href)) event.preventDefault(); }, true);
  for (const element of document.querySelectorAll("*"))
    for (const kind of kinds) element.dispatchEvent(new (kind === "click" ? MouseEvent : Event)(kind, {bubbles: kind === "click", cancelable: true}));
}"""
HOLDS = """() => {
  const pairs = new Set(), wrong = [];
  for (const element of document.querySelectorAll("*")) {
    const tag = element.localName + (element.namespaceURI.endsWith("svg") ? " in SVG" : "");
    pairs.add(tag);
    for (const {name, value} of element.attributes) {
      pairs.add(tag + " " + name);
      if (/^(?:href|src|xlink:href|action|formaction)$/.test(name) && !/^(?:https?:\\/\\/|mailto:|data:image\\/|[^:]*$)/.test(value)) wrong.push(`${tag} ${name}=${value}`);
    }
    if (element.localName === "script" && !element.src && !/^application\\/(?:ld\\+)?json$/.test(element.type)) wrong.push(element.outerHTML.slice(0, 200));
    if (element.localName === "script" && !element.src) try { JSON.parse(element.textContent) } catch { wrong.push(element.textContent.slice(0, 200)) }
  }
  return [[...pairs], wrong, window.ran, document.title];
}"""


def payloads() -> list[str]:
    rows = [json.loads(line) for name in FILES for line in (ADVERSARIAL / name).read_text("utf-8").splitlines()]
    return list(dict.fromkeys(row["payload"] for row in rows))


SAMPLE = [
    "<script>alert(1)</script>]]><svg/onload=alert(1)>", "\"><img src=x onerror=alert(1)>' autofocus onfocus=alert(1) x='",
    "</title></style></textarea></script><svg onload=alert(1)>", "[x](javascript:alert(1)) <a href=\"java\tscript:alert(1)\">x</a>",
    "{{ alert(1) }}{% raw %}<b onclick=alert(1)>`<img src=x onerror=alert(1)>`", "<!--<script>alert(1)//-->\\\"-alert(1)}//",
    "[[person-0|<img src=x onerror=alert(1)>]] <https://x\"onmouseover=alert(1)//>",
    "| <iframe srcdoc='<script>parent.alert(1)</script>'> | b |\n|---|---|\n| ![x](https://elsewhere.example/x.png\"onerror=alert(1)) | d |",
]
ADDRESSES = ("{}", "https://example.org/{}", "https://example.org/?q={}", "https://{}", "http://example.org/#{}", "javascript:alert(1)//{}", "mailto:{}")


def accepted(path: str, field: str, value: Any, others: str) -> bool:
    """Whether a record takes a value: the content has no error then, and the value comes to the page."""
    ones, problems = shaped({path: f"{others}\n{field}: {json.dumps(value, ensure_ascii=False)}\n"})
    return bool(ones) and not any(problem.is_error for problem in problems)


def project(texts: Sequence[str]) -> dict[str, str]:
    """A project with each text in every field, as {path: text}: one record of each kind for each text, which name each other."""
    files = {}
    taken = {text: [form.format(text) for form in ADDRESSES if accepted("sources/s", "url", form.format(text), "title: T")] for text in texts}
    for number, text in enumerate(texts):
        for folder, fields in _records(number, text, len(texts), taken[text]):
            fields = {"topics": [f"topic-{number}"], **fields} if folder != "topics" else fields
            one = folder.removesuffix("s") if folder != "people" else "person"
            files[f"content/{folder}/{one}-{number}.yaml"] = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in fields.items())
    first = line(texts[0], 100)
    files["briefing.yaml"] = "".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
        for key, value in {"title": first, "description": line(texts[-1], 300), "publisher": first, "licence": first, "base_url": "https://hostile.example/"}.items()
    )
    return files


def line(text: str, most: int) -> str:
    """A text as a field of one line takes it."""
    return " ".join(text.split())[:most].strip() or "x"


def _records(number: int, text: str, count: int, addresses: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    n, after = number, (number + 1) % count
    short, words, verbatim = line(text, 60), line(text, 200), text.strip()[:1500] or "x"
    note, long = text[:1000] or "x", text[:3000] + "\n\n" + MARKDOWN.replace("{n}", str(n))
    change = [{"date": "2022-10-21", "kind": "correction", "note": note}]
    yield "topics", {"name": words, "aliases": [words], "summary": long, "changes": change}
    yield "people", {"name": words, "aliases": [words], "summary": long, "body": long, "postings": [{"title": words, "organization": f"organization-{n}"}], "same_as": addresses}
    yield "organizations", {"name": words, "type": short, "country": f"place-{n}", "summary": long, **({"parent": f"organization-{after}"} if after > n else {})}
    yield "places", {"name": words, "type": short, "coordinates": ["50", "30"], "status_note": note}
    yield "equipment", {"name": words, "type": short, "maker": f"organization-{n}", "summary": long}
    yield "sources", {
        "title": words, "publisher": f"organization-{n}", "authors": [words], "published": "2022-10-20", "date_note": note, "type": short, "rating_note": note,
        "reliability": "A", "credibility": "1", "language": "en", **({"url": addresses[0], "archive_url": addresses[-1]} if addresses else {}),
    }  # fmt: skip
    cited = [{"source": f"source-{n}", "quote": verbatim, "locator": line(text, 100), "note": note}]
    yield "events", {
        "title": words, "date": "2022-10-20", "date_note": note, "summary": long, "sources": cited, "claims": [f"claim-{n}"], "places": [f"place-{n}"],
        "participants": [{"entity": f"person-{n}", "role": "actor"}], "equipment": [{"item": f"equipment-{n}", "role": short, "quantity": {"text": short, "unit": short}}],
    }  # fmt: skip
    relations = [{"type": "differs", "claim": f"claim-{after}", "note": note}] if after != n else []
    yield "claims", {"text": words, "about": [f"person-{n}"], "event": f"event-{n}", "quantity": {"text": short, "unit": short}, "relations": relations, "summary": long, "changes": change}
    yield "statements", {
        "speaker": f"person-{n}", "role": words, "date": "2022-10-20", "date_note": note, "venue": words, "quote": verbatim, "summary": long, "via": [f"organization-{n}"],
        "event": f"event-{n}", "positions": [{"claim": f"claim-{n}", "stance": "asserts"}, {"claim": f"claim-{after}", "stance": "denies"}][: 1 + (after != n)], "sources": cited,
    }  # fmt: skip
    yield "briefings", {
        "title": words, "date": "2022-10-20", "bottom_line": long[:3000], "judgements": [{"text": text[:2000] or "x", "likelihood": "likely", "basis": [f"claim-{n}"], "would_change_if": note}],
        "items": [{"heading": words, "items": [f"statement-{n}", f"person-{n}"], "note": note}], "gaps": [note], "sources": cited,
    }  # fmt: skip


def built(root: Path, texts: Sequence[str]) -> Path:
    """The site of a hostile project. Fields in which the generator refuses a text, with a located error, get another."""
    from briefing.pipeline import build

    for path, text in project(texts).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    for _ in range(4):
        found = build(root, root / "site")
        if found.written is not None:
            return root / "site"
        for problem in found.problems:
            if problem.is_error:
                _without(root / problem.location.file, problem.location.line)
    raise AssertionError([problem for problem in found.problems if problem.is_error][:3])


def _without(file: Path, number: int) -> None:
    """Put harmless words in the place of every text of a line that is not an id, a date or a word of a vocabulary."""

    def harmless(value: Any) -> Any:
        if isinstance(value, list):
            return [harmless(one) for one in value]
        if isinstance(value, dict):
            return {key: one if key in ("date", "kind", "type") else harmless(one) for key, one in value.items()}
        return value if value.replace("-", "").isalnum() and value.islower() else "refused"

    lines = file.read_text("utf-8").split("\n")
    key, _, value = lines[number - 1].partition(": ")
    lines[number - 1] = f"{key}: {json.dumps(harmless(json.loads(value)))}"
    file.write_text("\n".join(lines), "utf-8")


class Prey:
    """A tab without a policy that goes through a site and is provoked on every page."""

    def __init__(self, browser: Any) -> None:
        self.context = browser.new_context(bypass_csp=True)
        self.context.add_init_script(TRAP)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.page.on("request", lambda request: request.url.startswith(("http://127.0.0.1", "data:", "about:")) or self.asked.append(request.url))

    def holds(self, address: str, provoked: bool = True) -> tuple[set[str], list[str]]:
        """(the elements and attributes of a page, what is wrong in it)"""
        self.page.goto(address, wait_until="load")
        if provoked:
            self.page.evaluate(PROVOKE)
        pairs, wrong, ran, title = self.page.evaluate(HOLDS)
        return set(pairs), [*wrong, *ran, *([title] if title == "ran" else []), *self.asked]


def pages(site: Path) -> list[str]:
    return [file.relative_to(site).as_posix() for file in sorted(site.rglob("*.html")) if "pagefind" not in file.parts]


@pytest.fixture(scope="module")
def allowed(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What the pages of a harmless project of the same shape hold."""
    site = built(tmp_path_factory.mktemp("harmless"), ["Plain words", "https://example.org/"])
    prey, found = Prey(browser), set()
    with served(site) as address:
        for path in pages(site):
            pairs, wrong = prey.holds(f"{address}/{path}")
            assert wrong == [], path
            found |= pairs
    prey.context.close()
    return found


def hunted(browser: Any, root: Path, texts: Iterable[str], allowed: set[str]) -> list[str]:
    """All that is in the pages of a hostile project and should not be."""
    site = built(root, list(texts))
    prey, found = Prey(browser), []
    with served(site) as address:
        for path in pages(site):
            pairs, wrong = prey.holds(f"{address}/{path}")
            found += [f"{path}: {one}" for one in [*sorted(pairs - allowed), *wrong]]
            prey.asked.clear()
    prey.context.close()
    return found


def test_the_trap_catches_what_runs(browser: Any, tmp_path: Path) -> None:
    """The control: the same payloads, as they are, in pages of nobody's."""
    hostile = {
        "script": "<script>alert(1)</script>", "error": "<img src=x onerror=alert(1)>", "event": "<b onmouseover=alert(1)>x</b>", "link": '<a href="javascript:alert(1)">x</a>',
        "image": "<img src=https://elsewhere.example/x.png>", "frame": "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>", "svg": "<svg onload=alert(1)></svg>",
    }  # fmt: skip
    for name, payload in hostile.items():
        (tmp_path / f"{name}.html").write_text(f"<!doctype html><title>T</title><p>{payload}", "utf-8")
    (tmp_path / "index.html").write_text("<!doctype html><title>T</title>")
    prey = Prey(browser)
    with served(tmp_path) as address:
        for name in hostile:
            prey.asked.clear()
            pairs, wrong = prey.holds(f"{address}/{name}.html")
            assert wrong, name
    prey.context.close()


def test_a_sample_of_hostile_texts_runs_nowhere(browser: Any, allowed: set[str], tmp_path: Path) -> None:
    found = hunted(browser, tmp_path, [text for text in SAMPLE if holdable(text)], allowed)
    assert not found, "\n".join(found)


@pytest.mark.thorough
@pytest.mark.parametrize("part", range(8))
def test_no_hostile_text_runs_anywhere(part: int, browser: Any, allowed: set[str], tmp_path: Path) -> None:
    texts = [text for text in payloads() if holdable(text)][part::8]
    assert len(texts) > 40
    found = hunted(browser, tmp_path, texts, allowed)
    assert not found, "\n".join(found)


