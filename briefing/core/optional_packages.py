"""Packages of the extras, which may be missing or may be there and not load."""

from __future__ import annotations


class MissingPackage(Exception):  # noqa: N818  # what is missing, as a sentence for the terminal
    """A package of an extra cannot be used; the message says why and what to do.

    Arguments: the name it is installed by, the name it is imported by, the extra, and what its import raised.
    """

    def __init__(self, package: str, module: str, extra: str, error: ImportError) -> None:
        install = f"pip install 'briefing-site[{extra}]'"
        if isinstance(error, ModuleNotFoundError) and error.name == module:
            super().__init__(f"the package {package} is not installed: {install}")
        else:
            super().__init__(
                f"the package {package} is installed, but does not load ({error}). Install it again: {install}"
            )
