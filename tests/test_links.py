"""Every page of every built site: it parses without an error, its links lead somewhere, and readers can find their way."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest
from conftest import REPOSITORY, SITES

from briefing.build.pipeline import check_project
from briefing.corpus.linker import Corpus
from briefing.rendering.content_security_policy import POLICY, POLICY_WITH_WASM
from briefing.rendering.pages.methodology_page import CONTENTS

NAMES = [*SITES, "own"]
HTML = "{http://www.w3.org/1999/xhtml}"
LOADS = {"src", "srcset", "poster", "data", "background", "manifest", "ping", "action", "formaction"}
LOADING_RELS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest"}


@dataclass
class Page:
    path: str
    html: str = field(repr=False)
    root: ElementTree.Element

    def all(self, *tags: str) -> list[ElementTree.Element]:
        return [e for e in self.root.iter() if isinstance(e.tag, str) and e.tag.removeprefix(HTML) in tags]

    @property
    def ids(self) -> list[str]:
        return [e.get("id") or "" for e in self.root.iter() if e.get("id") is not None]

    @property
    def links(self) -> Iterator[tuple[str, str]]:
        """(attribute, address) of all that the page leads to or loads."""
        for element in self.root.iter():
            for name, value in element.attrib.items():
                if name == "href" or name in LOADS:
                    yield name, value
            if element.get("http-equiv", "").lower() == "refresh":
                yield "refresh", element.get("content", "").partition("url=")[2]


SEARCH = "search/index.html"  # alone has a form, and runs WebAssembly; only the site that is built with search has it


@dataclass
class Site:
    folder: Path
    pages: Mapping[str, Page] = field(repr=False)
    files: frozenset[str] = field(repr=False)
    corpus: Corpus = field(repr=False)

    @property
    def base_path(self) -> str:
        return urlsplit(self.corpus.config.base_url).path or "/"


@cache
def read(folder: Path, project: Path) -> Site:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    pages = {}
    for file in files:
        if file.suffix == ".html":
            html = file.read_bytes().decode("utf-8")
            path = file.relative_to(folder).as_posix()
            pages[path] = Page(path, html, html5lib.parse(html))
    names = frozenset(file.relative_to(folder).as_posix() for file in files)
    return Site(folder, pages, names, check_project(project).corpus)


@pytest.fixture(params=NAMES)
def site(request: pytest.FixtureRequest, built: Callable[[str], Path]) -> Site:
    return read(built(request.param), SITES.get(request.param, REPOSITORY))


def is_internal(address: str) -> bool:
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def target(page: Page, address: str, base_path: str) -> tuple[str, str]:
    """(file, fragment) that an internal address leads to from a page; the file is from the site's root."""
    parts = urlsplit(urljoin(base_path + page.path, address))
    path = unquote(parts.path)
    assert path.startswith(base_path), f"{page.path}: {address} leads out of the site"
    path = path[len(base_path) :]
    return (path + "index.html" if path.endswith("/") or not path else path), unquote(parts.fragment)


def test_every_page_parses_without_a_single_error(site: Site) -> None:
    wrong = []
    for page in site.pages.values():
        try:
            html5lib.HTMLParser(strict=True).parse(page.html)
        except html5lib.html5parser.ParseError as error:
            wrong.append(f"{page.path}: {error}")
    assert site.pages and wrong == []


def test_every_internal_link_leads_to_a_page_that_is_there_and_to_a_place_on_it(site: Site) -> None:
    broken = []
    for page in site.pages.values():
        for name, address in page.links:
            if not is_internal(address):
                continue
            path, fragment = target(page, address, site.base_path)
            if path not in site.files:
                broken.append(f"{page.path}: {name}={address}: no such file")
            elif fragment and fragment not in site.pages[path].ids:
                broken.append(f"{page.path}: {name}={address}: no such place on the page")
    assert broken == []


def test_references_by_id_within_a_page_find_their_element(site: Site) -> None:
    lost = [
        f"{page.path}: {name}={id}"
        for page in site.pages.values()
        for element in page.root.iter()
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers")
        for id in (element.get(name) or "").split()
        if id not in page.ids
    ]
    assert lost == []


def test_internal_links_are_relative_so_that_the_site_works_anywhere(site: Site) -> None:
    absolute = [
        f"{page.path}: {address}"
        for page in site.pages.values()
        if page.path != "404.html"
        for _, address in page.links
        if address.startswith("/") or (site.corpus.config.base_url and address.startswith(site.corpus.config.base_url))
        if f'rel="canonical" href="{address}"' not in page.html
    ]
    assert absolute == []


def test_the_page_not_found_works_at_any_address_under_the_base_url(site: Site) -> None:
    page = site.pages["404.html"]
    internal = [a for _, a in page.links if is_internal(a) and not a.startswith("#")]
    assert internal and all(address.startswith(site.base_path) for address in internal)
    assert f"{site.base_path}static/style.css" in internal


