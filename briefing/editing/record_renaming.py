"""A record's id becomes another: every file's text in, the texts that change out, with nothing else in them touched.

Every reference has its place, so each id is replaced where it stands and the rest of a file stays as it is to the byte:
comments, layout, quotes, line ends. (A library that reads YAML and writes it again keeps the comments, and lays out the
rest anew.) What comes out is read again and compared with what went in, so that a file this module misjudges stops the
renaming instead of being damaged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yaml.nodes import Node, ScalarNode, SequenceNode

from briefing.core.problems import Location, Problem
from briefing.core.text import closest
from briefing.editing.reference_edits import edited, edits_in, word_of
from briefing.reading.decoder import File
from briefing.reading.locations import place_of
from briefing.reading.yaml_parser import RawRecord, parse
from briefing.schema.fields import Reference, id_problem
from briefing.schema.record_parser import ParsedRecord, parse_record


@dataclass(frozen=True, slots=True)
class Renamed:
    """The files that change: their new texts by their paths as they were, and the path that one of them moves to.

    `left` are the places where the old id still stands: in comments, code and plain text, which may mean something else.
    """

    texts: Mapping[str, str]
    moved: Mapping[str, str]
    kind: str
    references: int
    left: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class RenameRefused:
    """Why an id cannot be renamed, what to do, and the problems in files that stand in the way."""

    message: str
    hint: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A document and what was made of it. `shaped` is None where its id or its whole text is not to be read."""

    entry: RawRecord
    shaped: ParsedRecord | None
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...]


def rename(files: Sequence[File], old: str, new: str) -> Renamed | RenameRefused:
    """What renaming the record `old` to `new` makes of a project's files."""
    read = {file.path: _read(file) for file in files}
    known = [one.shaped for ones in read.values() for one in ones if one.shaped]
    refused = _unreadable(files, read, old) or _not_to_be_had(known, old, new)
    if refused:
        return refused
    owner = next(one for one in known if one.id == old)
    moves = _moves(owner, read[owner.file], {file.path for file in files}, old, new)
    if isinstance(moves, RenameRefused):
        return moves
    texts: dict[str, str] = {}
    references = 0
    left: list[Location] = []
    for file in files:
        edits = [
            edit
            for one in read[file.path]
            if one.shaped and one.entry.node
            for edit in edits_in(one.entry.node, one.references, file.text, one.shaped.id == old, old, new)
        ]
        path, text, again = moves.get(file.path, file.path), edited(file.text, edits), read[file.path]
        if edits:
            again = _read(File(path, text))
            if not _same(read[file.path], again, old, new):
                hint = "write the id plainly there, as in `speaker: some-id`, and try again"
                return RenameRefused(f"`{old}` stands in {file.path} in a way that cannot be replaced safely", hint)
            texts[file.path] = text
            references += sum(r.target == new for one in again for r in one.references)
        left += [
            place_of(path, text, match.start(), len(old))
            for match in word_of(old).finditer(text)
            if not _is_former_id(again, match.start())
        ]
    return Renamed(texts, moves, owner.kind.KIND, references, tuple(left))


def _read(file: File) -> tuple[_Read, ...]:
    entries, problems = parse(file)
    read = []
    for entry in entries:
        shaped, found = parse_record(entry)
        read.append(_Read(entry, shaped, tuple(found.references), (*problems, *found.problems)))
    return tuple(read)


# --- what stands in the way ------------------------------------------------------------------------------------------


def _unreadable(files: Sequence[File], read: Mapping[str, Sequence[_Read]], old: str) -> RenameRefused | None:
    """References can only be found in documents that can be read and have an id."""
    word = word_of(old)
    having = [file for file in files if word.search(file.text) or file.path.endswith(f"/{old}.yaml")]
    problems = [
        problem
        for file in having
        for one in read[file.path]
        if one.entry.node is None or one.shaped is None
        for problem in one.problems
        if problem.is_error
    ]
    unsound = [file.path for file in having if not file.is_valid]
    if problems or unsound:
        where = ", ".join(dict.fromkeys([*unsound, *(p.location.file for p in problems)]))
        hint = "mend what is wrong there first; `check` lists it"
        return RenameRefused(f"`{old}` stands where it cannot be read: {where}", hint, tuple(dict.fromkeys(problems)))
    return None


