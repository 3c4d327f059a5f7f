"""A sample of `make mutants`: without something that a build sees changes by, the tests must fail."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import REPOSITORY
from mutants import MUTANTS, Ground

SAMPLE = ("cells: no card", "shelf: merged lists are not read", "structure: mappings run together", "plan: a file that was touched", "cache: no lock")


@pytest.mark.parametrize("name", SAMPLE)
def test_a_mutant_is_caught(tmp_path: Path, name: str) -> None:
    (mutant,) = (mutant for mutant in MUTANTS if mutant.name == name)
    assert Ground(tmp_path).survives(mutant) == ""


def test_every_mutant_still_finds_its_place() -> None:
    """Where this fails, the code has changed: change `tests/mutants.py` with it."""
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)
    lost = [mutant.name for mutant in MUTANTS if (REPOSITORY / "briefing" / mutant.file).read_text("utf-8").count(mutant.old) != 1]
    assert lost == []
