"""What is wrong with records that are each well-formed: the rules about meaning."""

import pytest
from desk import checked, least, linked, remarks, said

from briefing.checks.rules import check

S = "speaker: a\ndate: 2022-10-20\n"
BASE = {
    "organizations/a": "name: A\n",
    "organizations/b": "name: B\n",
    "claims/c": "text: C\n",
    "claims/d": "text: D\n",
    "sources/src": "title: T\n",
    "briefings/later": "title: T\ndate: 2022-12-01\nbottom_line: B\n",
}


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        # statements
        ("statements/s", S + "sources: [src]\n", ["wordless-statement 1:1"]),
        ("statements/s", S + "sources: [src]\nquote: Yes.\n", []),
        ("statements/s", S + "sources: [src]\nsummary: Yes.\n", []),
        ("statements/s", S + "summary: Yes.\nsources: [src]\nvia: [b, a]\n", ["relay-is-speaker 5:10"]),
        ("statements/s", S + "summary: Yes.\n", ["no-source 1:1"]),
        ("statements/s", S + "summary: Yes.\nstatus: draft\n", []),
        ("events/e", "title: T\ndate: 2022\n", ["no-source 1:1"]),
        ("events/e", "title: T\ndate: 2022\nsources: [src]\n", []),
        # positions
        (
            "statements/s",
            S + "summary: Y\nsources: [src]\npositions:\n- {claim: c, stance: asserts}\n- {claim: c, stance: denies}\n",
            ["conflicting-positions 7:22"],
        ),
        (
            "statements/s",
            S + "summary: Y\nsources: [src]\npositions:\n- {claim: c, stance: asserts}\n- {claim: d, stance: denies}\n",
            [],
        ),
        (  # an act about the future may stand beside a stance
            "statements/s",
            S + "summary: Y\nsources: [src]\npositions:\n- {claim: c, stance: pledges}\n- {claim: c, stance: denies}\n",
            [],
        ),
        # claims
        (
            "claims/e",
            "text: T\nrelations:\n- {type: refines, claim: c}\n- {type: contradicts, claim: c}\n",
            ["self-contradiction 4:10"],
        ),
        ("claims/e", "text: T\nrelations:\n- {type: refines, claim: c}\n- {type: differs, claim: c}\n", []),
        ("claims/e", "text: T\nrelations:\n- {type: refines, claim: c}\n- {type: contradicts, claim: d}\n", []),
        # withdrawn
        ("claims/e", "text: T\nstatus: withdrawn\n", ["withdrawn-without-reason 2:9"]),
        (
            "claims/e",
            "text: T\nstatus: withdrawn\nchanges: [{date: 2022, kind: update, note: N}]\n",
            ["withdrawn-without-reason 2:9"],
        ),
        ("claims/e", "text: T\nstatus: withdrawn\nchanges: [{date: 2022, kind: retraction, note: N}]\n", []),
        # sources
        ("sources/x", "title: T\nreliability: A\n", ["missing-rating-note 2:14"]),
        ("sources/x", "title: T\ncredibility: 2\n", ["missing-rating-note 2:14"]),
        ("sources/x", "title: T\nreliability: A\ncredibility: 2\nrating_note: N\n", []),
        # postings
        (
            "people/p",
            "name: N\npostings:\n- {title: T, organization: a, from: 2022, to: 2021}\n",
            ["posting-order 3:47"],
        ),
        ("people/p", "name: N\npostings:\n- {title: T, organization: a, from: 2022-06, to: 2022}\n", []),
        (
            "people/p",
            "name: N\npostings:\n- {title: T, organization: a, from: 2022}\n- {title: T, organization: a, to: 2022}\n",
            [],
        ),
        # briefings
        ("briefings/x", least("briefings") + "judgements: [{text: J, confidence: low}]\n", ["unsupported-basis 4:14"]),
        ("briefings/x", least("briefings") + "judgements: [{text: J, confidence: low, basis: [c]}]\n", []),
        ("briefings/x", least("briefings") + "supersedes: later\n", ["superseded-later 4:13"]),
        ("briefings/x", "title: T\ndate: 2022-12-02\nbottom_line: B\nsupersedes: later\n", []),
        # Markdown
        ("people/p", "name: N\nsummary: see [x](javascript:alert) now\n", ["link-scheme 2:18"]),
        ("people/p", "name: N\nsummary: see [x](JavaScript:alert) now\n", ["link-scheme 2:18"]),
        ("people/p", "name: N\nsummary: see [x](/people/p.html) now\n", ["link-scheme 2:18"]),
        ("people/p", "name: N\nsummary: see [x](#top) now\n", ["link-scheme 2:18"]),
        ("people/p", "name: N\nsummary: see [x](https://example.org) and [y](mailto:a@b.org)\n", []),
        ("people/p", "name: N\nsummary: see [x](<https://example.org>)\n", []),
        ("people/p", "name: N\nsummary: see <https://example.org>\n", []),
        ("people/p", "name: N\nsummary: 'see `[x](javascript:y)`'\n", []),
        ("people/p", "name: N\nsummary: a <b>bold</b> word\n", ["raw-html 2:12"]),
        ("people/p", "name: N\nsummary: a <!-- comment -->\n", ["raw-html 2:12"]),
        ("people/p", "name: N\nsummary: 1 < 2 > 0 and `<b>`\n", []),
        ("people/p", "name: N\nsummary: a ![map](https://example.org/m.png)\n", ["markdown-image 2:12"]),
        ("people/p", "name: N\nsummary: |\n  One.\n\n  Two <b>.\n", ["raw-html 5:7"]),
        ("people/p", "name: N\nchanges: [{date: 2022, kind: update, note: <b>}]\n", ["raw-html 2:44"]),
        ("briefings/x", least("briefings") + "gaps: [fine, 'a <i> b']\n", ["raw-html 4:17"]),
        ("briefings/x", least("briefings") + "items: [{items: [c], note: a <i> b}]\n", ["raw-html 4:30"]),
        ("people/p", "name: <b>\n", []),  # a name is no Markdown
    ],
)
def test_a_rule(path: str, text: str, expected: list[str]) -> None:
    assert said(p for p in checked(BASE | {path: text}) if p.location.file == f"content/{path}.yaml") == expected


