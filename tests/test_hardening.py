"""What must not hurt: a build killed anywhere, a damaged cache, a folder that cannot be written, a lost process.

The number of kills and of damaged caches is small here; `pytest -m thorough` goes on for some minutes.
"""

from __future__ import annotations

import errno
import gc
import marshal
import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import Any

import pytest
import story as s
from test_incremental import Desk, different, make_small

from briefing.build import page_making, pipeline
from briefing.build.incremental import build_cache, build_state
from briefing.build.incremental.build_cache import FOLDER
from briefing.build.output.output_writer import MANIFEST, Output
from briefing.core import process_pool
from briefing.project import project_loader
from briefing.rendering.template_renderer import Renderer

Project = Callable[[Any], Path]


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        make_small(patch)
        yield


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, s.harbour())


def in_a_fork(work: Callable[[], Any]) -> int:
    """The process that does the work, with a new group of its own."""
    process = os.fork()
    if process:
        return process
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        work()
    finally:
        os._exit(0)


# --- killed ----------------------------------------------------------------------------------------------------------

TOUCHING = ("open", "write", "replace", "unlink", "makedirs", "rmdir")


def die_at(call: int) -> None:
    """Kill this process at the n-th time that it is about to touch the disk."""
    left = [call]

    def touching(real: Any) -> Any:
        def touch(*arguments: Any, **more: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **more)

        return touch

    for name in TOUCHING:
        setattr(os, name, touching(getattr(os, name)))


def kill_builds(folder: Path, kills: int, seed: int) -> None:
    """Kill builds that change much, now at some time, now at some call; what they leave must never matter."""
    by = Random(seed)
    desk = Desk(folder, s.harbour())
    before, after = desk.story.copy(), desk.story.copy()
    for id, name in (("port-avel", "Zzz"), ("deepline", "Ümlaut"), ("morning-tide", "Evening Tide")):
        after.get(id).values["name"] = name
    after.records = [record for record in after.records if record.id not in ("hopper-barge", "survey")]
    for record in after.records:
        record.values.pop("equipment", None)
    after.records += [s.Record(f"rig-{n}", "equipment", f"rig-{n}", {"name": f"Rig {n}"}) for n in range(9)]
    site, states, clean = desk.root / "site", [before, after], []
    for state in states:
        desk.story = state
        desk.lay()
        begun = time.perf_counter()
        assert desk.build(jobs=2).written
        took = time.perf_counter() - begun
        clean.append(s.files_of(site))
    known = {*clean[0], *clean[1]}
    for _ in range(kills):
        which = by.randrange(2)
        desk.story = states[which]
        desk.lay()
        fresh = by.random() < 0.4
        while fresh and site.exists():  # a process that a killed build left may still be writing its last page
            shutil.rmtree(site, ignore_errors=True)
        jobs, call = by.choice((1, 2, 3)), by.randrange(250)

        def work() -> None:
            if by.random() < 0.5:
                die_at(call)
            pipeline.build(desk.root, site, jobs=jobs)

        process = in_a_fork(work)
        time.sleep(by.random() * took)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        left = s.files_of(site) if site.exists() else {}
        for path in left:
            parent, _, name = path.rpartition("/")
            whole = f"{parent}/{name}" if parent else name
            if name.startswith(".") and name.endswith(".new"):
                whole = (f"{parent}/" if parent else "") + name[1:-4]
            assert whole in known, path
        if by.random() < 0.7:
            desk.build(jobs=by.choice((1, 2)))
            assert not different(clean[which], s.files_of(site))
    desk.build()


def test_a_build_killed_anywhere_leaves_nothing_that_the_next_one_minds(tmp_path: Path) -> None:
    kill_builds(tmp_path, 15, 1)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(4))
def test_two_hundred_killed_builds(tmp_path: Path, seed: int) -> None:
    kill_builds(tmp_path, 50, 100 + seed)


