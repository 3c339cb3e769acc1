"""Vectors, curves and SVG path data as numbers."""
