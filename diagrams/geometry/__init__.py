"""Plane geometry: curves and SVG path data as numbers."""
