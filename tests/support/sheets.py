"""Reads the baked figures as plain numbers, without the code that draws them, and drawings in phone pixels."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final
from xml.etree import ElementTree

from diagrams import compose
from points.catalogue import Catalogue
from tests.support import svg_reader
from tests.support.paths import FIGURES
from tests.support.svg_reader import SVG, XY

#: A drawing is as wide as a phone, CSS pixels.
PHONE_PX: Final = 360


@cache
def baked(view: str, body: str) -> dict[str, Any]:
    """Return a figure as the bake wrote it."""
    data: dict[str, Any] = json.loads((FIGURES / f"{view}-{body}.json").read_text("utf-8"))
    return data


def landmark(view: str, body: str, key: str, side: str = "midline") -> list[float]:
    """Return a landmark in the body frame, mm: x to the subject's right, y forward, z up."""
    sides: dict[str, list[float]] = baked(view, body)["landmarks"][key]
    return sides["midline"] if "midline" in sides else sides[side]


def on_sheet(view: str, body: str, key: str, side: str = "midline") -> XY:
    """Return where a landmark is seen: its dot products with the camera's right and, downwards, its up."""
    camera, at = baked(view, body)["camera"], landmark(view, body, key, side)
    x, y = (sum(a * b for a, b in zip(at, camera[axis], strict=True)) for axis in ("right", "up"))
    return (x, -y)


def px_mm(svg: str) -> float:
    """Return the mm of the sheet that one phone pixel shows."""
    x0, _, x1, _ = svg_reader.view_box(svg)
    return (x1 - x0) / PHONE_PX


def texts(svg: str, name: str = "") -> list[str]:
    """Return the words of every text that carries a class, in document order; '' for every text."""
    return ["".join(found.itertext()) for found in text_elements(svg, name)]


def text_elements(svg: str, name: str = "") -> list[ElementTree.Element]:
    found = svg_reader.with_class(svg, name) if name else list(svg_reader.root(svg).iter())
    return [element for element in found if element.tag == f"{SVG}text"]


def lines(svg: str, name: str) -> list[tuple[XY, XY]]:
    """Return both ends of every straight line that carries a class."""
    return [
        (
            (svg_reader.number(found, "x1"), svg_reader.number(found, "y1")),
            (svg_reader.number(found, "x2"), svg_reader.number(found, "y2")),
        )
        for found in svg_reader.with_class(svg, name)
        if found.tag == f"{SVG}line"
    ]


def layer(svg: str, name: str) -> ElementTree.Element:
    return next(found for found in svg_reader.with_class(svg, "layer") if found.get("data-layer") == name)


class Drawn:
    """Drawings of one catalogue, each made once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._made: dict[tuple[str, str], str] = {}

    def point(self, code: str, body: str) -> str:
        """Return the close-up of a point."""
        if (code, body) not in self._made:
            self._made[code, body] = compose.close_up_drawing(self._catalogue, self._catalogue.point(code), body)
        return self._made[code, body]

    def view(self, slug: str, body: str) -> str:
        if (slug, body) not in self._made:
            self._made[slug, body] = compose.view_drawing(self._catalogue, slug, body)
        return self._made[slug, body]
