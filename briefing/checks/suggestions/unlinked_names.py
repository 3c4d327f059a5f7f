"""Names that stand in a text without a link, though a record bears them.

Texts are cut into words once, and each word is looked up among the first words of all names, so that ten thousand names
take no longer than ten.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefing.core.problems import Location, Problem
from briefing.core.values import Document
from briefing.corpus.linker import Corpus
from briefing.reading.locations import place_of, place_within
from briefing.reading.yaml_parser import locate
from briefing.schema.fields import fields_of, link_parts, link_pattern, markdown_texts
from briefing.schema.kinds.record import Entity

_WORD = re.compile(r"\w+(?:[.'’-]\w+)*")
_POSSESSIVE = re.compile(r"['’]s$")
# Where no name is looked for: links to records and code, other links, addresses, code that is a block of its own.
_LINK_OR_CODE = link_pattern("`").pattern
_MARKUP = re.compile(
    rf"```.*?(?:```|\Z)|{_LINK_OR_CODE}|!?\[[^\[\]\n]{{0,500}}\]\([^()\s]{{0,2000}}\)|https?://\S+", re.DOTALL
)
_NO_WORD = "\x00"


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[str, ...]  # as written
    keys: tuple[str, ...]  # as looked up
    owners: tuple[str, ...]  # ids of the records that bear it

    def is_written(self, words: list[str]) -> bool:
        """Whether words of a text are this name: acronyms, and names of one word, only in their own capitals."""
        alone = len(self.words) == 1 and self.words[0] != self.keys[0]
        return all(
            there == word or not (alone or (len(word) > 1 and word.isupper()))
            for word, there in zip(self.words, words, strict=True)
        )


def unlinked(corpus: Corpus) -> Iterator[Problem]:
    """Each name once in a text, the longest where several begin at one place; not in a text that links the record anyway."""
    names = _names(corpus)
    for record in corpus.written():
        if record.status == "withdrawn":
            continue
        for keys, text in markdown_texts(record, fields_of(type(record))):
            done = {record.id}
            for match in link_pattern(text).finditer(text) if "[[" in text else ():
                if match["inside"] is not None and (parts := link_parts(match["inside"])):
                    done.add(parts[0])
            start: Location | None = None
            for name, words in _found(text, names):
                if done.isdisjoint(name.owners):
                    done.update(name.owners)
                    start = start or locate(corpus.documents[record.id], *keys)
                    yield _problem(corpus, _place(corpus.documents[record.id], start, words), name, words)


@dataclass(frozen=True, slots=True)
class _Names:
    """All names by their keys, and how many words long those are that begin with a word, the longest first."""

    of: Mapping[tuple[str, ...], list[_Name]]
    lengths: Mapping[str, list[int]]


def _names(corpus: Corpus) -> _Names:
    owners: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    for record in corpus.written():
        if isinstance(record, Entity) and record.status == "published":
            for name in (record.name, *record.aliases):
                words = tuple(_WORD.findall(name))
                if len("".join(words)) > 1 and not name.isdecimal():
                    owners[words][record.id] = None
    names: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
    lengths: dict[str, set[int]] = defaultdict(set)
    for words, ids in owners.items():
        keys = _keys(words)
        names[keys].append(_Name(words, keys, tuple(ids)))
        lengths[keys[0]].add(len(keys))
    return _Names(names, {first: sorted(several, reverse=True) for first, several in lengths.items()})


def _keys(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.lower().replace("’", "'") for word in words)


def _found(text: str, names: _Names) -> Iterator[tuple[_Name, list[str]]]:
    """The names in a text from its beginning to its end, none within another, with the words they are written in."""
    if "[" in text or "`" in text or "://" in text:
        text = _MARKUP.sub(_NO_WORD, text)
    matches = list(_WORD.finditer(text))
    words = [match.group() for match in matches]
    keys = _keys(words)
    past = 0
    for at in range(len(keys)):
        if at >= past and (found := _name_at(at, words, keys, names)):
            end = at + len(found[1])
            if (
                text[matches[at].start() : matches[end - 1].end()].split() == words[at:end]
            ):  # nothing but spaces between
                yield found
                past = end


def _name_at(at: int, words: list[str], keys: Sequence[str], names: _Names) -> tuple[_Name, list[str]] | None:
    """The longest name that begins with a word of a text, and the words of the text without a final 's."""
    lengths = names.lengths.get(keys[at]) or (names.lengths.get(keys[at][:-2]) if keys[at].endswith("'s") else None)
    for length in lengths or ():
        there = words[at : at + length]
        for last in dict.fromkeys((there[-1], _POSSESSIVE.sub("", there[-1]))):
            written = [*there[:-1], last]
            for name in names.of.get((*keys[at : at + length - 1], *_keys([last])), ()):
                if len(written) == length and name.is_written(written):
                    return name, written
    return None


def _problem(corpus: Corpus, place: Location, name: _Name, words: list[str]) -> Problem:
    written = " ".join(words)
    links = [f"`[[{owner}{'' if corpus[owner].label == written else f'|{written}'}]]`" for owner in name.owners[:3]]
    return Problem(place, "unlinked-name", f"“{written}” stands here without a link", f"write {' or '.join(links)}")


def _place(document: Document, start: Location, words: list[str]) -> Location:
    """Where the words stand in the file, outside links; compiling a pattern for each would take longer than all the rest."""
    if len(words) > 1:  # they may stand on two lines
        written = r"\s+".join(map(re.escape, words))
        return place_within(document.file, document.text, start, re.compile(rf"(?<![\w\[|-])({written})(?!\w)"))
    text, written = document.text, words[0]
    at = text.find(written, _offset(text, start))
    while at >= 0 and (
        text[at - 1].isalnum() or text[at - 1] in "[|-" or text[at + len(written) : at + len(written) + 1].isalnum()
    ):
        at = text.find(written, at + 1)
    return start if at < 0 else place_of(document.file, text, at, len(written))


def _offset(text: str, place: Location) -> int:
    line = 0
    for _ in range(place.line - 1):
        line = text.find("\n", line) + 1
    return line + place.column - 1
