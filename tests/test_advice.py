"""What `check --suggest` suggests, what it leaves alone, and that ten thousand records take no long time."""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from desk import sound

from briefing.checks.suggestions import advise, similar_entities, unlinked_names
from briefing.checks.suggestions.phonetic_keys import consonants, plain
from briefing.checks.suggestions.phonetic_keys import sound as sound_of
from briefing.checks.suggestions.unlinked_names import unlinked
from briefing.checks.suggestions.unposted_roles import unposted_roles
from briefing.cli.command_line import main

Project = Callable[[Mapping[str, str | bytes]], Path]
WORLD = {
    "people/lind": "name: Mara Lind\naliases: [Lind]\n",
    "people/reading": "name: Reading\n",
    "places/avel": "name: Port Avel\naliases: [Avel]\n",
    "places/iran": "name: Iran\n",
    "organizations/us": "name: United States\naliases: [US, U.S., US Navy]\n",
    "organizations/harbour-office": "name: harbour office\n",
    "organizations/brien": "name: O’Brien & Sons\naliases: [O'Brien]\n",
    "equipment/shahed-136": "name: Shahed-136\n",
    "topics/shipping": "name: shipping\n",
    "people/lind-2": "name: Jan Lind\naliases: [Lind]\n",
}


def links(text: str, files: Mapping[str, str] = WORLD) -> list[str]:
    """The suggestions for a summary, as the text they stand at."""
    corpus = sound(
        files | {"events/e": f"title: T\ndate: 2031\nsources: [s]\nsummary: |\n  {text}\n", "sources/s": "title: S\n"}
    )
    document = corpus.documents["events/e".partition("/")[2]]
    found = []
    for problem in unlinked(corpus):
        if problem.location.file == document.file:
            line = document.text.split("\n")[problem.location.line - 1]
            found.append(line[problem.location.column - 1 :][: problem.location.length])
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mara Lind said so.", ["Mara Lind"]),
        ("mara lind, and Mara Lind again", ["mara lind"]),  # once in a text, in any capitals
        ("It was Lind’s ship and Iran's.", ["Lind", "Iran"]),
        ("The harbour office and the Harbour Office", ["harbour office"]),
        ("Shipping stopped.", ["Shipping"]),
        ("The US Navy and the US", ["US Navy"]),  # the longest; the same record once
        ("told us, and US officials", ["US"]),  # acronyms only in their own capitals
        ("reading and Reading", ["Reading"]),
        ("the U.S. position", ["U.S"]),
        ("Iranian, Iran-backed, Iranians, xIran, Iran2", []),
        ("a Shahed-136, a Shahed-1367", ["Shahed-136"]),
        ("O'Brien came", ["O'Brien"]),
        ("[[lind]] said, and Mara Lind added", []),  # linked in the same text
        ("`Iran` and [Iran](https://example.org/Iran) and https://example.org/Iran and [[avel|Iran]]", []),
        ("Port\n  Avel", ["Port"]),  # on two lines, located at the first
        ("Port, Avel", ["Avel"]),
        ("Port [[lind]] Avel", ["Avel"]),
        ("", []),
    ],
)
def test_names_without_a_link(text: str, expected: list[str]) -> None:
    assert links(text or "Nothing.") == expected


def test_a_name_that_several_bear_and_how_to_link_it() -> None:
    corpus = sound(WORLD | {"topics/t": "name: T\nsummary: Lind saw the US and Iran.\n"})
    hints = [p.hint for p in unlinked(corpus) if "/t.yaml" in p.location.file]
    assert hints == ["write `[[lind|Lind]]` or `[[lind-2|Lind]]`", "write `[[us|US]]`", "write `[[iran]]`"]


