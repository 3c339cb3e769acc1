"""Specification of a custom routine: `BL23.90-BL40.60r-GB30.90l~side-lying`.

`docs/api.md` has the grammar; `static/js/prescription/prescription.js` parses the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from points.errors import SpecError
from points.records import Point
from points.session_records import RoutineItem

#: Hyphens between parts; one before a lower-case word belongs to a position, as in `~side-lying`.
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
    """Return the item of a part; raises `SpecError` with the number of the part."""
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
    """Return the specification of items; it omits the usual position of a point."""
    return "-".join(_serialize_part(item, points[item.point]) for item in items)


def _serialize_part(item: RoutineItem, point: Point) -> str:
    position = "" if item.position == usual_position(point) else f"~{item.position}"
    return f"{item.point}.{item.seconds}{item.side[:1]}{position}"


def usual_position(point: Point) -> str:
    """Return the key of the default position of a point."""
    return next(iter(point.press.how))


def item_label(item: RoutineItem) -> str:
    """Return an item as part of a title: `BL40`, or `BL40 right`."""
    return f"{item.point} {item.side}".strip()
