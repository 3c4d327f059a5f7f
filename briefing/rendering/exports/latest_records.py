"""latest.js: the newest records and those with changes noted, each with a digest of what readers are told in it.

By these a reader's own browser tells what is new or changed since the last visit (`static/since.js`). It is a script, as the
files in `quick/` are, so that a site that lies in a folder can fetch it too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

from briefing.rendering.components.html_components import Components
from briefing.rendering.exports.site_files import Site
from briefing.rendering.pages import Spec
from briefing.rendering.view.tracked_corpus import TrackedCorpus
from briefing.schema.kinds import KINDS
from briefing.schema.kinds.briefing import BriefingNote
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.statement import Statement

MOST: tuple[tuple[type[Record], int], ...] = ((BriefingNote, 10), (Claim, 80), (Event, 50), (Statement, 50))
MOST_CHANGED = 40
_NUMBER = {kind.FOLDER: number for number, kind in enumerate(KINDS)}


def every(tracked: TrackedCorpus, pages: Sequence[Any]) -> Iterator[Spec]:
    yield Spec("latest.js", "latest")


def make(components: Components, spec: Spec, site: Site) -> tuple[bytes]:
    kinds = json.dumps([[kind.FOLDER, kind.KIND] for kind in KINDS])
    rows = ",\n".join(_row(components.tracked, id, changed) for id, changed in _chosen(components.tracked).items())
    detail = f'{{"kinds":{kinds},"rows":[\n{rows}\n]}}'
    return (
        f'document.currentScript.dispatchEvent(new CustomEvent("latest", {{detail: {detail}}}));\n'.encode(
            "utf-8", "surrogatepass"
        ),
    )


def _chosen(tracked: TrackedCorpus) -> dict[str, bool]:
    """The ids of the records, each with whether it is there only for its changes, so that it is not taken for new."""
    chosen = {id: False for kind, most in MOST for id in tracked.ids(kind)[:most]}
    dated = sorted(
        ((max(change.date.order for change in tracked.record(id).changes), id) for id in tracked.changed()),
        reverse=True,
    )
    return chosen | {id: True for _, id in dated[:MOST_CHANGED] if id not in chosen}


def _row(tracked: TrackedCorpus, id: str, changed: bool) -> str:
    record, card = tracked.record(id), tracked.card(id)
    digest = blake2b(repr(list(_told(tracked, record))).encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
    date = record.when.words if record.when else ""
    row = [_NUMBER[record.FOLDER], id, digest, card.title, date, *([1] if changed else [])]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _told(tracked: TrackedCorpus, record: Any) -> Iterator[Any]:
    """What readers are told in a record, as far as a change of it is news: its words, its date, where it stands."""
    yield record.label, record.status, record.summary, record.body, record.when.text if record.when else ""
    yield [(change.date.text, change.kind, change.note) for change in record.changes]
    if isinstance(record, BriefingNote):
        yield record.bottom_line, [(j.text, j.likelihood, j.confidence) for j in record.judgements], record.gaps
    elif isinstance(record, Claim):
        yield tracked.standing(record.id).word
    elif isinstance(record, Event):
        yield record.actuality
    elif isinstance(record, Statement):
        yield record.quote, [(position.claim, position.stance) for position in record.positions]