def test_a_record_s_own_name_and_withdrawn_records_are_left_alone() -> None:
    gone = "status: withdrawn\nchanges: [{date: 2031, kind: retraction, note: N}]\n"
    own = {
        "places/iran": "name: Iran\nsummary: Iran is large.\n",
        "topics/t": f"name: T\nsummary: Iran.\n{gone}",
        "topics/g": f"name: Ghost\n{gone}",
    }
    assert list(unlinked(sound(own | {"topics/u": "name: U\nbody: A Ghost.\n"}))) == []


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Mara Lind", "Lind, Mara", "are the same name"),
        ("Mara Lind", "MARA LIND", "are the same name"),
        ("José Núñez", "Jose Nunez", "are the same name"),
        ("Mara Lind", "Mara Lind", "both are called"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", "sound the same"),
        ("Володимир Зеленський", "Volodimir Zelensky", "sound the same"),
        ("Сергей Шойгу", "Sergei Shoigu", "sound the same"),
        ("Лавров", "Lavrov", "sound the same"),
        ("علی خامنه‌ای", "Ali Khamenei", "two scripts"),
        ("محمدجواد ظریف", "Mohammad-Javad Zarif", "two scripts"),
        ("J. Kirby", "John Kirby", "the surname and the initial"),
        ("John Kirby", "J Kirby", "the surname and the initial"),
        ("Mariupol", "Mairupol", "differ by one letter"),
        ("Kirovograd", "Kirovogrod", "differ by one letter"),
        ("Pentagon", "Pentagoon", "sound the same"),
        ("Iran", "Iraq", None),
        ("Mara Lind", "Jan Lind", None),
        ("John Kirby", "Jane Kirby", None),
        ("Shahed-136", "Shahed-131", None),
        ("Su-57 fighter", "Su-75 fighter", None),
        ("نیروی زمینی", "نیروی دریایی", None),
        ("…", "!!", None),
    ],
)
def test_names_that_are_alike(one: str, other: str, reason: str | None) -> None:
    corpus = sound(
        {
            "people/a": f"name: {json.dumps(one)}\n",
            "people/b": f"name: {json.dumps(other)}\n",
            "places/c": f"name: {json.dumps(one)}\n",
        }
    )
    found = list(similar_entities.similar_entities(corpus))
    if reason is None:
        assert found == []
    else:
        (problem,) = found
        assert reason in problem.message and problem.location.file == "content/people/b.yaml"
        assert problem.related[0].location.file == "content/people/a.yaml"


def test_aliases_and_addresses_count_and_parts_do_not() -> None:
    files = {
        "people/a": "name: A Somebody\naliases: [Mara Lind]\n",
        "people/b": "name: B Else\naliases: [Lind Mara]\nsame_as: ['https://example.org/1']\n",
        "people/c": "name: C Third\nsame_as: ['https://example.org/1']\n",
        "equipment/d": "name: Shahed drone\n",
        "equipment/e": "name: Shahed drones\nvariant_of: d\n",
    }
    assert [problem.message.partition(":")[0] for problem in similar_entities.similar_entities(sound(files))] == [
        "`b` may be the same person as `a`",
        "`c` may be the same person as `b`",
    ]


def test_keys_of_names() -> None:
    assert plain("Édouard  D’Arc-Roux") == "edouard darc roux"
    assert sound_of(plain("Zelenskyy")) == sound_of(plain("Зеленський")) == "zelenski"
    assert consonants(plain("محمد")) == consonants(plain("Mohammad")) == consonants(plain("Muhammed"))


LOOSE = {
    "people/lind": "name: Mara Lind\nsummary: She.\n",
    "places/avel": "name: Avel\n",
    "places/nowhere": "name: Nowhere\n",
    "sources/s": "title: S\n",
    "events/e": "title: T\ndate: 2031\nsources: [s]\nplaces: [avel]\n",
    "claims/c": "text: It burns.\nabout: [avel]\nevent: e\n",
    "claims/d": "text: It sinks.\nabout: [avel, lind]\nevent: e\n",
    "claims/f": "text: It floats.\nabout: [avel]\n",
    "statements/one": "speaker: lind\ndate: 2031\nquote: Q\nsources: [s]\nevent: e\nabout: [avel]\npositions: [{claim: c, stance: asserts}]\n",
    "statements/two": "speaker: lind\ndate: 2031\nquote: R\nsources: [s]\nevent: e\n",
}


def test_loose_ends() -> None:
    found = [(p.code, p.location.file.removeprefix("content/"), p.location.line) for p in advise(sound(LOOSE))]
    assert sorted(found) == [
        ("unaddressed-claim", "claims/d.yaml", 1),
        ("unaddressed-claim", "claims/f.yaml", 1),
        ("unstated-position", "statements/one.yaml", 7),
        ("unused-entity", "places/nowhere.yaml", 1),
    ]


