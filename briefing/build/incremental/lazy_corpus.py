"""A Corpus from what was remembered: records are read when they are asked for, and links come from the tables.

It stands for the Corpus that reading and linking everything would make, as long as the structure of all records is as
it was; then only what a few pages show has to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from briefing.build.incremental.build_state import BuildState, Table, links_of, named
from briefing.corpus.claim_standing import CountedPosition, Standing
from briefing.corpus.linker import Corpus, Link
from briefing.project.source_unit import SourceUnit
from briefing.schema.configuration import Config
from briefing.schema.kinds.record import Record

ReadUnit = Callable[[str], SourceUnit]
"""From a record file's path to its unit, whose structure is as it was remembered."""


class StateIndex:
    """What is remembered of how records stand to each other, under their ids."""

    def __init__(self, memory: BuildState) -> None:
        self.memory = memory
        self.ids = memory.ids
        self.numbers = {id: number for number, id in enumerate(memory.ids) if id}
        self.files = {
            id: (path, index) for path, held in memory.held.items() for id, index, _ in held if id in self.numbers
        }

    def corpus(self, config: Config, read: ReadUnit) -> Corpus:
        memory, ids = self.memory, self.ids
        lists = {folder: named(packed, ids) for folder, packed in memory.lists.items()}
        ranks = {id: rank for rank, id in enumerate(named(memory.order, ids))}
        records = _Records(self.files, read)
        links, follows = _Links(self, memory.links), _Links(self, memory.follows)
        return Corpus(config, records, {}, lists, ranks, links, follows, named(memory.changed, ids), memory.former)

    def takings(self, standings: Mapping[str, Standing]) -> Mapping[str, Sequence[tuple[str, CountedPosition]]]:
        return _Takings(self, standings)


class _Remembered(Mapping[str, Any]):
    """A mapping of ids whose values are made when they are asked for."""

    def __init__(self, structure: StateIndex) -> None:
        self._structure = structure

    def __iter__(self) -> Iterator[str]:
        return iter(self._structure.numbers)

    def __len__(self) -> int:
        return len(self._structure.numbers)


class _Links(_Remembered):
    def __init__(self, structure: StateIndex, table: Table) -> None:
        super().__init__(structure)
        self._table = table

    def __getitem__(self, id: str) -> list[Link]:
        structure = self._structure
        return links_of(self._table, structure.numbers[id], structure.ids, structure.memory.labels)


class _Takings(_Remembered):
    def __init__(self, structure: StateIndex, standings: Mapping[str, Standing]) -> None:
        super().__init__(structure)
        self._standings = standings

    def __getitem__(self, actor: str) -> list[tuple[str, CountedPosition]]:
        structure = self._structure
        pairs = structure.memory.takings.row(structure.numbers[actor])
        wanted = dict.fromkeys((structure.ids[claim], structure.ids[statement]) for claim, _, statement in pairs)
        return [
            (claim, taken)
            for claim, statement in wanted
            for taken in self._standings[claim].positions
            if taken.statement == statement and actor in taken.attribution_path
        ]


class _Records(Mapping[str, Record]):
    def __init__(self, files: Mapping[str, tuple[str, int]], read: ReadUnit) -> None:
        self._files = files
        self._read = read
        self._found: dict[str, Record] = {}

    def __getitem__(self, id: str) -> Record:
        record = self._found.get(id)
        if record is None:
            path, _ = self._files[id]
            for one in self._read(path).shaped:
                if one.record is not None and self._files.get(one.id, ("", 0))[0] == path:
                    self._found[one.id] = one.record
            record = self._found[id]
        return record

    def __contains__(self, id: object) -> bool:
        return id in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._files))

    def __len__(self) -> int:
        return len(self._files)
