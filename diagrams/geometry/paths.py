"""SVG path data: parsed, cropped to a box, and written on a coarser grid.

The skin of a baked figure is path data; a drawing contains it as it is, cropped or coarsened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from diagrams.geometry.curves import CACHE_SIZE, Box, bounds, boxes_overlap, cubic_point
from diagrams.geometry.vectors import XY

#: One command of a path: its letter (M, L, C or Z) and its absolute points.
PathStep = tuple[str, tuple[XY, ...]]

_TOKEN: Final = re.compile(r"[MmLlHhVvCcZz]|-?(?:\d+\.?\d*|\.\d+)")
_ARGUMENTS: Final = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "z": 0}


def parse_path(path: str) -> Iterator[PathStep]:
    """Yield the commands of path data in absolute coordinates; reads M L H V C Z, absolute or relative."""
    tokens = _TOKEN.findall(path)
    pos, command, current, start = 0, "M", (0.0, 0.0), (0.0, 0.0)
    while pos < len(tokens):
        if tokens[pos].isalpha():
            command, pos = tokens[pos], pos + 1
        kind = command.lower()
        values = [float(token) for token in tokens[pos : pos + _ARGUMENTS[kind]]]
        pos += len(values)
        if kind == "z":
            current = start
            yield "Z", ()
            continue
        points = _absolute(kind, command.islower(), values, current)
        current = points[-1]
        if kind == "m":
            start, command = current, "l" if command == "m" else "L"
        yield ("L" if kind in "hv" else kind.upper()), points


def _absolute(kind: str, relative: bool, values: Sequence[float], current: XY) -> tuple[XY, ...]:
    x, y = current if relative else (0.0, 0.0)
    if kind == "h":
        return ((x + values[0], current[1]),)
    if kind == "v":
        return ((current[0], y + values[0]),)
    return tuple((x + values[i], y + values[i + 1]) for i in range(0, len(values), 2))


def split_subpaths(path: str) -> list[list[PathStep]]:
    """Return the sub-paths of path data."""
    subpaths: list[list[PathStep]] = []
    for step in parse_path(path):
        if step[0] == "M":
            subpaths.append([])
        subpaths[-1].append(step)
    return subpaths


def polylines(path: str, pieces: int = 6) -> list[list[XY]]:
    """Return every sub-path as a polyline, each curve divided into `pieces`."""
    return [_polyline(subpath, pieces) for subpath in split_subpaths(path)]


def _polyline(subpath: Iterable[PathStep], pieces: int) -> list[XY]:
    points: list[XY] = []
    for letter, places in subpath:
        if letter == "C":
            curve = (points[-1], places[0], places[1], places[2])
            points.extend(cubic_point(curve, (i + 1) / pieces) for i in range(pieces))
        else:
            points.extend(places)
    return points


@lru_cache(maxsize=CACHE_SIZE)
def crop_path(path: str, box: Box, grid: float = 0.1) -> str:
    """Return path data on a grid of so many mm, without the sub-paths wholly outside the box."""
    return "".join(
        format_path(subpath, grid) for subpath in split_subpaths(path) if boxes_overlap(_bounding_box(subpath), box)
    )


@lru_cache(maxsize=CACHE_SIZE)
def coarsen_path(path: str, grid: float) -> str:
    """Return path data with every coordinate on a grid of so many mm."""
    return "".join(format_path(subpath, grid) for subpath in split_subpaths(path))


def _bounding_box(subpath: Iterable[PathStep]) -> Box:
    return bounds(place for _, places in subpath for place in places)


def format_path(subpath: Iterable[PathStep], grid: float) -> str:
    """Return relative path data on a grid. Absolute points are rounded, so rounding errors do not accumulate."""
    data, current, start, last = "", (0, 0), (0, 0), ""
    for letter, places in subpath:
        if letter == "Z":
            data, current, last = data + "Z", start, "Z"
            continue
        cells = [(round(x / grid), round(y / grid)) for x, y in places]
        text = _join_numbers(_format_number((cell[k] - current[k]) * grid) for cell in cells for k in (0, 1))
        if letter == "M":
            text, start = "M" + _join_numbers(_format_number(cells[0][k] * grid) for k in (0, 1)), cells[0]
        elif letter != last:
            text = letter.lower() + text
        elif not text.startswith("-"):
            text = " " + text
        data, current, last = data + text, cells[-1], letter
    return data


def _join_numbers(numbers: Iterable[str]) -> str:
    return "".join(text if i == 0 or text.startswith("-") else f" {text}" for i, text in enumerate(numbers))


def _format_number(value: float) -> str:
    """Return a number with at most two decimals, without leading or trailing zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    if text in ("-0", ""):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
