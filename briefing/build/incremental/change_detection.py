"""What is known of a project's records when its site is made, whether all files were read or most were remembered.

Both ways end in the same: the linked records, a digest of every cell, and which cells differ from the last time.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from briefing.build.incremental import build_state
from briefing.build.incremental.build_state import BuildState, numbered
from briefing.build.incremental.fingerprints import SIZE, card_digest, digest_cells, names_digest, put_static
from briefing.build.incremental.lazy_corpus import StateIndex
from briefing.checks.quotes.quote_lock import Verification, by_record, parse_lock
from briefing.core.problems import Problem
from briefing.corpus.claim_standing import PositionsByActor, Standing, positions_by_actor, standings
from briefing.corpus.co_occurrence import Surroundings, surroundings
from briefing.corpus.linker import Corpus, Link
from briefing.project.lock_files import Locks
from briefing.project.project_loader import LoadedProject, problems_of
from briefing.project.source_unit import SourceUnit
from briefing.project.unit_serialization import pack_problem, unpack_problem
from briefing.reading.scanner import Scan, Signature
from briefing.rendering.pages import TrackedCorpus
from briefing.rendering.view.name_index import Names, name_of, named_in, names_of
from briefing.rendering.view.tracked_corpus import CARD, LISTS, NAMES, RECORD
from briefing.schema.configuration import Config

UNTRUSTED: Signature = 0  # of a file so new that a later change could leave its signature as it is
StructureKey = tuple[tuple[str, int, bytes], ...]


@dataclass(frozen=True, slots=True)
class BuildContext:
    """`dirty` are the cells that differ from the last time, None where there was none or all else has changed.

    `remember` makes what to remember, which takes a while and can be done while others render; the files of the site
    are not in it. `recalled` tells that the structure is as it was remembered, and so which pages there are.
    """

    tracked: TrackedCorpus
    dirty: set[int] | None
    remember: Callable[[], BuildState]
    warned: Sequence[Any]  # packed: the remembered warnings, where most is remembered
    recalled: bool


class SourceChanged(Exception):
    """A file has changed since it was looked at, so much that what is remembered holds no longer."""


def held_in(unit: SourceUnit) -> StructureKey:
    """What a file holds of the structure: each record's id, document and structure, drafts and all."""
    return tuple((one.id, one.index, one.structure) for one in unit.shaped)


# --- everything read -------------------------------------------------------------------------------------------------


def load_full(
    surveyed: LoadedProject,
    seen: Scan,
    locks: Locks,
    found: Sequence[Problem],
    fingerprint: bytes,
    old: BuildState | None,
    static: Mapping[str, bytes],
) -> BuildContext:
    """What is known where every file was read. With an old memory of the same fingerprint, numbers stay what they were.

    `found` is what is wrong with the locks.
    """
    corpus = surveyed.corpus
    ids = _numbering(corpus, old)
    numbers = {id: number for number, id in enumerate(ids) if id}
    stood = standings(corpus)
    taken = positions_by_actor(corpus, stood)
    around = surroundings(corpus, ids, numbers)
    tracked = TrackedCorpus(corpus, stood, taken, numbers, around, _verified(locks, corpus))

    @cache
    def cells() -> bytearray:
        written = {
            one.id: (unit.digest, one.structure)
            for unit in surveyed.units
            for one in unit.shaped
            if one.id in corpus.documents and corpus.documents[one.id].file == unit.path
        }
        found = digest_cells(corpus, stood, taken, around, tracked, written, len(ids))
        put_static(found, static)
        return found

    @cache
    def remember() -> BuildState:
        labels = list(old.labels) if old else []
        digests = cells()
        warned = {
            unit.path: [pack_problem(p) for p in said]
            for unit in surveyed.units
            if (said := list(problems_of(unit, corpus)))
        }
        warned[""] = [pack_problem(problem) for problem in (*surveyed.between, *found)]
        return BuildState(
            fingerprint=fingerprint,
            ids=ids,
            files={unit.path: (_signature(seen, unit.path), unit.digest) for unit in surveyed.units},
            held={unit.path: held_in(unit) for unit in surveyed.units},
            warned=warned,
            cells=digests,
            card_reads={numbers[id]: _cells(reads) for id, reads in tracked.card_reads.items() if len(reads) > 1},
            made={},
            lists={folder: numbered(listed, numbers) for folder, listed in corpus.lists.items()},
            order=numbered(sorted(corpus.ranks, key=corpus.ranks.__getitem__), numbers),
            changed=numbered(corpus.changed, numbers),
            former=dict(corpus.former),
            labels=labels,
            links=build_state.table(corpus.links_to, ids, numbers, labels),
            follows=build_state.table(corpus.derived_links, ids, numbers, labels),
            takings=build_state.table(_as_links(taken), ids, numbers, labels),
            names=build_state.pack_names(names_of(corpus.lists, corpus.records)),
            beside=(dict(around.entities), array("I", around.earlier).tobytes(), array("I", around.later).tobytes()),
        )

    dirty = _differing(old.cells, cells()) if old else None
    return BuildContext(tracked, dirty, remember, (), recalled=False)


