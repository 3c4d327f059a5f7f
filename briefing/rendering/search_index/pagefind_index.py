"""What is searched becomes the files of an index that a browser searches by itself. Pagefind makes it.

Pagefind is imported only when there is something to index, and nothing that goes wrong with it stops a build: the site
then says how else to find things.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from importlib.util import find_spec

from briefing.rendering.search_index.searchable_text import Searchable

FOLDER = "pagefind"
MISSING = "Pagefind is not installed: the site has no search (pip install 'briefing-site[search]'); --no-search keeps this quiet"
FAILED = "Pagefind made no index, so that searching finds nothing: {}"
AT_ONCE = 200  # records on their way to Pagefind
PATIENCE = 600  # seconds for all of it
# What a page needs that brings its own interface; Pagefind writes several interfaces beside these.
_NEEDED = frozenset(["pagefind.js", "pagefind-worker.js", "pagefind-entry.json"])
_DATA = (".pagefind", ".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment")


class SearchFailed(Exception):
    """Pagefind did not make an index."""


def available() -> bool:
    """Whether Pagefind is there, with its program. Neither is imported for it."""
    return find_spec("pagefind") is not None and any(
        find_spec(name) for name in ("pagefind_bin_extended", "pagefind_bin")
    )


def workplace() -> tempfile.TemporaryDirectory[str]:
    """A folder in which an index is made before it goes to the site."""
    return tempfile.TemporaryDirectory(prefix="briefing-search-", ignore_cleanup_errors=True)


def key_of(records: Sequence[Searchable], language: str) -> bytes:
    """A digest of all that an index is made from."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        release = version("pagefind")
    except PackageNotFoundError:
        release = ""
    whole = blake2b(repr((release, language, sorted(_NEEDED), _DATA)).encode(), digest_size=32)
    for record in records:
        whole.update(repr(tuple(record)).encode("utf-8", "surrogatepass"))
    return whole.digest()


def make_index(records: Sequence[Searchable], language: str, folder: str) -> dict[str, str]:
    """Index the records in a folder: each file that the site needs, by its path on the site. Raises SearchFailed."""
    try:
        asyncio.run(asyncio.wait_for(_index(records, language, folder), PATIENCE))
    except Exception as error:  # another program, and another's code
        raise SearchFailed(str(error) or type(error).__name__) from error
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/")
            if path in _NEEDED or path.endswith(_DATA):
                found[f"{FOLDER}/{path}"] = os.path.join(place, name)
    if f"{FOLDER}/pagefind.js" not in found:
        raise SearchFailed("it wrote no index")
    return dict(sorted(found.items()))


async def _index(records: Sequence[Searchable], language: str, folder: str) -> None:
    from pagefind.service import PagefindService

    class Service(PagefindService):
        """Reads answers as they come: its base waits a tenth of a second before each, which for every record is too long."""

        async def _wait_for_responses(self) -> None:
            while True:
                said = json.loads(base64.b64decode((await self._backend.stdout.readuntil(b","))[:-1]))
                answer, future = said["payload"], self._responses.get(said.get("message_id"))
                if future is None or future.done():
                    continue
                if answer["type"] == "Error":
                    future.set_exception(SearchFailed(str(answer.get("message"))))
                else:
                    future.set_result(answer)

    service = await Service().launch()

    async def work() -> None:
        index = await service.create_index({})
        for start in range(0, len(records), AT_ONCE):
            await asyncio.gather(
                *(index.add_custom_record(**_as_pagefind(one, language)) for one in records[start : start + AT_ONCE])
            )
        await index.write_files(folder)

    working = asyncio.create_task(work())
    try:  # where the program ends, so does the reading of its answers
        await asyncio.wait({working, service._poll_task}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise SearchFailed("its program ended too early")
        await working
    finally:
        working.cancel()
        service._poll_task.cancel()
        if service._backend.returncode is None:
            service._backend.kill()
        await service._backend.wait()


def _as_pagefind(one: Searchable, language: str) -> dict[str, object]:
    meta = {"title": one.title, "kind": one.kind} | ({"date": one.date} if one.date else {})
    filters = {"kind": [one.kind]}
    if one.years:
        filters["year"] = list(one.years)
    if one.entities:
        filters["entity"] = list(one.entities)
    return {
        "url": one.path,
        "content": one.text,
        "language": language,
        "meta": meta,
        "filters": filters,
        "sort": {"date": one.order},
    }


class IndexFiles(Mapping[str, bytes]):
    """The bytes of files by their paths on the site, read when they are asked for."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places

    def __getitem__(self, path: str) -> bytes:
        with open(self._places[path], "rb") as file:
            return file.read()

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
