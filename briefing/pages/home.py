"""The home page: the latest briefing, what is contested, what is new, what was changed, and where to find the rest."""

from __future__ import annotations

from collections.abc import Iterator

from ..kinds import KINDS
from ..kinds.briefing import BriefingNote
from ..kinds.claim import Claim
from ..kinds.common import newest_first
from ..kinds.event import Event
from ..kinds.statement import Statement
from .changes import noted
from .page import Page
from .shelf import Shelf

LATEST = 8  # events, and statements: what fits beside the rest on a laptop's screen
CHANGES = 5


def home(shelf: Shelf) -> Iterator[Page]:
    f, briefing = shelf.outer, shelf.briefing
    notes = [note for note in newest_first(briefing.of(BriefingNote)) if note.status != "withdrawn"]
    contested = [c.id for c in briefing.of(Claim) if shelf.standings[c.id].word == "contested" and c.status != "withdrawn"]
    values = {
        "latest": {
            "anchor": f.anchor(notes[0].id),
            "date": f.date(notes[0].date),
            "bottom_line": f.markdown(notes[0].bottom_line),
        }
        if notes
        else None,
        "contested": f.rows(f.in_order(contested)),
        "events": f.rows(f.in_order(r.id for r in briefing.of(Event) if r.actuality != "planned" and r.status != "withdrawn")[:LATEST]),
        "statements": f.rows(f.in_order(r.id for r in briefing.of(Statement) if r.status != "withdrawn")[:LATEST]),
        "changes": noted(f, briefing)[:CHANGES],
        "kinds": [
            {"path": f"{k.FOLDER}/index.html", "name": k.FOLDER.capitalize(), "count": len(briefing.of(k)), "help": k.HELP}
            for k in KINDS
        ],
    }
    yield Page("index.html", "home.html", briefing.config.title, values, briefing.config.description)