def _not_to_be_had(known: Sequence[ParsedRecord], old: str, new: str) -> RenameRefused | None:
    by_id: dict[str, list[ParsedRecord]] = {}
    former: dict[str, ParsedRecord] = {}
    for one in known:
        by_id.setdefault(one.id, []).append(one)
        for id in one.record.former_ids if one.record else ():
            former[id] = one
    if old not in by_id:
        close = closest(old, tuple(by_id))
        hint = f"did you mean `{close}`?" if close else "an id is the name of a record's file, without `.yaml`"
        return RenameRefused(
            f"no record has the id `{old}`", f"it is now called `{former[old].id}`" if old in former else hint
        )
    if len(by_id[old]) > 1:
        return RenameRefused(
            f"several records have the id `{old}`", "give each its own id first; `check` says where they are"
        )
    if old == new:
        return RenameRefused(f"`{old}` is its id already", "write the new id after the old one")
    problem = id_problem(new)
    if problem:
        return RenameRefused(problem[1], problem[2])
    if new in by_id:
        taken = by_id[new][0]
        return RenameRefused(
            f"the {taken.kind.KIND} in {taken.file} has the id `{new}`", "write an id that no record has"
        )
    if new in former and former[new].id != old:
        taken = former[new]
        return RenameRefused(
            f"`{new}` was once the id of the {taken.kind.KIND} `{taken.id}` and leads there",
            "write an id that no record has had",
        )
    return None


def _moves(
    owner: ParsedRecord, documents: Sequence[_Read], paths: set[str], old: str, new: str
) -> dict[str, str] | RenameRefused:
    """The file that gets a new name, if the old id is its name."""
    path = owner.file
    if not documents[0].entry.alone or documents[0].entry.stem != old:
        return {}
    target = f"{path.rpartition('/')[0]}/{new}.yaml"
    if target in paths:
        return RenameRefused(f"there is a file {target} already", "write another id, or rename that file first")
    return {path: target}


# --- whether it is right ---------------------------------------------------------------------------------------------


def _same(before: Sequence[_Read], after: Sequence[_Read], old: str, new: str) -> bool:
    """Whether documents say the same as before, but for the id."""
    if len(before) != len(after) or any(one.shaped is None for one in after):
        return False
    for was, now in zip(before, after, strict=True):
        assert was.shaped and now.shaped and was.entry.node and now.entry.node
        if now.shaped.id != _exchanged(was.shaped.id, old, new):
            return False
        if [r.target for r in now.references] != [_exchanged(r.target, old, new) for r in was.references]:
            return False
        if _said(was.entry.node, old, new) != _said(now.entry.node, old, new):
            return False
    return True


def _exchanged(id: str, old: str, new: str) -> str:
    return new if id == old else id


def _said(node: Node, old: str, new: str, top: bool = True) -> Any:
    """What a document says, with both ids alike, and without its former ids."""
    if isinstance(node, ScalarNode):
        return word_of(old).sub(lambda _: new, node.value).strip()
    if isinstance(node, SequenceNode):
        return [_said(item, old, new, False) for item in node.value]
    pairs = [(k.value, _said(v, old, new, False)) for k, v in node.value]
    return [pair for pair in pairs if not (top and pair[0] == "former_ids")]


def _is_former_id(documents: Sequence[_Read], offset: int) -> bool:
    for one in documents:
        for key, value in one.entry.node.value if one.entry.node else ():
            if key.value == "former_ids" and value.start_mark.index <= offset < value.end_mark.index:
                return True
    return False