def test_ids_are_unique_and_have_no_spaces(site: Site) -> None:
    wrong = []
    for page in site.pages.values():
        wrong += [f"{page.path}: {id!r} twice" for id in sorted(set(page.ids)) if page.ids.count(id) > 1]
        wrong += [f"{page.path}: {id!r}" for id in page.ids if not id or re.search(r"\s", id)]
    assert wrong == []


def test_every_page_says_what_it_is_and_in_which_language(site: Site) -> None:
    for page in site.pages.values():
        assert len(page.all("h1")) == 1, page.path
        assert "".join(page.all("h1")[0].itertext()).strip(), page.path
        assert [("".join(t.itertext())).strip() != "" for t in page.all("title")] == [True], page.path
        assert page.all("html")[0].get("lang") == site.corpus.config.language, page.path
        assert len(page.all("main")) == 1, page.path
        assert page.html.startswith("<!doctype html>"), page.path
        first, second = list(page.all("head")[0])[:2]
        assert (first.get("http-equiv"), first.get("content")) == (
            "Content-Security-Policy",
            POLICY_WITH_WASM if page.path == SEARCH else POLICY,
        ), page.path
        assert second.get("charset") == "utf-8" and "charset" in page.html[:1024], page.path


def test_no_page_skips_a_level_of_headings(site: Site) -> None:
    skipped = []
    for page in site.pages.values():
        level = 0
        for heading in page.all("h1", "h2", "h3", "h4", "h5", "h6"):
            now = int(heading.tag[-1])
            if now > level + 1:
                skipped.append(f"{page.path}: h{level} to h{now} at {''.join(heading.itertext())!r}")
            level = now
    assert skipped == []


def test_every_inner_page_says_where_it_stands(site: Site) -> None:
    """Home, the page not found, and former addresses stand nowhere."""
    outer = {
        path
        for path, page in site.pages.items()
        if path in ("index.html", "404.html") or 'http-equiv="refresh"' in page.html
    }
    lost = [
        path
        for path, page in site.pages.items()
        if path not in outer and '<nav class="crumbs" aria-label="Breadcrumb">' not in page.html
    ]
    assert outer and lost == []


def test_the_methodology_links_to_each_of_its_sections(site: Site) -> None:
    page = site.pages["methodology/index.html"]
    headings = [(h.get("id"), "".join(h.itertext())) for h in page.all("h2")]
    assert headings == list(CONTENTS)


def test_the_stylesheet_names_only_fonts_that_are_there_with_their_licence(site: Site) -> None:
    css = (site.folder / "static/style.css").read_text("utf-8")
    if "@font-face" not in css:  # the project has a stylesheet of its own
        return
    fonts = re.findall(r'url\("(fonts/[^"]+)"\)', css)
    assert fonts and all(f"static/{font}" in site.files for font in fonts)
    assert "SIL OPEN FONT LICENSE" in (site.folder / "static/fonts/OFL.txt").read_text("utf-8")
    assert css.count("font-display:optional") == css.count("@font-face"), "so that no text moves when a font comes late"
    assert len(css.encode()) < 27_000


def test_tables_have_header_cells(site: Site) -> None:
    bare = [
        page.path for page in site.pages.values() for table in page.all("table") if not list(table.iter(f"{HTML}th"))
    ]
    assert bare == []


def test_no_script_or_style_stands_in_a_page(site: Site) -> None:
    """So that a strict Content-Security-Policy can forbid both, and what an editor pastes never runs."""
    for page in site.pages.values():
        assert [e.tag for e in page.all("style")] == [], page.path
        inline = [e for e in page.all("script") if not e.get("src")]
        assert {e.get("type") for e in inline} <= {"application/ld+json"}, page.path  # data, which nothing runs
        assert all(json.loads("".join(e.itertext())) for e in inline), page.path
        assert page.all("iframe", "object", "embed", "base") == [] and bool(page.all("form")) == (
            page.path == SEARCH
        ), page.path
        for element in page.root.iter():
            for name, value in element.attrib.items():
                assert not name.startswith("on") and name != "style", (page.path, name)
                assert not value.lower().lstrip().startswith(("javascript:", "data:", "vbscript:")), (page.path, value)


def test_nothing_is_loaded_from_anyone_elses_server(site: Site) -> None:
    loaded = [
        f"{page.path}: {value}"
        for page in site.pages.values()
        for element in page.root.iter()
        for name, value in element.attrib.items()
        if name in LOADS or (name == "href" and LOADING_RELS & set((element.get("rel") or "").split()))
        if not is_internal(value)
    ]
    assert loaded == []
    for file in site.folder.rglob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s+['\"]([^'\"]+)", css):
            assert is_internal("".join(address)), (file, address)


