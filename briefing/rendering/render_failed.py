"""What is raised where a file of the site cannot be made because of a template or a static file."""

from __future__ import annotations

from briefing.core.problems import Problem


class RenderFailed(Exception):  # noqa: N818  # what happened, not what kind of error
    """A template could not be compiled or rendered, or a font not be read.

    `template` is its name, so that nothing else is tried with it; `problem` says where the fault is, which may be in a
    template that it includes.
    """

    def __init__(self, template: str, problem: Problem) -> None:
        super().__init__(problem.message)
        self.template = template
        self.problem = problem
