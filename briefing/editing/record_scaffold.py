"""A kind, an id and some values in, the text of a record's first file out, with what could still be said as comments."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping

from briefing.core.text import slug
from briefing.core.transliteration import latin
from briefing.editing.content_model_reference import example
from briefing.editing.field_layout import STEP, fields_in_order, folded, scalar
from briefing.editing.formatter import formatted
from briefing.editing.json_schema_files import schema_file
from briefing.editing.yaml_writer import MODELINE
from briefing.schema.fields import Choice, Coordinates, Field, Line, Many, Markdown, OneOf, Ref, Struct, Type, fields_of
from briefing.schema.fields.reference_fields import LONGEST_ID, RESERVED_IDS
from briefing.schema.kinds import KIND_IN_FOLDER, KIND_NAMED
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.statement import Statement

_LONGEST_SUGGESTION = 60  # a title can be a sentence


def kind_called(name: str) -> type[Record] | None:
    """The kind of a name as somebody may write it: `event`, `events`, `Event`."""
    name = name.lower()
    return KIND_NAMED.get(name) or KIND_IN_FOLDER.get(name)


def suggested_id(name: str, taken: Container[str] = ()) -> str:
    """An id made of a name or title, in Latin letters; nothing where it has none that can be."""
    id = slug(latin(name))
    if len(id) > _LONGEST_SUGGESTION:
        id = id[: _LONGEST_SUGGESTION + 1].rpartition("-")[0] or id[:_LONGEST_SUGGESTION]
    if not id:
        return ""
    if id in RESERVED_IDS:
        id = f"{id}-1"
    number, first = 1, id[: LONGEST_ID - 4]
    while id in taken:
        number += 1
        id = f"{first}-{number}"
    return id


def label_field(kind: type[Record]) -> str:
    """The field that a record is called by: a title, a name, or a claim's text."""
    return next((key for key in ("title", "name", "text") if key in fields_of(kind)), "")


def started(kind: type[Record], given: Mapping[str, str]) -> tuple[str, list[str]]:
    """(the file's text, the fields in it that hold an example and must be filled in)."""
    lines = [
        f"{MODELINE} $schema=../../{schema_file(kind.FOLDER)}",
        f"# {kind.KIND.capitalize()}: {kind.HELP[0].lower()}{kind.HELP[1:]}",
        "# Take away the `# ` before a field that you need; leave the rest or delete it.",
        "",
    ]
    missing = []
    for field in fields_in_order(kind):
        needed = field.required or (kind is Statement and field.key == "summary" and "quote" not in given)
        if field.key in given:
            lines += [*_comment(field.help), *_field(field, _source(field.type, given[field.key])), ""]
        elif field.key == "status":
            lines += ["status: draft  # seen only in previews; delete this line to publish the record", ""]
        elif needed:
            missing.append(field.key)
            when = f"Required: {field.type.describe}." if field.required else "Required where there is no quote."
            lines += [*_comment(f"{field.help} {when}"), *_field(field, _example(field)), ""]
        elif field.key not in ("id", "former_ids", "changes"):  # what only a published record needs
            shown = formatted(f"content/{kind.FOLDER}/x.yaml", "\n".join(_field(field, example(field)))) or ""
            lines += [*_comment(field.help), *(f"# {line}" for line in shown.splitlines()), ""]
    text = "\n".join(lines)
    return formatted(f"content/{kind.FOLDER}/x.yaml", text) or text, missing


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in folded(text, "")]


def _field(field: Field, source: str) -> list[str]:
    return [f"{field.key}: {source}"]


def _example(field: Field) -> str:
    """An example that nobody takes for the truth: a record that there is hardly by chance, a text that says what it is."""
    if isinstance(field.type, Markdown):
        return "To be written."
    return f"some-{field.type.kinds[0]}" if isinstance(field.type, Ref) and field.type.kinds else example(field)


def _source(type: Type, value: str) -> str:
    """A value from the command line as YAML. Where a text can stand it is one; lists may be written with commas."""
    if isinstance(type, Many):
        if value.lstrip().startswith("["):
            return value
        apart = isinstance(type.of, (Ref, Choice, Line)) or (isinstance(type.of, (Struct, OneOf)) and "{" not in value)
        items = value.split(",") if apart else [value]
        flow = not isinstance(type.of, (Struct, OneOf)) or "{" not in value
        return f"[{', '.join(scalar(item.strip(), flow=True) if flow else item for item in items)}]"
    if isinstance(type, Coordinates) and not value.lstrip().startswith("{"):
        return value if value.lstrip().startswith("[") else f"[{value}]"
    if value.lstrip().startswith("{") and not isinstance(type, (Line, Markdown)):
        return value
    value = value.strip()
    if "\n" in value:
        return "|\n" + re.sub("(?m)^(?=.)", STEP, value)
    return scalar(value) if value else '""'