def test_what_a_killed_build_left_running_stops_and_writes_nothing_into_the_next_site(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, real, log = os.getpid(), Output.put, desk.folder / "log"

    def late(self: Output, path: str, data: bytes) -> bool:
        """In a child, write what the next build will write otherwise only when the parent is long gone."""
        parent = os.getppid()
        if os.getpid() != here and parent != here and b"Zzz" in data:
            with log.open("a") as file:
                file.write("x")
            for _ in range(300):
                if os.getppid() != parent:
                    break
                time.sleep(0.01)
            time.sleep(1)
        return real(self, path, data)

    def call_all(word: str) -> None:
        for name in ("port-avel", "deepline", "avel-wire"):
            desk.story.get(name).values["name"] = word
        desk.lay()

    desk.build()
    call_all("Yyy")
    expected, _, _ = desk.clean(False)
    call_all("Zzz")
    with monkeypatch.context() as patch:
        patch.setattr(Output, "put", late)
        process = in_a_fork(lambda: pipeline.build(desk.root, desk.root / "site", jobs=3))
        while not log.exists() or log.stat().st_size < 2:
            time.sleep(0.01)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
    call_all("Yyy")
    pipeline.build(desk.root, desk.root / "site", jobs=1)
    time.sleep(1.2)
    assert expected and not different(expected, s.files_of(desk.root / "site"))
    assert len(log.read_text()) <= 4, "each stops after the files of the page that it is at"


# --- the cache damaged -----------------------------------------------------------------------------------------------


def damaged(data: bytes, by: Random) -> bytes:
    how = by.randrange(5)
    if how == 0:
        return data[: by.randrange(len(data))]
    if how == 1:
        return data + b"\0"
    if how == 2:
        return by.randbytes(by.randrange(200))
    flipped = bytearray(data)
    for _ in range(by.choice((1, 1, 3))):
        flipped[by.randrange(min(len(data), by.choice((80, len(data)))))] ^= 1 << by.randrange(8)
    return bytes(flipped)


def damage_caches(folder: Path, times: int, seed: int) -> None:
    by = Random(seed)
    desk = Desk(folder, s.harbour())
    desk.build(settled=True)
    for number in range(times):
        if by.random() < 0.6:
            desk.story.get(by.choice(("lin-hai", "port-avel", "deepline"))).values["name"] = f"Name {number}"
            desk.lay()
            if by.random() < 0.5:
                desk.build(settled=True)
        files = sorted((desk.root / FOLDER).glob("*.*"))
        assert {file.suffix for file in files} >= {".memory"}
        for file in by.sample(files, by.randint(1, len(files))):
            file.write_bytes(damaged(file.read_bytes(), by))
        desk.build(settled=True, jobs=by.choice((1, 2)))


def test_a_damaged_cache_is_never_believed(tmp_path: Path) -> None:
    damage_caches(tmp_path, 40, 1)


def test_a_memory_with_a_bit_flipped_anywhere_counts_for_nothing(desk: Desk) -> None:
    desk.build(settled=True)
    (file,) = (desk.root / FOLDER).glob("*.memory")
    kept, by = file.read_bytes(), Random(1)
    assert build_state.from_bytes(kept) is not None
    for at in [*range(80), *(by.randrange(len(kept)) for _ in range(200))]:
        flipped = bytearray(kept)
        flipped[at] ^= 1 << by.randrange(8)
        assert build_state.from_bytes(bytes(flipped)) is None, at


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(2))
def test_two_hundred_damaged_caches(tmp_path: Path, seed: int) -> None:
    damage_caches(tmp_path, 100, 100 + seed)


@pytest.mark.parametrize("value", [None, 7, [], [1] * 16, (1, 2, 3), [{}] * 17, "x", [b""] * 17], ids=repr)
def test_a_whole_cache_of_another_version_is_never_believed(desk: Desk, value: Any) -> None:
    desk.build(settled=True)
    data = marshal.dumps(value, 2)
    for file in (desk.root / FOLDER).glob("*.*"):
        head = {".memory": build_state._HEAD, ".stamp": build_cache._HEAD}[file.suffix]
        file.write_bytes(head + blake2b(data, digest_size=32).digest() + data)
    desk.build(settled=True)
    (desk.root / FOLDER / "lock").unlink()
    desk.build(settled=True)


