"""The kinds of records, a module each. `KINDS` is the table: adding a kind adds a line here."""

from __future__ import annotations

from .briefing import BriefingNote
from .claim import Claim
from .common import Record
from .equipment import Equipment
from .event import Event
from .organization import Organization
from .person import Person
from .place import Place
from .source import Source
from .statement import Statement
from .topic import Topic

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