def _numbering(corpus: Corpus, old: BuildState | None) -> list[str]:
    """A number for every record: the one it had, or a new one; a number that is no longer used stays empty."""
    if old is None:
        return list(corpus.records)
    ids = [id if id in corpus.records else "" for id in old.ids]
    there = set(ids)
    return ids + [id for id in corpus.records if id not in there]


def _differing(old: bytes | bytearray, new: bytes | bytearray) -> set[int]:
    longest = max(len(old), len(new)) // SIZE
    return {
        cell for cell in range(longest) if old[cell * SIZE : (cell + 1) * SIZE] != new[cell * SIZE : (cell + 1) * SIZE]
    }


def _as_links(taken: PositionsByActor) -> Mapping[str, Sequence[Link]]:
    return {actor: [Link(claim, "", one.statement) for claim, one in positions] for actor, positions in taken.items()}


def _verified(locks: Locks, corpus: Corpus) -> Mapping[str, Sequence[Verification]] | None:
    return by_record(parse_lock(locks.quotes.text)[0], corpus.former) if locks.quotes else None


def _signature(seen: Scan, path: str) -> Signature:
    return UNTRUSTED if path in seen.fresh else seen.records.get(path, UNTRUSTED)


def _cells(reads: set[int]) -> bytes:
    return array("I", sorted(reads)).tobytes()


# --- most of it remembered -------------------------------------------------------------------------------------------


