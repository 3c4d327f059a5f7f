"""The stages of a build, from a project's folder to a finished site."""
