"""`schema`: what an editor's YAML plug-in needs in order to complete, explain and check records as they are written."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """It has no options of its own."""


def run(options: argparse.Namespace, root: Path) -> int:
    from briefing.core.atomic_changes import apply_changes
    from briefing.core.problem_reports import count, visible
    from briefing.editing.json_schema_files import SETTINGS, as_json, schemas, settings

    made = {path: as_json(schema).encode() for path, schema in schemas().items()}
    if not (root / SETTINGS).exists():
        made[SETTINGS] = as_json(settings()).encode()
    try:
        before = {path: (root / path).read_bytes() if (root / path).exists() else None for path in made}
        changed = {path: data for path, data in made.items() if before[path] != data}
        apply_changes(root, before, changed)
    except OSError as error:
        print(f"The schemas could not be written: {error.strerror} ({visible(str(error.filename))})", file=sys.stderr)
        return 1
    for path in changed:
        print(f"wrote {visible(path)}")
    print(f"{count(len(schemas()), 'schema')} in schemas/: {len([c for c in changed if c != SETTINGS]):,} written")
    if SETTINGS not in made and not _maps(root / SETTINGS, settings()["yaml.schemas"]):
        print(f"\n{SETTINGS} is your own and was left alone. So that VS Code finds the schemas, add this to it:\n")
        print(json.dumps({"yaml.schemas": settings()["yaml.schemas"]}, indent=2)[2:-2])
    return 0


def _maps(file: Path, wanted: dict[str, str]) -> bool:
    """Whether a settings file names every schema. It may have comments, so it is not parsed."""
    text = file.read_text("utf-8", "replace")
    return all(schema.removeprefix("./") in text for schema in wanted)