def load_incremental(
    old: BuildState,
    config: Config,
    seen: Scan,
    locks: Locks,
    read: Callable[[str], SourceUnit | None],
    static: Mapping[str, bytes],
) -> BuildContext | None:
    """What is known where the edited files leave the structure of all records as it was; None where one does not.

    Nor is it enough to read a file of whose quote or archived text quotes.lock says something, because that may hold no longer. `read` makes a
    file's unit, or None where it cannot be read.
    """
    if seen.strays or seen.records.keys() != old.files.keys():
        return None
    units: dict[str, SourceUnit] = {}
    files = dict(old.files)
    placed = {
        path for plain in old.warned[""] for path in _files_of(unpack_problem(plain))
    }  # by their lines, which an edit moves
    for path, signature in seen.records.items():
        if old.files[path][0] != signature:
            unit = read(path)
            if unit is None:
                return None
            files[path] = _signature(seen, path), unit.digest
            if unit.digest != old.files[path][1]:
                if not unit.is_valid or held_in(unit) != old.held[path] or path in placed:
                    return None
                units[path] = unit
    structure = StateIndex(old)

    def unit_of(path: str) -> SourceUnit:
        unit = units.get(path)
        if unit is None:
            unit = read(path)
            if unit is None or held_in(unit) != old.held[path] or any(one.record is None for one in unit.shaped):
                raise SourceChanged(path)
        return unit

    corpus = structure.corpus(config, unit_of)
    stood: Mapping[str, Standing] = standings(corpus)
    verified = _verified(locks, corpus)
    if verified and units:
        heeded = {*verified, *(line.source for lines in verified.values() for line in lines)}
        if any(one.id in heeded for unit in units.values() for one in unit.shaped):
            return None
    edited = [
        one.id for path, unit in units.items() for one in unit.shaped if structure.files.get(one.id, ("", 0))[0] == path
    ]

    def named() -> Names:
        """All names: those of edited records from the records, the others as they were."""
        names = build_state.unpack_names(old.names)
        names.update((id, name_of(corpus.records[id])) for id in edited if id in names)
        return names

    around = Surroundings(old.ids, old.beside[0], *(memoryview(column).cast("I") for column in old.beside[1:]))
    tracked = TrackedCorpus(corpus, stood, structure.takings(stood), structure.numbers, around, verified, named)
    kept = replace(
        old, files=files, cells=bytearray(old.cells), card_reads=dict(old.card_reads), warned=dict(old.warned)
    )
    dirty = _edited(kept, structure, units)
    dirty |= _cards(kept, structure, tracked, dirty)
    if _renamed(kept, dirty):
        dirty.add(NAMES)
        kept.names = build_state.pack_names(tracked.name_index())
    dirty |= put_static(kept.cells, static)
    warned = [plain for found in kept.warned.values() for plain in found]
    return BuildContext(tracked, dirty, lambda: kept, warned, recalled=True)


def _files_of(problem: Problem) -> Iterator[str]:
    yield problem.location.file
    yield from (one.location.file for one in problem.related)


def _edited(kept: BuildState, structure: StateIndex, units: Mapping[str, SourceUnit]) -> set[int]:
    """The cells of the records in edited files, whose new digests and warnings are noted."""
    dirty = set()
    for path, unit in units.items():
        found: list[Problem] = list(unit.problems)
        for one in unit.shaped:
            if structure.files.get(one.id, ("", 0))[0] == path:
                cell = LISTS + 4 * structure.numbers[one.id] + RECORD
                dirty.add(cell)
                kept.cells[SIZE * cell : SIZE * (cell + 1)] = unit.digest
                found += unit.remarks.get(one.id, ())
        kept.warned.pop(path, None)
        if found:
            kept.warned[path] = [pack_problem(problem) for problem in found]
    return dirty


def _renamed(kept: BuildState, dirty: set[int]) -> bool:
    """Whether anything may be called otherwise than it was; if so, the new digest of all names is noted."""
    if all((cell - LISTS) % 4 != CARD for cell in dirty):
        return False
    numbers = named_in({folder: memoryview(packed).cast("I") for folder, packed in kept.lists.items()})
    digest = names_digest(kept.cells, numbers)
    if kept.cells[SIZE * NAMES : SIZE * (NAMES + 1)] == digest:
        return False
    kept.cells[SIZE * NAMES : SIZE * (NAMES + 1)] = digest
    return True


def _cards(kept: BuildState, structure: StateIndex, tracked: TrackedCorpus, edited: set[int]) -> set[int]:
    """The cells of the cards that show anything else than they did."""
    dirty = set()
    numbers = {(cell - LISTS) // 4 for cell in edited}
    numbers |= {
        number for number, reads in kept.card_reads.items() if not edited.isdisjoint(memoryview(reads).cast("I"))
    }
    for number in sorted(numbers):
        id = structure.ids[number]
        cell = LISTS + 4 * number + CARD
        digest = card_digest(tracked.card(id))
        if kept.cells[SIZE * cell : SIZE * (cell + 1)] != digest:
            kept.cells[SIZE * cell : SIZE * (cell + 1)] = digest
            dirty.add(cell)
        reads = tracked.card_reads[id]
        kept.card_reads.pop(number, None)
        if len(reads) > 1:
            kept.card_reads[number] = _cells(reads)
    return dirty
