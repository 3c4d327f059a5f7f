"""What the tests share: a project on disk from a table of its files, and how Hypothesis searches."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import settings

from briefing.rendering.exports import share_pictures
from briefing.rendering.graphics import map_svg

# The same examples in every run, so that a red build is red again at once. To look further than CI does:
#     pytest --hypothesis-profile search
settings.register_profile("reproducible", deadline=None, derandomize=True, max_examples=80)
settings.register_profile("search", deadline=None, max_examples=3000)
settings.register_profile("fuzz", deadline=None, max_examples=400, print_blob=True)
settings.load_profile("reproducible")


@pytest.fixture(autouse=True, scope="session")
def _made_once() -> Iterator[None]:
    """What follows from its arguments alone and takes long is made once in a run: compiled templates, borders, pictures.

    Tests build hundreds of small sites. What these make is tested by itself, and in processes of their own.
    """
    with pytest.MonkeyPatch.context() as patch:
        _once(patch, jinja2.Environment, "compile", lambda environment, *of, **named: (of, tuple(named.items())))
        _once(patch, map_svg, "outlines", lambda frame, width: (replace(frame, project=_NO_PROJECTION), width))
        _once(patch, share_pictures, "_drawn", lambda fonts, *words: (tuple(fonts.items()), words))
        yield


_NO_PROJECTION: Any = None  # what else a frame says tells it apart


def _once(patch: pytest.MonkeyPatch, owner: Any, name: str, key: Callable[..., Hashable]) -> None:
    make, made = getattr(owner, name), {}

    def once(*of: Any, **named: Any) -> Any:
        asked = key(*of, **named)
        if asked not in made:
            made[asked] = make(*of, **named)
        return made[asked]

    patch.setattr(owner, name, once)


@pytest.fixture
def project(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Writes files, given as {path from the root: text or bytes}, and gives the root."""
    return lambda files: lay(tmp_path, files)


def lay(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Files on the disk, given as {path from the root: text or bytes}; gives the root."""
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--bless", action="store_true", help="accept what the sites in tests/sites now look like as expected"
    )
    parser.addoption(
        "--fuzz-examples", type=int, default=0, help="inputs for each test of tests/test_fuzz.py, for tests/fuzz.py"
    )


def pytest_configure(config: pytest.Config) -> None:
    if many := config.getoption("--fuzz-examples"):
        settings.register_profile("fuzz", parent=settings.get_profile("fuzz"), max_examples=many)
        settings.load_profile("fuzz")


REPOSITORY = Path(__file__).parent.parent
SHIPPED_TEMPLATES = REPOSITORY / "templates"
SITES = {folder.name: folder for folder in sorted((REPOSITORY / "tests" / "sites").iterdir()) if folder.is_dir()}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The finished site of a project, by its folder's name in tests/sites; this repository's own by "own", which can be searched, tests/stress.py's by "stress"."""
    import stress

    from briefing.build.pipeline import build

    outputs: dict[str, Path] = {}

    def site(name: str) -> Path:
        if name not in outputs:
            output = tmp_path_factory.mktemp(name) / "site"
            root = lay(output.parent / "project", stress.project()) if name == "stress" else SITES.get(name, REPOSITORY)
            with ThreadPoolExecutor(
                1
            ) as aside:  # Playwright has a loop running in this thread, beside which Pagefind's cannot run
                found = aside.submit(build, root, output, search=root == REPOSITORY).result()
            assert found.written is not None, found.problems
            outputs[name] = output
        return outputs[name]

    return site
