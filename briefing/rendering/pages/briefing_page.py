"""What a briefing's page shows: the bottom line, the desk's judgements, what it is about in order, and all of its sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from briefing.rendering.components.html_components import Components
from briefing.rendering.components.record_groups import groups
from briefing.schema.kinds.briefing import BriefingNote, Section
from briefing.schema.kinds.record import Citation, Record
from briefing.schema.kinds.source import Source
from briefing.schema.vocabulary import CONFIDENCE, LIKELIHOOD, phrase

Values = dict[str, Any]


def briefing_values(components: Components, note: BriefingNote) -> Values:
    shown = [id for section in note.sections for id in section.items]
    basis = [id for judgement in note.judgements for id in judgement.basis]
    sections = [_section(components, section, number) for number, section in enumerate(note.sections, 1)]
    return {
        "date": components.date(note.date),
        "bottom_line": components.markdown(note.bottom_line),
        "lead": note.bottom_line,
        "facts": [("Supersedes", components.anchor(note.supersedes) if note.supersedes else "")],
        "judgements": judgements(components, note),
        "sections": sections,
        "headings": [section for section in sections if section["heading"]],
        "gaps": [components.markdown(gap) for gap in note.gaps],
        "sources": _all_sources(components, note, [*shown, *basis]),
        "groups": groups(components, note),
    }


def judgements(components: Components, note: BriefingNote) -> list[Values]:
    """A briefing's judgements, each with its likelihood or confidence in words."""
    return [
        {
            "text": components.markdown(j.text),
            "measure": "likelihood" if j.likelihood else "confidence",
            "word": phrase(j.likelihood or j.confidence),
            "name": j.likelihood or j.confidence,
            "meaning": LIKELIHOOD.get(j.likelihood) or CONFIDENCE.get(j.confidence),
            "basis": Markup("\n".join([f"<li>{components.anchor(id)}{components.marks(id)}</li>" for id in j.basis])),
            "would_change_if": components.markdown(j.would_change_if),
        }
        for j in note.judgements
    ]


def _section(components: Components, section: Section, number: int) -> Values:
    return {
        "anchor": f"part-{number}",
        "heading": section.heading,
        "note": components.markdown(section.note),
        "items": Markup("\n".join([_item(components, id) for id in section.items])),
    }


def _item(components: Components, id: str) -> str:
    """A record's row with its summary."""
    return f"{components.row(id).removesuffix('</li>')}{_summary_below(components, components.record(id))}</li>"


def _summary_below(components: Components, record: Record) -> Markup:
    """A record's summary to stand below its row, unless the row says it already: a quote speaks for itself, and its page says the rest."""
    said = getattr(record, "quote", "") or components.plain(record.summary) == components.label(record.id)
    return Markup("") if said else components.markdown(record.summary)


def _all_sources(components: Components, note: BriefingNote, ids: Sequence[str]) -> Markup:
    """The sources of a briefing and of what it shows, each once, in the order of first use."""
    own = {citation.source: citation for citation in note.sources}
    for id in ids:
        record = components.record(id)
        for source in [c.source for c in record.sources] + ([id] if isinstance(record, Source) else []):
            if source not in own:
                own[source] = Citation(source=source)
    return components.sources(note.id, own.values())
