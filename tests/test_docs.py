"""The pages in docs/ say what the program does. `pytest --bless` writes those that are made from it."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefing.cli.command_table import COMMANDS
from briefing.core.problems import CODES
from briefing.editing.content_model_reference import content_model, example, parsed
from briefing.reading.decoder import LARGEST_FILE
from briefing.reading.yaml_parser import MOST_RECORDS
from briefing.schema.configuration import Config
from briefing.schema.fields import Field, Many, OneOf, Struct, Type, fields_of
from briefing.schema.kinds import KINDS
from briefing.schema.vocabulary import STANCES

REPOSITORY = Path(__file__).parent.parent
DOCS = REPOSITORY / "docs"
PAGES = [page for page in (REPOSITORY / "README.md", *sorted(DOCS.glob("*.md"))) if page.exists()]
TEXT = "\n".join(page.read_text("utf-8") for page in PAGES)


def test_the_content_model_is_current(request: pytest.FixtureRequest) -> None:
    page = DOCS / "content-model.md"
    if request.config.getoption("--bless"):
        if os.environ.get("CI"):
            pytest.fail("--bless is for people: CI must not accept what it is there to question")
        page.write_text(content_model(), "utf-8")
    assert page.exists() and page.read_text("utf-8") == content_model(), (
        "make it anew with pytest --bless tests/test_docs.py"
    )


# --- nothing is left out ---------------------------------------------------------------------------------------------


def classes() -> Iterator[Any]:
    """The kinds, the configuration, and every class of a mapping that stands in their fields."""
    found: dict[Any, None] = dict.fromkeys((*KINDS, Config))
    for cls in (waiting := list(found)):
        for field in fields_of(cls).values():
            for struct in structs(field.type):
                if struct.cls not in found:
                    found[struct.cls] = None
                    waiting.append(struct.cls)
    yield from found


def structs(type: Type) -> Iterator[Struct]:
    if isinstance(type, Struct):
        yield type
    elif isinstance(type, Many):
        yield from structs(type.of)
    elif isinstance(type, OneOf):
        yield from structs(type.mapping)


FIELDS = [(cls, field) for cls in classes() for field in fields_of(cls).values()]


def test_the_fields_are_found() -> None:
    assert len(FIELDS) > 150
    assert {cls.__name__ for cls, _ in FIELDS} >= {
        "Statement",
        "Position",
        "Judgement",
        "Section",
        "Posting",
        "Citation",
        "Change",
        "Config",
    }


def test_every_kind_is_documented() -> None:
    for kind in KINDS:
        assert f"\n## {kind.KIND.capitalize()}\n" in TEXT
        assert f"`content/{kind.FOLDER}/<id>.yaml`" in TEXT
        assert kind.HELP in TEXT


def test_every_field_is_documented() -> None:
    missing = [
        f"{cls.__name__}.{field.key}"
        for cls, field in FIELDS
        if f"| `{field.key}` |" not in TEXT or field.help not in TEXT
    ]
    assert missing == []


def test_every_word_of_a_vocabulary_is_documented() -> None:
    assert [stance for stance in STANCES if f"| `{stance}` |" not in TEXT] == []


def test_every_command_and_option_is_documented() -> None:
    from briefing.cli.command_line import parser

    assert [command for command in COMMANDS if f"build.py {command}" not in TEXT] == []
    commands = next(action for action in parser()._actions if action.dest == "command")
    assert set(commands.choices) == set(COMMANDS)
    options = {
        option
        for command in commands.choices.values()
        for option in command._option_string_actions
        if option.startswith("--")
    }
    assert [option for option in sorted(options - {"--help"}) if option not in TEXT] == []


# --- what is said is so ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cls", "field"), FIELDS, ids=[f"{cls.__name__}.{field.key}" for cls, field in FIELDS])
def test_every_example_is_right(cls: Any, field: Field) -> None:
    assert field.type.describe
    assert field.help.endswith((".", "…"))
    assert parsed(field.type, example(field)) not in (None, "", ())


@pytest.mark.parametrize("kind", KINDS, ids=[kind.KIND for kind in KINDS])
def test_the_least_record_of_each_kind_is_sound(kind: Any) -> None:
    from desk import shaped

    section = content_model().partition(f"\n## {kind.KIND.capitalize()}\n")[2]
    text = section.partition("```yaml\n")[2].partition("```")[0]
    (one,), problems = shaped({f"{kind.FOLDER}/some-id": text})
    assert problems == []
    assert one.record is not None


def test_a_wrong_example_does_not_pass() -> None:
    with pytest.raises(ValueError, match="yesterday"):
        parsed(fields_of(KINDS[0])["date"].type, "yesterday")


PROBLEMS = (DOCS / "problems.md").read_text("utf-8")
ROWS = re.findall(r"(?m)^\| `([a-z0-9-]+)` \| (\w+) \| (.+) \| (.+) \|$", PROBLEMS)


def test_every_code_is_explained_once_in_the_order_of_the_table() -> None:
    assert [(code, severity) for code, severity, _, _ in ROWS] == [
        (code, severity) for code, (severity, _) in CODES.items()
    ]
    assert [code for code, _, meaning, remedy in ROWS if not (meaning.endswith(".") and remedy.endswith("."))] == []


def test_codes_are_grouped_as_where_they_are_defined() -> None:
    source = (REPOSITORY / "briefing" / "core" / "problems.py").read_text("utf-8")
    groups: dict[str, list[str]] = {}
    for comment, code in re.findall(r'(?m)^    (?:# (.+)|"([a-z0-9-]+)": \()', source):
        if comment:
            groups[comment] = []
        elif groups:
            groups[list(groups)[-1]].append(code)
    sections = re.split(r"(?m)^## ", PROBLEMS)[1:]
    written = {s.partition("\n")[0].lower(): re.findall(r"(?m)^\| `([a-z0-9-]+)` \|", s) for s in sections}
    assert {title: codes for title, codes in written.items() if codes} == {
        title.lower(): codes for title, codes in groups.items()
    }


def test_the_example_of_a_message_is_what_an_editor_sees() -> None:
    shown = PROBLEMS.partition("## How to read one\n\n")[2].partition("\n\n-")[0]
    printed = (
        (REPOSITORY / "tests" / "invalid" / "reference-misspelt" / "problems.txt")
        .read_text("utf-8")
        .partition("\n\n")[0]
    )
    assert shown == "\n".join(f"    {line}" for line in printed.split("\n"))


def test_limits_are_as_they_are_said() -> None:
    row = next(row for row in ROWS if row[0] == "file-too-large")
    assert f"{LARGEST_FILE // 1024} KB" in row[2] and f"{MOST_RECORDS:,} records" in row[2]


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", text):
        linked = (page.parent / target).resolve() if target else page
        assert linked.exists(), target
        if anchor:
            headings = re.findall(r"(?m)^#+ (.+)$", linked.read_text("utf-8"))
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
