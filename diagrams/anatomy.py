"""Figures, and the places of landmarks and location expressions on them, mm.

A figure is one body in one view, read from `figures/`. The body frame: x to the subject's right, y forward, z up,
floor 0. The sheet: x to the viewer's right, y down. Every function here is pure.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from diagrams.geometry.curves import Box
from diagrams.geometry.vectors import XY, XYZ, dot
from points.errors import LocationError, UnknownKey
from points.location import Along, At, Below, Beside, Between, LevelLateral, Location, Midpoint
from points.records import Ruler

BODIES: Final = ("female", "male")
FIGURES: Final = Path(__file__).parent / "figures"

#: Vertebrae from the neck down; `Below` looks for the next one in this order.
SPINE: Final = ("C7", *(f"T{n}" for n in range(1, 13)), *(f"L{n}" for n in range(1, 6)))
#: Gap between spinous processes as a share of the height from one to the next: mean gap 9.1 mm (Sobottke
#: 2010, Surg Radiol Anat, lumbar; figures table, `lumbar_interspinous_gap_mm`) of 30 mm between L4 and L5.
INTERSPACE_SHARE: Final = 0.3


@dataclass(frozen=True)
class SkinPaths:
    """Path data of the skin, sheet mm. `bands` and `highlights` are (tone 0..1, path data), in painting order;
    `far_limb` is the outline of a limb that is toned back."""

    silhouette: str
    contour: tuple[str, ...]
    inner: tuple[str, ...]
    bands: tuple[tuple[float, str], ...]
    highlights: tuple[tuple[float, str], ...]
    creases: tuple[Crease, ...]
    far_limb: str = ""


@dataclass(frozen=True)
class Crease:
    """An ink line on the skin; width in mm, opacity 0..1, points in sheet mm."""

    name: str
    width: float
    opacity: float
    points: tuple[XY, ...]


@dataclass(frozen=True)
class SkinPlace:
    """A location on the skin of one body: the point, the outward normal there, and the line by which it is found."""

    at: XYZ
    normal: XYZ
    line: tuple[XYZ, ...]


@dataclass(frozen=True, eq=False)
class Figure:
    """One body in one view: skin, camera, landmark table and places. Compared by identity: there is one of each.

    `places` holds the baked places of this body in this pose: location expression -> side -> place.
    """

    view: str
    body: str
    box: Box
    fade: Mapping[str, float]
    right: XYZ
    up: XYZ
    toward: XYZ
    landmarks: Mapping[str, Mapping[str, XYZ]]
    directions: Mapping[str, Mapping[str, XYZ]]
    skin: SkinPaths
    places: Mapping[str, Mapping[str, SkinPlace]]

    def has_landmark(self, key: str, side: str = "midline") -> bool:
        """Return whether this view has the landmark, on that side if it is paired."""
        sides = self.landmarks.get(key, {})
        return "midline" in sides or side in sides

    def landmark(self, key: str, side: str = "midline") -> XYZ:
        """Return a landmark in the body frame; one on the midline for either side. Raises `LocationError`."""
        sides = self.landmarks.get(key)
        if sides is None:
            matches = difflib.get_close_matches(key, self.landmarks, 2, 0.7)
            way_out = f"did you mean {' or '.join(matches)}?" if matches else "choose a view that shows it"
            raise LocationError(key, f"the {self.view} view has no such landmark", None, way_out)
        if "midline" in sides:
            return sides["midline"]
        if side not in sides:
            raise LocationError(key, f"the {self.view} view shows it on the {' and '.join(sides)} side only", side)
        return sides[side]

    def project(self, place: XYZ) -> XY:
        """Return the sheet place (mm) of a place on the body."""
        return (dot(place, self.right), -dot(place, self.up))

    def depth(self, place: XYZ) -> float:
        """Return how far toward the viewer a place lies, mm."""
        return dot(place, self.toward)

    def unproject(self, place: XY, depth: float) -> XYZ:
        """Return the place on the body that is seen at a sheet place, `depth` mm toward the viewer."""
        x, y = place
        a, b, c = (
            x * right - y * up + depth * toward
            for right, up, toward in zip(self.right, self.up, self.toward, strict=True)
        )
        return (a, b, c)

    def project_landmark(self, key: str, side: str = "midline") -> XY:
        """Return the sheet place of a landmark."""
        return self.project(self.landmark(key, side))


# Reading -----------------------------------------------------------------------------------------------


#: The pose of the figures that name no other.
STANDING: Final = "standing"
_PLACES_PREFIX: Final = "places"


def available_figures() -> tuple[tuple[str, str], ...]:
    """Return (view, body) of every figure, sorted."""
    names = sorted(path.stem for path in FIGURES.glob("*.json") if not path.stem.startswith(f"{_PLACES_PREFIX}-"))
    pairs = ((name.rpartition("-")[0], name.rpartition("-")[2]) for name in names)
    return tuple((view, body) for view, body in pairs if body in BODIES)


@cache
def figure_data(name: str, body: str) -> Mapping[str, Any]:
    """Return a parsed file of `figures/`, from which postures, find frames and thumbnails are drawn."""
    data: dict[str, Any] = json.loads((FIGURES / f"{name}-{body}.json").read_text("utf-8"))
    return data


@cache
def figure(view: str, body: str) -> Figure:
    """Return the figure of a view and body. Raises `UnknownKey` with suggestions."""
    if body not in BODIES:
        raise UnknownKey("body", body, BODIES)
    views = sorted({name for name, _ in available_figures()})
    if (view, body) not in available_figures():
        raise UnknownKey("view", view, difflib.get_close_matches(view, views, 3, 0.4) or views[:3])
    return _build_figure(figure_data(view, body))


def _build_figure(data: Mapping[str, Any]) -> Figure:
    skin, camera = data["skin"], data["camera"]
    return Figure(
        view=data["view"],
        body=data["body"],
        box=tuple(data["box"]),
        fade=data["fade"],
        right=tuple(camera["right"]),
        up=tuple(camera["up"]),
        toward=tuple(camera["toward"]),
        landmarks=_read_table(data["landmarks"]),
        directions=_read_table(data["directions"]),
        places=_baked_places(data["body"]).get(data.get("pose", STANDING), {}),
        skin=SkinPaths(
            silhouette=skin["silhouette"],
            contour=tuple(skin["contour"]),
            inner=tuple(skin["inner"]),
            bands=tuple((band["tone"], band["d"]) for band in skin["bands"]),
            highlights=tuple((light["tone"], light["d"]) for light in skin["lights"]),
            creases=tuple(_crease(crease) for crease in skin["creases"]),
            far_limb=skin.get("far", ""),
        ),
    )


def bare_figure(
    body: str, landmarks: Mapping[str, Mapping[str, XYZ]], directions: Mapping[str, Mapping[str, XYZ]]
) -> Figure:
    """Return a figure of landmarks alone, on which the bake evaluates locations."""
    zero: XYZ = (0.0, 0.0, 0.0)
    skin = SkinPaths("", (), (), (), (), ())
    return Figure("", body, (0.0, 0.0, 0.0, 0.0), {}, zero, zero, zero, landmarks, directions, skin, {})


@cache
def _baked_places(body: str) -> dict[str, dict[str, dict[str, SkinPlace]]]:
    """Return the baked places of a body: pose -> location expression -> side -> place."""
    file = FIGURES / f"{_PLACES_PREFIX}-{body}.json"
    if not file.is_file():
        return {}
    poses = json.loads(file.read_text("utf-8"))["poses"]
    return {
        pose: {text: {side: _skin_place(place) for side, place in sides.items()} for text, sides in table.items()}
        for pose, table in poses.items()
    }


def _skin_place(data: Mapping[str, Any]) -> SkinPlace:
    line = tuple((x, y, z) for x, y, z in data["line"])
    return SkinPlace(tuple(data["at"]), tuple(data["normal"]), line)


def _crease(data: Mapping[str, Any]) -> Crease:
    return Crease(data["name"], data["w"], data["opacity"], tuple((x, y) for x, y in data["points"]))


def _read_table(table: Mapping[str, Mapping[str, list[float]]]) -> dict[str, dict[str, XYZ]]:
    return {
        key: {side: (place[0], place[1], place[2]) for side, place in sides.items()} for key, sides in table.items()
    }


# Placing -----------------------------------------------------------------------------------------------


def skin_place(location: Location, figure: Figure, side: str) -> SkinPlace | None:
    """Return the baked place of a location on one side, or None for a location that was not baked."""
    return figure.places.get(str(location), {}).get(side) if is_dataclass(location) else None


def place(location: Location, figure: Figure, side: str, rulers: Mapping[str, Ruler]) -> XYZ:
    """Return where a location lies on a figure, in the body frame (mm): the baked place on the skin.

    A location that was not baked (`make figures` bakes those of the catalogue) is evaluated between its landmarks.
    """
    baked = skin_place(location, figure, side)
    return baked.at if baked else evaluate(location, figure, side, rulers)


def evaluate(location: Location, figure: Figure, side: str, rulers: Mapping[str, Ruler]) -> XYZ:
    """Return where a location comes out on the straight lines between landmarks, in the body frame (mm).

    `side` is the subject's `left` or `right`, or `midline`. Raises `LocationError` where the view lacks a
    landmark or the expression cannot be measured on it.
    """
    match location:
        case At(landmark):
            return figure.landmark(landmark, side)
        case LevelLateral(landmark, cun, ruler):
            sign = {"right": 1, "left": -1}.get(side, 0)
            if not sign:
                raise LocationError(str(location), "a place beside the midline needs a side", side)
            _, y, z = figure.landmark(landmark, side)
            start, _ = ruler_ends(rulers[ruler], figure, side)
            return (start[0] + sign * float(cun) * cun_mm(rulers[ruler], figure, side), y, z)
        case Between(start_key, end_key, fraction):
            return _interpolate(figure.landmark(start_key, side), figure.landmark(end_key, side), float(fraction))
        case Midpoint(start_key, end_key):
            return _interpolate(figure.landmark(start_key, side), figure.landmark(end_key, side), 0.5)
        case Along(ruler, _, _):
            return _place_along(location, rulers[ruler], figure, side)
        case Beside(inner, direction):
            return _translate(evaluate(inner, figure, side, rulers), _direction(direction, figure, side))
        case Below(landmark):
            x, y, z = figure.landmark(landmark, side)
            return (x, y, z - INTERSPACE_SHARE / 2 * vertebra_height(landmark, figure))
    raise TypeError(f"no place for {type(location).__name__}")


def ruler_ends(ruler: Ruler, figure: Figure, side: str) -> tuple[XYZ, XYZ]:
    """Return both ends of a ruler on one side."""
    return figure.landmark(ruler.start, side), figure.landmark(ruler.end, side)


def cun_mm(ruler: Ruler, figure: Figure, side: str) -> float:
    """Return mm per B-cun of a ruler that runs across the body: its breadth, not its depth, is divided."""
    start, end = ruler_ends(ruler, figure, side)
    breadth = abs(end[0] - start[0])
    if breadth < abs(end[2] - start[2]):
        raise LocationError(ruler.key, "this ruler runs along the body and measures nothing across it")
    return breadth / float(ruler.cun)


def vertebra_height(landmark: str, figure: Figure) -> float:
    """Return the height (mm) from a spinous process to the next one below."""
    level = landmark.removeprefix("spinous-process-")
    if level not in SPINE[:-1]:
        raise LocationError(landmark, "no spinous process follows below it", None, "name one from C7 to L4")
    below = f"spinous-process-{SPINE[SPINE.index(level) + 1]}"
    return figure.landmark(landmark)[2] - figure.landmark(below)[2]


def _place_along(location: Along, ruler: Ruler, figure: Figure, side: str) -> XYZ:
    if location.origin not in (ruler.start, ruler.end):
        raise LocationError(
            str(location), f"ruler '{ruler.key}' has no end of that name", location.origin, f"use {ruler.start}"
        )
    start, end = ruler_ends(ruler, figure, side)
    if location.origin == ruler.end:
        start, end = end, start
    return _interpolate(start, end, float(location.cun / ruler.cun))


def _direction(key: str, figure: Figure, side: str) -> XYZ:
    sides = figure.directions.get(key, {})
    if side not in sides:
        raise LocationError(key, f"the {figure.view} view does not know this direction", side)
    return sides[side]


def _interpolate(a: XYZ, b: XYZ, fraction: float) -> XYZ:
    return (
        a[0] + (b[0] - a[0]) * fraction,
        a[1] + (b[1] - a[1]) * fraction,
        a[2] + (b[2] - a[2]) * fraction,
    )


def _translate(a: XYZ, by: XYZ) -> XYZ:
    return (a[0] + by[0], a[1] + by[1], a[2] + by[2])
