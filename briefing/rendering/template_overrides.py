"""What a project's templates hold that no page shows: an override whose name is misspelt would otherwise go unseen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import jinja2
from jinja2 import meta, nodes

from briefing.core.problems import Location, Problem
from briefing.core.text import closest

SHIPPED = "shipped/"  # before the name of a shipped template, under which an override can extend it


def unused_overrides(templates: Mapping[str, str]) -> list[Problem]:
    """Warnings for templates that nothing uses, and for blocks that no template above theirs has.

    `templates` are all of a project's by name, the shipped ones also as `shipped/NAME`.
    """
    written = [
        name
        for name, text in templates.items()
        if not name.startswith(SHIPPED) and templates.get(f"{SHIPPED}{name}") != text
    ]
    if not written:
        return []
    parsed = _Parsed(templates)
    blocks = (problem for name in written for problem in _unused_blocks(parsed, name))
    return [*_unused_templates(parsed, templates, written), *blocks]


class _Parsed:
    """Templates as trees of their syntax, made when they are asked for."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._templates = templates
        self._environment = jinja2.Environment(autoescape=True)
        self._trees: dict[str, nodes.Template | None] = {}

    def __getitem__(self, name: str) -> nodes.Template | None:
        """The tree of a template; None where there is no such template, or its syntax is wrong."""
        if name not in self._trees:
            try:
                self._trees[name] = self._environment.parse(self._templates[name])
            except (KeyError, jinja2.TemplateSyntaxError):  # which is told where the template is rendered
                self._trees[name] = None
        return self._trees[name]


# --- templates -------------------------------------------------------------------------------------------------------


def _unused_templates(parsed: _Parsed, templates: Mapping[str, str], written: Sequence[str]) -> list[Problem]:
    """Each template that is none of the shipped ones and that no other extends, includes or imports.

    Only a template that the project wrote can name one of its own. Where one includes others by a name that it works out,
    or cannot be parsed, nothing can be said.
    """
    own = [name for name in written if f"{SHIPPED}{name}" not in templates]
    if not own:
        return []
    trees = {name: parsed[name] for name in written}
    used = {at for name, tree in trees.items() if tree for at in meta.find_referenced_templates(tree) if at != name}
    if None in used or any(tree is None and (name in used or name not in own) for name, tree in trees.items()):
        return []
    shipped = tuple(name.removeprefix(SHIPPED) for name in templates if name.startswith(SHIPPED))
    return [_unused_template(name, _meant(name, shipped)) for name in own if name not in used]


def _meant(name: str, shipped: tuple[str, ...]) -> str | None:
    """Find the shipped template that a name is a slip for: one letter or two, or another folder."""
    elsewhere = (known for known in shipped if known.rpartition("/")[2] == name.rpartition("/")[2])
    return closest(name, shipped) or next(elsewhere, None)


def _unused_template(name: str, meant: str | None) -> Problem:
    hint = (
        f"did you mean `{meant}`?"
        if meant
        else "docs/templates.md lists the names; a template of your own needs one that includes it"
    )
    message = "no page is laid out by a template of this name, and no other template uses it"
    return Problem(Location(f"templates/{name}", 1, 1), "unused-template", message, hint)


# --- blocks ----------------------------------------------------------------------------------------------------------


def _unused_blocks(parsed: _Parsed, name: str) -> Iterator[Problem]:
    """Each block of a template that extends another in which none above has such a block, so that it is never shown."""
    tree = parsed[name]
    if tree is None or (above := _blocks_above(parsed, name)) is None:
        return
    called = {node.attr for node in tree.find_all(nodes.Getattr) if getattr(node.node, "name", "") == "self"}
    for node in tree.body:
        if isinstance(node, nodes.Block) and node.name not in above | called:
            close = closest(node.name, tuple(above))
            hint = f"did you mean `{close}`?" if close else f"the blocks there are {', '.join(sorted(above))}"
            message = f"no template that this one extends has a block `{node.name}`, so it is not shown"
            yield Problem(Location(f"templates/{name}", node.lineno, 1), "unused-block", message, hint)


def _blocks_above(parsed: _Parsed, name: str) -> set[str] | None:
    """Collect the blocks of all templates that one extends, however far up; None where it extends none, or nobody can tell."""
    blocks: set[str] = set()
    seen = set()
    while name not in seen:
        seen.add(name)
        tree = parsed[name]
        if tree is None:
            return None
        if len(seen) > 1:
            blocks |= {block.name for block in tree.find_all(nodes.Block)}
        parent = next(tree.find_all(nodes.Extends), None)
        if parent is None:
            return blocks if len(seen) > 1 else None
        if not isinstance(parent.template, nodes.Const):
            return None
        name = parent.template.value
    return None  # it extends itself, which is told where it is rendered
