"""The flags of what is not a point: each question's level for its kind of step, and for how it is moved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from points.safety_records import Flag, Question

#: A movement that is neither on all fours nor flat on the back is judged as both: the strictest level holds.
_KINDS_OF_MOVEMENT: Final = {
    "all-fours": ("move.all-fours",),
    "flat": ("move.flat",),
    "stretch": ("move.all-fours", "move.flat"),
}


def question_kinds(kind: str, uses: Sequence[str]) -> list[str]:
    """Return the kinds by which a step or self-care entry is judged, such as `move.flat`."""
    if kind != "move":
        return [kind]
    return list(dict.fromkeys(judged for movement in uses for judged in _KINDS_OF_MOVEMENT.get(movement, ())))


def flags_of(kind: str, uses: Sequence[str], questions: Iterable[Question]) -> tuple[Flag, ...]:
    """Return one flag for each question that speaks of this kind, the strictest where several kinds hold."""
    kinds = question_kinds(kind, uses)
    found = ([question.kinds[key] for key in kinds if key in question.kinds] for question in questions)
    return tuple(min(flags, key=lambda flag: flag.level.strictness) for flags in found if flags)
