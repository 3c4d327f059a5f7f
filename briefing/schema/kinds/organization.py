"""Organizations: governments, ministries, armed forces, companies, news organizations, groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from briefing.schema.fields import Line, Ref, spec
from briefing.schema.kinds.record import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Entity):
    KIND: ClassVar[str] = "organization"
    FOLDER: ClassVar[str] = "organizations"
    HELP: ClassVar[str] = "A body that acts and speaks: a government, an agency, a company, a group."

    type: str = spec(Line(60), "What sort of body, in a word or two.", example="ministry")
    parent: str = spec(Ref(("organization",), "Member organizations"), "The organization it is part of.")
    country: str = spec(Ref(("place",), "Organizations of this place"), "Its country.")