def test_a_cache_of_another_project_is_never_believed(tmp_path: Path) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    one.mkdir()
    two.mkdir()
    desk, other = Desk(one, s.harbour()), Desk(two, s.harbour())
    other.story.get("lin-hai").values["summary"] = "Other words."
    other.lay()
    desk.build(settled=True)
    other.build(settled=True)
    for mine in (desk.root / FOLDER).glob("*.*"):
        (theirs,) = (other.root / FOLDER).glob(f"*{mine.suffix}")
        mine.write_bytes(theirs.read_bytes())
    desk.build(settled=True)


# --- no place for a cache --------------------------------------------------------------------------------------------


def as_a_file(root: Path) -> None:
    (root / FOLDER).write_text("mine")


def as_a_link_to_nowhere(root: Path) -> None:
    (root / FOLDER).symlink_to(root.parent / "nowhere")


def as_a_link_to_a_file(root: Path) -> None:
    (root / FOLDER).symlink_to(root / "briefing.yaml")


def as_a_link_to_a_folder(root: Path) -> None:
    (root.parent / "elsewhere").mkdir()
    (root / FOLDER).symlink_to(root.parent / "elsewhere")


def with_folders_where_files_must_be(root: Path) -> None:
    pipeline.build(root, root / "site")
    for file in (root / FOLDER).glob("*"):
        file.unlink()
        (file / "x").mkdir(parents=True)


@pytest.mark.parametrize(
    "make",
    [as_a_file, as_a_link_to_nowhere, as_a_link_to_a_file, as_a_link_to_a_folder, with_folders_where_files_must_be],
    ids=lambda f: f.__name__,
)
def test_a_build_needs_no_cache(desk: Desk, make: Callable[[Path], None]) -> None:
    make(desk.root)
    config = (desk.root / "briefing.yaml").read_bytes()
    for name in ("Zzz", "Yyy"):
        desk.build(settled=True, jobs=2)
        desk.story.get("port-avel").values["name"] = name
        desk.lay()
    desk.build(settled=True)
    assert (desk.root / "briefing.yaml").read_bytes() == config


@pytest.mark.parametrize("name", ["makedirs", "open", "replace", "unlink"])
def test_a_cache_folder_that_cannot_be_written_only_costs_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """As in a root that is mounted read-only; tests may run as root, whom permissions do not stop."""
    import builtins

    def refusing(real: Any) -> Any:
        def call(path: Any, *arguments: Any, **more: Any) -> Any:
            if f"{desk.root}/{FOLDER}" in str(path) and (real is not builtins.open or "w" in arguments[0]):
                raise OSError(errno.EROFS, "Read-only file system", str(path))
            return real(path, *arguments, **more)

        return call

    monkeypatch.setattr(os, name, refusing(getattr(os, name)))
    if name == "open":
        monkeypatch.setattr(builtins, "open", refusing(builtins.open))
    for title in ("Zzz", "Yyy", "Yyy"):
        desk.build(settled=True)
        desk.story.get("survey").values["title"] = title
        desk.lay()
    desk.build(settled=True)


