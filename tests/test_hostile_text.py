"""Sites made of hostile text: pages hold nothing that runs, template syntax is text, and every export keeps its shape.

Which files are looked at is read off the site, so an export that is new is covered, or fails here until `READERS` can read it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import pytest
import story as s
from desk import holdable
from test_adversarial import HERE

from briefing.build.pipeline import build
from briefing.rendering.view.record_summary import isolated_in_text, without_isolates
from briefing.schema import fields as f


def payloads(name: str, key: str) -> list[str]:
    return [json.loads(line)[key] for line in (HERE / name).read_text("utf-8").splitlines()]


TEMPLATE_LIKE = payloads("ssti.jsonl", "payload")
HOSTILE = [
    *TEMPLATE_LIKE, *TEMPLATE_LIKE, *TEMPLATE_LIKE,  # drafts, and what is cut short, show none of theirs
    *payloads("export_injection.jsonl", "s"), *payloads("csv_formula.jsonl", "cell"), *payloads("xss_structured_own.jsonl", "payload"),
    *payloads("xss_dompurify.jsonl", "payload"), *payloads("xss_patt.jsonl", "payload"),
    "]]>", "-->", "</title>", "</script><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'; alert(1); '", "\\", "\\u003c", "%0d%0aX: y", "&#60;b&#62;",
]  # fmt: skip
PLAIN = "plain words"


class Placed:
    """A project in which each text is the next payload that its field can hold; its twin has plain words there."""

    def __init__(self, waiting: list[str]) -> None:
        self.hostile, self.plain = s.harbour(), s.harbour()
        self.used: list[str] = []
        self._waiting, self._count = waiting, 0
        given: list[str | None] = []
        self.hostile.change(lambda type, value: self._note(given, type, value))
        left = iter(given)
        self.plain.change(lambda type, value: value if (text := next(left)) is None else text)
        for story in (self.hostile, self.plain):
            story.config["base_url"] = "https://desk.example/notes/"
            story.extra.clear()

    def _note(self, given: list[str | None], type: Any, value: Any) -> Any:
        if not isinstance(type, (f.Line, f.Words, f.Markdown)) or not isinstance(value, str):
            given.append(None)
            return value
        self._count += 1
        line, refused = isinstance(type, f.Line), isinstance(type, f.Markdown)
        for at, text in enumerate(self._waiting):
            if len(text) < type.longest - 20 and not (
                (line and "\n" in text) or (refused and ("](" in text or "[[" in text))
            ):
                self.used.append(self._waiting.pop(at))
                given.append(f"{PLAIN} {self._count}")
                return f"{text} {self._count}"  # a number, so that no two are the same
        given.append(f"{PLAIN} {self._count}")
        return f"{PLAIN} {self._count}"


def holds(text: str) -> bool:
    return holdable(text) and "\x85" not in text and "\u2028" not in text and text.strip() != ""


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Path, list[str]]]:
    """(a site of hostile text, its twin, the payloads) until every payload has been placed."""
    waiting, made = (
        [text for text in HOSTILE if holds(text) and len(text) < 2900],
        [],
    )  # longer ones no field would hold
    assert len(waiting) > 400
    while waiting:
        before = len(waiting)
        placed = Placed(waiting)
        assert len(waiting) < before, waiting
        outputs = []
        for name, story in (("hostile", placed.hostile), ("plain", placed.plain)):
            root = tmp_path_factory.mktemp(name)
            story.lay(root)
            built = build(root, root / "site", jobs=1)
            assert built.written, [p for p in built.problems if p.is_error][:3]
            outputs.append(root / "site")
        made.append((outputs[0], outputs[1], placed.used))
    return made


def files(site: Path, *suffixes: str) -> Iterator[Path]:
    return (
        path
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.suffix in suffixes and path.relative_to(site).parts[0] != "static"
    )


# --- pages -----------------------------------------------------------------------------------------------------------

XHTML = "{http://www.w3.org/1999/xhtml}"
NEVER = {
    "iframe",
    "object",
    "embed",
    "applet",
    "frame",
    "frameset",
    "base",
    "style",
    "form",
    "math",
    "audio",
    "video",
    "portal",
    "noscript",
    "img",
}
SCHEMES = re.compile(r"(https?://|mailto:|[./#?]|[a-z0-9-]+(/|\.html|\.xml|\.json|\.css|\.js|$))", re.IGNORECASE)


def wrong_in(page: str, allowed: frozenset[str]) -> Iterator[str]:
    """What in a page could run, load or submit something; `allowed` are elements and attributes that pages of plain words have too."""
    for element in html5lib.parse(page, treebuilder="etree").iter():
        if not isinstance(element.tag, str):
            continue  # a comment
        tag = element.tag.removeprefix(XHTML)
        if tag in NEVER and tag not in allowed:
            yield f"<{tag}>"
        if tag == "script" and not (
            element.get("type") in ("application/ld+json", "application/json")
            or (element.get("src") and not (element.text or "").strip())
        ):
            yield f"<script>{element.text}"
        if (
            tag == "meta"
            and (element.get("http-equiv") or "").lower() == "refresh"
            and not re.fullmatch(r"0; ?url=[a-z0-9./-]+", element.get("content") or "")
        ):
            yield f"refresh {element.get('content')}"
        for name, value in element.attrib.items():
            name = str(name)
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "ping", "background"):
                yield f"<{tag} {name}={value!r}>"
            if name in ("action", "srcset") and f"{tag} {name}" not in allowed:
                yield f"<{tag} {name}={value!r}>"
            if name in ("href", "src", "cite", "data", "poster", "action") and value and not SCHEMES.match(value):
                yield f"<{tag} {name}={value!r}>"


def test_pages_hold_nothing_that_runs_or_loads(sites: list[tuple[Path, Path, list[str]]]) -> None:
    for hostile, plain, used in sites:
        assert used
        pages = list(files(hostile, ".html"))
        elements = [
            e
            for page in files(plain, ".html")
            for e in html5lib.parse(page.read_text("utf-8"), treebuilder="etree").iter()
            if isinstance(e.tag, str)
        ]
        allowed = frozenset(
            word
            for e in elements
            for tag in [e.tag.removeprefix(XHTML)]
            for word in (tag, *(f"{tag} {name}" for name in e.attrib))
        )
        assert len(pages) > 50
        found = {path.name: wrong for path in pages if (wrong := list(wrong_in(path.read_text("utf-8"), allowed)))}
        assert found == {}


def test_what_is_looked_for_is_found() -> None:
    for page in (
        "<p onclick=x>", "<a href='javascript:x'>", "<a href=' java\tscript:x'>", "<script>x</script>", "<style>x</style>", "<iframe>", "<base href=x>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<svg onload=x>", "<img src=x onerror=y>", "<form action=x>", "<p style=x>", "<a href='data:x'>",
    ):  # fmt: skip
        assert list(wrong_in(page, frozenset())), page


def test_template_syntax_is_shown_as_text(sites: list[tuple[Path, Path, list[str]]]) -> None:
    """A payload stands on some page letter for letter, or, in Markdown, with all its marks of a template."""
    squeezed = re.compile(r"[\s*_`\\]+")
    texts = [
        "".join(html5lib.parse(page.read_text("utf-8"), treebuilder="etree").itertext())
        for hostile, _, _ in sites
        for page in files(hostile, ".html")
    ]
    whole = squeezed.sub("", " ".join(texts))
    assert set(TEMPLATE_LIKE) <= {text for _, _, used in sites for text in used}
    for text in TEMPLATE_LIKE:
        if "<" not in text:
            assert squeezed.sub("", text).lstrip("#") in whole, text  # which makes a heading in Markdown


def test_names_that_run_from_right_to_left_are_kept_apart_from_what_stands_beside_them(tmp_path: Path) -> None:
    """Wherever on a page such a name stands among other words, it is in an element that isolates it."""
    name = "دریابان بندرآبادی"
    story = s.harbour()
    for record in story.records:
        if record.id == "mirela-ostro":
            record.values["name"] = name
    story.lay(tmp_path)
    built = build(tmp_path, tmp_path / "site", jobs=1)
    assert built.written, built.problems
    stood = 0
    for page in files(tmp_path / "site", ".html"):
        tree = html5lib.parse(page.read_text("utf-8"), treebuilder="etree")
        above = {child: parent for parent in tree.iter() for child in parent}
        for element in tree.iter():
            pieces = [(element, element.text), *((above.get(element), element.tail),)]
            for holder, text in pieces:
                if (
                    holder is None
                    or name not in (text or "").replace(f"\u2067{name}\u2069", "")
                    or not isinstance(holder.tag, str)
                ):
                    continue
                way = [holder]
                while way[-1] in above:
                    way.append(above[way[-1]])
                tags = {str(one.tag).rpartition("}")[2] for one in way}  # of SVG too, where a title is text alone
                if not tags & {"script", "title", "head"} and not ("svg" in tags and (text or "").strip() == name):
                    stood += 1
                    assert "bdi" in tags or any(one.get("dir") == "auto" or one.get("dir") == "rtl" for one in way), (
                        page.name,
                        text,
                    )
    assert stood > 5


# --- exports ---------------------------------------------------------------------------------------------------------


def shape_of_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: shape_of_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return sorted((shape_of_json(one) for one in value), key=repr)
    return type(value).__name__


def read_json(data: bytes) -> Any:
    return shape_of_json(json.loads(data, parse_constant=lambda name: pytest.fail(f"{name} is no JSON")))


def read_xml(data: bytes) -> Any:
    def shape(element: ElementTree.Element) -> Any:
        return element.tag, sorted(element.attrib), sorted(map(shape, element), key=repr)

    return shape(ElementTree.fromstring(data))


def read_csv(data: bytes) -> Any:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    live = [
        cell
        for row in rows
        for cell in row
        if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"-?[\d.]+", cell)
    ]
    assert live == [], "a spreadsheet would take it for a formula"
    return sorted(map(len, rows))


def read_calendar(data: bytes) -> Any:
    lines = re.sub(r"\r\n[ \t]", "", data.decode()).split("\r\n")
    assert all("\n" not in line and "\r" not in line for line in lines)
    return sorted(line if line.startswith(("BEGIN:", "END:")) else re.split("[:;]", line)[0] for line in lines)


def read_lines(data: bytes) -> Any:
    return data.decode().count("\n")


READERS: dict[str, Callable[[bytes], Any]] = {
    ".json": read_json, ".jsonld": read_json, ".geojson": read_json, ".webmanifest": read_json, ".xml": read_xml, ".svg": read_xml, ".atom": read_xml,
    ".csv": read_csv, ".ics": read_calendar, ".txt": read_lines,
    ".ndjson": lambda data: sorted((read_json(line) for line in data.splitlines()), key=repr),
    ".jsonl": lambda data: sorted((read_json(line) for line in data.splitlines()), key=repr),
}  # fmt: skip
DRAWN = {
    ".png",
    ".woff2",
    ".css",
    ".js",
    ".wasm",
}  # bytes that no text can break out of; CSS and scripts hold no content
# Shapes that may differ: the parts of an index hang on its texts.
OWN_WAY = ("pagefind/",)


def test_every_export_keeps_its_shape_whatever_the_text(sites: list[tuple[Path, Path, list[str]]]) -> None:
    seen = set()
    for hostile, plain, _ in sites:
        for path in sorted(hostile.rglob("*")):
            name = path.relative_to(hostile).as_posix()
            if not path.is_file() or path.suffix in DRAWN | {".html"} or name.startswith(("static/", *OWN_WAY)):
                continue
            assert path.suffix in READERS, f"{name}: a new sort of export; say in READERS how a strict parser reads it"
            seen.add(name)
            assert READERS[path.suffix](path.read_bytes()) == READERS[path.suffix]((plain / name).read_bytes()), name
    assert {"feed.xml", "sitemap.xml", "robots.txt", "build-manifest.json"} <= seen


def test_data_within_pages_keeps_its_shape(sites: list[tuple[Path, Path, list[str]]]) -> None:
    block = re.compile(r'<script type="application/(?:ld\+)?json"[^>]*>(.*?)</script>', re.DOTALL)
    counted = 0
    for hostile, plain, _ in sites:
        for path in files(hostile, ".html"):
            here, there = (
                block.findall((site / path.relative_to(hostile)).read_text("utf-8")) for site in (hostile, plain)
            )
            assert [read_json(text.encode()) for text in here] == [read_json(text.encode()) for text in there], (
                path.name
            )
            assert all("<" not in text for text in here)
            counted += len(here)
    assert counted > 50


def test_the_readers_see_what_is_broken() -> None:
    assert read_xml(b"<a><b/></a>") != read_xml(b"<a><b/><b/></a>") and read_json(b'[{"a": 1}]') != read_json(
        b'[{"a": 1, "b": 2}]'
    )
    for reader, data in (
        (read_csv, b"=1+1,2\r\n"),
        (read_json, b"[NaN]"),
        (read_xml, b"<a>\x07</a>"),
        (read_calendar, b"A:b\nBEGIN:VALARM\r\n"),
    ):
        with pytest.raises((AssertionError, ElementTree.ParseError, pytest.fail.Exception)):
            reader(data)


SPEAKERS = {"fa": "علی‌رضا دریانورد", "ar": "ليلى حداد"}


@pytest.fixture(scope="module")
def quoted_in_english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site on which a Persian and an Arabic speaker are quoted in English, and a summary begins with such a name."""
    root = tmp_path_factory.mktemp("quoted")
    files_of = {
        "briefing.yaml": "title: Harbour\nbase_url: https://example.org/\n",
        "content/sources/post.yaml": "title: Post\nlanguage: en\n",
        "content/claims/opened.yaml": "text: Somebody opened it.\n",
        "content/events/e.yaml": "title: Opening\ndate: 2031-05-02\nsources: [post]\nsummary: It was opened, [[said-fa]] says.\n",
    }
    files_of |= {
        "content/organizations/wire.yaml": "name: دریابان\n",
        "content/places/port.yaml": "name: بندر\ncoordinates: [26.5, 54.0]\n",
        "content/events/far.yaml": "title: گشایش دروازه\ndate: 2031-05-05\nactuality: alleged\nplaces: [port]\nsources: [post]\n",
        "content/events/count.yaml": "title: Count\ndate: 2031-05-05\nplaces: [port]\nsources: [post]\nsummary: '[[speaker-ar]] 3 times.'\n",
    }
    for tag, name in SPEAKERS.items():
        files_of[f"content/people/speaker-{tag}.yaml"] = (
            f"name: {name}\npostings: [{{title: سخنگو, organization: wire, from: 2030}}]\n"
        )
        files_of[f"content/statements/short-{tag}.yaml"] = (
            f"speaker: speaker-{tag}\ndate: 2031-05-03\nrole: سخنگو\nquote: No.\nevent: e\nabout: [speaker-ar, speaker-fa]\nsources: [post]\n"
        )
        files_of[f"content/statements/said-{tag}.yaml"] = (
            f"speaker: speaker-{tag}\ndate: 2031-05-03\nquote: Nobody opened anything at all\nevent: e\n"
            "positions: [{claim: opened, stance: denies}]\nsources: [post]\n"
        )
        files_of[f"content/statements/told-{tag}.yaml"] = (
            f"speaker: speaker-{tag}\ndate: 2031-05-04\nsummary: '{name} told reporters that it was closed by everybody.'\n"
            "positions: [{claim: opened, stance: denies}]\nsources: [post]\n"
        )
    for path, text in files_of.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    built = build(root, root / "site", jobs=1)
    assert built.written, built.problems
    return root / "site"


