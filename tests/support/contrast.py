"""Relative luminance and contrast ratio of colours.

Authority: WCAG 2.2, definitions of relative luminance and contrast ratio.
"""

from __future__ import annotations


def luminance(colour: str) -> float:
    """Return the relative luminance of a hex colour, `#rrggbb`."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two hex colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
