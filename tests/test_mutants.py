"""A sample of `make mutants`: without something that a build sees changes by, or without a defence, the tests must fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import REPOSITORY
from defences import DEFENCES, table
from mutants import MUTANTS, Ground

SAMPLE = (
    "cells: no card",
    "shelf: merged lists are not read",
    "structure: mappings run together",
    "plan: a file that was touched",
    "cache: no lock",
)
DEFENDED = (
    "defences: HTML in a name or a title", "defences: characters that reorder a line, so that it reads otherwise than it is",
    "defences: links in an old release", "defences: a site older than its content", "defences: an action that is changed under its name",
)  # fmt: skip


@pytest.mark.parametrize("name", (*SAMPLE, *DEFENDED))
def test_a_mutant_is_caught(tmp_path: Path, name: str) -> None:
    (mutant,) = (mutant for mutant in MUTANTS if mutant.name == name)
    assert Ground(tmp_path).survives(mutant) == ""


def test_every_mutant_still_finds_its_place() -> None:
    """Where this fails, the code has changed: change `tests/mutants.py` with it."""
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    lost = [
        mutant.name
        for mutant in MUTANTS
        if len(mutant.places((REPOSITORY / "briefing" / mutant.file).read_text("utf-8"))) != 1
    ]
    assert lost == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", [mutant.name for mutant in MUTANTS if mutant.name.startswith("defences: ")])
def test_every_defence_is_missed_when_it_is_taken_out(tmp_path: Path, name: str) -> None:
    test_a_mutant_is_caught(tmp_path, name)


def test_the_tables_of_defences_are_as_they_are_tried(pytestconfig: pytest.Config) -> None:
    page = REPOSITORY / "docs" / "security.md"
    before, start, _ = page.read_text("utf-8").partition(f"### {DEFENCES[0].area}\n")
    if pytestconfig.getoption("--bless"):
        page.write_text(before + table(), "utf-8")
    assert page.read_text("utf-8") == before + table() and start
    for one in DEFENCES:
        assert (REPOSITORY / "tests" / one.test_file).is_file()
        assert "|" not in one.threat + one.defence


def test_limits_are_as_they_are_said() -> None:
    from briefing.drafting.text import article_extraction
    from briefing.preview import server
    from briefing.reading import decoder, reader, yaml_parser
    from briefing.schema import edtf
    from briefing.schema.fields import LONGEST_ID

    page = (REPOSITORY / "docs" / "security.md").read_text("utf-8")
    for said in (
        f"| a record file, `briefing.yaml` | {decoder.LARGEST_FILE // 1024} KB |", f"| {reader.LARGEST_BESIDE // 2**20} MB |", f"| {reader.LARGEST_ARCHIVED // 2**20} MB |",
        f"| an article to draft from | {article_extraction.LARGEST // 2**20} MB |", f"| records in a file | {yaml_parser.MOST_RECORDS:,} |", f"| {yaml_parser.DEEPEST} levels |",
        f"| a date | {edtf.LONGEST} characters |", f"| an id | {LONGEST_ID} characters |", f"{server.LONGEST_HEAD // 1024} KB of head",
    ):  # fmt: skip
        assert said in page, said
