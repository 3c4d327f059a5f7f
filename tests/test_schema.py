"""The schemas that editors use say the same as `check`, as far as a schema can: both ways.

`pytest --bless` writes schemas/ and .vscode/settings.json anew.
"""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import REPOSITORY, SITES
from hypothesis import given
from hypothesis import strategies as st
from test_docs import FIELDS
from test_invalid import MISTAKES

from briefing.build.pipeline import check_project
from briefing.cli.command_line import main
from briefing.core.problems import CODES
from briefing.editing.field_layout import fields_in_order
from briefing.editing.json_schema_files import CONFIG, SETTINGS, as_json, schema_file, schemas, settings
from briefing.editing.json_schema_types import schema_of
from briefing.editing.yaml_core_types import as_read
from briefing.reading.yaml_parser import compose
from briefing.schema.configuration import Config
from briefing.schema.fields import Field, Found, Many, OneOf, Struct, Type, fields_of, id_problem
from briefing.schema.kinds import KIND_IN_FOLDER, KINDS

VALIDATORS = {path: jsonschema.Draft7Validator(schema) for path, schema in schemas().items()}

# The codes of problems with a value by itself. What a schema cannot know of them is in BLIND and in `compare`.
SHAPES = (*list(CODES)[list(CODES).index("unknown-key") : list(CODES).index("missing-id")], "invalid-id", "reserved-id")


def refusals(path: str, node: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATORS[path].iter_errors(as_read(node))]


# --- the files in the repository -------------------------------------------------------------------------------------


def test_the_files_in_the_repository_are_current(request: pytest.FixtureRequest) -> None:
    made = {path: as_json(schema) for path, schema in schemas().items()} | {SETTINGS: as_json(settings())}
    if request.config.getoption("--bless"):
        if os.environ.get("CI"):
            pytest.fail("--bless is for people: CI must not accept what it is there to question")
        for path, text in made.items():
            (REPOSITORY / path).write_text(text, "utf-8")
    stale = [
        path
        for path, text in made.items()
        if not (REPOSITORY / path).exists() or (REPOSITORY / path).read_text("utf-8") != text
    ]
    assert stale == [], "make them anew with `python build.py schema`, or pytest --bless tests/test_schema.py"
    assert {file.name for file in (REPOSITORY / "schemas").iterdir()} == {Path(path).name for path in schemas()}


@pytest.mark.parametrize("path", VALIDATORS)
def test_each_is_a_schema(path: str) -> None:
    jsonschema.Draft7Validator.check_schema(VALIDATORS[path].schema)


def parts(type: Type) -> Iterator[Type]:
    """A type and those it is made of."""
    yield type
    if isinstance(type, Many):
        yield from parts(type.of)
    elif isinstance(type, OneOf):
        yield from (*parts(type.text), *parts(type.mapping))


TYPES = {part.__class__: part for _, field in FIELDS for part in parts(field.type)}


@pytest.mark.parametrize("cls", TYPES, ids=[cls.__name__ for cls in TYPES])
def test_every_type_has_a_schema(cls: type) -> None:
    assert schema_of.dispatch(cls) is not schema_of.dispatch(object)
    assert schema_of(TYPES[cls])


def test_a_type_without_a_schema_is_told() -> None:
    with pytest.raises(NotImplementedError, match="json_schema_types.py"):
        schema_of(object())  # type: ignore[arg-type]


@pytest.mark.parametrize("cls", [*KINDS, Config])
def test_every_field_is_explained(cls: Any) -> None:
    properties = VALIDATORS[schema_file(getattr(cls, "FOLDER", CONFIG))].schema["properties"]
    assert {field.key for field in fields_in_order(cls)} == set(fields_of(cls)) == set(properties)
    for key, field in fields_of(cls).items():
        assert field.help in properties[key]["description"]
        assert "examples" in properties[key] or "enum" in properties[key]["anyOf"][0]


# --- what `check` accepts, the schema accepts ------------------------------------------------------------------------


def nodes_of(root: Path) -> Iterator[tuple[str, Path, Any]]:
    """(schema, file, node) of each document of a project that can be read."""
    for file in sorted([*root.glob("content/*/*.yaml"), root / CONFIG]):
        of = CONFIG if file.name == CONFIG else file.parent.name
        if file.exists() and (of in KIND_IN_FOLDER or of == CONFIG):
            try:
                nodes, _ = compose("", file.read_bytes().decode("utf-8-sig"))
            except UnicodeDecodeError:
                continue
            yield from ((schema_file(of), file, node) for node in nodes)


