"""The desk's entities that a text mentions, by name and alias, at word boundaries, the longest name first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefing.core.optional_packages import MissingPackage
from briefing.drafting.text.paragraphs import TextSpan
from briefing.schema.kinds.record import Entity, Record


@dataclass(frozen=True, slots=True)
class Mention:
    """A record named at a place."""

    record: str
    place: TextSpan


def mentions(text: str, records: Mapping[str, Record]) -> tuple[Mention, ...]:
    """Every mention of a desk's entity, in the order of the text. A name that two records share is nobody's."""
    try:
        import ahocorasick
    except ImportError as error:
        raise MissingPackage("pyahocorasick", "ahocorasick", "draft", error) from error

    owners: dict[str, set[str]] = {}
    for id, record in records.items():
        if isinstance(record, Entity):
            for name in (record.name, *record.aliases):
                owners.setdefault(name, set()).add(id)
    names = {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1 and len(name) > 1}
    if not names:
        return ()
    automaton = ahocorasick.Automaton()
    for name, id in names.items():
        automaton.add_word(_folded(name), (name, id))
    automaton.make_automaton()
    found: list[Mention] = []
    for last, (name, id) in automaton.iter_long(_folded(text)):
        start, end = last + 1 - len(name), last + 1
        if (start and text[start - 1].isalnum()) or (end < len(text) and text[end].isalnum()):
            continue
        if text[start].islower() and name[0].isupper() and (len(name.split()) == 1 or name.isupper()):
            continue  # "us" is not the US
        if name.isupper() and not text[start:end].isupper():
            continue
        found.append(Mention(id, TextSpan(start, end)))
    return tuple(found)


def _folded(text: str) -> str:
    """A text in lower case, character for character."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in text).replace("’", "'")
