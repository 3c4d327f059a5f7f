"""A text and its drafts become a page for an editor: the archived text with the drafts marked in it, and the drafts beside it.

The page is whole and has no script and no style of its own; it links the site's stylesheet and the preview's own for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefing.drafting.output.draft_statements import Draft
from briefing.drafting.resolution.speaker_resolution import Identity
from briefing.drafting.text.paragraphs import TextSpan, paragraphs

TEMPLATE = "review.html"


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of the text with one look: `kind` is "", "quote", "indirect" or "speaker"; `number` is the draft it belongs to."""

    text: str
    kind: str
    number: int
    first: bool


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as the page lists it."""

    number: int
    words: str
    quoted: bool
    speaker: str
    record: str
    remark: str
    cue: str
    stance: str
    via: str


def review_page(
    templates: Mapping[str, str],
    title: str,
    text: str,
    found: Sequence[Draft],
    root: str = "../",
    known: Mapping[int, str] | None = None,
) -> str:
    """The review page, as HTML.

    `templates` are the project's, by name (`read.load_templates` gives them); `root` leads from the page to the site's
    root; `known` gives the record that a draft has already, by the draft's place in `found`.
    """
    from jinja2 import DictLoader, Environment, StrictUndefined

    environment = Environment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rows = [_row(number, draft, (known or {}).get(number - 1, "")) for number, draft in enumerate(found, 1)]
    return environment.get_template(TEMPLATE).render(title=title, root=root, rows=rows, paragraphs=marked(text, found))


def marked(text: str, found: Sequence[Draft]) -> list[list[TextPiece]]:
    """The text's paragraphs in pieces, so that each piece belongs to one draft at most, the quotation before the sentence."""
    looks: list[tuple[TextSpan, str, int]] = []
    for number, draft in enumerate(found, 1):
        looks.append((draft.said.words, "quote" if draft.quote is not None else "indirect", number))
        if draft.said.speaker:
            looks.append((draft.said.speaker, "speaker", number))
    rank = {"quote": 0, "speaker": 1, "indirect": 2}
    seen: set[tuple[str, int]] = set()
    result: list[list[TextPiece]] = []
    for paragraph in paragraphs(text):
        inside = [look for look in looks if look[0].start < paragraph.end and look[0].end > paragraph.start]
        edges = sorted(
            {
                paragraph.start,
                paragraph.end,
                *(e for s, _, _ in inside for e in (s.start, s.end) if paragraph.start < e < paragraph.end),
            }
        )
        pieces: list[TextPiece] = []
        for start, end in zip(edges, edges[1:], strict=False):
            here = sorted(
                (rank[kind], number, kind) for span, kind, number in inside if span.start <= start and span.end >= end
            )
            kind, number = (here[0][2], here[0][1]) if here else ("", 0)
            first = bool(kind) and kind != "speaker" and (kind, number) not in seen
            seen.add((kind, number))
            pieces.append(TextPiece(text[start:end], kind, number, first))
        result.append(pieces)
    return result


def _row(number: int, draft: Draft, known: str) -> DraftRow:
    identity = draft.speaker
    words = " ".join((draft.quote or draft.paraphrase or "").split())
    remarks = [f"recorded as {known}"] if known else []
    if not draft.words:
        remarks.append("the text does not say who")
    elif not draft.said.sure:
        remarks.append("speaker taken from the sentence nearby")
    if identity.candidates:
        remarks.append(f"candidates: {', '.join(identity.candidates)}")
    return DraftRow(
        number, words, draft.quote is not None, draft.words or "?", identity.record or _new(identity), "; ".join(remarks), draft.said.cue, draft.said.stance,
        ", ".join(relay.record or said for said, relay in draft.via),
    )  # fmt: skip


def _new(identity: Identity) -> str:
    return f"new: {identity.name}" if identity.name else ""
