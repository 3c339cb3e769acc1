"""Summary of a routine for its choice: duration at a length of press, postures and tools."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from points.session_records import Step

#: Key of a position -> verb of its posture; all others are seated.
_POSTURE_VERBS: Final = {"standing": "stand", "wall-ball": "stand", "side-lying": "lie down"}
_SEATED_VERB: Final = "sit"


def seconds_at(steps: Iterable[Step], press: int) -> int:
    """Return the seconds of steps with presses of `press` seconds, clamped to the bounds of each point."""
    return sum(min(max(press, step.bounds.min), step.bounds.max) if step.bounds else step.seconds for step in steps)


def postures(steps: Iterable[Step]) -> str:
    """Return the postures of steps, such as `Stand, then sit.`, or '' for steps without positions."""
    acts = [act for act, _ in groupby(_posture_verb(step.position) for step in steps if step.position)]
    text = ", then ".join(filter(None, [", ".join(acts[:-1]), *acts[-1:]]))
    return f"{text.capitalize()}." if acts else ""


def tools(steps: Iterable[Step], needed: Mapping[str, Sequence[str]]) -> str:
    """Return the tools of steps beyond chair, pillow and wall; `needed` maps positions to tools."""
    found = [tool for step in steps for tool in needed.get(step.position, ()) if tool not in _COMMON_TOOLS]
    return " ".join(f"With a {tool}." for tool in dict.fromkeys(found))


_COMMON_TOOLS: Final = frozenset({"chair", "pillow", "wall"})


def _posture_verb(position: str) -> str:
    return _POSTURE_VERBS.get(position, _SEATED_VERB)
