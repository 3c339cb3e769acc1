"""What a person is told of a routine before choosing it: how long it takes at a length of press, and its postures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from points.session_records import Step

#: What a person does to be in a position, by the beginning of its key; all others are seated.
_POSTURE_VERBS: Final = {"standing": "stand", "wall-ball": "stand", "side-lying": "lie down"}
_SEATED_VERB: Final = "sit"


def seconds_at(steps: Iterable[Step], press: int) -> int:
    """Return how long steps take when each press lasts `press` seconds, or as near to it as its point allows."""
    return sum(min(max(press, step.bounds.min), step.bounds.max) if step.bounds else step.seconds for step in steps)


def postures(steps: Iterable[Step]) -> str:
    """Return what a person does to follow steps, such as `Stand, then sit.`, or '' where no position is named."""
    acts = [act for act, _ in groupby(_posture_verb(step.position) for step in steps if step.position)]
    told = ", then ".join(filter(None, [", ".join(acts[:-1]), *acts[-1:]]))
    return f"{told.capitalize()}." if acts else ""


def tools(steps: Iterable[Step], needed: Mapping[str, Sequence[str]]) -> str:
    """Return what must be at hand beyond a chair, a pillow and a wall; `needed` has the tools of each position."""
    named = [tool for step in steps for tool in needed.get(step.position, ()) if tool not in _COMMON_TOOLS]
    return " ".join(f"With a {tool}." for tool in dict.fromkeys(named))


_COMMON_TOOLS: Final = frozenset({"chair", "pillow", "wall"})


def _posture_verb(position: str) -> str:
    return _POSTURE_VERBS.get(position, _SEATED_VERB)
