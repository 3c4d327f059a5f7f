"""The digest of every cell that a page can read. Where a cell's digest is the same, so is all that a page shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from briefing.corpus.claim_standing import PositionsByActor, Standing
from briefing.corpus.co_occurrence import Surroundings
from briefing.corpus.linker import Corpus, Link
from briefing.corpus.responses import Exchange
from briefing.rendering.view.name_index import named_in
from briefing.rendering.view.record_summary import Card
from briefing.rendering.view.tracked_corpus import (
    CARD,
    CHANGED,
    EVERYTHING,
    LINKS,
    LISTS,
    NAMES,
    RECORD,
    STANDING,
    STATIC,
    STATIC_CELLS,
    TrackedCorpus,
    list_of,
    static_cell,
)

SIZE = 16  # bytes of a digest
NOTHING = bytes(SIZE)  # the digest of a cell that holds nothing


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


def digest_cells(
    corpus: Corpus,
    standings: Mapping[str, Standing],
    takings: PositionsByActor,
    around: Surroundings,
    tracked: TrackedCorpus,
    written: Mapping[str, tuple[bytes, bytes]],
    count: int,
) -> bytearray:
    """The digests of all cells in a row. `written` is each record's (digest of its file, structure), `count` how many numbers."""
    cells = bytearray(SIZE * (LISTS + 4 * count))

    def put(cell: int, digest: bytes) -> None:
        cells[SIZE * cell : SIZE * (cell + 1)] = digest

    for folder, ids in corpus.lists.items():
        put(list_of(folder), _digest("\n".join(ids)))
    put(CHANGED, _digest("\n".join(corpus.changed)))
    everything = blake2b(digest_size=SIZE)
    for id, record in corpus.records.items():
        first = LISTS + 4 * tracked.numbers[id]
        content, structure = written[id]
        everything.update(structure)
        put(first + RECORD, content)
        put(first + CARD, card_digest(tracked.card(id)))
        links, follows = corpus.links_to.get(id, ()), corpus.derived_links.get(id, ())
        if links or follows:
            put(first + LINKS, _digest(_links(links, follows)))
        said = repr(takings[id]) if id in takings else ""
        if getattr(record, "positions", ()):
            said = _exchanges(tracked.exchanges(id))
        beside = around.digested(tracked.numbers[id])
        if said or beside:
            put(first + STANDING, blake2b(beside + said.encode(), digest_size=SIZE).digest())
    for claim, standing in standings.items():
        put(LISTS + 4 * tracked.numbers[claim] + STANDING, _digest(repr(standing)))
    put(EVERYTHING, everything.digest())
    put(NAMES, names_digest(cells, [tracked.numbers[id] for id in named_in(corpus.lists)]))
    return cells


def put_static(cells: bytearray, static: Mapping[str, bytes]) -> set[int]:
    """Put the digests of the static files into their cells; which of those differ from what was there."""
    files: dict[int, list[tuple[str, bytes]]] = {cell: [] for cell in range(STATIC, STATIC + STATIC_CELLS)}
    for path in sorted(static):
        files[static_cell(path)].append((path, blake2b(static[path], digest_size=SIZE).digest()))
    dirty = set()
    for cell, found in files.items():
        digest = _digest(repr(found)) if found else NOTHING
        if cells[SIZE * cell : SIZE * (cell + 1)] != digest:
            dirty.add(cell)
            cells[SIZE * cell : SIZE * (cell + 1)] = digest
    return dirty


def names_digest(cells: bytes | bytearray, numbers: Iterable[int]) -> bytes:
    """The digest of the names of records, by their numbers: of their cards, which hold them."""
    cards = (LISTS + 4 * number + CARD for number in numbers)
    return blake2b(b"".join([cells[SIZE * card : SIZE * (card + 1)] for card in cards]), digest_size=SIZE).digest()


def card_digest(card: Card) -> bytes:
    """Of all of a card: its label is what its link reads, and what is not listed is marked."""
    return _digest(
        "\0".join((card.path, card.link, card.when, card.marks, card.date.text if card.date else "", *card.aliases))
    )


def _links(links: Iterable[Link], follows: Iterable[Link]) -> str:
    return "\n".join(["\t".join(link) for link in (*links, *follows)])


def _exchanges(exchanges: Iterable[Exchange]) -> str:
    """Who stands beside a statement, and when. What each of them says is in its own record, which a page reads too."""
    return "\n".join(
        [
            "\t".join([one.claim, *["/".join([taken.statement for taken in part]) for part in one[1:]]])
            for one in exchanges
        ]
    )