def test_a_name_from_right_to_left_is_isolated_without_the_words_it_stands_before(quoted_in_english: Path) -> None:
    seen = set()
    for page in files(quoted_in_english, ".html"):
        for element in html5lib.parse(page.read_text("utf-8"), treebuilder="etree").iter():
            if str(element.tag).rpartition("}")[2] != "bdi":
                continue
            text = "".join(element.itertext())
            if any(name in text for name in SPEAKERS.values()):
                seen.add((text in SPEAKERS.values(), element.get("dir")))
                assert text in SPEAKERS.values() or element.get("dir") == "ltr", (page.name, text)
                assert "“No.”" not in text, f"{page.name}: in it the short quotation would stand before the name"
    assert seen == {(True, None), (False, "ltr")}


def test_a_name_from_right_to_left_is_isolated_where_there_is_only_text(quoted_in_english: Path) -> None:
    for tag, name in SPEAKERS.items():
        label = f"\u2067{name}\u2069: “Nobody opened anything at all”"
        page = (quoted_in_english / f"statements/said-{tag}.html").read_text("utf-8")
        assert re.search(r"<title>(.*?)( –.*)?</title>", page)[1] == label  # type: ignore[index]
        assert f'<meta property="og:title" content="{label}' in page
        for path in ("feed.xml", "feed.json", "latest.js", f"people/speaker-{tag}.feed.xml"):
            assert label in (quoted_in_english / path).read_text("utf-8"), path
        assert f"\u2067{name}\u2069 – Harbour" in (quoted_in_english / f"people/speaker-{tag}.feed.xml").read_text(
            "utf-8"
        )
        document = (quoted_in_english / f"statements/said-{tag}.json").read_text("utf-8")
        assert "\u2067" not in document, "data for programs has the plain label"


