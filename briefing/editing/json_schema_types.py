"""Types of fields become JSON Schemas: a function for each.

YAML is text to us, while language servers type it: `2022` is a number to them, `true` a boolean, `~` and an empty value
null. A schema therefore accepts every reading of what `check` accepts. Where several texts have the same reading it cannot
tell them apart, so that `check` knows more: a number that only its notation makes wrong (`1e3`), an item written twice as
a number, and a text field left empty, which the schema only warns of because `null` is a text as well.

Some keywords are the language servers' own: `errorMessage`, `patternErrorMessage` and `deprecationMessage` say what is
wrong, `enumDescriptions` what each word means.
"""

from __future__ import annotations

import re
from functools import singledispatch
from typing import Any

from briefing.editing.content_model_reference import example
from briefing.editing.field_layout import fields_in_order
from briefing.editing.yaml_core_types import as_read, typed
from briefing.schema import edtf
from briefing.schema.configuration import BaseUrl, TimeZone
from briefing.schema.fields import (
    LONGEST_ID,
    Choice,
    Coordinates,
    DateText,
    Field,
    Id,
    Line,
    Many,
    Markdown,
    Number,
    OneOf,
    Pattern,
    QuantityMapping,
    Ref,
    Struct,
    Type,
    Url,
    Words,
    fields_of,
)  # fmt: skip
from briefing.schema.fields.reference_fields import RESERVED_IDS
from briefing.schema.fields.text_fields import ID_PATTERN

Schema = dict[str, Any]


def mapping_schema(cls: Any) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {field.key: _property(field) for field in fields_in_order(cls)},
        "additionalProperties": False,
    }
    required = [field.key for field in fields_in_order(cls) if field.required]
    return schema | {"required": required} if required else schema


def _property(field: Field) -> Schema:
    """A field's schema: its type's, with what it means and how it may look. A Choice's words explain themselves."""
    chosen = isinstance(field.type, Choice)
    about = [
        field.help,
        *([] if chosen else [f"Write {field.type.describe}."]),
        *(["Required."] if field.required else []),
    ]
    shown = {} if chosen else {"examples": [as_read(example(field))]}
    return {"description": "\n\n".join(about)} | schema_of(field.type) | shown


@singledispatch
def schema_of(type: Type) -> Schema:
    """The JSON Schema of a type of field: a function for each class of them."""
    raise NotImplementedError(
        f"{type.__class__.__name__} has no schema; give it one in briefing/editing/json_schema_types.py"
    )


def _text(pattern: str, wrong: str) -> Schema:
    """Any scalar. The pattern is of texts; of what is read as another type the text is no longer known."""
    return {
        "if": {"type": "string"},
        "then": {"pattern": pattern, "patternErrorMessage": wrong},
        "else": {
            "if": {"type": "null"},
            "then": {"deprecationMessage": "there is no value here: write one, or leave the field out"},
            "else": {"type": ["boolean", "number"], "errorMessage": f"{wrong}; a list or a mapping stands here"},
        },
    }


def _texts_only(pattern: str, wrong: str, otherwise: Schema | None = None) -> Schema:
    """A text of a pattern that is hardly ever read as another type; `otherwise` is what it may be read as."""
    if otherwise is None:
        return {"type": "string", "pattern": pattern, "errorMessage": wrong}
    return {
        "if": {"type": "string"},
        "then": {"pattern": pattern, "patternErrorMessage": wrong},
        "else": otherwise | {"errorMessage": wrong},
    }


def _trimmed(pattern: str, longest: int = 0) -> str:
    """A pattern for a text around which there may be white space, which we take away."""
    size = rf"(?=\S{{1,{longest}}}\s*$)" if longest else ""
    return rf"^\s*{size}(?:{pattern})\s*$"


@schema_of.register
def _(type: Line) -> Schema:
    return _text(_trimmed(rf"\S|\S[^\n]{{0,{type.longest - 2}}}\S"), f"write {type.describe}")


@schema_of.register(Words)
@schema_of.register(Markdown)
def _(type: Words | Markdown) -> Schema:
    return _text(
        _trimmed(rf"\S|\S[\s\S]{{0,{type.longest - 2}}}\S"), f"write a text of at most {type.longest:,} characters"
    )


_AN_ID = "write an id: lower-case letters a to z, digits and single hyphens, as in john-kirby"


@schema_of.register(Ref)
@schema_of.register(Id)
def _(type: Ref | Id) -> Schema:
    """An id, of which a text of digits is read as a number. A reference to what can be no id leads nowhere."""
    pattern = rf"(?!(?:{'|'.join(sorted(RESERVED_IDS))})\s*$){ID_PATTERN}"
    schema = _text(_trimmed(pattern, LONGEST_ID), _AN_ID)
    schema["else"]["else"] |= {"minimum": 0}
    return schema


@schema_of.register
def _(type: Choice) -> Schema:
    """The words as they are written; where one stands in quotes or over lines, as a text around which there may be space."""
    read = [typed(word) for word in type.words]
    assert all(re.fullmatch(r"[\w-]+", word) for word in type.words), (
        "a word with signs would need escapes that JavaScript knows"
    )
    words = "|".join(type.words)
    quoted = [word for word, value in zip(type.words, read, strict=True) if word != value]
    pattern = "|".join([rf"\s+(?:{words})\s*", rf"(?:{words})\s+", *quoted])
    return {
        "anyOf": [
            {"enum": read, "enumDescriptions": list(type.words.values())},
            {"type": "string", "pattern": f"^(?:{pattern})$", "errorMessage": f"write one of {', '.join(type.words)}"},
        ]
    }


