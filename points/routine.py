"""Turns a routine into steps with seconds and cues. Knows no clock: a step says how long, never when.

A point is pressed in placements, one for each side. A placement is: get ready (or switch side), press,
release. Lead-in and release are the same on both sides, so left and right get equal time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from points.errors import SpecError
from points.model import Cue, Flag, Item, Point, Position, Question, Routine, Seconds, Step

READY_SECONDS: Final = 15
SWITCH_SECONDS: Final = 15
RELEASE_SECONDS: Final = 5
RAMP_SECONDS: Final = 10

_SIDE_PHRASE: Final = {"left": "left side", "right": "right side", "midline": "on the midline"}


class Steps:
    """Makes steps with the points, positions and questions of one catalogue.

    `most` is what a custom routine may ask for at most, as `Catalogue.most` gives it.
    """

    def __init__(
        self,
        points: Mapping[str, Point],
        positions: Mapping[str, Position],
        questions: Mapping[str, Question],
        most: Mapping[str, int],
    ) -> None:
        self._points, self._positions, self._questions, self.most = points, positions, questions, most

    def of(self, routine: Routine) -> tuple[Step, ...]:
        """Return the steps of a routine, in order."""
        return self._join(routine.items)

    def custom(self, spec: str) -> tuple[Step, ...]:
        """Return the steps of a custom routine such as `BL23.90-BL40.60`; raises `SpecError`."""
        return self._join(self.read_spec(spec))

    def read_spec(self, spec: str) -> tuple[Item, ...]:
        """Read a custom-routine specification: code, dot, whole seconds a side, joined by hyphens."""
        count = spec.count("-") + 1
        if count > self.most["points"]:
            raise SpecError("spec", f"at most {self.most['points']} points", count, "leave some out")
        items = tuple(self._read_part(part, number) for number, part in enumerate(spec.split("-"), 1))
        total = sum(step.seconds for step in self._join(items))
        if total > self.most["seconds"]:
            allowed = f"at most {self.most['seconds']} seconds in all"
            raise SpecError("spec", allowed, total, "shorten or leave some out")
        return items

    def _read_part(self, part: str, number: int) -> Item:
        match = re.fullmatch(r"([A-Z]{2}[1-9][0-9]?)\.([1-9][0-9]{0,2})", part, re.ASCII)
        where = f"part {number}"
        if not match:
            raise SpecError(where, "expected a code, a dot and whole seconds such as BL23.60", part[:24])
        code, seconds = match[1], int(match[2])
        point = self._points.get(code)
        if point is None:
            raise SpecError(where, "no such point", code, f"the points are {', '.join(self._points)}")
        bounds = point.press.seconds
        if not bounds.min <= seconds <= bounds.max:
            raise SpecError(where, f"{code} is pressed for {bounds.min} to {bounds.max} seconds a side", seconds)
        return Item("press", seconds, code, next(iter(point.press.how)))

    def placements(self, point: Point) -> tuple[Step, ...]:
        """Return the steps of one point alone, which a phone joins into a custom routine."""
        item = Item("press", point.press.seconds.default, point.code, next(iter(point.press.how)))
        return self._join((item,))

    def _join(self, items: Sequence[Item]) -> tuple[Step, ...]:
        seen: Counter[str] = Counter()
        return tuple(step for item in items for step in self._item(item, seen))

    def _item(self, item: Item, seen: Counter[str]) -> Iterator[Step]:
        if item.kind == "press":
            yield from self._press(item, seen)
            return
        placement = _unique(item.kind, seen)
        flags = tuple(question.kinds[item.kind] for question in self._questions.values() if item.kind in question.kinds)
        cues = (Cue("start", 0, item.title, "start"), Cue("end", -3, "Nearly done.", "end"))
        yield Step(item.kind, placement, item.seconds, item.title, item.instruction, cues, flags)

    def _press(self, item: Item, seen: Counter[str]) -> Iterator[Step]:
        point = self._points[item.point]
        for index, side in enumerate(point.sides):
            placement = _unique(f"{point.code}.{side}", seen)
            yield from self._placement(item, point, side, placement, switching=index > 0)

    def _placement(self, item: Item, point: Point, side: str, placement: str, *, switching: bool) -> Iterator[Step]:
        name = f"{point.code} {point.names.pinyin}"
        where = _SIDE_PHRASE[side]

        def step(
            kind: str,
            seconds: int,
            title: str,
            instruction: str,
            cues: tuple[Cue, ...],
            bounds: Seconds | None = None,
            parts: tuple[str, ...] = (),
        ) -> Step:
            flags: tuple[Flag, ...] = point.flags
            return Step(
                kind,
                placement,
                seconds,
                title,
                instruction,
                cues,
                flags,
                point.code,
                side,
                point.area,
                item.position,
                bounds,
                parts,
            )

        if switching:
            yield step(
                "switch",
                SWITCH_SECONDS,
                f"Change to the {where}",
                f"Find the same place on the {where}. " + point.location.find[-1],
                (Cue("start", 0, f"Change to the {where}.", "ready"),),
            )
        else:
            parts = (self._positions[item.position].how, *point.location.find)
            yield step(
                "ready",
                READY_SECONDS,
                f"Get ready: {name}, {where}",
                " ".join(parts),
                (Cue("start", 0, f"Get ready: {point.code}, {where}.", "ready"),),
                parts=parts,
            )
        yield step(
            "press",
            item.seconds,
            f"Press {name}, {where}",
            f"{point.press.how[item.position]} Press {point.press.direction}. A good ache, never pain.",
            _press_cues(),
            point.press.seconds,
        )
        yield step(
            "release",
            RELEASE_SECONDS,
            "Let go slowly",
            "Ease off, rest the hand and take one slow breath.",
            (Cue("start", 0, "Let go slowly.", "end"),),
        )


def _press_cues() -> tuple[Cue, ...]:
    """Ramp up, hold, half way, ease off; each lies inside every allowed press of 30 seconds or more."""
    return (
        Cue("start", 0, "Press in slowly.", "start"),
        Cue("start", RAMP_SECONDS, "Stay at a good ache. Small slow circles, with your breath.", "none"),
        Cue("half", 0, "Half way.", "half"),
        Cue("end", -RAMP_SECONDS, "Ease off little by little.", "none"),
    )


def _unique(name: str, seen: Counter[str]) -> str:
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}.{seen[name]}"