def test_locks_that_the_system_does_not_have_only_cost_the_waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def none(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    desk.build()
    desk.build()


# --- processes -------------------------------------------------------------------------------------------------------


def only_in_a_child(here: int, act: Callable[[], None], real: Any, times: int = 1) -> Any:
    """A function that acts at its n-th call in another process, and else is the real one."""
    calls = [0]

    def call(*arguments: Any, **more: Any) -> Any:
        if os.getpid() != here:
            calls[0] += 1
            if calls[0] == times:
                act()
        else:
            time.sleep(0.001)  # so that the other has its turn
        return real(*arguments, **more)

    return call


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise RuntimeError("in the child")


def full() -> None:
    raise OSError(errno.ENOSPC, "No space left on device", "x.html")


@pytest.mark.parametrize("times", [1, 5])
@pytest.mark.parametrize("act", [die, fail], ids=lambda f: f.__name__)
@pytest.mark.parametrize("where", ["reading", "rendering", "writing anew", "writing over"])
def test_what_a_lost_process_was_to_do_is_done_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, where: str, act: Any, times: int
) -> None:
    here = os.getpid()
    if where == "writing over":
        desk.build()
        for name in ("port-avel", "deepline", "avel-wire"):
            desk.story.get(name).values["name"] = "Zzz"
        desk.lay()
    expected, _, _ = desk.clean(False)
    target = {"reading": (project_loader, "make_unit"), "rendering": (Renderer, "render")}.get(
        where, (page_making, "sha256_hex")
    )
    monkeypatch.setattr(*target, only_in_a_child(here, act, getattr(*target), times))
    built = pipeline.build(desk.root, desk.root / "site", jobs=2)
    assert built.written and expected is not None
    assert not different(expected, s.files_of(desk.root / "site"))
    assert no_children()


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@pytest.fixture(autouse=True)
def others() -> None:
    """Whatever other tests left behind is not counted."""
    OTHERS.clear()
    OTHERS.update(children())


OTHERS: set[str] = set()


def no_children() -> bool:
    return not children() - OTHERS


def test_a_fault_of_ours_in_a_process_shows_in_the_one_that_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(Renderer, "render", broken)
    with pytest.raises(RuntimeError, match="a bug"):
        pipeline.build(desk.root, desk.root / "site", jobs=2)
    assert no_children() and capfd.readouterr() == ("", "")


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_a_template_that_fails_in_any_process_is_told_once_and_nothing_is_written(desk: Desk, jobs: int) -> None:
    for template in ("claim.html", "event.html"):
        desk.story.extra[f"templates/{template}"] = "{{ nonsense }}"
    desk.lay()
    built = pipeline.build(desk.root, desk.root / "site", jobs=jobs)
    assert [(p.location.file, p.code) for p in built.problems if p.is_error] == [
        ("templates/claim.html", "template-error"),
        ("templates/event.html", "template-error"),
    ]
    assert not (desk.root / "site").exists() and no_children()


@pytest.mark.parametrize("where", ["child", "parent"])
@pytest.mark.parametrize("anew", [True, False], ids=["anew", "over"])
def test_a_full_disk_is_told_from_any_process(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, where: str, anew: bool
) -> None:
    if not anew:
        desk.build()
        desk.story.get("port-avel").values["name"] = "Zzz"
        desk.lay()
    here = os.getpid() if where == "child" else -1
    with monkeypatch.context() as patch:
        patch.setattr(page_making, "sha256_hex", only_in_a_child(here, full, page_making.sha256_hex, 3))
        built = pipeline.build(desk.root, desk.root / "site", jobs=2 if where == "child" else 1)
    (problem,) = (problem for problem in built.problems if problem.is_error)
    assert problem.code == "unwritable-output" and "No space left on device (x.html)" in problem.message
    assert built.written is None and no_children()
    desk.build()


@pytest.mark.parametrize("where", ["reading", "rendering"])
def test_interrupted_it_leaves_no_process_behind(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, where: str, capfd: Any
) -> None:
    here = os.getpid()

    def interrupt(real: Any) -> Any:
        def call(*arguments: Any, **more: Any) -> Any:
            if os.getpid() == here:
                raise KeyboardInterrupt
            time.sleep(0.5)
            return real(*arguments, **more)

        return call

    target = (project_loader, "make_unit") if where == "reading" else (Renderer, "render")
    open_before = descriptors()
    with monkeypatch.context() as patch:
        patch.setattr(*target, interrupt(getattr(*target)))
        begun = time.perf_counter()
        with pytest.raises(KeyboardInterrupt):
            pipeline.build(desk.root, desk.root / "site", jobs=3)
    assert time.perf_counter() - begun < 5, "the others are not waited for"
    assert no_children() and descriptors() == open_before and capfd.readouterr() == ("", "")
    desk.build()


