"""SVG path data as points: reading it, leaving out what a crop does not show, and writing it coarser.

Baked figures bring their skin as path data; a drawing pastes it, or a cropped or coarser copy of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from diagrams.geometry.curves import KEPT, Box, bounds, meet, point_on
from diagrams.parts.bones import XY

#: One step of a path: its letter (M, L, C or Z) and the absolute places it names.
Step = tuple[str, tuple[XY, ...]]

_TOKEN: Final = re.compile(r"[MmLlHhVvCcZz]|-?(?:\d+\.?\d*|\.\d+)")
_ARGUMENTS: Final = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "z": 0}


def steps(path: str) -> Iterator[Step]:
    """Yield the steps of path data in absolute coordinates; commands M L H V C Z, absolute or relative."""
    tokens = _TOKEN.findall(path)
    place, command, here, start = 0, "M", (0.0, 0.0), (0.0, 0.0)
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        kind = command.lower()
        values = [float(token) for token in tokens[place : place + _ARGUMENTS[kind]]]
        place += len(values)
        if kind == "z":
            here = start
            yield "Z", ()
            continue
        points = _absolute(kind, command.islower(), values, here)
        here = points[-1]
        if kind == "m":
            start, command = here, "l" if command == "m" else "L"
        yield ("L" if kind in "hv" else kind.upper()), points


def _absolute(kind: str, relative: bool, values: Sequence[float], here: XY) -> tuple[XY, ...]:
    x, y = here if relative else (0.0, 0.0)
    if kind == "h":
        return ((x + values[0], here[1]),)
    if kind == "v":
        return ((here[0], y + values[0]),)
    return tuple((x + values[i], y + values[i + 1]) for i in range(0, len(values), 2))


def split(path: str) -> list[list[Step]]:
    """Return the sub-paths of path data."""
    out: list[list[Step]] = []
    for step in steps(path):
        if step[0] == "M":
            out.append([])
        out[-1].append(step)
    return out


def polylines(path: str, pieces: int = 6) -> list[list[XY]]:
    """Return every sub-path as points, each curve cut into `pieces`."""
    return [_polyline(subpath, pieces) for subpath in split(path)]


def _polyline(subpath: Iterable[Step], pieces: int) -> list[XY]:
    points: list[XY] = []
    for letter, places in subpath:
        if letter == "C":
            curve = (points[-1], places[0], places[1], places[2])
            points.extend(point_on(curve, (i + 1) / pieces) for i in range(pieces))
        else:
            points.extend(places)
    return points


@lru_cache(maxsize=KEPT)
def cropped(path: str, box: Box, grid: float = 0.1) -> str:
    """Return the path data on a grid of that many mm, without the sub-paths that lie wholly outside the box."""
    return "".join(write(subpath, grid) for subpath in split(path) if meet(_extent(subpath), box))


@lru_cache(maxsize=KEPT)
def coarse(path: str, grid: float) -> str:
    """Return the path data with every coordinate on a grid of that many mm."""
    return "".join(write(subpath, grid) for subpath in split(path))


def _extent(subpath: Iterable[Step]) -> Box:
    return bounds(place for _, places in subpath for place in places)


def write(subpath: Iterable[Step], grid: float) -> str:
    """Write steps as relative path data on a grid; rounding errors do not add up, as places are rounded, not steps."""
    out, here, start, last = "", (0, 0), (0, 0), ""
    for letter, places in subpath:
        if letter == "Z":
            out, here, last = out + "Z", start, "Z"
            continue
        cells = [(round(x / grid), round(y / grid)) for x, y in places]
        text = _join(_short((cell[k] - here[k]) * grid) for cell in cells for k in (0, 1))
        if letter == "M":
            text, start = "M" + _join(_short(cells[0][k] * grid) for k in (0, 1)), cells[0]
        elif letter != last:
            text = letter.lower() + text
        elif not text.startswith("-"):
            text = " " + text
        out, here, last = out + text, cells[-1], letter
    return out


def _join(numbers: Iterable[str]) -> str:
    return "".join(text if i == 0 or text.startswith("-") else f" {text}" for i, text in enumerate(numbers))


def _short(value: float) -> str:
    """Write a number with at most two decimals and no needless zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    if text in ("-0", ""):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
