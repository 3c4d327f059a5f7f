"""Drawings: maps, networks, charts, as SVG."""
