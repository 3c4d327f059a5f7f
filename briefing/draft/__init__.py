"""From an article's text and the desk's records to drafts. Rules only: the same text gives the same drafts, and none is a judgement.

`drafts` reads a text, `as_data` gives it as plain data, `files` as records to be written, `review_page` as a page.
"""

from .drafting import Draft, as_data, drafts

__all__ = ["Draft", "as_data", "drafts"]
