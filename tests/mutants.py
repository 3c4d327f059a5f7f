"""Take away, one at a time, each thing by which a build sees what has changed, and each defence, and see that the tests notice.

    python tests/mutants.py            every mutant, some minutes
    python tests/mutants.py NAME …     those whose names hold one of the words; `defences` are those of docs/security.md

Each mutant is a piece of the generator's text with what stands in its place; `tests` are those that must then fail.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from defences import DEFENCES

REPOSITORY = Path(__file__).parent.parent


class Mutant(NamedTuple):
    name: str
    file: str  # in briefing/
    old: str
    new: str
    tests: str  # what pytest's -k selects
    where: tuple[str, ...] = ("tests/test_incremental.py", "tests/test_hardening.py")

    def places(self, text: str) -> list[re.Match[str]]:
        """Where the piece stands, however the formatter has laid it out."""
        tokens = [("," if token in ")]}" else "") + token for token in re.findall(r"\w+|[^\w\s]", self.old)]
        pattern = r"\s*".join(re.sub(r"^,(?=.)", r",?\\s*", re.escape(token)) for token in tokens)
        start = r"[ \t]*" if self.old[0] == " " else ""
        return list(re.finditer(start + pattern + ("\n" if self.old.endswith("\n") else ""), text))

    def applied(self, text: str) -> str:
        """The text with the piece replaced; it must stand there once."""
        (place,) = self.places(text)
        return text[: place.start()] + self.new + text[place.end() :]


def _cells() -> Iterator[Mutant]:
    file = "build/incremental/fingerprints.py"
    for name, old, test in (
        ("lists", 'put(list_of(folder), _digest("\\n".join(ids)))', "a record is added"),
        ("changed", 'put(CHANGED, _digest("\\n".join(corpus.changed)))', "a first change is noted"),
        ("record", "put(first + RECORD, content)", "words change beside structure"),
        ("card", "put(first + CARD, card_digest(tracked.card(id)))", "a name changes and the order stays"),
        ("links", "put(first + LINKS, _digest(_links(links, follows)))", "a relation is added"),
        ("takings", 'said = repr(takings[id]) if id in takings else ""', "its publisher counts"),
        ("exchanges", "said = _exchanges(tracked.exchanges(id))", "another speaks to the claim"),
        ("surroundings", "beside = around.digested(tracked.numbers[id])", "beside or in time"),
        (
            "standings",
            "put(LISTS + 4 * tracked.numbers[claim] + STANDING, _digest(repr(standing)))",
            "belongs to another",
        ),
        ("everything", "everything.update(structure)", "a change is dated otherwise"),
        (
            "names",
            "put(NAMES, names_digest(cells, [tracked.numbers[id] for id in named_in(corpus.lists)]))",
            "an alias changes beside structure",
        ),
        ("everything's cell", "put(EVERYTHING, everything.digest())", "a change is dated otherwise"),
    ):
        empty = {"takings": 'said = ""', "exchanges": "pass", "surroundings": 'beside = b""'}.get(name, "pass")
        yield Mutant(f"cells: no {name}", file, old, empty, test)
    yield Mutant(
        "cells: links without those that follow", file, "(*links, *follows)]", "(*links,)]", "lies in what lies"
    )
    yield Mutant(
        "cells: links without those stated", file, "(*links, *follows)]", "(*follows,)]", "a relation is added"
    )
    for at, name, test in (
        (0, "origin", "from one to another"),
        (1, "label", "a role changes"),
        (2, "through", "comes through another"),
    ):
        kept = ", ".join(f"link[{n}]" for n in range(3) if n != at)
        yield Mutant(f"cells: links without {name}", file, '"\\t".join(link)', f'"\\t".join(({kept}))', test)
    parts = 'card.path, card.link, card.when, card.marks, card.date.text if card.date else "", *card.aliases'
    for name, test in (
        ("path", "a place becomes a topic"),
        ("link", "a title changes beside structure"),
        ("when", "a date is inferred"),
        ("marks", "only alleged or a record is withdrawn"),
    ):
        yield Mutant(f"cells: card without {name}", file, parts, parts.replace(f"card.{name}", '""'), test)
    yield Mutant("cells: card without aliases", file, ", *card.aliases", "", "an alias is added")


def _tracked() -> Iterator[Mutant]:
    for method, cell in (
        ("record", "LISTS + 4 * self.numbers[id] + RECORD"),
        ("card", "LISTS + 4 * self.numbers[id] + CARD"),
        ("standing", "LISTS + 4 * self.numbers[claim] + STANDING"),
        ("taken_by", "LISTS + 4 * self.numbers[actor] + STANDING"),
        ("beside", "LISTS + 4 * self.numbers[id] + STANDING"),
        ("exchanges", "LISTS + 4 * self.numbers[statement] + STANDING"),
        ("ids", "_LIST[kind.FOLDER]"),
        ("changed", "CHANGED"),
        ("name_index", "NAMES"),
    ):
        yield Mutant(
            f"shelf: {method} is not noted",
            "rendering/view/tracked_corpus.py",
            f"self.reads.add({cell})",
            "pass",
            "notes or scenario",
        )
    for method, rest in (("former", "return self._corpus.former"), ("published", "return {id: max(noted_days")):
        old = "self.reads.add(EVERYTHING)\n        " + rest
        yield Mutant(f"shelf: {method} is not noted", "rendering/view/tracked_corpus.py", old, rest, "notes")
    cell = "self.reads.add(LISTS + 4 * self.numbers[id] + LINKS)\n        return self._corpus."
    for method in ("companions", "periods"):
        rest = f"return self._around.{method}"
        old = "self.reads.add(LISTS + 4 * self.numbers[entity] + STANDING)\n        " + rest
        yield Mutant(f"shelf: {method} is not noted", "rendering/view/tracked_corpus.py", old, rest, "notes")
    for method, rest in (("links", "links_to"), ("follows", "derived_links")):
        old = cell + rest
        yield Mutant(
            f"shelf: {method} is not noted",
            "rendering/view/tracked_corpus.py",
            old,
            f"return self._corpus.{rest}",
            "notes",
        )
    yield Mutant(
        "shelf: merged lists are not read",
        "rendering/view/tracked_corpus.py",
        "            self.record(id)\n",
        "",
        "later than what was said since",
    )
    yield Mutant(
        "shelf: what a card reads is lost", "rendering/view/tracked_corpus.py", "read, self.reads = self.reads, page",
        "read, self.reads = set(), page", "named by its summary",
    )  # fmt: skip
    again = "self.tracked.reads.add(LISTS + 4 * self._numbers[id] + CARD)\n        "
    yield Mutant(
        "fragments: an anchor made before",
        "rendering/components/html_components.py",
        again + "return anchor",
        "pass\n        return anchor",
        "scenario",
    )
    yield Mutant(
        "feeds: an item made before",
        "rendering/exports/feeds.py",
        "    components.tracked.reads |= kept[1]\n",
        "",
        "scenario",
    )
    yield Mutant(
        "fragments: a source made before", "rendering/components/html_components.py", "        self.tracked.reads |= kept[1]\n", "",
        "has another address",
    )  # fmt: skip


def _timeline() -> Iterator[Mutant]:
    file = "rendering/pages/timeline_page.py"
    yield Mutant(
        "timeline: which records a part lists",
        file,
        "[*ids, *map(tracked.names, ids)]",
        "[*map(tracked.names, ids)]",
        "comes between others",
    )
    yield Mutant(
        "timeline: whom its records name", file, "[*ids, *map(tracked.names, ids)]", "[*ids]", "names one more"
    )
    yield Mutant("timeline: what lies beside a part", file, "{beside}\\n", "", "another part of the timeline")
    yield Mutant(
        "fragments: choices are not noted", "rendering/components/html_components.py", "self.tracked.reads.update([cell for _, _, cell in found])", "pass",
        "a name changes and the order stays",
    )  # fmt: skip


def _known() -> Iterator[Mutant]:
    file = "build/incremental/change_detection.py"
    yield Mutant(
        "known: an edited record is not dirty",
        file,
        "dirty.add(cell)\n                kept",
        "kept",
        "scenario and words",
    )
    yield Mutant(
        "known: an edited record's digest is not kept", file, "kept.cells[SIZE * cell : SIZE * (cell + 1)] = unit.digest", "pass",
        "words change back beside structure",
    )  # fmt: skip
    digest = "kept.cells[SIZE * cell : SIZE * (cell + 1)] = digest\n"
    yield Mutant(
        "known: a card is not dirty", file, digest + "            dirty.add(cell)", digest.strip(), "a title changes"
    )
    yield Mutant("known: a card's digest is not kept", file, digest, "pass\n", "named by its summary or changes back")
    yield Mutant(
        "known: cards that read an edited record", file, 'not edited.isdisjoint(memoryview(reads).cast("I"))}', "False}",
        "named by its summary",
    )  # fmt: skip
    yield Mutant(
        "known: what a card reads anew", file, "            kept.card_reads[number] = _cells(reads)\n    return", "            pass\n    return",
        "loses its quote",
    )  # fmt: skip
    yield Mutant(
        "known: a file's new digest",
        file,
        "_signature(seen, path), unit.digest\n            if",
        "_signature(seen, path), old.files[path][1]\n            if",
        "change and change back",
    )
    yield Mutant("known: names are not dirty", file, "        dirty.add(NAMES)\n", "", "a title changes")
    yield Mutant(
        "known: new names are not kept",
        file,
        "        kept.names = build_state.pack_names(tracked.name_index())\n",
        "",
        "one alias after another",
    )
    yield Mutant(
        "known: the names of edited records",
        file,
        "        names.update((id, name_of(corpus.records[id])) for id in edited if id in names)\n",
        "",
        "a title changes",
    )
    yield Mutant(
        "known: structure is not compared",
        file,
        "if not unit.is_valid or held_in(unit) != old.held[path]",
        "if not unit.is_valid",
        "scenario",
    )
    yield Mutant(
        "known: other files than remembered",
        file,
        "if seen.strays or seen.records.keys() != old.files.keys():",
        "if seen.strays:",
        "scenario",
    )
    yield Mutant("known: places of warnings", file, "or path in placed", "", "lines above")
    yield Mutant(
        "known: quotes that were checked", file, "if any(one.id in heeded ", "if any(False ", "that was checked changes"
    )
    yield Mutant(
        "known: archived texts",
        file,
        ", *(line.source for lines in verified.values() for line in lines)}",
        "}",
        "archived text of a quote",
    )
    yield Mutant("known: warnings of edited files", file, "        kept.warned.pop(path, None)\n", "", "a warning goes")
    yield Mutant("known: files too new to be trusted", file, "UNTRUSTED if path in seen.fresh else ", "", "coarse")


def _static() -> Iterator[Mutant]:
    where = ("tests/test_every_input.py",)
    file = "build/incremental/change_detection.py"
    yield Mutant(
        "static: a file that is read is not noted", "rendering/exports/site_files.py",
        "self._tracked.reads.add(static_cell(path))", "pass", "changed_input", where,
    )  # fmt: skip
    yield Mutant(
        "static: not compared where most is remembered",
        file,
        "dirty |= put_static(kept.cells, static)",
        "pass",
        "changed_input",
        where,
    )


def _structure() -> Iterator[Mutant]:
    whole = "(id, kind.KIND, label, mentions, has_role, found.structure)"
    for part, test in (
        ("id", "a file is called otherwise"),
        ("kind.KIND", "a place becomes a topic"),
        ("label", "a name changes"),
        ("mentions", "a mention moves"),
        ("has_role", "role is given"),
        ("found.structure", "scenario"),
    ):
        yield Mutant(f"structure: no {part}", "schema/record_parser.py", whole, whole.replace(part, '""', 1), test)
    yield Mutant(
        "structure: mappings run together",
        "schema/fields/mapping_fields.py",
        "outer.append(found.structure)",
        "outer.extend(found.structure)",
        "within its list",
    )
    yield Mutant(
        "structure: keys without values",
        "schema/fields/mapping_fields.py",
        "found.structure += (key, within)",
        "found.structure += (key,)",
        "scenario",
    )


def _pipeline() -> Iterator[Mutant]:
    file, whole = "build/pipeline.py", "(tool_signature(), self.drafts, config, sorted(templates.items()), locks.text)"
    for part, test in (
        ("tool_signature()", "another version"),
        ("self.drafts", "drafts"),
        ("config", "the title of the site"),
        ("sorted(templates.items())", "a template is overridden"),
        ("locks.text", "a lock changes"),
    ):
        yield Mutant(f"fingerprint: no {part}", file, whole, whole.replace(part, "0"), test)
    yield Mutant("pipeline: another fingerprint", file, "old.fingerprint != fingerprint", "False", "scenario")
    yield Mutant("plan: a file that is to be another", file, "made[0] != spec", "False", "a former id moves")
    yield Mutant("plan: a file that was touched", file, "folder.found.get(path) != made[3]", "False", "damaged")
    yield Mutant(
        "plan: static files",
        file,
        'Spec(path, "static", sha256_hex(data))',
        'Spec(path, "static")',
        "a static file changes",
    )
    yield Mutant(
        "plan: the order of pages",
        file,
        "{path: made[path] for spec in workshop.specs for path in files_of(spec)} | made",
        "made",
        "damaged",
    )
    yield Mutant(
        "plan: a file beside another",
        file,
        "(one := before.get(other)) is None or one[0] != spec or folder.found.get(other) != one[3]",
        "False",
        "damaged",
    )


def _cache() -> Iterator[Mutant]:
    whole = (
        "(tool_signature(), self._options, list(seen.records.items()), list(seen.others.items()), sorted(site.items()))"
    )
    for part, test in (
        ("tool_signature()", "another version"),
        ("self._options", "drafts"),
        ("list(seen.records.items())", "scenario"),
        ("list(seen.others.items())", "scenario"),
        ("sorted(site.items())", "damaged"),
    ):
        yield Mutant(f"stamp: no {part}", "build/incremental/build_cache.py", whole, whole.replace(part, "0"), test)
    found = "not site[1] and not site[2] and not seen.strays"
    for part in found.split(" and "):
        yield Mutant(
            f"stamp: {part}", "build/incremental/build_cache.py", found, found.replace(part, "True"), "strangers"
        )
    yield Mutant(
        "stamp: files too new",
        "build/incremental/build_cache.py",
        "not seen.strays and not seen.fresh:",
        "not seen.strays:",
        "coarse",
    )
    for file, test in (
        ("build/incremental/build_cache.py", "damaged_cache or another_version"),
        ("build/incremental/build_state.py", "damaged_cache or another_version"),
    ):
        yield Mutant(f"{file}: its own digest", file, "blake2b(kept, digest_size=32).digest() != ", "False and ", test)
    yield Mutant(
        "cache: no lock", "build/incremental/build_cache.py", "fcntl.flock(lock, fcntl.LOCK_EX)", "pass", "left_running"
    )
    yield Mutant("workers: orphans go on", "core/process_pool.py", "os.getppid() != parent", "False", "left_running")
    whole = "hash((status.st_ctime_ns, status.st_mtime_ns, status.st_size, status.st_ino))"
    for part in ("st_ctime_ns", "st_mtime_ns", "st_size", "st_ino"):
        yield Mutant(
            f"signature: no {part}", "reading/scanner.py", whole, whole.replace(f"status.{part}", "0"), "every_part"
        )
    yield Mutant("fresh: never", "reading/scanner.py", "self.fresh.add(path)", "pass", "coarse or settled")
    yield Mutant(
        "fresh: coarse clocks", "reading/scanner.py", "TICK if latest % 1_000_000 else COARSE_TICK", "TICK", "settled"
    )
    for part in ("status.st_mtime_ns, status.st_size", "entry.path, "):
        old = "found.append((entry.path, status.st_mtime_ns, status.st_size))"
        yield Mutant(
            f"tool: no {part}",
            "reading/scanner.py",
            old,
            old.replace(part, "0, 0" if "mtime" in part else "0, "),
            "tool_is_known",
        )
    yield Mutant("tool: no packages", "reading/scanner.py", 'path.endswith("-packages")', "False", "tool_is_known")


def _defences() -> Iterator[Mutant]:
    for one in DEFENCES:
        yield Mutant(f"defences: {one.threat}", one.file, one.old, one.new, one.tests, (f"tests/{one.test_file}",))


MUTANTS = (
    *_cells(),
    *_tracked(),
    *_timeline(),
    *_known(),
    *_static(),
    *_structure(),
    *_pipeline(),
    *_cache(),
    *_defences(),
)


class Ground:
    """A copy of the repository in which mutants are tried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("briefing", "templates"):
            shutil.copytree(REPOSITORY / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(
            REPOSITORY / "tests", folder / "tests", ignore=shutil.ignore_patterns("__pycache__", "expected")
        )
        for name in (".github", "requirements", "docs", "content"):
            shutil.copytree(REPOSITORY / name, folder / name)
        for name in ("pyproject.toml", "build.py", "briefing.yaml", ".gitlab-ci.yml", ".pre-commit-hooks.yaml"):
            shutil.copy(REPOSITORY / name, folder)

    def survives(self, mutant: Mutant) -> str:
        """What went wrong in trying a mutant, or nothing where the tests have caught it."""
        file = self.folder / "briefing" / mutant.file
        text = file.read_text("utf-8")
        if (count := len(mutant.places(text))) != 1:
            return f"{mutant.old!r} stands {count} times in {mutant.file}"
        file.write_text(mutant.applied(text), "utf-8")
        try:
            command = [
                sys.executable,
                "-B",
                "-m",
                "pytest",
                "-q",
                "-x",
                "-p",
                "no:cacheprovider",
                "-k",
                self._selected(mutant.tests),
            ]
            done = subprocess.run(
                [*command, *mutant.where], cwd=self.folder, capture_output=True, text=True, timeout=600
            )
        finally:
            file.write_text(text, "utf-8")
        caught = done.returncode == 1 or done.returncode < 0  # without some defences Python itself is killed
        return "" if caught else f"pytest ended with {done.returncode}: {done.stdout.strip()[-300:]}"

    @staticmethod
    def _selected(tests: str) -> str:
        """Names of scenarios have spaces, for which -k has no way but that each word is there."""
        return tests and " or ".join(
            "(" + " and ".join(f"{word}" for word in part.split() if word != "and") + ")"
            for part in tests.split(" or ")
        )


def main(wanted: list[str]) -> int:
    chosen = [mutant for mutant in MUTANTS if not wanted or any(word in mutant.name for word in wanted)]
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder))
        lived = 0
        for number, mutant in enumerate(chosen, 1):
            wrong = ground.survives(mutant)
            lived += bool(wrong)
            print(
                f"{number:3} of {len(chosen)}  {'LIVES ' if wrong else 'caught'}  {mutant.name}{f': {wrong}' if wrong else ''}",
                flush=True,
            )
    print(f"{lived} of {len(chosen)} live")
    return 1 if lived or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
