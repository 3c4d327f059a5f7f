"""The world's borders, and how a part of them is laid flat. Nothing here knows of records or of pages.

Imported only where a map is really drawn: the borders are some 300 KB of text.
"""
