"""The digest of every cell that a page can read. Where a cell's digest is the same, so is all that a page shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from briefing.corpus.claim_standing import Standing, Takings
from briefing.corpus.co_occurrence import Surroundings
from briefing.corpus.linker import Briefing, Link
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
    Shelf,
    list_of,
)

SIZE = 16  # bytes of a digest
NOTHING = bytes(SIZE)  # the digest of a cell that holds nothing


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).digest()


def digest_cells(
    briefing: Briefing,
    standings: Mapping[str, Standing],
    takings: Takings,
    around: Surroundings,
    shelf: Shelf,
    written: Mapping[str, tuple[bytes, bytes]],
    count: int,
) -> bytearray:
    """The digests of all cells in a row. `written` is each record's (digest of its file, structure), `count` how many numbers."""
    cells = bytearray(SIZE * (LISTS + 4 * count))

    def put(cell: int, digest: bytes) -> None:
        cells[SIZE * cell : SIZE * (cell + 1)] = digest

    for folder, ids in briefing.lists.items():
        put(list_of(folder), _digest("\n".join(ids)))
    put(CHANGED, _digest("\n".join(briefing.changed)))
    everything = blake2b(digest_size=SIZE)
    for id, record in briefing.records.items():
        first = LISTS + 4 * shelf.numbers[id]
        content, structure = written[id]
        everything.update(structure)
        put(first + RECORD, content)
        put(first + CARD, card_digest(shelf.card(id)))
        links, follows = briefing.links_to.get(id, ()), briefing.follows_to.get(id, ())
        if links or follows:
            put(first + LINKS, _digest(_links(links, follows)))
        said = repr(takings[id]) if id in takings else ""
        if getattr(record, "positions", ()):
            said = _exchanges(shelf.exchanges(id))
        beside = around.digested(shelf.numbers[id])
        if said or beside:
            put(first + STANDING, blake2b(beside + said.encode(), digest_size=SIZE).digest())
    for claim, standing in standings.items():
        put(LISTS + 4 * shelf.numbers[claim] + STANDING, _digest(repr(standing)))
    put(EVERYTHING, everything.digest())
    put(NAMES, names_digest(cells, [shelf.numbers[id] for id in named_in(briefing.lists)]))
    return cells


def names_digest(cells: bytes | bytearray, numbers: Iterable[int]) -> bytes:
    """The digest of the names of records, by their numbers: of their cards, which hold them."""
    cards = (LISTS + 4 * number + CARD for number in numbers)
    return blake2b(b"".join([cells[SIZE * card : SIZE * (card + 1)] for card in cards]), digest_size=SIZE).digest()


def card_digest(card: Card) -> bytes:
    """Of all of a card: its label is what its link reads, and what is not listed is marked."""
    return _digest("\0".join((card.path, card.link, card.when, card.marks, card.date.text if card.date else "", *card.aliases)))


def _links(links: Iterable[Link], follows: Iterable[Link]) -> str:
    return "\n".join(["\t".join(link) for link in (*links, *follows)])


def _exchanges(exchanges: Iterable[Exchange]) -> str:
    """Who stands beside a statement, and when. What each of them says is in its own record, which a page reads too."""
    return "\n".join(["\t".join([one.claim, *["/".join([taken.statement for taken in part]) for part in one[1:]]]) for one in exchanges])
