"""The review page of the preview: a source's archived text with what is said in it marked, and the drafts beside it."""

from __future__ import annotations

from briefing.drafting import drafts, review_page
from briefing.drafting.attribution.quotation_extraction import TooMuchSaid
from briefing.drafting.output.draft_records import propose
from briefing.drafting.text.article_extraction import Article
from briefing.preview.live_site import Resident
from briefing.reading.reader import load_archived
from briefing.schema.kinds.source import Source


def review(resident: Resident, source: str) -> bytes | None:
    """The page of /-/review/<source-id>; None where there is no such source, its text is not archived here, or is no article."""
    corpus = resident.corpus
    record = corpus.records.get(source) if corpus else None
    if corpus is None or not isinstance(record, Source):
        return None
    data, _ = load_archived(resident.root, record.archive_path)
    if data is None:
        return None
    text = data.decode("utf-8-sig", "replace")
    try:
        found = drafts(text, corpus)
    except TooMuchSaid:
        return None
    known = {one.draft: one.record for one in propose(found, Article(text), source, corpus, record.published).known}
    numbered = {number: known[draft] for number, draft in enumerate(found) if draft in known}
    page = review_page(resident.templates, record.archive_path, text, found, root="/", known=numbered)
    return page.encode("utf-8")
