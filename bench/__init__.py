"""Measurements, each a module of its own: `python -m bench.<name>` prints its figures and writes bench/<name>.json."""
