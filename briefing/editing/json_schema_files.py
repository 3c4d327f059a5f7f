"""The definitions of kinds and fields become files for editors: JSON Schemas, with which a YAML plug-in completes, explains
and checks, and settings that say which schema is for which files.

Draft 7, because that is what language servers have understood longest.
"""

from __future__ import annotations

import json
from typing import Any

from briefing.editing.json_schema_types import Schema, mapping_schema
from briefing.schema.configuration import Config
from briefing.schema.kinds import KINDS

DRAFT = "http://json-schema.org/draft-07/schema#"
CONFIG = "briefing.yaml"
SETTINGS = ".vscode/settings.json"


def schemas() -> dict[str, Schema]:
    """Every schema by its file's path: one for the records of each folder, and one for briefing.yaml."""
    about = "What is said of the site as a whole."
    return {schema_file(kind.FOLDER): _of_class(kind, kind.HELP, kind.KIND) for kind in KINDS} | {
        schema_file(CONFIG): _of_class(Config, about, CONFIG)
    }


def schema_file(of: str) -> str:
    """The file that holds the schema of a folder's records, or of briefing.yaml."""
    return f"schemas/{of}.schema.json"


def settings() -> dict[str, Any]:
    """Settings for VS Code: which schema is for which files, and nothing that would fetch or reformat them otherwise."""
    patterns = {schema_file(kind.FOLDER): f"content/{kind.FOLDER}/*.yaml" for kind in KINDS} | {
        schema_file(CONFIG): CONFIG
    }
    return {
        "yaml.schemas": {f"./{schema}": pattern for schema, pattern in patterns.items()},
        "yaml.yamlVersion": "1.2",
        "yaml.schemaStore.enable": False,
        "yaml.format.enable": False,
        "files.associations": {"**/content/*/*.yaml": "yaml"},
        "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.rulers": [120], "files.eol": "\n"},
    }


def as_json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _of_class(cls: Any, about: str, title: str) -> Schema:
    return {"$schema": DRAFT, "title": title, "description": about, **mapping_schema(cls)}
