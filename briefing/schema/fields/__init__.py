"""Text becomes typed values: a class for each type of field, and how a mapping of fields is shaped.

Every type has `parse(node, found)`, which takes the YAML node of a value and gives the value, or notes in `found` what
is wrong and gives None; one bad value never hides the next. `empty` is what a record has where the field is left out.
A field is declared where its value lives, as `name: type = spec(Type(...), help)` in a frozen dataclass.
"""

from __future__ import annotations

from briefing.schema.fields.field_types import Field, Found, Reference, Type, fields_of, spec
from briefing.schema.fields.mapping_fields import (
    Many,
    OneOf,
    QuantityMapping,
    Struct,
    labels_of,
    markdown_texts,
    missing_keys,
    shape_mapping,
)
from briefing.schema.fields.reference_fields import ENTITY_KINDS, LONGEST_ID, Id, Ref, id_problem
from briefing.schema.fields.text_fields import Line, Markdown, Words, link_parts, link_pattern, text_of
from briefing.schema.fields.value_fields import Choice, Coordinates, DateText, Number, Pattern, Url

__all__ = [
    "ENTITY_KINDS", "LONGEST_ID", "Choice", "Coordinates", "DateText", "Field", "Found", "Id", "Line", "Many", "Markdown", "Number",
    "OneOf", "Pattern", "QuantityMapping", "Ref", "Reference", "Struct", "Type", "Url", "Words", "fields_of", "id_problem",
    "labels_of", "link_parts", "link_pattern", "markdown_texts", "missing_keys", "shape_mapping", "spec", "text_of",
]  # fmt: skip
