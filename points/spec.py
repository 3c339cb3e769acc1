"""The text of a custom routine: `BL23.90-BL40.60r-GB30.90l~side-lying`.

The grammar stands in docs/api.md, and `static/js/prescription/prescription.js` reads the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from points.errors import SpecError
from points.records import Point
from points.session_records import RoutineItem

#: A hyphen before a lower-case word without a dot belongs to the key before it, as in `~side-lying`.
_BETWEEN_PARTS: Final = re.compile(r"-(?![a-z]+(?:-|\Z))", re.ASCII)
_PART: Final = re.compile(
    r"(?P<code>[A-Z]{2}[1-9][0-9]?)\.(?P<seconds>[1-9][0-9]{0,2})(?P<side>[lr]?)(?:~(?P<position>[a-z]+(?:-[a-z]+)*))?",
    re.ASCII,
)
_SIDES: Final = {"": "", "l": "left", "r": "right"}


def split(spec: str) -> list[str]:
    """Return the parts of a specification."""
    return _BETWEEN_PARTS.split(spec)


def parse_part(part: str, number: int, points: Mapping[str, Point]) -> RoutineItem:
    """Return the item that a part describes; raises `SpecError` naming the part by its number."""
    where = f"part {number}"
    match = _PART.fullmatch(part)
    if not match:
        raise SpecError(where, "expected a code, a dot and whole seconds such as BL23.60", part[:24])
    code, seconds, side = match["code"], int(match["seconds"]), _SIDES[match["side"]]
    point = points.get(code)
    if point is None:
        raise SpecError(where, "no such point", code, f"the points are {', '.join(points)}")
    bounds = point.press.seconds
    if not bounds.min <= seconds <= bounds.max:
        raise SpecError(where, f"{code} is pressed for {bounds.min} to {bounds.max} seconds a side", seconds)
    if side and side not in point.sides:
        raise SpecError(where, f"{code} lies on the midline and has no side", match["side"])
    position = match["position"] or usual_position(point)
    if position not in point.press.how:
        raise SpecError(where, f"{code} is pressed in {', '.join(point.press.how)}", position[:24])
    return RoutineItem("press", seconds, code, position, side=side)


def serialize(items: Iterable[RoutineItem], points: Mapping[str, Point]) -> str:
    """Return the specification of items; the usual position of a point is left out."""
    return "-".join(_serialize_part(item, points[item.point]) for item in items)


def _serialize_part(item: RoutineItem, point: Point) -> str:
    position = "" if item.position == usual_position(point) else f"~{item.position}"
    return f"{item.point}.{item.seconds}{item.side[:1]}{position}"


def usual_position(point: Point) -> str:
    """Return the key of the position in which a point is pressed unless another is named."""
    return next(iter(point.press.how))


def item_label(item: RoutineItem) -> str:
    """Return what an item is called in a title: `BL40`, or `BL40 right`."""
    return f"{item.point} {item.side}".strip()
