"""What commands have in common that keep files beside briefing.yaml: writing one whole, and showing lines of it."""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Mapping
from pathlib import Path
from typing import cast


def save(root: Path, name: str, text: str) -> bool:
    """Write a file beside briefing.yaml, all of it or nothing. True where it was not so already."""
    path, data = root / name, text.encode()
    if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
        return False
    new = root / f".{name}.new"
    try:
        new.write_bytes(data)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
    return True


def beside(texts: Mapping[str, str], more: Mapping[str, str]) -> Mapping[str, str]:
    """The project's texts, still read only when they are asked for, and those of files beside them."""
    return ChainMap(dict(more), cast("dict[str, str]", texts))  # it changes neither, so that any mapping will do
