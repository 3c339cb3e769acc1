"""Reads drawings back: marks, landmarks, texts, leaders and paths of an SVG as numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]
XY = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    code: str
    side: str
    at: XY


def root(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def with_class(svg: str, name: str) -> list[ElementTree.Element]:
    """Return the elements that carry a class, in document order."""
    return [element for element in root(svg).iter() if name in element.get("class", "").split()]


def number(element: ElementTree.Element, name: str) -> float:
    return float(element.attrib[name])


def marks(svg: str) -> list[Mark]:
    """Return the marks, by code and side, where they are on the sheet."""
    return [
        Mark(found.attrib["data-code"], found.attrib["data-side"], (number(found, "cx"), number(found, "cy")))
        for found in with_class(svg, "mark")
    ]


def landmarks(svg: str) -> dict[str, XY]:
    return {
        found.attrib["data-landmark"]: (number(found, "data-x"), number(found, "data-y"))
        for found in with_class(svg, "landmark")
    }


def leaders(svg: str) -> list[tuple[XY, XY]]:
    """Return every leader as (start beside the label, target)."""
    return [
        ((number(found, "x1"), number(found, "y1")), (number(found, "x2"), number(found, "y2")))
        for found in with_class(svg, "leader")
    ]


def view_box(svg: str) -> Box:
    x, y, width, height = map(float, root(svg).attrib["viewBox"].split())
    return (x, y, x + width, y + height)


def identifiers(svg: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', svg)


def references(svg: str) -> set[str]:
    """Return the ids that are referred to: url(#…), aria-labelledby, href."""
    found = set(re.findall(r"url\(#([^)]+)\)", svg)) | set(re.findall(r'href="#([^"]+)"', svg))
    for names in re.findall(r'aria-labelledby="([^"]+)"', svg):
        found |= set(names.split())
    return found


def crop(svg: str) -> Box:
    """Return the part of the figure that is drawn: what the mask lets through."""
    rect = next(root(svg).iter(f"{SVG}mask"))[0]
    x, y, width, height = (number(rect, name) for name in ("x", "y", "width", "height"))
    return (x, y, x + width, y + height)
