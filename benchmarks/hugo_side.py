"""A Corpus becomes a Hugo project on the disk: benchmarks/hugo/ and a Markdown file with front matter for each record.

References are paths such as "people/ada-abel-00001", which Hugo's GetPage finds without searching, and each record also
names the terms it belongs to, of which Hugo makes the backlinks. An event's statements and claims are listed in its front
matter: Hugo would have to look through all pages for them, so this spares it work that our side does itself.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from .records import MENTION, Corpus, Fields, roles

LAYOUTS = Path(__file__).parent / "hugo"
STATIC = Path(__file__).parent.parent / "templates" / "static"
PAGES = ("events", "statements")  # the other folders are taxonomies
KIND = {"people": "Person", "organizations": "Organization", "places": "Place"}
TERMS = ("claims", "organizations", "people", "places", "sources")


def record_file(root: Path, folder: str, id: str) -> Path:
    return root / "content" / folder / (f"{id}.md" if folder in PAGES else f"{id}/_index.md")


def write_hugo(corpus: Corpus, root: Path) -> None:
    """The whole project, in a folder that does not exist yet."""
    shutil.copytree(LAYOUTS, root)
    (root / "static").mkdir()
    for name in ("style.css", "icon.svg"):
        shutil.copy(STATIC / name, root / "static" / name)
    for folder in (*PAGES, *TERMS):
        (root / "content" / folder).mkdir(parents=True)
        (root / "content" / folder / "_index.md").write_text(f"---\ntitle: {folder.capitalize()}\n---\n", "utf-8")
    its = _by_event(corpus)
    for folder, id, fields in corpus.all():
        path = record_file(root, folder, id)
        path.parent.mkdir(exist_ok=True)
        path.write_text(as_markdown(corpus, folder, id, fields, its.get(id, {})), "utf-8")


def write_record(corpus: Corpus, root: Path, id: str) -> None:
    """One record anew, in a project that is there."""
    folder = corpus.folder_of[id]
    text = as_markdown(corpus, folder, id, corpus[id], _by_event(corpus).get(id, {}))
    record_file(root, folder, id).write_text(text, "utf-8")


def _by_event(corpus: Corpus) -> dict[str, dict[str, list[str]]]:
    """What is about each event, the newest first, under the key that the layouts know it by."""
    its: dict[str, dict[str, list[str]]] = {}
    for folder, id, fields in sorted(corpus.all(), key=lambda one: one[2].get("date", ""), reverse=True):
        if "event" in fields:
            its.setdefault(fields["event"], {}).setdefault(f"its_{folder}", []).append(f"{folder}/{id}")
    return its


def as_markdown(corpus: Corpus, folder: str, id: str, fields: Fields, its: dict[str, list[str]]) -> str:
    front = _front(corpus, folder, fields) | its
    for targets in roles(fields).values():
        for target in targets:
            its_folder = corpus.folder_of[target]
            if its_folder in TERMS and target != id and target not in front.setdefault(its_folder, []):
                front[its_folder].append(target)
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front.items() if value]
    text = MENTION.sub(lambda mention: f'{{{{< record "{_path(corpus, mention[1])}" >}}}}', fields.get("summary", ""))
    return f"---\n{''.join(lines)}---\n{text}\n"


def _path(corpus: Corpus, id: str) -> str:
    return f"{corpus.folder_of[id]}/{id}"


def _front(corpus: Corpus, folder: str, fields: Fields) -> dict[str, Any]:
    """What the layouts show of a record, beyond its terms."""
    front: dict[str, Any] = {
        "title": fields.get("title") or fields.get("name") or fields.get("text"),
        "date": fields.get("date") or fields.get("published"),
        "address": fields.get("url"),
        "quote": fields.get("quote"),
        "other_names": fields.get("aliases"),
        "sort": fields.get("type", "").capitalize() or KIND.get(folder),
    }
    for key in ("speaker", "event", "parent"):
        if key in fields:
            front[key] = _path(corpus, fields[key])
    if folder == "statements":
        front["about"] = [_path(corpus, id) for id in fields.get("about", ())]
    if "positions" in fields:
        front["positions"] = [
            position | {"claim": _path(corpus, position["claim"])} for position in fields["positions"]
        ]
    if "postings" in fields:
        front["postings"] = [
            posting | {"organization": _path(corpus, posting["organization"])} for posting in fields["postings"]
        ]
    if "relations" in fields:
        front["relations"] = [_path(corpus, relation["claim"]) for relation in fields["relations"]]
    return front
