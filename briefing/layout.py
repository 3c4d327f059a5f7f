"""In which order a record's fields are written: a kind's own first, then what every record has."""

from __future__ import annotations

from functools import cache
from typing import Any

from .fields import Field, fields_of
from .kinds.common import Record

LAST = ("summary", "body", "topics", "sources", "same_as", "status", "former_ids", "changes")


@cache
def fields_in_order(cls: Any) -> tuple[Field, ...]:
    """A kind's fields, or another mapping's, as an editor meets them."""
    fields = fields_of(cls)
    if not issubclass(cls, Record):
        return tuple(fields.values())
    shared = fields_of(Record)
    own = [field for key, field in fields.items() if key not in shared]
    return (fields["id"], *own, *(fields[key] for key in LAST))
