"""SVG writer, the only module that imports svgwrite: rounding, ids, title, layers, masks, text.

Equal calls give equal bytes: ids are given, not counted, and `round_mm` rounds every number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import StringIO
from math import dist
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import iterparse

from diagrams import palette
from diagrams.geometry import curves, paths
from diagrams.geometry.curves import CACHE_SIZE, Box
from diagrams.geometry.vectors import XY

#: Grid of hand-drawn lines, a quarter of the thinnest of them.
GRID_MM: Final = 0.1
LAYERS: Final = ("skin", "bones", "muscles", "ruler", "marks", "labels")
#: Hidden unless a style sheet shows them; never visible in a stand-alone file.
HIDDEN_LAYERS: Final = ("muscles",)
#: Namespaces that svgwrite declares and no drawing uses.
_UNUSED_NAMESPACES: Final = ' xmlns:ev="http://www.w3.org/2001/xml-events" xmlns:xlink="http://www.w3.org/1999/xlink"'
#: The layout's table of character widths is Arial's; these faces have its metrics or narrower ones.
FONT: Final = "Arial, 'Liberation Sans', Helvetica, 'Helvetica Neue', Roboto, sans-serif"


def round_mm(value: float) -> float | int:
    """Return a length rounded to 0.01 mm, whole ones as an integer."""
    rounded = round(value, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def _attribute_value(value: Any) -> Any:
    return round_mm(value) if isinstance(value, float) else value


def format_view_box(box: Box) -> str:
    """Return the value of a `viewBox`: corner and size of the box."""
    return " ".join(f"{round_mm(value):g}" for value in (box[0], box[1], box[2] - box[0], box[3] - box[1]))


def sheet_box(svg: str) -> Box:
    """Return the box of a finished drawing, as its `viewBox` states it."""
    _, root = next(iter(iterparse(StringIO(svg), events=("start",))))
    x, y, width, height = map(float, root.attrib["viewBox"].split())
    return x, y, x + width, y + height


class Link(NamedTuple):
    """Where a part of a drawing leads, and its accessible name."""

    href: str
    label: str


class Layer:
    """A group of a drawing; its methods add one element each. Style names are those of SVG with `_` for `-`."""

    def __init__(self, factory: Any, element: Any) -> None:
        self._factory, self._element = factory, element

    def _add(self, element: Any, cls: str, style: dict[str, Any]) -> None:
        if cls:
            element["class"] = cls
        for name, value in style.items():
            element[name.replace("_", "-")] = _attribute_value(value)
        self._element.add(element)

    def group(self, cls: str = "", **style: Any) -> Layer:
        """Add a group and return it."""
        group = self._factory.g()
        self._add(group, cls, style)
        return Layer(self._factory, group)

    def link(self, link: Link, cls: str, **style: Any) -> Layer:
        """Add a link and return it as a group."""
        anchor = self._factory.g()
        anchor.elementname = "a"  # svgwrite's own link writes xlink:href
        self._add(anchor, cls, {"href": link.href, "aria_label": link.label, **style})
        return Layer(self._factory, anchor)

    def path(self, data: str, cls: str, **style: Any) -> None:
        """Add ready path data."""
        self._add(self._factory.path(d=data), cls, style)

    def curve(
        self, points: Sequence[XY], cls: str, *, closed: bool = False, grid: float = GRID_MM, **style: Any
    ) -> None:
        """Add a smooth curve through the points, written on a grid of so many mm."""
        self.path(curve_data(tuple(points), closed, grid), cls, **style)

    def stroke(self, points: Sequence[XY], width: float, cls: str, **style: Any) -> None:
        """Add a pen stroke through the points that tapers at both ends, as a filled outline."""
        self.path(stroke_data(tuple(points), width), cls, **style)

    def line(self, a: XY, b: XY, cls: str, **style: Any) -> None:
        """Add a straight line."""
        self._add(self._factory.line(_rounded_pair(a), _rounded_pair(b)), cls, style)

    def polyline(self, points: Sequence[XY], cls: str, **style: Any) -> None:
        """Add an open line through the points."""
        self.path(f"M{_rounded_points(points[:1])}L{_rounded_points(points[1:])}", cls, fill="none", **style)

    def circle(self, centre: XY, radius: float, cls: str, **style: Any) -> None:
        """Add a circle."""
        self._add(self._factory.circle(_rounded_pair(centre), round_mm(radius)), cls, style)

    def ellipse(self, centre: XY, radii: XY, cls: str, **style: Any) -> None:
        """Add an upright ellipse."""
        self._add(self._factory.ellipse(_rounded_pair(centre), _rounded_pair(radii)), cls, style)

    def rect(self, box: Box, cls: str, **style: Any) -> None:
        """Add a rectangle."""
        size = (round_mm(box[2] - box[0]), round_mm(box[3] - box[1]))
        self._add(self._factory.rect(_rounded_pair((box[0], box[1])), size), cls, style)

    def text(self, at: XY, words: str, size: float, cls: str, **style: Any) -> None:
        """Add one line of text with its baseline at `at`."""
        style = {"font_size": size, **style}
        self._add(self._factory.text(words, insert=_rounded_pair(at)), cls, style)

    def halo_text(self, at: XY, words: str, size: float, cls: str, **style: Any) -> None:
        """Add text with a rim in the colour of lit skin, legible on skin."""
        rim = {
            "stroke": palette.SKIN_TONES[palette.DEFAULT_SKIN_TONE].highlights[0],
            "stroke_width": size * 0.28,
            "stroke_linejoin": "round",
            "paint_order": "stroke",
        }
        self.text(at, words, size, f"{cls} on-skin", **rim, **style)


class Canvas:
    """One drawing. `prefix` makes its ids unique on a page with several drawings."""

    def __init__(self, box: Box, title: str, desc: str, prefix: str = "") -> None:
        import svgwrite  # lazily: workers that serve prebuilt drawings never need it

        self._prefix = prefix
        self._svg = svgwrite.Drawing(debug=False)
        for needless in ("width", "height"):
            self._svg.attribs.pop(needless, None)
        self._svg["viewBox"] = format_view_box(box)
        self._svg["class"] = "drawing"
        self._svg["role"] = "img"
        self._svg["font-family"] = FONT
        self._svg["aria-labelledby"] = f"{self.element_id('title')} {self.element_id('desc')}"
        for place, element in enumerate((svgwrite.base.Title(title), svgwrite.base.Desc(desc))):
            element.xml.set("id", self.element_id(("title", "desc")[place]))
            self._svg.elements.insert(place, element)

    def allow_links(self) -> None:
        """Give the drawing a role whose content assistive technology reads; an image is read as one thing."""
        self.set_root_attribute("role", "group")

    def set_root_attribute(self, name: str, value: str) -> None:
        """Set an attribute of the root element."""
        self._svg[name] = value

    def element_id(self, name: str) -> str:
        """Return the identifier of a part of this drawing."""
        return f"{self._prefix}drawing-{name}"

    def layer(self, name: str) -> Layer:
        """Add one of the `LAYERS` and return it."""
        group = self._svg.g(class_="layer")
        group["data-layer"] = name
        if name in HIDDEN_LAYERS:
            group["display"] = "none"
        self._svg.add(group)
        return Layer(self._svg, group)

    def clip(self, name: str, data: str) -> str:
        """Define a clip to path data and return the reference to it."""
        clip = self._svg.clipPath(id=self.element_id(name))
        clip.add(self._svg.path(d=data, clip_rule="evenodd"))
        self._svg.defs.add(clip)
        return f"url(#{self.element_id(name)})"

    def fade(self, box: Box, top: float, right: float, bottom: float, left: float) -> str:
        """Define a mask that shows the box with edges fading out over so many mm, and return the reference to it."""
        across = self._mask("fade-x", box, ((box[0], 0.0), (box[2], 0.0)), left, right) if left or right else ""
        return self._mask("fade", box, ((0.0, box[1]), (0.0, box[3])), top, bottom, across)

    def _mask(self, name: str, box: Box, ends: tuple[XY, XY], first: float, last: float, mask: str = "") -> str:
        length = dist(*ends)
        gradient = self._svg.linearGradient(
            start=_rounded_pair(ends[0]),
            end=_rounded_pair(ends[1]),
            id=self.element_id(f"{name}-way"),
            gradientUnits="userSpaceOnUse",
        )
        for place, opacity in _fade_stops(first / length, last / length):
            gradient.add_stop_color(round(place, 4), "#fff", opacity)
        whole = Layer(self._svg, self._svg.mask(id=self.element_id(name), maskUnits="userSpaceOnUse"))
        size = {"x": box[0], "y": box[1], "width": box[2] - box[0], "height": box[3] - box[1]}
        for key, value in size.items():
            whole._element[key] = round_mm(value)
        whole.rect(box, "", fill=f"url(#{self.element_id(f'{name}-way')})", **({"mask": mask} if mask else {}))
        self._svg.defs.add(gradient)
        self._svg.defs.add(whole._element)
        return f"url(#{self.element_id(name)})"

    def radial_gradient(self, name: str, colour: str) -> str:
        """Define a radial gradient that fades outward and return the reference to it, for use as a fill."""
        gradient = self._svg.radialGradient(id=self.element_id(name))
        for place, opacity in ((0, 0.55), (0.45, 0.36), (1, 0)):
            gradient.add_stop_color(place, colour, opacity)
        self._svg.defs.add(gradient)
        return f"url(#{self.element_id(name)})"

    def svg(self) -> str:
        """Return the finished drawing."""
        return str(self._svg.tostring()).replace(_UNUSED_NAMESPACES, "")


def _fade_stops(first: float, last: float) -> Iterable[tuple[float, float]]:
    """Yield (offset, opacity) along a mask; the fade starts slowly to avoid a visible band."""
    yield from ((0, 0), (first * 0.35, 0.14), (first, 1)) if first else ((0, 1),)
    yield from ((1 - last, 1), (1 - last * 0.35, 0.14), (1, 0)) if last else ((1, 1),)


def _rounded_pair(place: XY) -> tuple[float | int, float | int]:
    return (round_mm(place[0]), round_mm(place[1]))


def _rounded_points(points: Iterable[XY]) -> str:
    return " ".join(f"{round(x, 1):g} {round(y, 1):g}" for x, y in points)


@lru_cache(maxsize=CACHE_SIZE)
def curve_data(points: tuple[XY, ...], closed: bool, grid: float = GRID_MM) -> str:
    """Return path data of the smooth curve through the points."""
    pieces = curves.smooth(points, closed)
    start = _rounded_points(pieces[0][:1])
    whole = f"M{start}" + "".join(f"C{_rounded_points(piece[1:])}" for piece in pieces) + ("Z" if closed else "")
    return paths.coarsen_path(whole, grid)


@lru_cache(maxsize=CACHE_SIZE)
def stroke_data(points: tuple[XY, ...], width: float) -> str:
    """Return path data of a pen stroke through the points that tapers at both ends."""
    return polygon_data(curves.tapered_stroke(points, width))


def polygon_data(points: Sequence[XY]) -> str:
    """Return path data of a closed polygon."""
    return f"M{_rounded_points(points)}Z"
