"""Templates of a project that nothing uses: an override whose name is misspelt would otherwise go unseen."""

from __future__ import annotations

from collections.abc import Mapping

import jinja2
from jinja2 import meta

from briefing.core.problems import Location, Problem
from briefing.core.text import closest

SHIPPED = "shipped/"  # before the name of a shipped template, under which an override can extend it


def unused_templates(templates: Mapping[str, str]) -> list[Problem]:
    """A warning for each template that is none of the shipped ones and that no other extends, includes or imports.

    `templates` are all of a project's by name, the shipped ones also as `shipped/NAME`. Where a template includes others
    by a name that it works out, nothing can be said.
    """
    own = [name for name in templates if not name.startswith(SHIPPED) and f"{SHIPPED}{name}" not in templates]
    if not own:
        return []
    used = set()
    environment = jinja2.Environment(autoescape=True)
    for name, text in templates.items():
        try:
            found = set(meta.find_referenced_templates(environment.parse(text)))
        except jinja2.TemplateSyntaxError:
            return []  # which is told where the template is rendered
        if None in found:
            return []
        used |= found - {name}
    shipped = tuple(name.removeprefix(SHIPPED) for name in templates if name.startswith(SHIPPED))
    return [_problem(name, closest(name, shipped)) for name in own if name not in used]


def _problem(name: str, close: str | None) -> Problem:
    hint = (
        f"did you mean `{close}`?"
        if close
        else "docs/templates.md lists the names; a template of your own needs one that includes it"
    )
    message = "no page is laid out by a template of this name, and no other template uses it"
    return Problem(Location(f"templates/{name}", 1, 1), "unused-template", message, hint)
