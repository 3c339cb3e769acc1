"""Which hand-drawn bones belong to which view."""

from __future__ import annotations

import importlib
from functools import cache

from diagrams.anatomy import Figure
from diagrams.parts.bones import Shape


@cache
def shapes(region: str, figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of a region on a figure."""
    try:
        module = importlib.import_module(f"diagrams.parts.bones.{region}")
    except ModuleNotFoundError:
        return ()
    return tuple(module.shapes(figure))