@pytest.mark.parametrize(
    ("folder", "field"),
    [
        ("organizations", "parent"),
        ("places", "within"),
        ("equipment", "variant_of"),
        ("sources", "origin"),
        ("briefings", "supersedes"),
    ],
)
def test_a_circle_is_told_once(folder: str, field: str) -> None:
    way = {"x": "z", "y": "x", "z": "y", "leads-in": "x"}
    found = checked({f"{folder}/{id}": f"{field}: {above}\n{least(folder)}" for id, above in way.items()})
    circles = [p for p in found if p.code == "reference-cycle"]
    assert [p.location.file for p in circles] == [f"content/{folder}/x.yaml"]
    assert said(circles) == [f"reference-cycle 1:{len(field) + 3}"]
    assert "x → z → y → x" in circles[0].message


def test_a_long_chain_is_no_circle_and_is_walked_quickly() -> None:
    files = {f"places/p{n:04}": f"name: P\nwithin: p{n + 1:04}\n" for n in range(300)} | {"places/p0300": "name: P\n"}
    assert checked(files) == []


def test_checks_bear_with_records_that_are_missing_or_wrong() -> None:
    files = {
        "organizations/a": "name: A\nparent: nowhere\nbogus: x\n",
        "statements/s": "speaker: nobody\ndate: 2022\nvia: [nobody]\nsources: [a]\npositions: [{claim: s, stance: asserts}]\n",
        "briefings/x": least("briefings")
        + "supersedes: s\nitems: [gone]\njudgements: [{text: J, confidence: low, basis: [a]}]\n",
        "people/p": "name: N\npostings: [{title: T, organization: s}]\n",
    }
    corpus, _ = linked(files)
    assert said(check(corpus) + remarks(files)) == ["relay-is-speaker 3:7", "wordless-statement 1:1"][::-1]


def test_a_problem_in_a_shared_file_is_pointed_at_in_its_own_record() -> None:
    files = BASE | {"claims/more": "id: e\ntext: T\n---\nid: f\ntext: T\nstatus: withdrawn\n"}
    assert said(checked(files)) == ["withdrawn-without-reason 6:9"]
