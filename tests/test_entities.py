"""What a reader finds on an entity's page, at the foot of a record's, and in which language names and quotes are said to be."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest
from test_surroundings import STORY

from briefing.build.pipeline import build
from briefing.rendering.view import pagination
from briefing.rendering.view.quote_language import language_of_words

Project = Callable[[dict[str, str]], Path]
CONFIG = {"briefing.yaml": "title: The <Tide>\nbase_url: https://tide.example/a\npublisher: A & B\nlanguage: en"}
CLAIMS = {
    "content/claims/so.yaml": "text: So.",
    "content/claims/dry.yaml": "text: Dry.",
    "content/statements/all.yaml": "\n---\n".join(
        f"id: s{n}\nspeaker: ann\ndate: 2031-0{n + 1}\nquote: Q{n}.\nsources: [s]\npositions: [{{claim: {claim}, stance: {stance}}}]"
        for n, (claim, stance) in enumerate(
            [*[("so", "asserts")] * 5, ("dry", "denies"), ("dry", "no-indication"), ("so", "denies")]
        )
    ),
}


class Site:
    def __init__(self, root: Path) -> None:
        self.folder = root / "site"
        built = build(root, self.folder, jobs=1)
        assert built.written is not None, built.problems

    def text(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def page(self, path: str) -> Any:
        return html5lib.parse(self.text(path), namespaceHTMLElements=False)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def found(page: Any, css: str) -> list[Any]:
    """The elements of a name and class: `p.prev`."""
    name, _, kind = css.partition(".")
    return [one for one in page.iter(name) if not kind or kind in (one.get("class") or "").split()]


# --- entities --------------------------------------------------------------------------------------------------------


def test_companions_are_listed_with_how_often_and_a_link_to_the_newest_of_it(project: Project) -> None:
    page = Site(project(STORY)).page("people/ann.html")
    (listed,) = found(page, "ol.companions")
    assert [words(item) for item in listed] == ["3 Bob latest 2032", "1 Quay latest 5 January 2031"]
    assert [a.get("href") for a in listed.iter("a")] == [
        "../people/bob.html", "../statements/said.html", "../places/quay.html", "../events/first.html",
    ]  # fmt: skip


def test_of_many_that_share_one_record_only_some_are_listed(project: Project) -> None:
    people = "\n---\n".join(f"id: p{n}\nname: P{n}" for n in range(15))
    crowd = ", ".join(f"p{n}" for n in range(15))
    event = f"title: E\ndate: 2031\nparticipants: [ann, bob, {crowd}]\nsources: [s]"
    site = Site(project(STORY | {"content/people/more.yaml": people, "content/events/crowd.yaml": event}))
    (listed,) = found(site.page("people/ann.html"), "ol.companions")
    assert len(listed) == 8 and words(listed[0]).startswith("4 Bob")


def test_claims_are_split_by_side_and_each_stands_once_for_each_stance(project: Project) -> None:
    page = Site(project(STORY | CLAIMS)).page("people/ann.html")
    (section,) = [one for one in found(page, "section") if one.get("aria-labelledby") == "positions"]
    assert [words(heading) for heading in section.iter("h3")] == ["For 1", "Against 2", "Neither for nor against 1"]
    sides = [[words(row) for row in rows] for rows in section.iter("ul")]
    assert [len(side) for side in sides] == [1, 2, 1]
    assert re.fullmatch(r"asserts So\. .* May 2031, statement, and 4 more", sides[0][0])


def test_many_claims_of_a_side_are_folded_and_all_are_there(project: Project) -> None:
    claims = {f"content/claims/c{n}.yaml": f"text: C{n}." for n in range(9)}
    positions = ", ".join(f"{{claim: c{n}, stance: {('asserts', 'denies')[n > 7]}}}" for n in range(9))
    said = {
        "content/statements/long.yaml": f"speaker: ann\ndate: 2031-02\nquote: Q.\nsources: [s]\npositions: [{positions}]"
    }
    page = Site(project(STORY | claims | said)).page("people/ann.html")
    (section,) = [one for one in found(page, "section") if one.get("aria-labelledby") == "positions"]
    (folded,) = section.iter("details")
    assert words(next(folded.iter("summary"))) == "3 more" and len(list(folded.iter("li"))) == 3
    assert len(list(section.iter("li"))) == 9 and "Against 1" in words(section)


def test_the_picture_of_when_stands_on_the_page_with_a_link_to_the_list(project: Project) -> None:
    page = Site(project(STORY | CLAIMS)).page("people/ann.html")
    (figure,) = found(page, "figure.strip")
    assert "10 events and statements, January 2031 to August 2031" in words(figure)
    links = [a.get("href") for name in ("a", "{http://www.w3.org/2000/svg}a") for a in figure.iter(name)]
    assert links == ["#everything", "?year=2031#everything"]
    assert [one.get("id") for one in page.iter() if one.get("class") == "filter"] == ["everything"]


def test_an_entity_that_nothing_concerns_has_nothing_empty_on_its_page(project: Project) -> None:
    page = Site(project(STORY | {"content/people/idle.yaml": "name: Idle"})).page("people/idle.html")
    assert [words(heading) for heading in page.iter("h2")] == []
    assert not found(page, "div.filter") and not found(page, "figure.strip")


def test_a_withdrawn_entity_shows_nobody_beside_it(project: Project) -> None:
    text = Site(project(STORY)).text("people/gone.html")
    assert "companions" not in text and "Withdrawn" in text


# --- the foot --------------------------------------------------------------------------------------------------------


def test_neighbours_in_time_stand_at_the_foot_of_events_and_statements(project: Project) -> None:
    site = Site(project(STORY))
    (foot,) = found(site.page("events/first.html"), "nav.beside")
    assert [words(one) for one in foot] == ["Order not known about February 2031 Second"]
    (foot,) = found(site.page("events/second.html"), "nav.beside")
    assert [(words(one), [a.get("rel") for a in one.iter("a")]) for one in foot] == [
        ("Order not known 5 January 2031 First", ["prev"])
    ]
    for path in ("events/third.html", "people/ann.html", "claims/so.html"):
        assert not found(site.page(path), "nav.beside")


def test_drafts_are_nobodys_neighbours(project: Project) -> None:
    draft = "title: D\ndate: 2031-01-20\nstatus: draft\nsources: [s]"
    site = Site(project(STORY | {"content/events/d.yaml": draft}))
    assert "events/d.html" not in site.text("events/first.html")


def citation(page: Any) -> list[Any]:
    (folded,) = found(page, "details.cite")
    return [one for one in folded.iter("p") if one.get("data-csl")]


def test_every_record_can_be_cited_as_plain_text(project: Project) -> None:
    changes = "changes:\n- {date: 2033-01-02, kind: update, note: N}\n- {date: 2034-03-02, kind: update, note: N}\n- {date: 2032, kind: update, note: N}"
    site = Site(project(STORY | CONFIG | {"content/people/eve.yaml": f"name: Eve <b> & Co\n{changes}"}))
    (cited,) = citation(site.page("people/eve.html"))
    assert (
        words(cited)
        == "A & B, “Eve <b> & Co”, The <Tide>, last changed 2 March 2034, https://tide.example/a/people/eve.html."
    )
    pieces = {one.get("data-csl"): one for one in cited.iter() if one.get("data-csl") and one is not cited}
    assert pieces.keys() == {"publisher", "title", "container-title", "issued", "URL"}
    assert pieces["issued"].get("datetime") == "2034-03-02"
    assert pieces["URL"].get("href") == "../people/eve.html" and pieces["URL"].get("rel") == "bookmark"
    (cited,) = citation(site.page("people/ann.html"))
    assert words(cited) == "A & B, “Ann”, The <Tide>, https://tide.example/a/people/ann.html."
    assert len(citation(site.page("people/gone.html"))) == 1


def test_a_site_without_an_address_or_a_publisher_is_cited_by_its_title(project: Project) -> None:
    (cited,) = citation(Site(project(STORY)).page("people/ann.html"))
    assert words(cited) == "“Ann”, T, people/ann.html."


def test_a_source_is_cited_itself_beside_the_page_about_it(project: Project) -> None:
    source = (
        "title: 50% & {more}\npublisher: post\nauthors: [A. One, B and C]\npublished: 2031-05\nurl: https://post.example/a?b=c%7D\nretrieved: 2031-06-01\n"
        "type: News article\nlanguage: uk"
    )
    site = Site(
        project(STORY | {"content/sources/s.yaml": source, "content/organizations/post.yaml": "name: The Post"})
    )
    page, itself = citation(site.page("sources/s.html"))
    assert (
        words(itself)
        == "A. One; B and C, “50% & {more}”, The Post, May 2031, https://post.example/a?b=c%7D, read on 1 June 2031."
    )
    assert (itself.get("data-csl"), itself.get("data-language")) == ("article-newspaper", "uk")
    assert [words(one) for one in itself.iter("span") if one.get("data-csl") == "author"] == ["A. One", "B and C"]
    assert words(page).startswith("“50% & {more}”, T")


def test_a_foot_is_small(project: Project) -> None:
    text = Site(project(STORY | CONFIG)).text("events/second.html")
    foot = text[text.index('<nav class="beside"') : text.index("</article>")]
    assert len(foot) < 1000


# --- languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("نشست خبری در بندر", "fa", "fa"),
        ("Пресс-конференция", "uk", "uk"),
        ("Пресс-конференция", "zh", ""),  # in the letters of another language, so whose it is nobody says
        ("Пресс-конференция", "", ""),
        ("Press conference at نشست", "fa", ""),  # a translation that quotes a word
        ("Pressekonferenz: für alle", "de", ""),  # Latin letters tell nothing
        ("記者会見", "ja", "ja"),
        ("無可奉告。", "zh-Hant", "zh-Hant"),
        ("…", "fa", ""),
    ],
)
def test_a_language_is_named_only_where_the_letters_bear_it_out(text: str, language: str, expected: str) -> None:
    assert language_of_words(text, language) == expected


def test_titles_and_quotes_bear_their_language_wherever_they_are_linked(project: Project) -> None:
    files = {
        "content/sources/far.yaml": "title: نشست خبری\nlanguage: fa",
        "content/people/bob2.yaml": "name: بندر\naliases: [Бандар]",
        "content/statements/own.yaml": "speaker: bob2\ndate: 2031\nquote: هیچ‌کس این‌جا نیست\nsources: [far]\npositions: [{claim: so, stance: denies}]",
        "content/statements/two.yaml": "speaker: bob2\ndate: 2031\nquote: هیچ‌کس این‌جا نیست\nsources: [far, s]",
    }
    site = Site(project(STORY | files))
    assert '<h1><bdi lang="fa">نشست خبری</bdi></h1>' in site.text("sources/far.html")
    person = site.text("people/bob2.html")
    assert '<bdi>بندر</bdi>: <bdi lang="fa">“هیچ‌کس این‌جا نیست”</bdi></a>' in person
    assert "<bdi>بندر</bdi>: <bdi>“هیچ‌کس این‌جا نیست”</bdi></a>" in person, "two sources, and one names no language"
    assert re.search(r"<h1><bdi>بندر</bdi></h1>", person), "a name's letters are of a script and not of a language"
    assert '<bdi lang="fa">“هیچ‌کس این‌جا نیست”</bdi>' in site.text("claims/so.html")


def test_the_count_of_a_side_is_of_all_parts(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagination, "ROWS", pagination.Sizes(2, 1, 3))
    site = Site(project(STORY | CLAIMS))
    assert [words(heading) for heading in found(site.page("people/ann.html"), "h3")] == [
        "Against 2",
        "Neither for nor against 1",
    ]
    assert "For 1" in [words(heading) for heading in found(site.page("people/ann.positions.2.html"), "h2")]
