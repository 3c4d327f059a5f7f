"""The kinds of records, a module each. `KINDS` is the table: adding a kind adds a line here."""

from __future__ import annotations

from briefing.schema.kinds.briefing import BriefingNote
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.equipment import Equipment
from briefing.schema.kinds.event import Event
from briefing.schema.kinds.organization import Organization
from briefing.schema.kinds.person import Person
from briefing.schema.kinds.place import Place
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.source import Source
from briefing.schema.kinds.statement import Statement
from briefing.schema.kinds.topic import Topic

KINDS: tuple[type[Record], ...] = (
    BriefingNote,
    Event,
    Statement,
    Claim,
    Person,
    Organization,
    Place,
    Equipment,
    Topic,
    Source,
)

KIND_NAMED = {kind.KIND: kind for kind in KINDS}
KIND_IN_FOLDER = {kind.FOLDER: kind for kind in KINDS}
