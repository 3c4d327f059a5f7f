"""Stylesheets lose what readers do not need, and nothing else."""

import re
from pathlib import Path

import pytest
from conftest import SHIPPED_TEMPLATES

from briefing.rendering.stylesheet_minifier import lean, published


@pytest.mark.parametrize(
    ("css", "served"),
    [
        (b"/* why */\na { color: red; }\n", b"a{color:red}\n"),
        (b"a :hover , b:focus { margin: 0 1px ; }", b"a :hover,b:focus{margin:0 1px}\n"),
        (b'a::after { content: "} /* ; */  :"; }', b'a::after{content:"} /* ; */  :"}\n'),
        (
            b"a { width: calc(1px + 2px); background: url( x y.png ) }",
            b"a{width:calc(1px + 2px);background:url( x y.png )}\n",
        ),
        (b"@media (min-width: 3em) {\n  a { b: c }\n}", b"@media (min-width:3em){a{b:c}\n}\n"),
        (b"a/**/b { --x: 1 }", b"a b{--x:1}\n"),
    ],
)
def test_what_is_served(css: bytes, served: bytes) -> None:
    assert lean(css) == served


@pytest.mark.parametrize("file", sorted((SHIPPED_TEMPLATES / "static").glob("*.css")), ids=lambda file: file.name)
def test_no_rule_is_lost(file: Path) -> None:
    before, after = file.read_bytes(), published(file.name, file.read_bytes())
    assert len(after) < len(before) and b"/*" not in after and lean(after) == after
    bare = re.sub(rb"/\*.*?\*/", b"", before, flags=re.DOTALL)
    assert re.sub(rb"[\s;]", b"", bare) == re.sub(rb"[\s;]", b"", after)


def test_all_stylesheets_together_are_small() -> None:
    assert (
        sum(len(published(file.name, file.read_bytes())) for file in (SHIPPED_TEMPLATES / "static").glob("*.css"))
        < 40_000
    )


def test_only_stylesheets_change() -> None:
    assert published("static/a.js", b"/* a */ b") == b"/* a */ b"
