"""A revision in git becomes the Corpus that it held, by the same stages as the files on the disk."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.core.problems import Problem
from briefing.corpus.linker import Corpus, link
from briefing.project.source_unit import make_unit
from briefing.reading.decoder import File, decode
from briefing.schema.configuration import Config, shape_config
from briefing.schema.kinds import KIND_IN_FOLDER
from briefing.schema.record_parser import ParsedRecord

# What git tells its hooks of the place they are called for; the project may lie deeper, and is looked for from there.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


class NoHistory(Exception):
    """Why a revision cannot be read, and what to do about it, for whoever gave the command."""


@dataclass(frozen=True, slots=True)
class Past:
    """What a revision held. Files that do not read by today's rules are left out of the Corpus and named in `unread`."""

    corpus: Corpus
    unread: tuple[str, ...]
    texts: dict[str, str]


def at_revision(root: Path, revision: str) -> Past:
    """The Corpus at a revision, without drafts. Raises NoHistory where there is no such thing."""
    commit = _commit(root, revision)
    config: File | None = None
    shaped: list[ParsedRecord] = []
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    for path, data in _files(root, commit):
        file, found = decode(path, data)
        problems += found
        file = file or File(path, "", is_valid=False)
        texts[path] = file.text
        if path == "briefing.yaml":
            config = file
        else:
            unit = make_unit(file)
            problems += unit.problems
            shaped += unit.shaped
    site, _ = shape_config(config) if config else (Config(title="?"), [])
    corpus, _ = link(site, shaped, texts, drafts=False)
    unread = sorted({problem.location.file for problem in problems if problem.is_error})
    return Past(corpus, tuple(unread), texts)


def _commit(root: Path, revision: str) -> str:
    inside = _git(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode:
        said = inside.stderr.decode("utf-8", "replace").strip().split("\n")[0].removeprefix("fatal: ")
        if "not a git repository" in said:
            said = "this project is not in a git repository, so there is no earlier revision of it"
        raise NoHistory(said)
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = found.stdout.decode("ascii", "replace").strip()
    if found.returncode or not commit:
        hint = "name a commit, tag or branch that `git log` shows"
        if _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
            hint = (
                "this clone is shallow: fetch all of it first (`git fetch --unshallow`; `fetch-depth: 0` in a workflow)"
            )
        raise NoHistory(f"git knows no revision `{revision}`; {hint}")
    return commit


def _files(root: Path, commit: str) -> Iterator[tuple[str, bytes]]:
    """(path from the project's folder, content) of briefing.yaml and every record file in a commit."""
    listed = _git(root, "ls-tree", "-r", "-z", commit, "--", "briefing.yaml", "content/")
    if listed.returncode:
        raise NoHistory(listed.stderr.decode("utf-8", "replace").strip())
    wanted: list[tuple[str, str]] = []
    for line in filter(None, listed.stdout.split(b"\0")):
        about, _, name = line.partition(b"\t")
        mode, kind, object_id = about.decode("ascii").split()
        path = name.decode("utf-8", "replace")
        if kind == "blob" and mode != "120000" and _is_record(path):
            wanted.append((path, object_id))
    yield from zip((path for path, _ in wanted), _blobs(root, [object_id for _, object_id in wanted]), strict=True)


def _is_record(path: str) -> bool:
    parts = path.split("/")
    record = (
        len(parts) == 3 and parts[1] in KIND_IN_FOLDER and parts[2].endswith(".yaml") and not parts[2].startswith(".")
    )
    return path == "briefing.yaml" or record


def _blobs(root: Path, object_ids: Sequence[str]) -> Iterator[bytes]:
    """The contents of objects, all by one process: for each a line `id kind size`, the content and a line end."""
    read = _git(root, "cat-file", "--batch", given="".join(f"{one}\n" for one in object_ids).encode())
    data, at = read.stdout, 0
    for one in object_ids:
        end = data.find(b"\n", at)
        head = data[at:end].split()
        if read.returncode or end < 0 or len(head) != 3:
            raise NoHistory(f"git could not read the object {one}; `git fsck` may say why")
        size = int(head[2])
        yield data[end + 1 : end + 1 + size]
        at = end + 1 + size + 1


def _git(root: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Git's plumbing, whose output does not depend on settings or language."""
    environment = {k: v for k, v in os.environ.items() if k not in _OF_A_HOOK} | {
        "LC_ALL": "C",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments], input=given, capture_output=True, env=environment, check=False
        )
    except FileNotFoundError:
        raise NoHistory("git is not installed here, or not on the PATH; earlier revisions are read with it") from None
