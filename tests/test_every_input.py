"""Whatever input file changes, by a byte or more, an incremental build gives the tree of a clean one, or the same problems."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SHIPPED_TEMPLATES

from briefing.build.pipeline import Built, build
from briefing.checks.quotes.quote_lock import digest
from briefing.publishing.checksums import read_sums
from briefing.publishing.publish_checks import compare

FONTS = SHIPPED_TEMPLATES / "static/fonts"
QUOTE = "Nobody opened anything"
INPUTS: dict[str, bytes] = {
    "briefing.yaml": b"title: Desk\ndescription: All of it\nbase_url: https://example.org/\n",
    "content/briefings/week.yaml": b"title: The week\ndate: 2031-05-04\nbottom_line: It was [[opened]].\nitems: [denial]\n",
    "content/claims/opened.yaml": b"text: Somebody opened it.\n",
    "content/people/duarte.yaml": b"name: Ines Duarte\n",
    "content/statements/denial.yaml": f"speaker: duarte\ndate: 2031-05-03\nquote: {QUOTE}\nsources: [post]\n"
    "positions: [{claim: opened, stance: denies}]\n".encode(),
    "content/sources/post.yaml": b"title: Post\n",
    "archive/post.txt": f"She said: {QUOTE}.\n".encode(),
    "quotes.lock": f"denial {digest(QUOTE)} post {'0' * 64} 10\n".encode(),
    "permalinks.lock": b"claims/opened.html\npeople/duarte.html\n",
    "templates/claim.html": b'{% extends "shipped/claim.html" %}\n{% block summary %}{{ super() }}OURS{% endblock %}\n',
    "templates/static/desk.css": b"p { color: teal }\n",
    "templates/static/cards.js": b"// ours\n",
    "templates/static/fonts/source-serif-4-latin.woff2": (FONTS / "source-serif-4-latin.woff2").read_bytes(),
}


def other_letter(data: bytes) -> bytes:
    """One letter of a text, or one byte in the middle of what is none, is another."""
    at = len(data) // 2
    while at < len(data) - 1 and not (data[at : at + 1].isalpha() and data.isascii()):
        at += 1
        if not data.isascii():
            break
    changed = data[at] ^ 1 if not data.isascii() else (data[at] - 1 if data[at : at + 1] in b"zZ" else data[at] + 1)
    return data[:at] + bytes([changed]) + data[at + 1 :]


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "a letter": other_letter,
    "a line more": lambda data: data + b"\n",
    "its last half away": lambda data: data[: len(data) // 2],
    "another file's bytes": lambda data: (
        (FONTS / "source-serif-4-cyrillic.woff2").read_bytes() if len(data) > 10_000 else data.replace(b"e", b"a")
    ),
}


KINDS_OF_CHANGE = (*CHANGES, "gone", "an empty file")


def change(file: Path, how: str) -> None:
    if how == "gone":
        file.unlink()
    else:
        file.write_bytes(CHANGES[how](file.read_bytes()) if how in CHANGES else b"")


def vouched_for(root: Path) -> bool:
    """Whether `publish` finds that the site is what the content makes, by what it has looked at or by making it anew."""
    compared = compare(root, str(root / "site"), read_sums(str(root / "site")), jobs=1)
    return not compared.paths and not (compared.built and any(problem.is_error for problem in compared.built.problems))


def tree(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


def told(built: Built) -> list[tuple[str, str, str]]:
    return [(p.code, str(p.location), p.message) for p in built.problems]


@pytest.mark.parametrize("path", INPUTS)
@pytest.mark.parametrize("how", KINDS_OF_CHANGE)
def test_a_changed_input_gives_what_a_clean_build_gives(tmp_path: Path, path: str, how: str) -> None:
    root = tmp_path / "desk"
    for name, data in INPUTS.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    first = build(root, root / "site", jobs=1)
    assert first.written, first.problems
    before = tree(root / "site")
    change(root / path, how)
    stale = vouched_for(root)
    again = build(root, root / "site", jobs=1)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(root, elsewhere, ignore=shutil.ignore_patterns("site", ".briefing-cache"))
    clean = build(elsewhere, elsewhere / "site", jobs=1)
    assert told(again) == told(clean)
    now = tree(elsewhere / "site") if clean.written else before
    assert tree(root / "site") == now
    assert stale == bool(clean.written and now == before), (
        "publish vouches for what the content makes, and nothing else"
    )
    assert vouched_for(root) == bool(clean.written)
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_bytes(INPUTS[path])
    assert build(root, root / "site", jobs=1).written
    assert tree(root / "site") == before, "and back again"