# EDTF, levels 0 and 1, as edtf.py reads it but for the order of an interval's ends, which a pattern cannot compare.
_LEAP = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
_DAY = (
    rf"(?:-?\d{{4}}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))"
    rf"|-?{_LEAP}-02-29)"
)
_SINGLE = (
    rf"(?:{_DAY}|-?\d{{4}}(?:-(?:0[1-9]|1[0-2])(?:-XX)?|-2[1-4]|-XX(?:-XX)?)?"
    rf"|-?(?:\d{{3}}X|\d{{2}}XX)(?:-XX(?:-XX)?)?|Y-?\d{{5,9}})[~?%]?"
)
_TIMED = rf"{_DAY}T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?"
_DATE = rf"{_TIMED}|{_SINGLE}(?:/(?:{_SINGLE}|\.\.)?)?|(?:\.\.)?/{_SINGLE}"


@schema_of.register
def _(type: DateText) -> Schema:
    year = {"type": "integer", "minimum": -9999, "maximum": 9999}  # `2022`, `0022` and `-0043` are read as numbers
    return _texts_only(_trimmed(_DATE.replace(r"\d", "[0-9]"), edtf.LONGEST), edtf.FORMS, year)


_DIGITS = r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?"


@schema_of.register
def _(type: Number) -> Schema:
    most = 10**15
    read = {"type": "number", "minimum": -most, "maximum": most}
    return _texts_only(_trimmed(_DIGITS), "write digits, as in 1000 or 2.5; words go under `text`", read)


@schema_of.register
def _(type: Coordinates) -> Schema:
    def degrees(most: int, below: str, of: str) -> Schema:
        wrong = f"write the {of} in degrees, from -{most} to {most}"
        pattern = rf"^-?0{{0,12}}(?:(?:{below})(?:\.[0-9]{{1,10}})?|{most}(?:\.0{{1,10}})?)$"
        return _texts_only(pattern, wrong, {"type": "number", "minimum": -most, "maximum": most})

    return {
        "type": "array",
        "items": [degrees(90, "[0-8]?[0-9]", "latitude"), degrees(180, "[0-9]{1,2}|1[0-7][0-9]", "longitude")],
        "minItems": 2,
        "maxItems": 2,
        "errorMessage": "write [latitude, longitude] in degrees, as in [50.45, 30.52]",
    }


_HOST = r"[hH][tT][tT][pP][sS]?://[^\s/?#@:\\<>\"'`{}|^\[\]%]+(?::[0-9]{1,5})?".replace(r"\"", '"')
_ADDRESS = rf"{_HOST}(?:[/?#][^\s\\<>\"`{{}}|^]*)?".replace(r"\"", '"')
_WHOLE_ADDRESS = "write the complete address, beginning with https://"


@schema_of.register
def _(type: Url) -> Schema:
    return _texts_only(_trimmed(_ADDRESS, 2000), _WHOLE_ADDRESS)


@schema_of.register
def _(type: BaseUrl) -> Schema:
    return _texts_only(_trimmed(rf"(?!\S*[?#]){_ADDRESS}", 2000), f"{_WHOLE_ADDRESS}, without `?` and `#`")


@schema_of.register
def _(type: TimeZone) -> Schema:
    pattern = "UTC|[A-Z][A-Za-z_+-]+(?:/[A-Za-z0-9_+-]+){1,2}"
    return _texts_only(_trimmed(pattern, 60), "write a time zone's name, such as Europe/Kyiv or UTC")


@schema_of.register
def _(type: Pattern) -> Schema:
    if re.fullmatch(type.pattern, "null"):  # a text like any other, as far as the pattern goes
        return _text(_trimmed(type.pattern, 300), type.hint)
    digits = any(re.fullmatch(type.pattern, "1" * size) for size in range(1, 100))
    number = {"type": "number", "minimum": 0} if digits else None  # a hash with nothing but digits in it
    return _texts_only(_trimmed(type.pattern, 300), type.hint, number)


@schema_of.register
def _(type: Many) -> Schema:
    return {
        "type": "array",
        "items": {"description": f"Write {type.of.describe}."} | schema_of(type.of),
        "maxItems": type.longest,
        "errorMessage": "write each item on a line after `- `, or all of them in brackets: [a, b]",
        # Two numbers that are read as the same, 12 and 012, are two texts.
        "if": {"items": {"type": "string"}},
        "then": {"uniqueItems": True},
    }


@schema_of.register
def _(type: Struct) -> Schema:
    whole = mapping_schema(type.cls)
    if not type.short:
        return whole
    return {"if": {"type": "object"}, "then": whole, "else": schema_of(fields_of(type.cls)[type.short].type)}


@schema_of.register
def _(type: OneOf) -> Schema:
    return {"if": {"type": "object"}, "then": schema_of(type.mapping), "else": schema_of(type.text)}


@schema_of.register
def _(type: QuantityMapping) -> Schema:
    help = {
        "exactly": "Just so many.",
        "about": "About so many.",
        "at_least": "So many or more.",
        "at_most": "So many or fewer.",
        "min": "From so many; with `max`.",
        "max": "To so many; with `min`.",
        "text": "In words, where there is no number: dozens.",
        "unit": "Of what: drones, boats.",
    }
    line, number = Line(80), Number()
    forms = [["exactly"], ["about"], ["at_least"], ["at_most"], ["text"], ["min", "max"]]
    return {
        "type": "object",
        "properties": {
            key: {"description": about} | schema_of(line if key in ("text", "unit") else number)
            for key, about in help.items()
        },
        "additionalProperties": False,
        "oneOf": [{"required": keys} for keys in forms],
        "dependencies": {"min": ["max"], "max": ["min"]},
    }
