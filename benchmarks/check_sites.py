"""A Corpus and a built site become a list of what the site lacks, and its size: proof that both sides did the same work.

    python -m benchmarks.check_sites --records 10000 SITE [SITE …]

Asked of every record: a page of its own that bears its title, a description, a canonical address that the sitemap has, and
JSON-LD; from its pages a link to all that it points at and to all that point at it. A long list may go on, on pages whose
names begin with the first one's. Beside each page lies its JSON document, and documents name what pages link to. Each index
leads to every record of its kind. There are an Atom feed and a JSON Feed of the site and of all but events, statements and sources.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .corpus import arguments, corpus_of
from .records import Corpus, pointers, roles

LINK = re.compile(r'<a\b[^>]*?\shref="?([^"\s>#]+)')
DATA = re.compile(r'<script type="?application/ld\+json"?>(.*?)</script>', re.DOTALL)
CANONICAL = re.compile(r'<link rel="?canonical"? href="?([^"\s>]+)')
DESCRIPTION = re.compile(r'<meta name="?description"? content="[^"]{10,}"')
MAIN = re.compile(r"<main.*</main>", re.DOTALL)
OPEN_GRAPH = re.compile(r'<meta property="?og:url"? content="?([^"\s>]+)')
WORD = re.compile("[a-z0-9-]+")
WITHOUT_FEEDS = ("events", "statements", "sources")
PATH = re.compile(r"([a-z]+)/([a-z0-9-]+)([./].*)?\.html")


@dataclass
class Found:
    """What a site lacks, with some examples of each, and how large it is."""

    missing: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    pages: int = 0
    page_bytes: int = 0
    files: int = 0
    bytes: int = 0

    def miss(self, what: str, where: str) -> None:
        self.missing[what] += 1
        if len(self.examples[what]) < 3:
            self.examples[what].append(where)

    def __str__(self) -> str:
        lines = [
            f"{self.pages:,} pages of {self.page_bytes // max(self.pages, 1):,} bytes; {self.files:,} files, {self.bytes / 1e6:.1f} MB"
        ]
        lines += [
            f"  missing: {what}: {number:,}, such as {', '.join(self.examples[what])}"
            for what, number in self.missing.items()
        ]
        return "\n".join(lines)


def look(corpus: Corpus, site: Path) -> Found:
    found = Found()
    pages: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)  # (folder, id) or (folder, "index")
    documents: dict[tuple[str, str], list[str]] = defaultdict(list)
    feeds: dict[str, set[str]] = defaultdict(
        set
    )  # by what comes before the first dot of their paths: which sorts there are
    listed = set()
    for path in _files(site):
        size = os.path.getsize(site / path)
        found.files += 1
        found.bytes += size
        if path.endswith(".html"):
            found.pages += 1
            found.page_bytes += size
            record = PATH.fullmatch(path)
            if record:
                pages[record[1], record[2]].append((path, (site / path).read_text("utf-8")))
        elif path.endswith((".xml", ".json", ".atom", ".jsonfeed")):
            text = (site / path).read_text("utf-8")
            listed |= set(re.findall(r"<loc>\s*([^<\s]+)", text))
            stem = path.partition(".")[0]
            if "<feed" in text:
                feeds[stem].add("Atom" if "<entry>" in text else "empty Atom")
            elif "https://jsonfeed.org/version/1.1" in text:
                feeds[stem].add("JSON" if json.loads(text)["items"] else "empty JSON")
            elif record := PATH.fullmatch(f"{path[:-5]}.html"):
                documents[record[1], record[2]].append(text)
    referrers = pointers(corpus)
    for folder, id, fields in corpus.all():
        if not pages[folder, id]:
            found.miss("page", f"{folder}/{id}")
            continue
        path, first = min(pages[folder, id])
        named = html.unescape(first)
        label = fields.get("title") or fields.get("name") or fields.get("text") or fields.get("quote")
        canonical = CANONICAL.search(first)
        if f"{label}" not in named:
            found.miss("title", path)
        if not DESCRIPTION.search(first):
            found.miss("description", path)
        if not canonical or canonical[1] not in listed:
            found.miss("canonical address in the sitemap", path)
        if not _is_json(DATA.search(first)):
            found.miss("JSON-LD", path)
        if not OPEN_GRAPH.search(first):
            found.miss("Open Graph", path)
        if not documents[folder, id]:
            found.miss("document", path)
        elif len(documents[folder, id]) != len(pages[folder, id]):
            found.miss("document of a part", path)
        if folder not in WITHOUT_FEEDS and len(feeds[f"{folder}/{id}"]) < 2:
            found.miss("feeds", path)
        wanted = referrers[id] | {target for targets in roles(fields).values() for target in targets} - {id}
        linked = {id for path, text in pages[folder, id] for id in _linked(path, text)}
        for lacking in sorted(wanted - linked):
            found.miss("link to what a record points at or what points at it", f"{path} to {lacking}")
        told = {word for text in documents[folder, id] for word in WORD.findall(text)}
        for lacking in sorted(wanted - told):
            found.miss("what a page links to in its document", f"{path}: {lacking}")
    for folder, records in corpus.folders.items():
        linked = {id for path, text in pages[folder, "index"] for id in _linked(path, text)}
        for lacking in sorted(records.keys() - linked):
            found.miss("link from an index", f"{folder} to {lacking}")
    if feeds["feed"] != {"Atom", "JSON"}:
        found.miss("the site's feeds", "feed.xml")
    return found


def _files(site: Path) -> Iterator[str]:
    for folder, _, names in sorted(os.walk(site)):
        for name in sorted(names):
            yield os.path.relpath(os.path.join(folder, name), site).replace(os.sep, "/")


def _linked(path: str, text: str) -> set[str]:
    """The ids of the records that a page's main part links to."""
    main = MAIN.search(text)
    there = (
        os.path.normpath(os.path.join("/", os.path.dirname(path), href))
        for href in LINK.findall(main[0] if main else "")
    )
    return {record[2] for record in map(PATH.fullmatch, (address[1:] for address in there)) if record}


def _is_json(data: re.Match[str] | None) -> bool:
    try:
        return data is not None and bool(json.loads(data[1]))
    except ValueError:
        return False


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="benchmarks.check_sites", description="Say what built sites lack of a corpus."
    )
    arguments(parser)
    parser.add_argument("sites", nargs="+", type=Path, metavar="SITE")
    options = parser.parse_args(given)
    corpus = corpus_of(options)
    lacking = False
    for site in options.sites:
        found = look(corpus, site)
        print(f"{site}: {found}")
        lacking |= bool(found.missing)
    return int(lacking)


if __name__ == "__main__":
    raise SystemExit(main())
