"""A Corpus becomes a project of ours on the disk: briefing.yaml and content/<kind>/<id>.yaml, as editors write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .records import Corpus, Fields

SITE = {
    "title": "The benchmark briefing",
    "description": "Made-up records, to measure how long a site takes to build.",
    "base_url": "https://briefing.example.org/",
}


class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes dates and numbers without quotes, as editors do: in our files every value is text."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: Any, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _list(dumper: Any, items: list[Any]) -> Any:
    return dumper.represent_sequence(
        "tag:yaml.org,2002:seq", items, flow_style=all(isinstance(one, str) for one in items)
    )


Dumper.add_representer(str, _text)
Dumper.add_representer(list, _list)


def as_yaml(fields: Fields) -> str:
    return yaml.dump(fields, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100, default_flow_style=False)


def record_file(root: Path, folder: str, id: str) -> Path:
    return root / "content" / folder / f"{id}.yaml"


def write_ours(corpus: Corpus, root: Path) -> None:
    """The whole project, in a folder that does not exist yet."""
    root.mkdir(parents=True)
    (root / "briefing.yaml").write_text(as_yaml(SITE), "utf-8")
    for folder, records in corpus.folders.items():
        if records:
            (root / "content" / folder).mkdir(parents=True)
    for folder, id, fields in corpus.all():
        record_file(root, folder, id).write_text(as_yaml(fields), "utf-8")


def write_record(corpus: Corpus, root: Path, id: str) -> None:
    """One record anew, in a project that is there."""
    record_file(root, corpus.folder_of[id], id).write_text(as_yaml(corpus[id]), "utf-8")
