"""What a session shows and says in each step: sentences for the screen and for the ear, with the time of each.

Made from `find_short`, `press_short` and `[point.say]` for every way to press. A way that needs less than the usual one
is told by the `upright` sentence. In the lines of a point alone `{side}` and `{Side}` are still to be filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from points.records import Point, Position, Way
from points.safety_checks import manners_in
from points.session_records import Frame, Line, Routine, Script

RAMP_SECONDS: Final = 10
#: Words a second of a device's voice at 0.95 of its usual speed, counted low.
WORDS_PER_SECOND: Final = 2.2
#: A press at least this long has room for the further lines.
LONG_SECONDS: Final = 60
_EXTRA_LINE_TIMES: Final = (("start", 22), ("half", 8))
#: A breath: so many seconds in all, in and out.
BREATH_SECONDS: Final = 10
INHALE_SECONDS: Final = 4
_OPENING_PROMISE: Final = "You can put the phone down now. I will tell you everything."
_STOP_REMINDER: Final = "If you feel tingling, numbness or sharp pain, take your hand away and stop."
_LET_GO: Final = "Let go. One slow breath."


@dataclass(frozen=True)
class Speech:
    """The lines of a press in one position, pressed in a way that needs `uses`."""

    position: str
    uses: tuple[str, ...]
    lines: tuple[Line, ...]


def speech(point: Point) -> tuple[Speech, ...]:
    """Return what is said in each way to press a point, in the order of `press.how`."""
    return tuple(
        Speech(key, way.uses, tuple(_press_lines(point, _lead_in(point, key, way, is_first=index == 0))))
        for key, ways in point.press.how.items()
        for index, way in enumerate(ways)
    )


def opening(routine: Routine) -> tuple[str, ...]:
    """Return what is said once, before the first place of a routine is found."""
    return (f"{routine.title}.", _OPENING_PROMISE, _STOP_REMINDER) if routine.has_press else ()


def ready_script(point: Point, position: Position, side: str) -> Script:
    """Return the finding of a place: a sentence for who knows it, and a frame for each find step for who does not."""
    again = with_side(point.say.again, side)
    short = with_side(position.short, side)
    opening = f"{_side_prefix(side)} {point.say.where}".strip()
    opening = f"{opening[0].upper()}{opening[1:]}."
    said = [opening, short, again]
    if point.say.before:  # a warning leaves room for how to sit alone, and the place is in `again`
        said = [with_side(point.say.before, side), _sentences(short)[0], again]
    return Script(
        (Line("start", 0, again),), (Line("start", 0, " ".join(said)),), _find_frames(point, opening, short, side)
    )


def _find_frames(point: Point, opening: str, short: str, side: str) -> tuple[Frame, ...]:
    said = point.say
    first = [opening, *([with_side(said.before, side)] if said.before else []), short]
    return tuple(
        Frame(
            text,
            short if index == 0 else "",
            (*(first if index == 0 else []), *(with_side(line, side) for line in said.find_lines[index])),
        )
        for index, text in enumerate(point.find_short)
    )


def switch_script(point: Point, position: Position, side: str) -> Script:
    """Return the change to the other side, which is found like the first."""
    turned = with_side(position.turn, side)
    shown = f"Now your {side} side. {turned or 'Same place.'}"
    first, *rest = _sentences(with_side(point.say.switch, side))
    said = " ".join([first, *([turned] if turned else []), *rest])
    return Script((Line("start", 0, shown),), (Line("start", 0, said),), (Frame(shown, "", (said,)),))


def press_script(point: Point, position: str, way: Way, side: str, *, is_first: bool) -> Script:
    """Return what is shown and said while a place is pressed in one way."""
    entry = _lead_in(point, position, way, is_first=is_first)
    shown = (
        Line("start", 0, with_side(entry, side)),
        Line("start", RAMP_SECONDS, point.press_short),
        Line("end", -RAMP_SECONDS, point.say.ease),
    )
    said = (replace(line, text=with_side(line.text, side)) for line in _press_lines(point, entry))
    return Script(shown, tuple(said))


def release_script() -> Script:
    """Return the letting go."""
    return Script((Line("start", 0, _LET_GO),), (Line("start", 0, _LET_GO),))


def timed_script(kind: str, title: str, instruction: str, seconds: int) -> Script:
    """Return what is shown and said in a step that presses nothing; breathing is led breath by breath."""
    told = f"{title}{'' if title.endswith('.') else '.'} {instruction}"
    paced = _breath_lines(told, seconds) if kind == "breathe" else _half_way_lines(seconds)
    return Script((Line("start", 0, instruction),), (Line("start", 0, told), *paced, Line("end", -3, "Nearly done.")))


def _half_way_lines(seconds: int) -> Iterator[Line]:
    if seconds >= LONG_SECONDS:
        yield Line("half", 0, "Half way.")


def _breath_lines(told: str, seconds: int) -> Iterator[Line]:
    """Yield two breaths from the first that begins after what is told, and the last but one of the step."""
    begin = BREATH_SECONDS * (int(spoken_seconds(told) + 1) // BREATH_SECONDS + 1)
    for start in (begin, begin + BREATH_SECONDS):
        if start + 2 * BREATH_SECONDS <= seconds - BREATH_SECONDS:
            yield Line("start", start, "Breathe in.")
            yield Line("start", start + INHALE_SECONDS, "And out, slowly.")
    last = seconds - 2 * BREATH_SECONDS
    if last >= begin:
        yield Line("end", -2 * BREATH_SECONDS, "Breathe in.")
        yield Line("end", -2 * BREATH_SECONDS + INHALE_SECONDS, "And out, slowly.")


def spoken_seconds(text: str) -> float:
    """Return how long a text takes to say, counted high."""
    return len(text.split()) / WORDS_PER_SECOND


def with_side(text: str, side: str) -> str:
    """Return a text with its side; one for the midline names none."""
    return text.replace("{side}", side).replace("{Side}", side.capitalize())


def _side_prefix(side: str) -> str:
    return "" if side == "midline" else f"{side} side,"


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", text)


def _lead_in(point: Point, position: str, way: Way, *, is_first: bool) -> str:
    """Return the sentence that leads into a press in this way: it asks for nothing that the way does without."""
    usual = point.say.press_in[position] if is_first else ""
    return usual if usual and manners_in(usual) <= set(way.uses) else point.say.upright


def _press_lines(point: Point, entry: str) -> Iterator[Line]:
    said = point.say
    yield Line("start", 0, entry)
    yield Line("start", RAMP_SECONDS, said.press[0], general=True)
    for text, (anchor, offset) in zip(said.press[1:], _EXTRA_LINE_TIMES, strict=False):
        yield Line(anchor, offset, text, LONG_SECONDS)
    yield Line("half", 0, "Half way.")
    yield Line("end", -RAMP_SECONDS, said.ease)
