"""Flags of steps without a point, by kind of step and of movement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from points.safety_records import Flag, Question

#: Movement -> kinds whose levels apply. A stretch counts as both others; the strictest level holds.
_KINDS_OF_MOVEMENT: Final = {
    "all-fours": ("move.all-fours",),
    "flat": ("move.flat",),
    "stretch": ("move.all-fours", "move.flat"),
}


def question_kinds(kind: str, uses: Sequence[str]) -> list[str]:
    """Return the kinds whose levels apply to a step or self-care entry, such as `move.flat`."""
    if kind != "move":
        return [kind]
    return list(dict.fromkeys(kind for movement in uses for kind in _KINDS_OF_MOVEMENT.get(movement, ())))


def flags_of(kind: str, uses: Sequence[str], questions: Iterable[Question]) -> tuple[Flag, ...]:
    """Return the strictest flag of each question with a level for this kind."""
    kinds = question_kinds(kind, uses)
    found = ([question.kinds[key] for key in kinds if key in question.kinds] for question in questions)
    return tuple(min(flags, key=lambda flag: flag.level.strictness) for flags in found if flags)
