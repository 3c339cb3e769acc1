"""Specification of a custom routine: `BL23.90-heat.900-BL40.60r-GB30.90l~side-lying`.

`docs/api.md` has the grammar; `static/js/prescription/prescription.js` parses the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from points.errors import SpecError
from points.records import Point
from points.session_records import ChosenStep, OtherStep, RoutineItem

#: A part of a custom routine: the press of a point, or steps without a point.
SpecItem = RoutineItem | ChosenStep

_PART: Final = re.compile(
    r"(?P<code>[A-Z]{2}[1-9][0-9]?)\.(?P<seconds>[1-9][0-9]{0,2})(?P<side>[lr]?)(?:~(?P<position>[a-z]+(?:-[a-z]+)*))?",
    re.ASCII,
)
_LENGTH: Final = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_SIDES: Final = {"": "", "l": "left", "r": "right"}


def split(spec: str, others: Iterable[str]) -> list[str]:
    """Return the parts of a specification; `others` are the keys of the steps without a point.

    A hyphen before a lower-case word belongs to a position or slug, as in `~side-lying`, unless the word begins a step.
    """
    kinds = "|".join(sorted(map(_kind, others)))
    return re.split(rf"-(?!(?!(?:{kinds})(?:-|\Z))[a-z]+(?:-|\Z))", spec, flags=re.ASCII)


def _kind(text: str) -> str:
    """Return the word with which a step begins: `move` of `move.stand-up-break`."""
    return text.partition(".")[0]


def parse_part(part: str, number: int, points: Mapping[str, Point], others: Mapping[str, OtherStep]) -> SpecItem:
    """Return the item of a part; raises `SpecError` with the number of the part."""
    where = f"part {number}"
    if _kind(part) in map(_kind, others):
        return _parse_other(part, where, others)
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


def _parse_other(part: str, where: str, others: Mapping[str, OtherStep]) -> ChosenStep:
    if part in others and not others[part].seconds:
        return ChosenStep(others[part], 0)
    key, _, length = part.partition(".")
    step = others.get(key)
    if not step or not step.seconds:
        forms = ", ".join(f"{one}.{other.seconds.default}" if other.seconds else one for one, other in others.items())
        raise SpecError(where, "no such step", part[:24], f"the steps without a point are {forms}")
    bounds = step.seconds
    if not _LENGTH.fullmatch(length) or not bounds.min <= int(length) <= bounds.max:
        rule = f"{key} takes {bounds.min} to {bounds.max} whole seconds"
        raise SpecError(where, rule, part[:24], f"write {key}.{bounds.default}")
    return ChosenStep(step, int(length))


def serialize(items: Iterable[SpecItem], points: Mapping[str, Point]) -> str:
    """Return the specification of items; it omits the usual position of a point."""
    return "-".join(_serialize_part(item, points) for item in items)


def _serialize_part(item: SpecItem, points: Mapping[str, Point]) -> str:
    if isinstance(item, ChosenStep):
        return f"{item.step.key}.{item.seconds}" if item.seconds else item.step.key
    position = "" if item.position == usual_position(points[item.point]) else f"~{item.position}"
    return f"{item.point}.{item.seconds}{item.side[:1]}{position}"


def usual_position(point: Point) -> str:
    """Return the key of the default position of a point."""
    return next(iter(point.press.how))


def item_label(item: SpecItem) -> str:
    """Return an item as part of a title: `BL40`, `BL40 right` or `Heat`."""
    return item.step.name if isinstance(item, ChosenStep) else f"{item.point} {item.side}".strip()


def item_summary(item: SpecItem) -> str:
    """Return an item as part of a summary: `BL40 right 60 s`."""
    seconds = item.seconds or item.step.rest if isinstance(item, ChosenStep) else item.seconds
    return f"{item_label(item)} {seconds} s"
