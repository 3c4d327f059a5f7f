"""Equipment: weapon systems, vehicles, machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.schema.fields import Line, Ref, spec
from briefing.schema.kinds.record import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment(Entity):
    KIND: ClassVar[str] = "equipment"
    FOLDER: ClassVar[str] = "equipment"
    HELP: ClassVar[str] = "A weapon system, vehicle or machine."

    type: str = spec(Line(60), "What sort of thing, in a word or two.", example="loitering munition")
    maker: str = spec(Ref(("organization",), "Equipment made"), "Who makes it.")
    origin: str = spec(Ref(("place",), "Equipment from here"), "Where it comes from.")
    variant_of: str = spec(Ref(("equipment",), "Variants"), "The equipment it is a variant of.")
