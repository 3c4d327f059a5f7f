"""The list of licences in docs/dependencies.md names every package of the lock files, and says what the packages say."""

from __future__ import annotations

import re
from importlib import metadata

import pytest
from conftest import REPOSITORY

PAGE = (REPOSITORY / "docs" / "dependencies.md").read_text("utf-8")
LISTED = {
    name: (licence, locks)
    for name, licence, locks in re.findall(
        r"(?m)^\| ([a-z0-9._-]+) \| ([^|`]+) \| ([a-z, ]+) \|$",
        PAGE.partition("## Licences")[2].partition("|---|---|---|")[2],
    )
}
LOCKS = {path.stem: path.read_text("utf-8") for path in sorted((REPOSITORY / "requirements").glob("*.txt"))}
PERMISSIVE = {"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "MIT-CMU"}
# What packages without an SPDX expression say in words of their own.
WORDS = {
    "BSD": "BSD-3-Clause", "BSD License": "BSD-3-Clause", "MIT License": "MIT", "Apache 2.0": "Apache-2.0", "Apache Software License": "Apache-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause", "BSD 2-Clause License": "BSD-2-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "BSD-3-Clause and Public-Domain": "BSD-3-Clause", "PSFL": "PSF-2.0",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0-only WITH Classpath-exception-2.0",
}  # fmt: skip


def names(lock: str) -> set[str]:
    return set(re.findall(r"(?m)^([a-z0-9._-]+)==", LOCKS[lock]))


def test_every_package_of_a_lock_file_is_listed_and_no_other() -> None:
    expected = {name: {lock for lock in LOCKS if name in names(lock)} for lock in LOCKS for name in names(lock)}
    assert {name: set(locks.split(", ")) for name, (_, locks) in LISTED.items()} == expected
    assert len(LISTED) > 40


def test_what_builds_a_site_asks_for_no_more_than_attribution() -> None:
    assert {LISTED[name][0] for name in names("site")} <= PERMISSIVE
    assert {LISTED[name][0] for name in names("preview")} <= PERMISSIVE


INSTALLED = {
    name: one.metadata
    for one in metadata.distributions()
    if (name := re.sub(r"[-_.]+", "-", one.metadata["Name"] or "").lower()) in LISTED
}


@pytest.mark.parametrize("name", sorted(INSTALLED))
def test_the_installed_package_says_the_same(name: str) -> None:
    said = INSTALLED[name]
    short = (said.get("License") or "").partition("\n")[0].strip()
    classified = [c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or [] if c.startswith("License ::")]
    claims = [said.get("License-Expression")] if said.get("License-Expression") else [short] if short else classified
    assert claims, "it names no licence"
    assert LISTED[name][0] in [WORDS.get(claim or "", claim) for claim in claims]


def test_every_pin_has_hashes() -> None:
    for lock, text in LOCKS.items():
        for pinned in re.split(r"(?m)^(?=[a-z0-9._-]+==)", text)[1:]:
            assert "--hash=sha256:" in pinned, (lock, pinned[:40])
        assert "://" not in re.sub(r"(?m)^#.*$", "", text), "an index or an address in a lock file"