def test_links_out_of_the_site_are_web_or_mail_addresses(site: Site) -> None:
    schemes = {urlsplit(a).scheme for page in site.pages.values() for _, a in page.links if not is_internal(a)}
    assert schemes <= {"http", "https", "mailto"}


def test_words_quoted_in_a_right_to_left_script_are_set_from_right_to_left(built: Callable[[str], Path]) -> None:
    """`lang` does not do that; without `dir` the quotation marks and the full stop stand on the wrong side."""
    quotes = re.findall(
        r"<blockquote[^>]*>.*?</blockquote>",
        (built("harbour") / "statements/daryanavard-denies.html").read_text("utf-8"),
    )
    assert len(quotes) == 2
    assert [quote for quote in quotes if not re.search(r'dir="(rtl|auto)"|<bdi', quote)] == []


def test_every_record_has_its_page_with_its_name_on_it(site: Site) -> None:
    assert site.corpus.records
    for record in site.corpus.records.values():
        assert record.path in site.pages, record.id
        name = getattr(record, "name", "") or getattr(record, "title", "") or getattr(record, "text", "")
        assert name in "".join(site.pages[record.path].all("h1")[0].itertext()), record.id


def test_every_page_can_be_reached_from_home_by_following_links(site: Site) -> None:
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        page = site.pages[waiting.pop()]
        for element in page.all("a"):
            if is_internal(element.get("href", "#")):
                path, _ = target(page, element.get("href", "#"), site.base_path)
                if path in site.pages and path not in reached:
                    reached.add(path)
                    waiting.append(path)
    redirects = {path for path, page in site.pages.items() if any(name == "refresh" for name, _ in page.links)}
    assert set(site.pages) - reached == redirects | {"404.html"}


def test_former_addresses_lead_to_the_present_page(site: Site) -> None:
    redirects = {path for path, page in site.pages.items() if any(name == "refresh" for name, _ in page.links)}
    wanted = {f"{r.FOLDER}/{old}.html": r.path for r in site.corpus.records.values() for old in r.former_ids}
    assert redirects == set(wanted)
    for old, present in wanted.items():
        page = site.pages[old]
        assert [target(page, a, site.base_path)[0] for name, a in page.links if name == "refresh"] == [present]
        links = [target(page, e.get("href"), site.base_path)[0] for e in page.all("main")[0].iter(f"{HTML}a")]
        assert links == [present], "and by hand, where the browser does not follow"


def test_search_engines_are_told_of_the_listed_pages_and_of_no_other(site: Site) -> None:
    base = site.corpus.config.base_url
    robots = (site.folder / "robots.txt").read_text()
    if not base:
        assert "sitemap.xml" not in site.files and "Sitemap" not in robots
        return
    assert f"Sitemap: {base}sitemap.xml\n" in robots
    root = ElementTree.fromstring((site.folder / "sitemap.xml").read_bytes())
    ns = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert root.tag == f"{ns}urlset"
    addresses = [loc.text or "" for loc in root.iter(f"{ns}loc")]
    listed = [path for path, page in site.pages.items() if 'content="noindex"' not in page.html]
    assert sorted(addresses) == sorted(base + path.removesuffix("index.html") for path in listed)
    unlisted = {path for path in site.pages if path not in listed}
    withdrawn = {r.path for r in site.corpus.records.values() if r.status == "withdrawn"}
    former = {f"{r.FOLDER}/{old}.html" for r in site.corpus.records.values() for old in r.former_ids}
    assert unlisted == withdrawn | former | {"404.html"} | site.pages.keys() & {SEARCH}
    for changed in root.iter(f"{ns}lastmod"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", changed.text or "")
    for path in listed:
        assert f'<link rel="canonical" href="{base}{path.removesuffix("index.html")}">' in site.pages[path].html


def test_no_reader_is_shown_a_year_that_stands_for_an_open_end(site: Site) -> None:
    """A date that is open towards the past has no first year to be listed under."""
    strange = [
        f"{p.path}: {m}" for p in site.pages.values() for m in re.findall(r"\b9{9,}\d*\b|\b10{9,}\d*[^<]{0,5}", p.html)
    ]
    assert strange == []


def test_text_that_looks_like_html_or_a_template_stays_text(built: Callable[[str], Path]) -> None:
    html = (built("harbour") / "events" / "dredging-of-the-channel.html").read_text("utf-8")
    for text in (
        '&lt;script&gt;alert("x")&lt;/script&gt; and &lt;img src=x onerror=alert(1)&gt;',
        "{% raw %}{{ site.title }}{% endraw %} {# not a comment #} &amp;lt;already escaped&amp;gt;",
        "<code>code with [[not-a-link]]</code>",
        "and {{ 7*7 }}; it is text",
        "code block with &lt;b&gt;tags&lt;/b&gt; &amp; {{ braces }}",
    ):
        assert text in html
