"""Files become YAML with a location for every part of it."""
