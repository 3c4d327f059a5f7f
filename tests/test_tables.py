"""Tables for spreadsheets and the calendar: what they say, in which parts, and that no text gets out of its cell or line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.pipeline import build
from briefing.rendering.exports.calendar_file import folded, value_of
from briefing.rendering.exports.csv_tables import COLUMNS, guarded
from briefing.rendering.view import pagination
from briefing.schema.kinds import KINDS

Project = Callable[[Mapping[str, str | bytes]], Path]
BASE = "https://desk.example/notes/"
STORY = {
    "briefing.yaml": f"title: Desk\nbase_url: {BASE}\n",
    "content/people/ann.yaml": "name: Ann\naliases: [Anne, '=2+5']\npostings:\n- {title: clerk, organization: town, from: 2030}\n",
    "content/organizations/town.yaml": "name: Town\n",
    "content/places/quay.yaml": "name: Quay\ncoordinates: [44.5, -33.25]\n",
    "content/sources/paper.yaml": "title: Paper\nurl: https://paper.example/1\n",
    "content/claims/dam.yaml": "text: The dam leaks.\nabout: [quay]\n",
    "content/statements/says.yaml": (
        "speaker: ann\ndate: 2031-02~\nquote: 'It leaks, \"badly\"'\npositions: [{claim: dam, stance: asserts}]\nsummary: Of [[quay]].\nsources: [paper]\n"
    ),
}


def made(project: Project, more: Mapping[str, str] = {}, drafts: bool = False) -> Path:
    root = project(STORY | more)
    done = build(root, root / "site", drafts)
    assert done.written is not None, done.problems
    return root / "site"


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline=""), strict=True))


def event(title: str, date: str, more: str = "") -> str:
    return f"title: {title}\ndate: {date}\nsources: [paper]\nplaces: [quay]\n{more}"


# --- tables ----------------------------------------------------------------------------------------------------------


def test_a_row_says_what_the_record_says(project: Project) -> None:
    site = made(
        project,
        {
            "content/events/flood.yaml": event(
                "Flood", "2031-01/..", "participants: [ann, {entity: town, role: target}]\ndate_note: A guess.\n"
            )
        },
    )
    (flood,) = rows(site / "events/index.csv")
    assert flood == {
        "id": "flood", "page": f"{BASE}events/flood.html", "status": "published", "title": "Flood", "date": "2031-01/..", "earliest": "2031-01-01", "latest": "",
        "date_note": "A guess.", "actuality": "happened", "places": "quay", "participants": "ann: participant; town: target", "equipment": "", "claims": "",
        "topics": "", "sources": "paper", "summary": "",
    }  # fmt: skip
    (ann,) = rows(site / "people/index.csv")
    assert ann["aliases"] == "Anne; =2+5" and ann["postings"] == "clerk, town (2030/)"
    (quay,) = rows(site / "places/index.csv")
    assert (quay["latitude"], quay["longitude"]) == ("44.5", "-33.25")
    (dam,) = rows(site / "claims/index.csv")
    assert dam["text"] == "The dam leaks." and dam["standing"] == "single-origin"


def test_a_row_of_positions_says_who_stands_where_and_for_whom_it_counts(project: Project) -> None:
    (row,) = rows(made(project) / "statements/positions.csv")
    assert (row["claim"], row["claim_text"], row["stance"], row["statement"]) == (
        "dam",
        "The dam leaks.",
        "asserts",
        "says",
    )
    assert (row["speaker_name"], row["origin"], row["origin_name"]) == ("Ann", "town", "Town")
    assert (row["date"], row["earliest"], row["latest"], row["quote"]) == (
        "2031-02~",
        "2031-02-01",
        "2031-02-28",
        'It leaks, "badly"',
    )


def test_a_row_says_whether_it_is_established_for_whom_it_counts(project: Project) -> None:
    more = {"content/people/bea.yaml": "name: Bea\n", "content/people/carl.yaml": "name: Carl\npostings: []\n"} | {
        f"content/statements/by-{name}.yaml": (
            f"speaker: {name}\nrole: spokesman\ndate: 2031\nsummary: S.\nsources: [paper]\npositions: [{{claim: dam, stance: asserts}}]\n"
        )
        for name in ("bea", "carl")
    }
    site = made(project, more)
    found = {row["speaker"]: row["origin_established"] for row in rows(site / "statements/positions.csv")}
    assert found == {"ann": "yes", "bea": "no", "carl": "yes"}
    assert {row["id"]: row["postings"] for row in rows(site / "people/index.csv")} == {
        "ann": "clerk, town (2030/)",
        "bea": "",
        "carl": "none",
    }


def test_what_was_withdrawn_or_is_a_draft_has_no_row(project: Project) -> None:
    withdrawn = "status: withdrawn\nchanges: [{date: 2031-03-01, kind: retraction, note: Wrong.}]\n"
    more = {"content/events/gone.yaml": event("Gone", "2031-01-01", withdrawn), "content/events/draft.yaml": event("Draft", "2031-01-02", "status: draft\n"),
            "content/claims/dam.yaml": STORY["content/claims/dam.yaml"] + withdrawn, "content/events/flood.yaml": event("Flood", "2031-01-03")}  # fmt: skip
    site = made(project, more)
    assert [row["id"] for row in rows(site / "events/index.csv")] == ["flood"] and rows(
        site / "statements/positions.csv"
    ) == []
    assert "Gone" not in (site / "calendar.ics").read_text()


def test_every_index_leads_to_its_table_and_every_kind_has_columns(project: Project) -> None:
    site = made(project)
    for kind in KINDS:
        table, index = site / kind.FOLDER / "index.csv", (site / kind.FOLDER / "index.html").read_text()
        assert (
            table.is_file()
            == (f'href="../{kind.FOLDER}/index.csv"' in index)
            == bool(list((site / kind.FOLDER).glob("*.html"))[1:])
        ), kind
        assert {"id", "page", "sources", "summary"} <= set(COLUMNS[kind]) and len(COLUMNS[kind]) > 6
    assert 'href="../statements/positions.csv"' in (site / "statements/index.html").read_text()


def test_the_parts_of_a_table_are_those_of_its_index(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagination, "INDEX_ROWS", pagination.Sizes(2, 1, 3))
    site = made(
        project, {f"content/events/e{number}.yaml": event(f"E{number}", f"2031-01-0{number}") for number in range(1, 7)}
    )
    for page in (site / "events").glob("index*.html"):
        listed = re.findall(r'<li>.*?<a href="\.\./events/(e\d)\.html', page.read_text())
        assert listed and [row["id"] for row in rows(page.with_suffix(".csv"))] == listed
    assert len(list((site / "events").glob("index*.csv"))) == 3


@given(st.text(max_size=12))
def test_no_cell_is_a_formula(text: str) -> None:
    cell = guarded(text)
    assert cell.removeprefix("'") == text.removeprefix("'") or cell == text
    assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠") or float(cell) == float(text)


# --- the calendar ----------------------------------------------------------------------------------------------------


def calendar(site: Path) -> list[dict[str, str]]:
    """Its events, unfolded and read strictly."""
    data = (site / "calendar.ics").read_bytes()
    assert data.endswith(b"END:VCALENDAR\r\n") and all(len(line) <= 75 for line in data.split(b"\r\n"))
    found: list[dict[str, str]] = []
    for line in data.decode().replace("\r\n ", "").split("\r\n"):
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and ":" in line:
            name, _, value = line.partition(":")
            found[-1].setdefault(name, value)
    return found


def test_the_calendar_has_events_on_the_days_they_can_have_been(project: Project) -> None:
    site = made(
        project,
        {
            "content/events/flood.yaml": event("'Flood; of a sort, \\ they say'", "2031-01-30/2031-02-02"),
            "content/events/bribe.yaml": event("Bribe", "2031-02", "actuality: alleged\n"),
            "content/events/year.yaml": event("All year", "2030"),
            "content/events/open.yaml": event("Open", "2031-01/.."),
            "content/events/old.yaml": event("Old", "-0044-03-15"),
        },
    )
    bribe, flood = calendar(site)
    assert (flood["DTSTART;VALUE=DATE"], flood["DTEND;VALUE=DATE"], flood["STATUS"]) == (
        "20310130",
        "20310203",
        "CONFIRMED",
    )
    assert flood["SUMMARY"] == r"Flood\; of a sort\, \\ they say" and flood["LOCATION"] == "Quay"
    assert flood["UID"] == flood["URL"] == f"{BASE}events/flood.html"
    assert (bribe["SUMMARY"], bribe["STATUS"], bribe["DTEND;VALUE=DATE"]) == ("Alleged: Bribe", "TENTATIVE", "20310301")


@given(st.text(max_size=20))
def test_no_text_ends_its_line_in_the_calendar(text: str) -> None:
    assert len((value_of(text) + "x").splitlines()) == 1


def test_without_an_address_there_is_no_calendar(project: Project) -> None:
    site = made(project, {"briefing.yaml": "title: Desk\n", "content/events/flood.yaml": event("Flood", "2031-01-30")})
    assert not (site / "calendar.ics").exists() and "calendar.ics" not in (site / "methodology/index.html").read_text()
    assert rows(site / "events/index.csv")[0]["page"] == "events/flood.html"


@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=("Cs",)), max_size=300))
def test_a_folded_line_unfolds_to_itself_and_no_letter_is_split(line: str) -> None:
    found = folded(line)
    assert found.replace("\r\n ", "") == line and all(len(part.encode()) <= 75 for part in found.split("\r\n"))


def test_our_own_tables_name_records_that_are_there(built: Callable[[str], Path]) -> None:
    site = built("own")
    ids = {row["id"] for kind in KINDS for row in rows(site / kind.FOLDER / "index.csv")}
    for row in rows(site / "statements/positions.csv"):
        assert {row["claim"], row["statement"], row["speaker"], row["origin"], *row["sources"].split()} <= ids
    assert len(calendar(site)) > 10
