"""Phrases: sentences of `data/routines.toml` that several routines share.

`{six-weeks}` in `not_for`, `evidence` or `frequency` of a routine stands for the phrase with that key. The routine also
takes over the sources of the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from points.session_records import Phrase, Routine

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def referenced_keys(routine: Routine) -> list[str]:
    """Return the phrase keys of a routine, each once, in text order."""
    return list(dict.fromkeys(_PLACEHOLDER.findall(f"{routine.not_for} {routine.evidence} {routine.frequency}")))


def expand(routine: Routine, phrases: Mapping[str, Phrase]) -> Routine:
    """Return a routine with its phrases expanded and their sources added."""
    borrowed = [key for name in referenced_keys(routine) for key in phrases[name].sources]
    return replace(
        routine,
        not_for=_expand_text(routine.not_for, phrases),
        evidence=_expand_text(routine.evidence, phrases),
        frequency=_expand_text(routine.frequency, phrases),
        sources=tuple(dict.fromkeys([*routine.sources, *borrowed])),
    )


def _expand_text(text: str, phrases: Mapping[str, Phrase]) -> str:
    return _PLACEHOLDER.sub(lambda match: phrases[match[1]].text, text)
