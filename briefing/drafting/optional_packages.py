"""What is raised where a package of the extra `draft` is not installed."""


class MissingPackage(Exception):
    """A package that drafting needs is not there; the message is its name."""
