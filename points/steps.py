"""Steps of a routine, with seconds and cues.

Each point has one placement a side: get ready (or switch side), press, release. Both sides take equal time. All steps
of a placement have the same variants in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from points import kinds, spec
from points.errors import SpecError
from points.records import DurationRange, Point, Position, Way
from points.safety_records import Question
from points.session_records import ChosenStep, Cue, OtherStep, Routine, RoutineItem, Script, Step, Variant
from points.spec import SpecItem
from points.speech import RAMP_SECONDS, press_script, ready_script, release_script, switch_script, timed_script

_MakeVariant = Callable[[Position, Way], Variant]

READY_SECONDS: Final = 15
SWITCH_SECONDS: Final = 15
RELEASE_SECONDS: Final = 5

#: Feel of a point -> general sentence of a press; an adaptation replaces it.
FEEL_SENTENCES: Final = {
    "ache": "It may ache, but it should not hurt. The ache should ease as you press less.",
    "light": "Keep it light. If you feel more than a light touch, press less.",
}
#: Feel of a point -> cue of the hold. Neither names an ache, so that both fit all adaptations.
_HOLD_CUES: Final = {
    "ache": "Small slow circles, with your breath. It should not hurt.",
    "light": "Hold still, or make tiny circles. Very light.",
}
_SIDE_PHRASE: Final = {"left": "left side", "right": "right side", "midline": "on the midline"}


class StepBuilder:
    """Builds steps with the points, positions and questions of one catalogue.

    `limits` are those of a custom routine (`Catalogue.custom_limits`).
    """

    def __init__(
        self,
        points: Mapping[str, Point],
        positions: Mapping[str, Position],
        questions: Mapping[str, Question],
        limits: Mapping[str, int],
        others: Mapping[str, OtherStep],
    ) -> None:
        self._points, self._positions, self._questions, self.limits = points, positions, questions, limits
        self._others = others

    def build(self, routine: Routine) -> tuple[Step, ...]:
        """Return the steps of a routine, in order."""
        return self._concatenate(routine.items)

    def build_custom(self, text: str) -> tuple[Step, ...]:
        """Return the steps of a custom routine such as `BL23.90-BL40.60`; raises `SpecError`."""
        return self._concatenate(self.expand(self.parse_spec(text)))

    @staticmethod
    def expand(items: Sequence[SpecItem]) -> tuple[RoutineItem, ...]:
        """Return the items with the steps of each `ChosenStep` in its place."""
        parts = (item.step.items_at(item.seconds) if isinstance(item, ChosenStep) else (item,) for item in items)
        return tuple(one for part in parts for one in part)

    def parse_spec(self, text: str) -> tuple[SpecItem, ...]:
        """Return the items of a specification such as `BL23.90-BL40.60r`; raises `SpecError`."""
        if ";" in text:
            fields = text[text.index(";") :]
            raise SpecError("spec", "expected points alone", fields[:24], "leave out daily, weeks and note")
        parts = spec.split(text, self._others)
        if len(parts) > self.limits["points"]:
            raise SpecError("spec", f"at most {self.limits['points']} points", len(parts), "leave some out")
        items = tuple(spec.parse_part(part, number, self._points, self._others) for number, part in enumerate(parts, 1))
        total = sum(map(self.seconds_of, items))
        if total > self.limits["seconds"]:
            allowed = f"at most {self.limits['seconds']} seconds in all"
            raise SpecError("spec", allowed, total, "shorten or leave some out")
        self._check_session(items)
        self.check_daily(items, 1, "spec")
        return items

    def _check_session(self, items: Sequence[SpecItem]) -> None:
        for key, count in self._counts_of_others(items).items():
            step = self._others[key]
            if step.per_session and count > step.per_session:
                times = "once" if step.per_session == 1 else f"{step.per_session} times"
                rule = f"{step.name} is done at most {times} in a session"
                raise SpecError("spec", rule, count, "leave one out")

    def check_daily(self, items: Sequence[SpecItem], sessions: int, part: str) -> None:
        """Raise `SpecError` for a part if so many sessions a day repeat a step more often than its routine allows."""
        for key, count in self._counts_of_others(items).items():
            step = self._others[key]
            if sessions * count > step.daily:
                rule = f"{step.name} is done at most {step.daily} times a day"
                raise SpecError(part, rule, sessions * count, "choose fewer times a day, or leave some out")

    def max_daily(self, items: Sequence[SpecItem]) -> int:
        """Return the most sessions a day: the limit of a custom routine, or of its steps without a point."""
        allowed = [self._others[key].daily // count for key, count in self._counts_of_others(items).items()]
        return min([self.limits["daily"], *allowed])

    @staticmethod
    def _counts_of_others(items: Sequence[SpecItem]) -> Counter[str]:
        return Counter(item.step.key for item in items if isinstance(item, ChosenStep))

    def seconds_of(self, item: SpecItem) -> int:
        """Return the total seconds of an item: of a press with its other steps on all its sides."""
        if isinstance(item, ChosenStep):
            return item.step.rest + item.seconds
        sides = len(self._sides(item))
        return READY_SECONDS + (sides - 1) * SWITCH_SECONDS + sides * (item.seconds + RELEASE_SECONDS)

    def _sides(self, item: RoutineItem) -> tuple[str, ...]:
        return (item.side,) if item.side else self._points[item.point].sides

    def serialize_spec(self, items: Sequence[SpecItem]) -> str:
        """Return the specification of items."""
        return spec.serialize(items, self._points)

    def placements(self, point: Point) -> tuple[Step, ...]:
        """Return the steps of one point, from which a phone composes custom routines."""
        return self._concatenate((_usual_item(point),))

    def ready_right(self, point: Point) -> Step | None:
        """Return the ready step of a press on the right side alone; None for a point on the midline."""
        if "right" not in point.sides:
            return None
        return self._concatenate((replace(_usual_item(point), side="right"),))[0]

    def _concatenate(self, items: Sequence[RoutineItem]) -> tuple[Step, ...]:
        seen: Counter[str] = Counter()
        return tuple(step for item in items for step in self._item_steps(item, seen))

    def _item_steps(self, item: RoutineItem, seen: Counter[str]) -> Iterator[Step]:
        if item.kind == "press":
            yield from self._press_steps(item, seen)
            return
        placement = _unique_name(item.kind, seen)
        flags = kinds.flags_of(item.kind, item.uses, self._questions.values())
        cues = (Cue("start", 0, item.title, "start"), Cue("end", -3, "Nearly done.", "end"))
        script = timed_script(item.kind, item.title, item.instruction, item.seconds)
        yield Step(
            item.kind,
            placement,
            item.seconds,
            item.title,
            item.instruction,
            cues,
            flags,
            position=item.position,
            uses=tuple(item.uses),
            script=script,
        )

    def _press_steps(self, item: RoutineItem, seen: Counter[str]) -> Iterator[Step]:
        point = self._points[item.point]
        for index, side in enumerate(self._sides(item)):
            placement = _unique_name(f"{point.code}.{side}", seen)
            yield from self._placement_steps(item, point, side, placement, switching=index > 0)

    def _placement_steps(
        self, item: RoutineItem, point: Point, side: str, placement: str, *, switching: bool
    ) -> Iterator[Step]:
        name = f"{point.code} {point.names.pinyin}"
        where = _SIDE_PHRASE[side]
        ways = self._ways(item, point)

        def step(kind: str, seconds: int, title: str, make: _MakeVariant, bounds: DurationRange | None = None) -> Step:
            variants = tuple(make(position, way) for position, way in ways)
            usual = variants[0]
            return Step(
                kind,
                placement,
                seconds,
                title,
                usual.instruction,
                usual.cues,
                point.flags,
                point.code,
                side,
                point.area,
                point.lay,
                usual.position,
                bounds,
                usual.parts,
                FEEL_SENTENCES[point.press.feel] if kind == "press" else "",
                usual.uses,
                variants,
                usual.script,
            )

        if switching:
            instruction = f"Find the same place on the {where}. " + point.location.find[-1]
            cue = Cue("start", 0, f"Change to the {where}.", "ready")
            switch = self._uniform_variants(instruction, cue, lambda position: switch_script(point, position, side))
            yield step("switch", SWITCH_SECONDS, f"Change to the {where}", switch)
        else:
            yield step("ready", READY_SECONDS, f"Get ready: {name}, {where}", self._ready_variants(point, side))
        yield step(
            "press", item.seconds, f"Press {name}, {where}", self._press_variants(point, side), point.press.seconds
        )
        let_go = Cue("start", 0, "Let go slowly.", "end")
        instruction = "Ease off, rest the hand and take one slow breath."
        release = self._uniform_variants(instruction, let_go, lambda _: release_script())
        yield step("release", RELEASE_SECONDS, "Let go slowly", release)

    def _ways(self, item: RoutineItem, point: Point) -> list[tuple[Position, Way]]:
        """Return the ways to press a point, those of the position of the item first."""
        keys = dict.fromkeys([item.position, *point.press.how])
        return [(self._positions[key], way) for key in keys for way in point.press.how[key]]

    def _uniform_variants(self, instruction: str, cue: Cue, script: Callable[[Position], Script]) -> _MakeVariant:
        return lambda position, way: Variant(position.key, way.uses, (), instruction, (cue,), script(position))

    def _ready_variants(self, point: Point, side: str) -> _MakeVariant:
        cue = Cue("start", 0, f"Get ready: {point.code}, {_SIDE_PHRASE[side]}.", "ready")

        def make(position: Position, way: Way) -> Variant:
            parts = (position.how, *point.location.find)
            script = ready_script(point, position, side)
            return Variant(position.key, way.uses, parts, " ".join(parts), (cue,), script)

        return make

    def _press_variants(self, point: Point, side: str) -> _MakeVariant:
        cues = press_cues(point.press.feel)

        def make(position: Position, way: Way) -> Variant:
            instruction = f"{way.text} Press {point.press.direction}."
            is_first = way is point.press.how[position.key][0]
            script = press_script(point, position.key, way, side, is_first=is_first)
            return Variant(position.key, way.uses, (), instruction, cues, script)

        return make


def press_cues(feel: str) -> tuple[Cue, ...]:
    """Return the cues of a press: ramp up, hold, half way, ease off; all fit a press of 30 seconds."""
    return (
        Cue("start", 0, "Press in slowly." if feel == "ache" else "Rest your fingertips there. Very light.", "start"),
        Cue("start", RAMP_SECONDS, _HOLD_CUES[feel], "none"),
        Cue("half", 0, "Half way.", "half"),
        Cue("end", -RAMP_SECONDS, "Ease off little by little.", "none"),
    )


def _usual_item(point: Point) -> RoutineItem:
    return RoutineItem("press", point.press.seconds.default, point.code, spec.usual_position(point))


def _unique_name(name: str, seen: Counter[str]) -> str:
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}.{seen[name]}"