@pytest.mark.parametrize(
    ("role", "named"),
    [
        ("spokesman of the Avel water board", "board"),
        ("the Avel Water Board’s spokesman", "board"),
        ("water board", ""),  # a part of a name
        ("Avel Water Boarding House", ""),
        ("US defense official", "us"),
        ("one of us", ""),  # acronyms only in their own capitals
        ("представитель Водоканал", "vodokanal"),
        ("представитель Водоканала", ""),
        ("سخنگوی شرکت آب", "vodokanal"),
        ("北京市水务局发言人", "beijing"),  # no spaces between words
        ("जल निगम के प्रवक्ता", "nigam"),
        ("जल नगम", ""),  # the marks on letters are part of them
        ("head of the Twins", ""),  # two have that name
        ("Gone Office clerk", ""),  # withdrawn
    ],
)
def test_roles_that_name_an_organization(role: str, named: str) -> None:
    organizations = {
        "board": "name: Avel Water Board\n",
        "us": "name: United States\naliases: [US]\n",
        "vodokanal": "name: Водоканал\naliases: [شرکت آب]\n",
        "beijing": "name: 北京市水务局\n",
        "nigam": "name: जल निगम\n",
        "twin-one": "name: Twins\n",
        "twin-two": "name: Twins\n",
        "gone": "name: Gone Office\nstatus: withdrawn\nchanges: [{date: 2031, kind: retraction, note: Wrong.}]\n",
    }
    files = {f"organizations/{id}": text for id, text in organizations.items()} | {
        "people/lind": "name: Lind\n",
        "statements/s": f"speaker: lind\ndate: 2031\nrole: {role}\nsummary: S\n",
    }
    found = [problem for problem in unposted_roles(sound(files)) if problem.code == "unposted-role"]
    assert [problem.message.split("`")[1] for problem in found] == [named] * bool(named)


def test_roles_are_told_once_and_only_of_those_without_a_posting_at_that_time() -> None:
    files = {
        "organizations/board": "name: Board\n",
        "people/none": "name: N\npostings: []\n",
        "people/held": "name: H\npostings: [{title: Clerk, organization: board}]\n",
        "people/former": "name: F\npostings: [{title: Clerk, organization: board, to: 2030}]\n",
    } | {
        f"statements/{speaker}-{n}": f"speaker: {speaker}\ndate: {2031 + n}\nrole: Board clerk\nsummary: S\n"
        for speaker in ("none", "held", "former")
        for n in (0, 1)
    }
    (found,) = unposted_roles(sound(files))
    assert found.location.file == "content/statements/former-0.yaml" and found.hint.startswith("add `{title: …")
    assert "to the postings of former" in found.hint


# --- the command -----------------------------------------------------------------------------------------------------

FILES = {"briefing.yaml": "title: S\n"} | {f"content/{path}.yaml": text for path, text in LOOSE.items()}


def test_suggestions_come_after_problems_and_never_fail(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FILES | {"content/events/z.yaml": "title: Z\ndate: 2031\nplaces: [avel]\n"})
    assert main(["check", "--root", str(root)]) == 0
    assert "suggestion" not in capsys.readouterr().out
    assert main(["check", "--suggest", "--root", str(root)]) == 0
    shown = capsys.readouterr().out
    assert shown.index("warning[no-source]") < shown.index("suggestion[")
    assert shown.endswith("1 warning, 4 suggestions in 5 of 12 files.\n")
    assert main(["check", "--suggest", "--format", "json", "--root", str(root)]) == 0
    severities = [problem["severity"] for problem in json.loads(capsys.readouterr().out)]
    assert severities == ["warning"] + ["suggestion"] * 4
    assert main(["check", "--suggest", "--format", "github", "--root", str(root)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::warning"] + ["::notice"] * 4


def test_errors_still_fail(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(FILES | {"content/events/z.yaml": "titel: Z\n"})
    assert main(["check", "--suggest", "--root", str(root)]) == 1


def test_many_records_do_not_take_long() -> None:
    count = 3000
    files = {
        f"people/p{n}": f"name: Person{n} Name{n % 97}\naliases: [P{n}]\nsummary: {'word ' * 40}Person{n - 1} Name{(n - 1) % 97}.\n"
        for n in range(count)
    }
    corpus = sound(files)
    begun = time.process_time()
    found = list(unlinked_names.unlinked(corpus))
    list(similar_entities.similar_entities(corpus))
    assert len(found) == count - 1
    assert time.process_time() - begun < 4
