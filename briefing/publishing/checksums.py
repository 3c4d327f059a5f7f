"""A built site and the list of sums in it give the files that are missing, changed or foreign."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from briefing.build.output.output_writer import MANIFEST, is_inside, sha256_hex
from briefing.reading.scanner import NotPlain, look, read_plain

# What its own tool does not make the same twice. It is in the list of sums like everything else; only two builds of the
# same content may differ in it.
NOT_REPRODUCIBLE = ("pagefind/",)


class Fault(NamedTuple):
    """A file that is not as the list has it: "missing", "changed", "foreign", or "unfinished" where a build was cut short."""

    fault: str
    path: str


@dataclass(frozen=True, slots=True)
class Sums:
    """A list of sums: sha256 by path, whether the site shows drafts, and the sha256 of the list itself."""

    files: Mapping[str, str]
    drafts: bool
    digest: str


def read_sums(folder: str) -> Sums | None:
    """The list of sums in a folder; None where there is none, or it is damaged, or names anything outside the folder."""
    try:
        data = read_within(folder, MANIFEST)
        listed = json.loads(data)
        files = listed["files"]
        whole = all(type(path) is str and is_inside(path) and type(digest) is str for path, digest in files.items())
        return Sums(files, listed.get("drafts") is True, sha256_hex(data)) if whole else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def read_within(folder: str, path: str) -> bytes:
    """A file's bytes; a link is not followed."""
    return read_plain(os.path.join(folder, path), follow=False)


def examine(folder: str) -> tuple[Sums | None, list[Fault]]:
    """(the list of sums, what is not as it says), sorted by path. Raises OSError where the system will not let it look."""
    sums = read_sums(folder)
    if sums is None:
        there = os.path.lexists(os.path.join(folder, MANIFEST))
        return None, [Fault("changed" if there else "missing", MANIFEST)]
    found, leftovers, links = look(folder)
    faults = [Fault("foreign", path) for path in (*found.keys() - sums.files.keys() - {MANIFEST}, *links)]
    faults += [Fault("unfinished", path) for path in leftovers]
    for path, digest in sums.files.items():
        if path not in found:
            faults.append(Fault("missing", path))
        elif not digest:
            faults.append(Fault("unfinished", path))
        elif _digest(os.path.join(folder, path)) != digest:
            faults.append(Fault("changed", path))
    return sums, sorted(faults, key=lambda fault: (fault.path, fault.fault))


def _digest(name: str) -> str:
    """The sha256 of a file; nothing where there is no plain one."""
    try:
        return sha256_hex(read_plain(name))
    except NotPlain:
        return ""


def differing(one: Sums, other: Sums) -> list[str]:
    """The paths in which two sites differ, without those that may."""
    paths = sorted(one.files.keys() | other.files.keys())
    return [
        path for path in paths if one.files.get(path) != other.files.get(path) and not path.startswith(NOT_REPRODUCIBLE)
    ]
