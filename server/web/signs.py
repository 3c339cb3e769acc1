"""Red flags grouped by the short lines of the gate."""

from __future__ import annotations

from typing import Final

from points.catalogue import Catalogue
from points.safety_records import RedFlag

#: Screens of the gate whose lines answer red flags only.
_SIGN_SCREENS: Final = ("emergency", "today")


def signs_by_line(known: Catalogue, tier: str) -> list[tuple[str, list[RedFlag]]]:
    """Return (short wording, red flags) of a tier: the gate lines, then the flags without a line in their own words.

    A red flag with two lines is listed under both.
    """
    signs = {flag.slug: flag for flag in known.red_flags if flag.tier == tier}
    named = [
        (line.text, [signs[slug] for slug in line.signs if slug in signs])
        for line in known.gate.lines
        if line.screen in _SIGN_SCREENS
    ]
    found = [(text, flags) for text, flags in named if flags]
    said = {flag.slug for _, flags in found for flag in flags}
    return found + [(flag.short or flag.sign, [flag]) for slug, flag in signs.items() if slug not in said]
