"""Differences between two Briefings in words: Markdown for a newsletter, or plain data for programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from briefing.core.text import shortened
from briefing.core.values import Date, Quantity
from briefing.corpus.corpus_differences import Difference, FieldDifference
from briefing.corpus.linker import Corpus
from briefing.rendering.markdown import plain
from briefing.schema.fields import Many, Markdown, OneOf, Ref, Struct, Type, fields_of
from briefing.schema.kinds.record import Record
from briefing.schema.kinds.statement import Statement
from briefing.schema.vocabulary import phrase

LONGEST = 300  # characters of a value that is told
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


class _Words:
    """Records and values in words, by the names that records have now; those that are gone, by the names they had."""

    def __init__(self, old: Corpus, new: Corpus) -> None:
        self._old, self._new = old, new

    def name(self, id: str) -> str:
        record = self._new.records.get(id) or self._old.records.get(id)
        return id if record is None else self.label(record)

    def label(self, record: Record) -> str:
        """A statement is called by its speaker, its date and its first words."""
        if not isinstance(record, Statement):
            return record.label
        said = f"“{record.quote}”" if record.quote else plain(record.summary, lambda id: id)
        speaker = self._new.records.get(record.speaker) or self._old.records.get(record.speaker)
        return f"{speaker.label if speaker else record.speaker}, {record.date.words}: {shortened(said, 100)}"

    def value(self, value: Any, type: Type) -> str:
        """A value in words."""
        if value in (None, "", ()):
            return ""
        if isinstance(value, (Date, Quantity)):
            return value.words
        if isinstance(type, Ref):
            return self.name(value)
        if isinstance(type, Markdown):
            return plain(value, self.name)
        if isinstance(type, Many):
            return "; ".join(self.value(item, type.of) for item in value)
        if isinstance(type, OneOf):
            return self.value(value, type.text if isinstance(value, str) else type.mapping)
        if isinstance(type, Struct):
            first, rest = self.parts(value, type)
            return f"{first} ({rest})" if rest else first
        return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)

    def parts(self, value: Any, type: Struct) -> tuple[str, str]:
        """A mapping's first field, which says what it is about, and the others, in words."""
        first, *rest = (self.value(getattr(value, field.name), field.type) for field in fields_of(type.cls).values())
        return first, ", ".join(filter(None, rest))

    def field(self, record: Record, field: FieldDifference) -> str:
        """What became of a field, in a sentence without a stop."""
        type = fields_of(record.__class__)[field.key].type
        name = phrase(field.key.replace("_", " "))
        if isinstance(type, Many):
            return f"{name}: {self._list(field, type) or _emptied(field)}"
        if isinstance(type, Markdown) and not field.bearing:
            return (
                f"{name}: {'reworded' if field.before and field.after else 'written' if field.after else 'taken out'}"
            )
        before, after = (shortened(self.value(value, type), LONGEST) for value in (field.before, field.after))
        if not before:
            return f"{name}: now “{after}”"
        return f"{name}: “{before}” is now “{after}”" if after else f"{name}: no longer “{before}”"

    def _list(self, field: FieldDifference, type: Many) -> str:
        """What is no longer in a list, what is new in it, and what is still there but not the same."""
        before, after = field.before or (), field.after or ()
        gone = [item for item in before if item not in after]
        come = [item for item in after if item not in before]
        parts: list[str] = []
        if isinstance(type.of, Struct):
            was = {first: (item, rest) for item in gone for first, rest in [self.parts(item, type.of)]}
            for item in list(come):
                first, rest = self.parts(item, type.of)
                if first in was:
                    earlier, said = was.pop(first)
                    parts.append(f"“{first}”: {said or 'nothing more'} is now {rest or 'nothing more'}")
                    gone.remove(earlier)
                    come.remove(item)
        parts += [f"no longer {_listed([self.value(item, type.of) for item in gone])}"] * bool(gone)
        parts += [f"now also {_listed([self.value(item, type.of) for item in come])}"] * bool(come)
        return ", ".join(parts)