@pytest.mark.parametrize("root", [REPOSITORY, *SITES.values()], ids=["own", *SITES])
def test_sound_content_is_accepted(root: Path) -> None:
    found = [(file.name, refusals(path, node)) for path, file, node in nodes_of(root)]
    assert len(found) > 1
    assert [one for one in found if one[1]] == []


# Mistakes of shape that no schema sees, being of two values, two documents or a file's name.
BLIND = {
    "text-cut-off", "text-cut-off-at-once", "text-cut-off-in-a-list", "text-cut-off-in-a-quote",
    "config-empty", "config-two-documents", "date-reversed", "id-in-capitals", "id-reserved", "id-too-long", "id-with-foreign-letter",
    "quantity-range-reversed", "value-missing-optional", "value-twice-in-the-sources",
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_of_shape_is_refused_and_nothing_that_is_right(name: str) -> None:
    problems = check_project(MISTAKES[name]).problems
    unread = {p.location.file for p in problems if p.code.startswith("yaml-") or p.code in ("too-deep", "empty-record")}
    shapes = {
        p.location.file for p in problems if p.code in SHAPES and (MISTAKES[name] / p.location.file).is_file()
    } - unread
    refused = {
        file.relative_to(MISTAKES[name]).as_posix()
        for path, file, node in nodes_of(MISTAKES[name])
        if refusals(path, node)
    }
    assert refused - unread <= {p.location.file for p in problems if p.is_error}
    if name in BLIND:
        assert shapes and not refused
    else:
        assert shapes <= refused


SCALARS = st.sampled_from(
    ["~", "null", "Null", "true", "False", "NO", "on", "yes", "0", "1", "6", "012", "0022", "22", "2022", "20220", "-0043", "1000", "1,000", "1_000", "2.5", ".5", "5.", "+5", "-1", "1e3", "1E-2", "0x1F", "0o17", ".inf", ".nan", "2022.0", "999999999999999.9999999999", "1234567890123456", "1.12345678901", "-90", "90.0", "180", "181", "50.45", "-180.0000000001", "007", "A", "F", "G", "asserts", "denies", "denys", "Denies", "no-indication", "likely", "high", "draft", "about", "john-kirby", "port--avel", "-a", "index", "con", "john_kirby", "Kirby", "1-2", "1e3-a", "2022-10-20", "2022-10-20~", "2022-13", "2022-21", "2022-02-30", "2024-02-29", "2100-02-29", "2022-XX", "2022-XX-XX", "2022-10-XX", "2022-XX-01", "202X", "20XX-XX", "Y-17000", "Y17000-01", "2022-10-20T14:30Z", "2022-10-20T14:30+03:00", "2022-10-20T24:00Z", "2022-09/2022-10", "2022-10/2022-09", "../2022", "2022/..", "../..", "/", "2022-10-20/", "20.10.2022", "https://example.org/", "http://example.org:80/a?b=1#c", "https://a@b.c/", "ftp://a.b", "HTTPS://EXAMPLE.ORG", "https://example.org/%20", "en", "pt-BR", "english", "uk-UA", "no", "UTC", "Europe/Kyiv", "europe/kyiv", "America/Argentina/Ushuaia", "Ünïcode", "Маргарита", "[[john-kirby]]", "some-id", "some-topic", "events", "claims"]
) | st.sampled_from(["a b", "two words: not three", "  ", "a" * 60, "a" * 80, "a" * 81, "x" * 201, "y" * 1001, "z" * 5001, "é" * 300, "𝄞" * 100, "𝄞" * 101])  # fmt: skip


def written(text: str) -> st.SearchStrategy[str]:
    """A scalar as an editor may write it."""
    quoted = "'" + text.replace("'", "''") + "'"
    return st.sampled_from(
        [
            text,
            text,
            text,
            quoted,
            f" ' {quoted[1:-1]}  '",
            f"|\n  {text}",
            f">-\n  {text}",
            f"|\n  {text}\n  more",
            '"' + text + '"',
        ]
    )


def mapping(cls: Any) -> st.SearchStrategy[str]:
    fields = fields_of(cls)
    needed = {key: values(field.type) for key, field in fields.items() if field.required}
    others = {key: values(field.type) for key, field in fields.items() if not field.required}
    return st.fixed_dictionaries(needed, optional=others | {"speeker": SCALARS}).map(
        lambda given: "{" + ", ".join(f"{key}: {value}" for key, value in given.items()) + "}"
    )


QUANTITIES = st.dictionaries(
    st.sampled_from(["exactly", "about", "at_least", "at_most", "min", "max", "text", "unit", "near"]),
    SCALARS,
    max_size=3,
).map(
    lambda given: (
        "{"
        + ", ".join(f"{key}: '{value}'" if "{" in value else f"{key}: {value}" for key, value in given.items())
        + "}"
    )
)


def values(type: Type) -> st.SearchStrategy[str]:
    """Values in YAML's flow style that are about right for a type, and some that are right."""
    right = st.just(as_text(type))
    if isinstance(type, Many):
        return right | st.lists(values(type.of), max_size=3).map(lambda items: f"[{', '.join(items)}]") | SCALARS
    if isinstance(type, Struct):
        return right | (mapping(type.cls) | SCALARS if type.short else mapping(type.cls))
    if isinstance(type, OneOf):
        return values(type.text) | values(type.mapping)
    return right | SCALARS | QUANTITIES | st.tuples(SCALARS, SCALARS).map(lambda pair: f"[{', '.join(pair)}]")


def as_text(type: Type) -> str:
    from briefing.editing.content_model_reference import example

    return example(Field("x", "x", type, False, "", ""))


def scalars(node: Any) -> Iterator[Any]:
    if isinstance(node.value, str):
        yield node
    else:
        for one in node.value:
            yield from scalars(one[1] if isinstance(one, tuple) else one)


def compare(type: Type, text: str) -> None:
    nodes, problem = compose("x", text)
    if problem or len(nodes) != 1:
        return
    found = Found("x", text)
    type.parse(nodes[0], found)
    codes = {p.code for p in found.problems if p.is_error}
    if any(id_problem(r.target) for r in found.references):
        codes.add("invalid-id")  # no record has such an id, so that the reference is an error in the end
    refused = [e.message for e in jsonschema.Draft7Validator(schema_of(type)).iter_errors(as_read(nodes[0]))]
    if not codes:
        assert not refused, (text, refused)
    elif not refused and all(isinstance(as_read(scalar), str) for scalar in scalars(nodes[0])):
        assert codes <= {
            "reversed-interval",
            "invalid-quantity",
            "likelihood-and-confidence",
            "duplicate-item",
            "invalid-link",
        }, (text, codes)


DISTINCT = {json.dumps(schema_of(field.type)): (f"{cls.__name__}.{field.key}", field.type) for cls, field in FIELDS}


@pytest.mark.parametrize("type", [type for _, type in DISTINCT.values()], ids=[name for name, _ in DISTINCT.values()])
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_any_value_is_judged_as_check_does(type: Type) -> None:
    @given(values(type) | SCALARS.flatmap(written))
    def judged(text: str) -> None:
        compare(type, text)

    judged()


def test_every_day_of_a_leap_year_and_others() -> None:
    from briefing.schema.fields import DateText

    for year in ("2022", "2024", "1900", "2000", "-0004", "-0100", "202X"):
        for month in (*(f"{n:02}" for n in range(26)), "XX"):
            for day in ("", *(f"-{n:02}" for n in range(33)), "-XX"):
                compare(DateText(), f"'{year}-{month}{day}'")


@given(
    st.lists(
        st.sampled_from(
            [
                "2022",
                "-10",
                "-20",
                "/",
                "..",
                "~",
                "?",
                "%",
                "X",
                "T",
                "14:30",
                ":59",
                "Z",
                "+03",
                ":00",
                "Y",
                "-",
                "0",
                " ",
            ]
        ),
        max_size=8,
    ).map("".join)
)
def test_any_date_is_judged_as_check_does(text: str) -> None:
    from briefing.schema.fields import DateText

    compare(DateText(), f"'{text}'")


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_writes_schemas_and_settings_once(
    project: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = project({"briefing.yaml": "title: T\n"})
    assert main(["schema", "--root", str(root)]) == 0
    assert "11 schemas in schemas/: 11 written" in capsys.readouterr().out
    assert {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()} == {
        "briefing.yaml",
        SETTINGS,
        *schemas(),
    }
    assert (
        json.loads((root / "schemas/events.schema.json").read_text("utf-8")) == schemas()["schemas/events.schema.json"]
    )
    assert main(["schema", "--root", str(root)]) == 0
    assert capsys.readouterr().out == "11 schemas in schemas/: 0 written\n"


def test_settings_of_somebody_s_own_are_left_alone(
    project: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = project({SETTINGS: '{"editor.rulers": [80]} // mine\n'})
    assert main(["schema", "--root", str(root)]) == 0
    printed = capsys.readouterr().out
    assert (root / SETTINGS).read_text("utf-8") == '{"editor.rulers": [80]} // mine\n'
    assert "add this to it" in printed and '"./schemas/events.schema.json": "content/events/*.yaml"' in printed


def test_schemas_that_cannot_be_written_are_told(
    project: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = project({"schemas": "a file\n"})
    assert main(["schema", "--root", str(root)]) == 1
    assert "could not be written" in capsys.readouterr().err
    assert (root / "schemas").read_text("utf-8") == "a file\n"
