"""How long the preview takes in its process from a save to the page: `python -m benchmarks.preview ROOT`, in milliseconds.

ROOT is a project, such as `python -m benchmarks.corpus` makes; its files are changed and put back. A summary is words, as is
the title of what is dated; lists are in the order of other records' names, so that changing one links all records anew.
The page is that of the record, which has to be made anew each time.
"""

from __future__ import annotations

import gc
import re
import sys
import time
from pathlib import Path
from statistics import median

from briefing.preview.live_site import Resident

SAVES = 20
EDITS = {"summary": r"(?m)^summary: (?:[|>]-?\n +|[\"'])?", "name": r"(?m)^(?:title|name): [\"']?"}


def measure(root: Path, resident: Resident, folder: str, pattern: str) -> list[float]:
    """Seconds from a save of the kind's first record that has such a field to its page's bytes."""
    files = (
        file
        for file in sorted((root / "content" / folder).glob("*.yaml"))
        if re.search(pattern, file.read_text("utf-8"))
    )
    file = next(files, None)
    if file is None:
        return []
    text, path, page = file.read_text("utf-8"), file.relative_to(root).as_posix(), f"{folder}/{file.stem}.html"
    resident.page(page)
    taken = []
    try:
        for number in range(SAVES):
            file.write_text(
                re.sub(pattern, lambda match, word=f"Saved{number}": f"{match[0]}{word} ", text, count=1), "utf-8"
            )
            begun = time.perf_counter()
            resident.refresh([path])
            data = resident.page(page)
            taken.append(time.perf_counter() - begun)
            assert data and f"Saved{number} ".encode() in data, page
    finally:
        file.write_text(text, "utf-8")
        resident.refresh([path])
    return taken


def main(root: Path) -> None:
    begun = time.perf_counter()
    resident = Resident(str(root))
    print(
        f"{resident.records:,} records read in {time.perf_counter() - begun:.2f} s; the median and the worst of {SAVES} saves, in ms"
    )
    gc.collect()
    gc.freeze()
    gc.disable()
    for kind, pattern in EDITS.items():
        for folder in ("statements", "events", "people", "organizations"):
            if taken := measure(root, resident, folder, pattern):
                print(f"  {kind:<10} {folder:<14} {median(taken) * 1000:7.1f} {max(taken) * 1000:7.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