def descriptors() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0


def test_fifty_builds_leave_no_descriptor_open(desk: Desk) -> None:
    desk.build(jobs=2)
    before, frozen = descriptors(), gc.get_freeze_count()
    for number in range(50):
        desk.story.get("port-avel").values["name"] = f"Name {number}"
        desk.story.broken = {"content/topics/all.yaml": "title: ["} if number % 5 == 4 else {}
        desk.lay()
        pipeline.build(desk.root, desk.root / "site", jobs=2 + number % 2)
    assert descriptors() == before and no_children()
    assert gc.get_freeze_count() == frozen, "what is frozen is never found to be rubbish"


def test_where_the_system_lets_no_process_be_made_one_does_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    open_before = descriptors()
    monkeypatch.setattr(os, "fork", refuse)
    desk.build(jobs=2)
    monkeypatch.delattr(os, "fork")
    assert process_pool.cores() == 1
    shutil.rmtree(desk.root / "site")
    desk.build(jobs=2)
    assert descriptors() == open_before


def test_what_is_shared_comes_back_from_every_process_whole() -> None:
    for jobs in (1, 2, 5):
        back = process_pool.share(jobs, 40, lambda numbers: [[number, "x" * 100_000] for number in numbers])
        assert sorted(number for part in back for number, _ in part) == list(range(40))
        assert all(len(text) == 100_000 for part in back for _, text in part)


# --- what lies in the output -----------------------------------------------------------------------------------------


def told(root: Path, site: Path) -> object:
    """What a build that changes nothing would say, or None where something has changed."""
    return getattr(build_cache.Cache(str(root), str(site), False).look(str(root)), "told", None)


def test_leftovers_and_strangers_are_seen_even_where_nothing_else_changed(desk: Desk) -> None:
    site = desk.root / "site"
    desk.build(settled=True)
    (site / "events/.closing.html.new").write_text("half")
    desk.build(settled=True)
    (site / "events/stranger.html").write_text("mine")
    assert told(desk.root, site) is None
    built = pipeline.build(desk.root, site)
    assert built.written is None and [p.code for p in built.problems if p.is_error] == ["foreign-output"]
    (site / "events/stranger.html").unlink()
    (site / "link").symlink_to(site / "index.html")
    assert told(desk.root, site) is None
    (site / "link").unlink()
    desk.build(settled=True)
    assert told(desk.root, site) is not None
    (desk.root / "content/events/notes.txt").write_text("mine")
    assert told(desk.root, site) is None
    assert MANIFEST in s.files_of(site)


# --- a file saved in the middle of a build ---------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("broken", [False, True], ids=["renamed", "broken"])
def test_a_file_saved_while_most_is_remembered_does_not_end_the_build(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, jobs: int, broken: bool
) -> None:
    """Files are read when a page asks for them, which can be later than they were looked at."""
    here, real, saved = os.getpid(), Renderer.render, []

    def save() -> None:
        if broken:
            desk.story.broken = {
                r.place: "id: [" for r in desk.story.records if r.folder in ("places", "statements", "sources")
            }
        else:
            for id in ("dam-leaks", "tide-suggests", "tide-own-report", "mirela-ostro", "tarn-valley-council"):
                s.called_otherwise(desk.story, id, f"{id}-too")
        desk.lay()

    def render(self: Renderer, page: Any) -> bytes:
        if os.getpid() == here and not saved:
            saved.append(1)
            save()
        elif os.getpid() != here and not saved:
            saved.append(1)
            time.sleep(0.2)
        return real(self, page)

    desk.build(settled=True)
    desk.story.get("night-alarm").values["title"] = "New title"
    desk.story.get("council-asserts-leak").values["summary"] = "New words."
    desk.lay()
    with monkeypatch.context() as patch:
        patch.setattr(Renderer, "render", render)
        pipeline.build(desk.root, desk.root / "site", jobs=jobs)
    assert saved
    desk.build(jobs=jobs)
    desk.story.broken = {}
    desk.lay()
    desk.build(jobs=jobs)
