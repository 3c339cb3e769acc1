"""What the voice says while one point is found and pressed, with the time of each line.

Made from `[point.say]` for every way to press. A way that needs less than the usual one is spoken by the `upright`
sentence. `{side}` and `{Side}` are still to be filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from points.model import Point
from points.routine import RAMP_SECONDS
from points.safety_checks import mentioned

#: A press at least this long has room for the further lines.
LONG_SECONDS: Final = 60
_FURTHER: Final = (("start", 22), ("half", 8))


@dataclass(frozen=True)
class Line:
    """One thing said `offset` seconds from `start`, `half` or `end`; `least` is the shortest press it fits."""

    anchor: str
    offset: int
    text: str
    least: int = 0


@dataclass(frozen=True)
class Speech:
    """The lines of a press in one position, pressed in a way that needs `uses`."""

    position: str
    uses: tuple[str, ...]
    lines: tuple[Line, ...]


def speech(point: Point) -> tuple[Speech, ...]:
    """Return what is said in each way to press a point, in the order of `press.how`."""
    return tuple(
        Speech(key, way.uses, tuple(_lines(point, point.say.press_in[key] if index == 0 else "", way.uses)))
        for key, ways in point.press.how.items()
        for index, way in enumerate(ways)
    )


def _lines(point: Point, usual: str, uses: tuple[str, ...]) -> Iterator[Line]:
    said = point.say
    yield Line("start", 0, usual if usual and mentioned(usual) <= set(uses) else said.upright)
    yield Line("start", RAMP_SECONDS, said.press[0])
    for text, (anchor, offset) in zip(said.press[1:], _FURTHER, strict=False):
        yield Line(anchor, offset, text, LONG_SECONDS)
    yield Line("half", 0, "Half way.")
    yield Line("end", -RAMP_SECONDS, said.ease)
