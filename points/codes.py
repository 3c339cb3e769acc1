"""Point codes as people write them, brought to the form the WHO standard prints (`LI4`, `GV3`).

Meridian prefixes: WHO Standard Acupuncture Point Locations (2008); the other families are those in use on
charts and in textbooks, as listed in the catalogue's names table.
"""

from __future__ import annotations

import re
from typing import Final

WHO_PREFIXES: Final = ("LU", "LI", "ST", "SP", "HT", "SI", "BL", "KI", "PC", "TE", "GB", "LR", "GV", "CV")

#: Other spellings of a prefix. A bare `B` is left out on purpose: see `is_old_bladder_number`.
PREFIX_ALIASES: Final = {
    "BLADDER": "BL",
    "CO": "LI",
    "DU": "GV",
    "GI": "LI",
    "KD": "KI",
    "KID": "KI",
    "LV": "LR",
    "P": "PC",
    "R": "KI",
    "REN": "CV",
    "SJ": "TE",
    "TB": "TE",
    "UB": "BL",
    "V": "BL",
    "VB": "GB",
    "VG": "GV",
}

_CODE = re.compile(r"^\s*([A-Za-z]{1,7})[\s.\-_]{0,3}0{0,2}([1-9][0-9]?)\s*$", re.ASCII)
_OLD_BLADDER = re.compile(r"^\s*B[\s.\-_]{0,3}(3[6-9]|4[0-9]|5[0-4])\s*$", re.ASCII | re.IGNORECASE)


def who_code(text: str) -> str | None:
    """Return the WHO spelling of a code in any spelling (`li 4` -> `LI4`, `UB-40` -> `BL40`), or None.

    Only the spelling is judged: whether the catalogue has such a point is the catalogue's answer.
    """
    match = _CODE.match(text)
    if not match:
        return None
    prefix = match[1].upper()
    prefix = PREFIX_ALIASES.get(prefix, prefix)
    return f"{prefix}{match[2]}" if prefix in WHO_PREFIXES else None


def is_old_bladder_number(text: str) -> bool:
    """Return whether `text` is a bare `B36` to `B54`, which two numberings use for different points.

    Older charts number the bladder line's inner and outer branch in another order, so the same number is
    another place on the body; it is explained and never mapped silently.
    """
    return _OLD_BLADDER.match(text) is not None


def sort_key(code: str) -> tuple[int, int]:
    """Order codes as the standard lists them: meridian first, then number."""
    letters = code.rstrip("0123456789")
    order = WHO_PREFIXES.index(letters) if letters in WHO_PREFIXES else len(WHO_PREFIXES)
    return order, int(code[len(letters) :] or 0)
