"""From an article's text and the desk's records to drafts. Rules only: the same text gives the same drafts, and none is a judgement.

`drafts` reads a text, `as_data` gives it as plain data, `review_page` as a page; `records.propose` makes files of it.
"""

from briefing.drafting.output.draft_statements import Draft, as_data, drafts
from briefing.drafting.output.review_page import review_page

__all__ = ["Draft", "as_data", "drafts", "review_page"]
