"""How a claim came to stand where it stands, and what others said beside a statement: from positions and dates alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from desk import sound
from hypothesis import given
from hypothesis import strategies as st
from test_standing import ACTORS

from briefing.build.pipeline import build
from briefing.corpus.claim_standing import entries, standings
from briefing.corpus.responses import NEAREST, exchanges, places
from briefing.rendering.pages.claim_history import MOST_STEPS, history
from briefing.schema.vocabulary import STANCES

Said = tuple[str, str, str]  # (speaker, stance, date)


def files(said: tuple[Said, ...] | list[Said]) -> dict[str, str]:
    return ACTORS | {
        f"statements/s{n:03}": f"speaker: {speaker}\ndate: {date}\nsummary: Words {n}.\npositions: [{{claim: c, stance: {stance}}}]\n"
        for n, (speaker, stance, date) in enumerate(said)
    }


def steps(*said: Said) -> list[tuple[str, str]]:
    """(origin, the standing from then on)"""
    return [(entry.taken.origin, entry.word) for entry in entries(standings(sound(files(said)))["c"])]


# --- the steps -------------------------------------------------------------------------------------------------------


def test_a_claim_that_nobody_speaks_to_has_no_history() -> None:
    assert steps() == []


def test_each_origin_that_enters_makes_a_step_in_the_order_of_dates() -> None:
    found = steps(("wire", "confirms", "2031-03"), ("north", "denies", "2031-05"), ("south", "asserts", "2031-01"))
    assert found == [("south", "single-origin"), ("wire", "corroborated"), ("north", "contested")]


def test_what_an_origin_says_again_or_through_another_voice_is_no_step() -> None:
    found = steps(
        ("minister", "asserts", "2031-01"), ("north", "confirms", "2031-02"), ("general", "reports", "2031-03")
    )
    assert found == [("north", "single-origin")]


def test_who_changes_sides_enters_twice_and_contests_nothing_alone() -> None:
    assert steps(("north", "asserts", "2031-01"), ("north", "denies", "2031-02")) == [
        ("north", "single-origin"),
        ("north", "single-origin"),
    ]


def test_who_does_not_commit_himself_changes_nothing() -> None:
    found = steps(("north", "no-indication", "2031-01"), ("south", "denies", "2031-02"), ("wire", "pledges", "2031-03"))
    assert [word for _, word in found] == ["unaddressed", "denied", "denied"]


SAID = st.tuples(
    st.sampled_from(["north", "south", "wire", "paper", "north-army"]),
    st.sampled_from(list(STANCES)),
    st.dates().map(lambda date: date.isoformat()),
)


@given(st.lists(SAID, max_size=6))
def test_every_step_is_the_standing_of_what_was_said_until_then(said: list[Said]) -> None:
    corpus = sound(files(said))
    standing = standings(corpus)["c"]
    found = list(entries(standing))
    assert (found[-1].word if found else "unaddressed") == standing.word
    for entry in found:
        until = [taken.statement for taken in standing.positions]
        until = until[: until.index(entry.taken.statement) + 1]
        kept = {
            path: text
            for path, text in files(said).items()
            if not path.startswith("statements/") or path.removeprefix("statements/") in until
        }
        assert standings(sound(kept))["c"].word == entry.word


# --- on the page -----------------------------------------------------------------------------------------------------


def page(folder: Path, path: str, said: list[Said], **more: str) -> str:
    for name, text in {"claims/c": "text: It is so.\n", **files(said), **more}.items():
        file = folder / "content" / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (folder / "briefing.yaml").write_text("title: T\n")
    built = build(folder, folder / "site")
    assert built.written, built.problems
    return (folder / "site" / path).read_text("utf-8")


def section(html: str, anchor: str) -> str:
    found = re.search(rf'<section aria-labelledby="{anchor}">.*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_claims_page_tells_when_who_entered_and_where_it_stood_then(tmp_path: Path) -> None:
    shown = plain(
        section(
            page(tmp_path, "claims/c.html", [("south", "asserts", "2031-01-02"), ("north", "denies", "2031-03")]),
            "history",
        )
    )
    assert re.search(
        r"2 January 2031 single origin South asserts .*Words 0.* March 2031 contested North denies .*Words 1", shown
    ), shown


def test_those_who_enter_on_one_day_make_one_step(tmp_path: Path) -> None:
    html = section(
        page(tmp_path, "claims/c.html", [("south", "asserts", "2031-01-02"), ("north", "denies", "2031-01-02")]),
        "history",
    )
    assert html.count('class="when"') == 1 and "contested" in html and "single origin" not in html


def test_what_has_no_beginning_is_said_plainly(tmp_path: Path) -> None:
    shown = plain(
        section(
            page(tmp_path, "claims/c.html", [("south", "asserts", "../2029"), ("north", "denies", "2030")]), "history"
        )
    )
    assert "beginning not known" in shown and "no known beginning is put first" in shown


def test_what_may_have_begun_before_or_after_another_has_no_order(tmp_path: Path) -> None:
    said = [("south", "asserts", "../2031"), ("north", "denies", "2030")]
    shown = plain(section(page(tmp_path, "claims/c.html", said), "history"))
    assert "order not known" in shown and "beginning not known" in shown and "is put first" not in shown


def test_a_records_own_changes_stand_with_its_history_and_only_there(tmp_path: Path) -> None:
    claim = "text: It is so.\nchanges: [{date: 2031-05-01, kind: correction, note: It said otherwise.}]\n"
    html = page(tmp_path, "claims/c.html", [("south", "asserts", "2031")], **{"claims/c": claim})
    assert html.count("It said otherwise.") == 1 and "It said otherwise." in section(html, "history")


def test_a_very_long_history_keeps_every_turn_and_says_what_it_leaves_out() -> None:
    class Reader:
        """As much of the fragments as a history needs."""

        def record(self, id: str) -> Any:
            return corpus.records[id]

        def anchor(self, id: str, text: str = "") -> str:
            return text or id

        def date(self, date: Any) -> str:
            return str(date.words)

        def words(self, statement: Any, longest: int) -> str:
            return str(statement.quote or statement.summary)

    many = [(f"o{n:03}", "asserts", f"20{n // 12 + 10}-{n % 12 + 1:02}") for n in range(3 * MOST_STEPS)]
    many.append(("north", "denies", "2009"))
    corpus = sound(
        files(many) | {f"organizations/{speaker}": f"name: O{speaker}\n" for speaker, *_ in many if speaker != "north"}
    )
    found = history(Reader(), standings(corpus)["c"])  # type: ignore[arg-type]
    assert len(found["steps"]) == MOST_STEPS
    assert [step["words"] for step in found["steps"] if step["changed"]] == ["denied", "contested"]
    assert f"{2 * MOST_STEPS + 1} dates" in found["steps_note"]


# --- what others said ------------------------------------------------------------------------------------------------


def beside(id: str, *said: Said) -> tuple[list[str], list[str], list[str]]:
    corpus = sound(files(said))
    found = exchanges(corpus.records, (stood := standings(corpus)), {"c": places(stood["c"])}, id)
    if not found:
        return [], [], []
    (one,) = found
    return tuple([taken.origin for taken in part] for part in (one.before, one.meanwhile, one.since))  # type: ignore[return-value]


def test_others_are_before_meanwhile_and_since_by_what_their_dates_tell() -> None:
    said = [
        ("south", "denies", "2031-05-02"),
        ("north", "asserts", "2031-04"),
        ("wire", "reports", "2031-05"),
        ("paper", "doubts", "2031-06-01"),
    ]
    assert beside("s000", *said) == (["north"], ["wire"], ["paper"])


def test_an_origins_own_words_are_not_those_of_others() -> None:
    assert beside("s000", ("north", "denies", "2031-05-02"), ("north-army", "denies", "2031-04")) == ([], [], [])


def test_of_many_the_nearest_are_shown() -> None:
    origins = ["south", "wire", "paper", "witness"]
    said = [
        ("north", "denies", "2031-12-01"),
        *((origin, "asserts", f"2031-0{n}-01") for n, origin in enumerate(origins, 1)),
    ]
    before, _, _ = beside("s000", *said)
    assert before == origins[-NEAREST:]


def test_a_statements_page_tells_what_others_said_and_claims_no_answer(tmp_path: Path) -> None:
    html = section(
        page(tmp_path, "statements/s001.html", [("south", "asserts", "2031-01-02"), ("north", "denies", "2031-03-01")]),
        "others",
    )
    shown = plain(html)
    assert re.search(r"Before it 2 January 2031 South asserts Words 0\.", shown), shown
    assert "No record says what a statement answers" in shown
    alone = page(tmp_path / "alone", "statements/s000.html", [("south", "asserts", "2031-01-02")])
    assert section(alone, "others") == ""


@pytest.mark.parametrize("via", ["", "via: [wire, paper]\n"])
def test_the_chain_leads_from_the_speaker_to_the_source_at_the_exact_words(tmp_path: Path, via: str) -> None:
    statement = f"speaker: south\nrole: its voice\ndate: 2031\nquote: It, too, is so.\n{via}sources: [wire-story]\n"
    source = "title: W\npublisher: wire\nurl: https://wire.example/a#top\n"
    html = section(
        page(tmp_path, "statements/x.html", [], **{"statements/x": statement, "sources/wire-story": source}), "chain"
    )
    steps = [plain(step) for step in re.findall(r"<li>.*?</li>", html, re.DOTALL)]
    between = ["Passed on by Wire", "Passed on by Paper"] if via else []
    assert steps == ["Said by South , its voice", *between, "Read in W at these words"]
    assert 'href="https://wire.example/a#top:~:text=It%2C%20too%2C%20is%20so."' in html
