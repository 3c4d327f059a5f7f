"""briefing.yaml: what the site is told about itself."""

import pytest
from desk import said

from briefing.core.problems import Problem
from briefing.reading.decoder import File
from briefing.schema.configuration import Config, shape_config


def config(text: str) -> tuple[Config, list[Problem]]:
    return shape_config(File("briefing.yaml", text))


def test_only_a_title_is_needed() -> None:
    assert config("title: The Port Avel briefing\n") == (Config(title="The Port Avel briefing"), [])
    assert (Config(title="T").language, Config(title="T").time_zone) == ("en", "UTC")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("base_url: https://example.org", "https://example.org/"),
        ("base_url: https://example.org/desk/", "https://example.org/desk/"),
        ("base_url: https://example.org/desk", "https://example.org/desk/"),
        ("language: uk", "uk"),
        ("language: no", "no"),
        ("time_zone: Europe/Kyiv", "Europe/Kyiv"),
        ("time_zone: America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("time_zone: UTC", "UTC"),
        ("publisher: A desk", "A desk"),
        ("licence: CC BY 4.0", "CC BY 4.0"),
        ("description: What it is.", "What it is."),
        ("navigation: [events, claims, methodology]", ("events", "claims", "methodology")),
    ],
)
def test_a_good_value_is_kept(line: str, value: object) -> None:
    made, problems = config(f"title: T\n{line}\n")
    assert problems == []
    assert getattr(made, line.partition(":")[0]) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "missing-key 1:1"),
        ("# nothing\n", "missing-key 1:1"),
        ("description: D\n", "missing-key 1:1"),
        ("title:\n", "empty-value 1:7"),
        ("just text\n", "wrong-shape 1:1"),
        ("- title\n", "wrong-shape 1:1"),
        ("title: 'T\n", "yaml-syntax 1:8"),
        ("title: T\ntitel: U\n", "unknown-key 2:1"),
        ("title: T\ntitle: U\n", "duplicate-key 2:1"),
        ("title: T\nbase_url: example.org\n", "invalid-url 2:11"),
        ("title: T\nbase_url: https://example.org/?a=b\n", "invalid-url 2:11"),
        ("title: T\nbase_url: https://example.org/#a\n", "invalid-url 2:11"),
        ("title: T\nbase_url: javascript:alert(1)\n", "invalid-url 2:11"),
        ("title: T\nlanguage: English language\n", "invalid-language 2:11"),
        ("title: T\ntime_zone: Kyiv time\n", "invalid-time-zone 2:12"),
        ("title: T\ntime_zone: ../../etc/passwd\n", "invalid-time-zone 2:12"),
        ("title: T\nnavigation: [people, nowhere]\n", "unknown-choice 2:22"),
        ("title: T\nnavigation: [people, people]\n", "duplicate-item 2:22"),
        ("title: T\nnavigation: people\n", "wrong-shape 2:13"),
    ],
)
def test_a_bad_config_is_pointed_at(text: str, expected: str) -> None:
    made, problems = config(text)
    assert expected in said(problems)
    assert [p for p in said(problems) if not p.startswith("missing-key")] == [expected] or expected.startswith(
        "missing-key"
    )
    assert made.title  # the rest can still be checked


def test_two_documents_are_not_taken_for_a_missing_title() -> None:
    _, (problem,) = config("title: T\n---\ntitle: U\n")
    assert problem.code != "missing-key"


def test_a_misspelt_setting_gets_a_suggestion() -> None:
    _, (problem,) = config("title: T\nbaseurl: https://example.org\n")
    assert problem.hint == "did you mean `base_url`?"
