"""Shown and spoken lines of each step, with their times.

They are built from `find_short`, `press_short` and `[point.say]` for each way to press. A way without leaning, ball or
knuckles uses the `upright` sentence. `{side}` and `{Side}` remain in the lines of `speech()`.
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
#: A low estimate of the pace of a synthetic voice at 0.95 of its normal rate.
WORDS_PER_SECOND: Final = 2.2
#: Shortest press with the extra lines.
LONG_SECONDS: Final = 60
#: Feel of a point -> the general line of a later press of it in the same session.
_SAME_AGAIN: Final = {"ache": "Same as before. It should not hurt.", "light": "Same as before. Keep it light."}
#: Beginnings of the lines of a press that a later press does without.
_ENCOURAGEMENTS: Final = ("Breathe in.", "Still gentle.", "Still light.")
_EXTRA_LINE_TIMES: Final = (("start", 22), ("half", 8))
#: One breath in and out, and the part of it that is the inhalation.
BREATH_SECONDS: Final = 10
INHALE_SECONDS: Final = 4
_OPENING_PROMISE: Final = "You can put the phone down now. I will tell you everything."
_STOP_REMINDER: Final = "If you feel tingling, numbness or sharp pain, take your hand away and stop."
_LET_GO: Final = "Let go. One slow breath."


@dataclass(frozen=True)
class Speech:
    """The spoken lines of one way to press, with its position and manners."""

    position: str
    uses: tuple[str, ...]
    lines: tuple[Line, ...]


def speech(point: Point) -> tuple[Speech, ...]:
    """Return the spoken lines of each way to press a point, in the order of `press.how`."""
    return tuple(
        Speech(key, way.uses, tuple(_press_lines(point, _lead_in(point, key, way, is_first=index == 0))))
        for key, ways in point.press.how.items()
        for index, way in enumerate(ways)
    )


def opening(routine: Routine) -> tuple[str, ...]:
    """Return the spoken lines before the first step of a routine."""
    return (f"{routine.title}.", _OPENING_PROMISE, _STOP_REMINDER) if routine.has_press else ()


def ready_script(point: Point, position: Position, side: str) -> Script:
    """Return the script of finding a point: a short reminder, and frames for a first finding."""
    again = with_side(point.say.again, side)
    short = with_side(position.short, side)
    opening = f"{_side_prefix(side)} {point.say.where}".strip()
    opening = f"{opening[0].upper()}{opening[1:]}."
    spoken = [opening, short, again]
    if point.say.before:  # 15 seconds fit the warning and the posture; `again` holds the place
        spoken = [with_side(point.say.before, side), _sentences(short)[0], again]
    return Script(
        (Line("start", 0, again),), (Line("start", 0, " ".join(spoken)),), _find_frames(point, opening, short, side)
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
    """Return the script of the change to the other side."""
    turned = with_side(position.turn, side)
    shown = f"Now your {side} side. {turned or 'Same place.'}"
    first, *rest = _sentences(with_side(point.say.switch, side))
    spoken = " ".join([first, *([turned] if turned else []), *rest])
    return Script((Line("start", 0, shown),), (Line("start", 0, spoken),), (Frame(shown, "", (spoken,)),))


def press_script(point: Point, position: str, way: Way, side: str, *, is_first: bool) -> Script:
    """Return the script of one way to press a point."""
    entry = _lead_in(point, position, way, is_first=is_first)
    shown = (
        Line("start", 0, with_side(entry, side)),
        Line("start", RAMP_SECONDS, point.press_short),
        Line("end", -RAMP_SECONDS, point.say.ease),
    )
    spoken = (replace(line, text=with_side(line.text, side)) for line in _press_lines(point, entry))
    return Script(shown, tuple(spoken))


def release_script() -> Script:
    """Return the script of the release."""
    return Script((Line("start", 0, _LET_GO),), (Line("start", 0, _LET_GO),))


def timed_script(kind: str, title: str, instruction: str, seconds: int) -> Script:
    """Return the script of a step without a press; a breathing step has a line for each breath."""
    introduction = f"{title}{'' if title.endswith('.') else '.'} {instruction}"
    paced = _breath_lines(introduction) if kind == "breathe" else (Line("half", 0, "Half way.", LONG_SECONDS),)
    return Script(
        (Line("start", 0, instruction),),
        (
            Line("start", 0, introduction),
            *(line for line in paced if line.least <= seconds),
            Line("end", -3, "Nearly done."),
        ),
    )


def _breath_lines(introduction: str) -> Iterator[Line]:
    """Yield the lines of the first two breaths after the introduction and of the last but one."""
    begin = BREATH_SECONDS * (int(spoken_seconds(introduction) + 1) // BREATH_SECONDS + 1)
    for start in (begin, begin + BREATH_SECONDS):
        least = start + 3 * BREATH_SECONDS
        yield Line("start", start, "Breathe in.", least)
        yield Line("start", start + INHALE_SECONDS, "And out, slowly.", least)
    least = begin + 2 * BREATH_SECONDS
    yield Line("end", -2 * BREATH_SECONDS, "Breathe in.", least)
    yield Line("end", -2 * BREATH_SECONDS + INHALE_SECONDS, "And out, slowly.", least)


def spoken_seconds(text: str) -> float:
    """Return a high estimate of the seconds to speak a text."""
    return len(text.split()) / WORDS_PER_SECOND


def with_side(text: str, side: str) -> str:
    """Return a text with `{side}` and `{Side}` replaced; texts for the midline have neither."""
    return text.replace("{side}", side).replace("{Side}", side.capitalize())


def _side_prefix(side: str) -> str:
    return "" if side == "midline" else f"{side} side,"


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?!])\s+", text)


def _is_encouragement(text: str) -> bool:
    """Return whether a line only encourages; any other may name a sign to let go at, and is said in every press."""
    return text.startswith(_ENCOURAGEMENTS)


def _lead_in(point: Point, position: str, way: Way, *, is_first: bool) -> str:
    """Return the first sentence of a press; it requires no manner that the way lacks."""
    usual = point.say.press_in[position] if is_first else ""
    return usual if usual and manners_in(usual) <= set(way.uses) else point.say.upright


def _press_lines(point: Point, entry: str) -> Iterator[Line]:
    said = point.say
    yield Line("start", 0, entry)
    yield Line("start", RAMP_SECONDS, said.press[0], general=True, occasion="first")
    yield Line("start", RAMP_SECONDS, _SAME_AGAIN[point.press.feel], general=True, occasion="again")
    for text, (anchor, offset) in zip(said.press[1:], _EXTRA_LINE_TIMES, strict=False):
        yield Line(anchor, offset, text, LONG_SECONDS, occasion="first" if _is_encouragement(text) else "")
    yield Line("half", 0, "Half way.")
    yield Line("end", -RAMP_SECONDS, said.ease)
