"""A new record's file is valid, explains itself, and never takes the place of another."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.pipeline import check_project
from briefing.cli.command_line import main
from briefing.core.text import slug
from briefing.core.transliteration import latin
from briefing.editing.formatter import formatted
from briefing.editing.json_schema_files import schema_file
from briefing.editing.record_scaffold import started, suggested_id
from briefing.schema.fields import fields_of, id_problem
from briefing.schema.kinds import KINDS

Project = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def root(project: Project) -> Path:
    return project({"briefing.yaml": "title: T\n", "content/people/someone.yaml": "name: S\nformer_ids: [somebody]\n"})


def new(root: Path, *words: str) -> int:
    return main(["new", "--root", str(root), *words])


@pytest.mark.parametrize("kind", KINDS, ids=[kind.KIND for kind in KINDS])
def test_every_kind_starts_with_a_file_that_check_accepts(
    root: Path, kind: type, capsys: pytest.CaptureFixture[str]
) -> None:
    """But for the speaker of a statement, whom only the editor knows."""
    assert new(root, kind.KIND, "an-id") == 0
    text = (root / f"content/{kind.FOLDER}/an-id.yaml").read_text("utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=../../schemas/{kind.FOLDER}.schema.json\n")
    assert (root / schema_file(kind.FOLDER)).exists()
    problems = check_project(root, drafts=True).problems
    assert [p.code for p in problems] == (["unknown-reference"] if kind.KIND == "statement" else [])
    assert formatted(f"content/{kind.FOLDER}/an-id.yaml", text) == text
    for key, field in fields_of(kind).items():
        assert key in ("id", "former_ids", "changes", "status") or (
            field.help.split(" ")[0] in text and f"{key}:" in text
        )
    assert all(len(line) <= 120 for line in text.split("\n"))


@pytest.mark.parametrize("kind", KINDS, ids=[kind.KIND for kind in KINDS])
def test_what_stands_in_comments_is_right_when_the_marks_are_taken_away(kind: type) -> None:
    import re

    from desk import shaped

    text, _ = started(kind, {})
    lines = [line[2:] if re.match(r"# (?:[a-z_]+:|  )", line) else line for line in text.splitlines()[1:]]
    whole = "\n".join(lines)
    if kind.KIND == "statement":
        assert "\nquote:" in whole
    (one,), problems = shaped({f"{kind.FOLDER}/x": whole})
    assert {p.code for p in problems} <= {"likelihood-and-confidence"}
    assert len(one.pointers) >= 2


def test_values_are_written_as_their_fields_want_them(root: Path) -> None:
    words = [
        "title=Shut down: part 2",
        "date=2022-10~",
        "places=kyiv, crimea",
        "participants=[{entity: a, role: host}]",
        "sources=some-report",
        "summary=Of [[someone]]\n\nTwo.",
    ]
    assert new(root, "Events", "shut-down", *words) == 0
    text = (root / "content/events/shut-down.yaml").read_text("utf-8")
    for piece in (
        'title: "Shut down: part 2"\n',
        "date: 2022-10~\n",
        "places: [kyiv, crimea]\n",
        "participants:\n  - {entity: a, role: host}\n",
        "sources: [some-report]\n",
        "summary: |\n  Of [[someone]]\n\n  Two.\n",
    ):
        assert piece in text
    assert {p.code for p in check_project(root, True).problems} == {"unknown-reference"}
    assert new(root, "place", "kyiv", "name=Kyiv", "aliases=Київ,Kiev", "coordinates=50.45, 30.52") == 0
    assert "aliases: [Київ, Kiev]\n" in (root / "content/places/kyiv.yaml").read_text("utf-8")
    assert new(root, "claim", "c", "text=So it is", "quantity={about: 1000}", "about=kyiv") == 0
    assert "quantity: {about: 1000}\n" in (root / "content/claims/c.yaml").read_text("utf-8")


def test_it_is_a_draft_and_says_what_to_do(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(root, "statement", "s", "speaker=nobody-yet", "date=2022") == 0
    printed = capsys.readouterr().out
    assert "status: draft  # seen only in previews" in (root / "content/statements/s.yaml").read_text("utf-8")
    assert printed.startswith("wrote content/statements/s.yaml\n")
    assert (
        "replace the example in summary" in printed
        and "do not exist yet: nobody-yet" in printed
        and "delete the line `status: draft`" in printed
    )


def test_the_id_comes_from_the_title(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(root, "event", "title=Reactor shut down") == 0
    assert new(root, "event", "title=Reactor shut down!") == 0
    assert sorted(p.name for p in (root / "content/events").iterdir()) == [
        "reactor-shut-down-2.yaml",
        "reactor-shut-down.yaml",
    ]
    assert "Is it new? The id `reactor-shut-down` is taken" in capsys.readouterr().out
    assert new(root, "statement", "speaker=someone", "date=2022-10-20", "quote=So") == 0
    assert (root / "content/statements/someone-2022-10-20.yaml").exists()
    assert new(root, "person", "name=Олена Бондар") == 0
    assert (root / "content/people/olena-bondar.yaml").exists()


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (["evnt", "x"], 2, "did you mean `event`?"),
        (["thing", "x"], 2, "the kinds are briefing, event"),
        (["event", "x", "titel=T"], 2, "did you mean `title`?"),
        (["event", "x", "name=T"], 2, "has no field `name`"),
        (["event", "x", "y"], 2, "`y` is a second id"),
        (["event", "x", "title=T", "title=U"], 2, "`title` is given twice"),
        (["event"], 2, "the event needs an id"),
        (["event", "title=北京"], 2, "the event needs an id"),
        (["event", "someone"], 2, "the id `someone` is taken: the person in content/people/someone.yaml has it"),
        (["event", "somebody"], 2, "once had it, and it leads there"),
        (["person", "Жора Петренко"], 2, "how about `zhora-petrenko`?"),
        (["event", "index"], 2, "`index` is reserved"),
        (["event", "x", "date=yesterday"], 1, "error[invalid-date]: `yesterday` is not a date"),
        (["event", "x", "actuality=hapened"], 1, "did you mean `happened`?"),
        (["claim", "x", "quantity={about: 1, 000}"], 1, "quantity={about: 1, 000}: error[unknown-key]"),
        (["claim", "x", "quantity={about"], 1, "error[yaml-syntax]"),
        (["claim", "x", "text=a\x07b"], 1, "error[control-character]"),
        (["event", "x", "status=published", "title=T"], 2, "the record lacks date, so it can only be a draft"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_written(
    root: Path, capsys: pytest.CaptureFixture[str], words: list[str], status: int, message: str
) -> None:
    was = sorted(root.rglob("*"))
    assert new(root, *words) == status
    assert message in capsys.readouterr().err
    assert sorted(root.rglob("*")) == was


def test_no_file_is_overwritten(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "content/people/several.yaml").write_text("id: a\nname: A\n---\nid: b\nname: B\n")
    assert new(root, "person", "several") == 2
    assert "a" in capsys.readouterr().err and "id: a" in (root / "content/people/several.yaml").read_text()


def test_a_folder_that_is_no_project_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert new(tmp_path, "event", "x") == 2
    assert "there is no briefing.yaml here" in capsys.readouterr().err and list(tmp_path.iterdir()) == []


def test_a_schema_that_is_there_is_not_written_anew(root: Path) -> None:
    (root / "schemas").mkdir()
    (root / schema_file("events")).write_text("{}\n")
    assert new(root, "event", "x") == 0
    assert (root / schema_file("events")).read_text() == "{}\n"


# --- ids from names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("John Kirby", "john-kirby"),
        ("Bjørn Müßig", "bjorn-mussig"),
        ("São Paulo & İstanbul", "sao-paulo-istanbul"),
        ("Володимир Зеленський", "volodymyr-zelenskyi"),
        ("Київ", "kyiv"),
        ("Знам’янка", "znamianka"),
        ("Згурський", "zghurskyi"),
        ("Юлія Ющенко", "yuliia-yushchenko"),
        ("Владимир Путин", "vladimir-putin"),
        ("Дмитрий Песков", "dmitry-peskov"),
        ("Щёлково", "shchyolkovo"),
        ("علی خامنه‌ای", "ali-khamenei"),
        ("محمد جواد ظریف", "mohammad-javad-zarif"),
        ("امیرعلی حاجی‌زاده", "amirli-haji-zadeh"),
        ("تهران", "tehran"),
        ("بشار الأسد", "bashar-al-asad"),
        ("القاهرة", "al-qahra"),
        ("شاهد ۱۳۶", "shahad-136"),
        ("東京", ""),
        ("index", "index-1"),
        (
            "In late August 2022 Russia bought about 1,000 Shahed-136 drones from Iran.",
            "in-late-august-2022-russia-bought-about-1-000-shahed-136",
        ),
        ("x" * 200, "x" * 60),
    ],
)
def test_an_id_from_a_name(name: str, id: str) -> None:
    assert suggested_id(name) == id


def test_a_taken_id_gets_a_number() -> None:
    assert suggested_id("A b", {"a-b", "a-b-2"}) == "a-b-3"


@given(
    st.text(
        st.sampled_from(
            "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэёъўјљњћђџ’'ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآةىيكأإئؤء\u200c \u064e۱abcéß-_."
        )
    )
    | st.text()
)
def test_whatever_the_name_the_suggestion_is_an_id_or_nothing(name: str) -> None:
    id = suggested_id(name)
    assert id == "" or id_problem(id) is None
    assert latin(name).isascii()


def test_letters_are_read_whatever_their_form() -> None:
    assert slug(latin("Кий\u0438\u0306")) == slug(latin("Кий\u0439"))


@pytest.mark.parametrize("written", ["40.8, -80.5", "[40.8, -80.5]"])
def test_coordinates_may_have_their_brackets(
    project: Project, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project({"briefing.yaml": "title: T\n", "content/topics/t.yaml": "name: N\n"})
    assert main(["new", "place", "avel", "name=Avel", f"coordinates={written}", "--root", str(root)]) == 0
    assert "\ncoordinates: [40.8, -80.5]\n" in (root / "content/places/avel.yaml").read_text()


def test_a_wrong_value_is_shown_as_it_was_typed(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    root = project({"briefing.yaml": "title: T\n", "content/topics/t.yaml": "name: N\n"})
    assert main(["new", "event", "e", "title=T", "date=2022-13", "--root", str(root)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("date=2022-13: error[invalid-date]: ")
    assert "content/events/e.yaml" not in told, "a file that was never written has no lines"
