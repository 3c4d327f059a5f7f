"""Topics: what records are gathered under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.schema.kinds.record import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Entity):
    KIND: ClassVar[str] = "topic"
    FOLDER: ClassVar[str] = "topics"
    HELP: ClassVar[str] = "A subject that records are gathered under."
