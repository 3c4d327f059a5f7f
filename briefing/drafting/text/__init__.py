"""An article's text, its paragraphs, tokens and quotation marks."""