# What is drawn or written as text alone: from a name's last letter to the end of it there is nothing that it could reorder.
_RIGHT_TO_LEFT_NAMES = (*SPEAKERS.values(), "دریابان", "بندر", "گشایش دروازه", "سخنگو")
_ISOLATED = re.compile("\u2067[^\u2066-\u2069]*\u2069")


def test_no_text_that_programs_put_together_leaves_such_a_name_beside_other_words(quoted_in_english: Path) -> None:
    texts: list[tuple[str, str]] = []
    for page in files(quoted_in_english, ".html"):
        for element in html5lib.parse(page.read_text("utf-8"), treebuilder="etree").iter():
            tag = str(element.tag).rpartition("}")[2]
            texts += [
                (f"{page.name}: {tag} {key}", value)
                for key, value in element.items()
                if key not in ("href", "data-names")
            ]
            if tag in ("title", "option", "dd"):
                texts.append((f"{page.name}: {tag}", (element.text or "") + "".join(one.tail or "" for one in element)))
    for path in ("feed.xml", "people/speaker-ar.feed.xml"):
        tree = ElementTree.fromstring((quoted_in_english / path).read_text("utf-8"))
        texts += [(path, element.text or "") for element in tree.iter()]
    for item in json.loads((quoted_in_english / "feed.json").read_text("utf-8"))["items"]:
        texts += [("feed.json", item["title"]), ("feed.json", item["content_text"])]
    calendar = (quoted_in_english / "calendar.ics").read_text("utf-8").replace("\r\n ", "")
    texts += [("calendar.ics", line.partition(":")[2]) for line in calendar.splitlines()]
    seen = 0
    for where, text in texts:
        rest = _ISOLATED.sub("", text)
        seen += rest != text
        for name in _RIGHT_TO_LEFT_NAMES:
            assert name not in rest or rest.strip() == name, f"{where}: {text!r}"
    assert seen > 40


def test_documents_for_programs_hold_no_isolates(quoted_in_english: Path) -> None:
    for path in files(quoted_in_english, ".json"):
        if not path.name.endswith("feed.json"):
            assert not re.search("[\u2066-\u2069]", path.read_text("utf-8")), path


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mara Lind", "Mara Lind"),
        ("بندر آول", "[RLI]بندر آول[PDI]"),
        ("بندر 3 times", "[LRI][RLI]بندر[PDI] 3 times[PDI]"),
        ("told Mara by بندر - آول, 2031", "[LRI]told Mara by [RLI]بندر - آول[PDI], 2031[PDI]"),
        ("بندر آول told Mara of it", "[LRI][RLI]بندر آول[PDI] told Mara of it[PDI]"),
    ],
)
def test_where_there_is_only_text_words_from_right_to_left_are_within_isolates(text: str, shown: str) -> None:
    for name, character in (("[LRI]", "\u2066"), ("[RLI]", "\u2067"), ("[PDI]", "\u2069")):
        shown = shown.replace(name, character)
    assert isolated_in_text(text) == shown
    assert without_isolates(shown) == text
