"""Two Briefings become what differs between them: records new, changed, renamed, withdrawn or gone, and claims that stand
elsewhere.

Values are compared as they mean, not as they are written: another layout of the same YAML is no difference, nor is a
reference to a record that only has another id now.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from briefing.core.problems import Problem
from briefing.corpus.claim_standing import standings
from briefing.corpus.linker import Corpus
from briefing.reading.yaml_parser import locate
from briefing.schema.fields import Many, Markdown, OneOf, Ref, Struct, Type, fields_of
from briefing.schema.kinds import KINDS
from briefing.schema.kinds.claim import Claim
from briefing.schema.kinds.record import Change, Record
from briefing.schema.kinds.statement import Statement

# What a record says of the world, by kind. Where it changes, a reader who saw it before should be told. The desk's own
# wording (summaries, notes, topics, aliases) is left out: polishing it needs no notice.
BEARING: Mapping[str, Set[str]] = {
    "briefing": {"date", "bottom_line", "judgements"},
    "event": {"title", "date", "actuality", "places", "participants", "equipment", "sources"},
    "statement": {"speaker", "role", "date", "quote", "via", "positions", "sources"},
    "claim": {"text", "quantity", "relations", "sources"},
    "person": {"name", "postings"},
    "organization": {"name", "parent", "country"},
    "place": {"name", "within", "coordinates", "status_note"},
    "equipment": {"name", "maker", "origin", "variant_of"},
    "topic": set(),
    "source": {"title", "publisher", "authors", "published", "origin", "reliability", "credibility"},
}
_APART = {"id", "status", "former_ids", "changes"}  # told of in other ways
_MENTION = re.compile(r"\[\[(\s*)([a-z0-9-]+)(?=\s*[|\]])")


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that has another value now. `bearing` is whether the record says something else of the world by it."""

    key: str
    before: Any
    after: Any
    bearing: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One record that is not what it was: "new", "changed", "renamed", "withdrawn", "restored" or "removed"."""

    what: str
    record: Record  # as it is now; as it was where it is gone
    was: str = ""  # its id before, where it had another
    fields: tuple[FieldDifference, ...] = ()
    notes: tuple[Change, ...] = ()  # entries of `changes` that were not there before
    standing: tuple[str, str] | None = None  # a claim's, before and now


def compare(old: Corpus, new: Corpus, unread: Set[str] = frozenset()) -> list[Difference]:
    """Every difference, by kind and id. `unread` are ids of old records that could not be read; of those nothing is said."""
    renames = {
        former: record.id
        for record in new.written()
        for former in record.former_ids
        if former in old.documents and former not in new.documents
    }
    before = {renames.get(record.id, record.id): record for record in old.written()}
    stood, stand = standings(old), standings(new)
    found = []
    for record in new.written():
        if record.id in unread or not unread.isdisjoint(record.former_ids):
            continue
        earlier = before.get(record.id)
        difference = Difference("new", record) if earlier is None else _changed(earlier, record, renames)
        if isinstance(record, Claim) and isinstance(earlier, Claim) and stood[earlier.id].word != stand[record.id].word:
            difference = difference or Difference("changed", record)
            difference = dataclasses.replace(difference, standing=(stood[earlier.id].word, stand[record.id].word))
        if difference:
            found.append(difference)
    found += [Difference("removed", record) for id, record in before.items() if id not in new.documents]
    order = {kind: at for at, kind in enumerate(KINDS)}
    return sorted(found, key=lambda d: (order[type(d.record)], d.record.id))


def _changed(old: Record, new: Record, renames: Mapping[str, str]) -> Difference | None:
    """What differs between a record as it was and as it is, or None."""
    if type(old) is not type(new):
        return Difference("new", new)
    bearing = BEARING[new.KIND]
    fields = []
    for field in fields_of(type(new)).values():
        if field.key in _APART:
            continue
        before, after = getattr(old, field.name), getattr(new, field.name)
        if before != after and (not renames or _renamed(before, field.type, renames) != after):
            before = _renamed(before, field.type, renames)
            bears = field.key in bearing or (field.key == "summary" and isinstance(new, Statement) and not new.quote)
            fields.append(
                FieldDifference(
                    field.key, before, after, bears and (field.key != "sources" or _less_sourced(before, after))
                )
            )
    notes = tuple(change for change in new.changes if change not in old.changes)
    was = old.id if old.id != new.id else ""
    what = "renamed" if was else "changed"
    if old.status != new.status:
        what = "withdrawn" if new.status == "withdrawn" else "restored"
    if not (fields or notes or was or old.status != new.status):
        return None
    return Difference(what, new, was, tuple(fields), notes)


def _less_sourced(before: Any, after: Any) -> bool:
    """Whether a source or a quoted passage that was there is not; one more needs no notice."""
    cited = {(c.source, c.quote) for c in after} | {(c.source, "") for c in after}
    return any((c.source, c.quote) not in cited for c in before)


def _renamed(value: Any, type: Type, renames: Mapping[str, str]) -> Any:
    """A value with the ids that its references have now."""
    if not renames or value in (None, "", ()):
        return value
    if isinstance(type, Ref):
        return renames.get(value, value)
    if isinstance(type, Markdown):
        return _MENTION.sub(lambda match: f"[[{match[1]}{renames.get(match[2], match[2])}", value)
    if isinstance(type, Many):
        return tuple(_renamed(item, type.of, renames) for item in value)
    if isinstance(type, OneOf):
        return _renamed(value, type.text if isinstance(value, str) else type.mapping, renames)
    if isinstance(type, Struct):
        new = {f.name: _renamed(getattr(value, f.name), f.type, renames) for f in fields_of(type.cls).values()}
        return dataclasses.replace(value, **new)
    return value


def unnoted(old: Corpus, new: Corpus, unread: Set[str] = frozenset()) -> Iterator[Problem]:
    """A warning for each record that was published, says something else now, and does not say so in `changes`."""
    for difference in compare(old, new, unread):
        bearing = [field for field in difference.fields if field.bearing]
        record = difference.record
        if not bearing or difference.notes or record.status == "draft" or difference.what == "restored":
            continue
        names = " and ".join(filter(None, [", ".join(f"`{f.key}`" for f in bearing[:-1]), f"`{bearing[-1].key}`"]))
        message = f"{names} changed since this was published, and `changes` does not say so"
        hint = "add to `changes`: `{date: …, kind: correction, note: …}`; kinds are correction, update, clarification, retraction"
        yield Problem(locate(new.documents[record.id], bearing[0].key), "unnoted-change", message, hint)