def _emptied(field: FieldDifference) -> str:
    """Tell two lists of the same items apart: an empty list says that there are none, no list says nothing."""
    if field.after == ():
        return "now said to be none"
    return "no longer said to be none" if field.before == () else "in another order"


def _listed(values: Sequence[str]) -> str:
    return "; ".join(f"“{shortened(value, LONGEST)}”" for value in values)


def as_markdown(differences: Sequence[Difference], old: Corpus, new: Corpus, since: str, until: str = "") -> str:
    """A newsletter of all differences, under a heading for each sort."""
    words = _Words(old, new)
    title = f"# {_escaped(new.config.title)}: what changed since {_escaped(since)}{f', up to {_escaped(until)}' if until else ''}"
    parts = [title]
    for heading, belongs in _SECTIONS:
        items = [
            item for difference in differences if belongs(difference) for item in _item(difference, heading, words, new)
        ]
        if items:
            parts.append(f"## {heading}\n\n" + "\n".join(items))
    return "\n\n".join(parts if len(parts) > 1 else [*parts, "Nothing."]) + "\n"


def _corrected(difference: Difference) -> bool:
    return any(change.kind in ("correction", "clarification") for change in difference.notes)


_CLAIMS = "Where claims stand now"
_SECTIONS: tuple[tuple[str, Callable[[Difference], bool]], ...] = (
    ("Withdrawn", lambda d: d.what == "withdrawn"),
    ("Corrected", lambda d: d.what in ("changed", "renamed") and _corrected(d)),
    (_CLAIMS, lambda d: d.standing is not None),
    ("New", lambda d: d.what in ("new", "restored")),
    ("Changed", lambda d: d.what in ("changed", "renamed") and not _corrected(d) and bool(d.fields or d.notes)),
    ("At another address", lambda d: bool(d.was)),
    ("No longer there", lambda d: d.what == "removed"),
)


def _item(difference: Difference, heading: str, words: _Words, new: Corpus) -> Iterator[str]:
    record = difference.record
    label = f"**{_escaped(words.label(record))}**"
    if difference.what != "removed":
        label = f"[{_escaped(words.label(record))}]({new.config.base_url}{record.path})"
    if heading == _CLAIMS and difference.standing:
        before, after = difference.standing
        yield f"- {label}: now {phrase(after)}, until now {phrase(before)}"
        return
    if heading == "At another address":
        yield f"- {label}: until now {record.FOLDER}/{difference.was}.html"
        return
    yield f"- {label} ({record.KIND})"
    if difference.what != "new":
        yield from (
            f"  - {note.date.words}, {note.kind}: {_escaped(words.value(note.note, Markdown()))}"
            for note in difference.notes
        )
        yield from (f"  - {_escaped(words.field(record, field))}" for field in difference.fields)


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def as_data(differences: Sequence[Difference], old: Corpus, new: Corpus, since: str, until: str) -> dict[str, Any]:
    """The differences as plain data. An empty `until` is the files as they are now."""
    words = _Words(old, new)
    return {
        "since": since,
        "until": until or None,
        "records": [
            {
                "what": d.what,
                "id": d.record.id,
                "kind": d.record.KIND,
                "label": words.label(d.record),
                "path": d.record.path,
                "former_id": d.was or None,
                "fields": [_field_data(d.record, field, words) for field in d.fields],
                "changes": [
                    {"date": note.date.text, "kind": note.kind, "note": words.value(note.note, Markdown())}
                    for note in d.notes
                ],
                "standing": {"before": d.standing[0], "after": d.standing[1]} if d.standing else None,
            }
            for d in differences
        ],
    }


def _field_data(record: Record, field: FieldDifference, words: _Words) -> dict[str, Any]:
    type = fields_of(record.__class__)[field.key].type
    before, after = (words.value(value, type) or None for value in (field.before, field.after))
    return {
        "field": field.key,
        "before": before,
        "after": after,
        "words": words.field(record, field),
        "claim_bearing": field.bearing,
    }
