"""Point codes in any spelling, normalised to the WHO form (`LI4`, `GV3`).

Meridian prefixes: WHO Standard Acupuncture Point Locations (2008). Other systems, as printed in their books: French
(J. Covin, Étude sur la dénomination des points d'acupuncture: GI, VE, RE, VB, VG), German (Leitfaden Akupunktur,
Elsevier 2019, tables 4.5 and 4.12: Di, Bl, Ni, Gb; LG for the Lenkergefäß), Spanish (C. Nogueira Pérez, Acupuntura:
IG, V, R, VB), older English charts (UB, CO, KD, SJ, single letters), Chinese and Japanese characters, and Korean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from points.search.fold import fold

#: Meridians of the WHO standard in its order -> number of points; 361 in total.
WHO_POINTS: Final[Mapping[str, int]] = {
    "LU": 11,
    "LI": 20,
    "ST": 45,
    "SP": 21,
    "HT": 9,
    "SI": 19,
    "BL": 67,
    "KI": 27,
    "PC": 9,
    "TE": 23,
    "GB": 44,
    "LR": 14,
    "GV": 28,
    "CV": 24,
}
WHO_PREFIXES: Final = tuple(WHO_POINTS)

#: Other Latin spellings of a prefix. `B` is valid only where both numberings agree: see `is_old_bladder_number`.
PREFIX_ALIASES: Final = {
    "B": "BL",
    "BLADDER": "BL",
    "DI": "LI",
    "DM": "GV",
    "DU": "GV",
    "DUMAI": "GV",
    "G": "GB",
    "GALLBLADDER": "GB",
    "GI": "LI",
    "GOVERNINGVESSEL": "GV",
    "K": "KI",
    "KD": "KI",
    "KID": "KI",
    "KIDNEY": "KI",
    "LARGEINTESTINE": "LI",
    "LG": "GV",
    "LV": "LR",
    "NI": "KI",
    "P": "PC",
    "R": "KI",
    "RE": "KI",
    "REN": "CV",
    "SJ": "TE",
    "TB": "TE",
    "UB": "BL",
    "URINARYBLADDER": "BL",
    "V": "BL",
    "VB": "GB",
    "VE": "BL",
    "VG": "GV",
}
#: Names of meridians in several languages, without spaces and diacritics.
NAME_ALIASES: Final = {
    "BLASE": "BL",
    "VEJIGA": "BL",
    "VESSIE": "BL",
    "NIERE": "KI",
    "REIN": "KI",
    "RINON": "KI",
    "DICKDARM": "LI",
    "GROSINTESTIN": "LI",
    "INTESTINOGRUESO": "LI",
    "GALLENBLASE": "GB",
    "VESICULA": "GB",
    "VESICULABILIAR": "GB",
    "VESICULEBILIAIRE": "GB",
    "LENKERGEFASS": "GV",
    "LENKERGEFÄß": "GV",
    "GOVERNORVESSEL": "GV",
    "VAISSEAUGOUVERNEUR": "GV",
    "VASOGOBERNADOR": "GV",
    "CONCEPTIONVESSEL": "CV",
    "HEART": "HT",
    "LIVER": "LR",
    "LUNG": "LU",
    "PERICARDIUM": "PC",
    "SANJIAO": "TE",
    "SMALLINTESTINE": "SI",
    "SPLEEN": "SP",
    "STOMACH": "ST",
    "TRIPLEENERGIZER": "TE",
}
#: Names of meridians in other scripts.
SCRIPT_ALIASES: Final = {
    "膀胱": "BL",
    "大肠": "LI",
    "大腸": "LI",
    "肾": "KI",
    "腎": "KI",
    "胆": "GB",
    "膽": "GB",
    "督": "GV",
    "督脉": "GV",
    "督脈": "GV",
    "방광": "BL",
    "대장": "LI",
    "신": "KI",
    "담": "GB",
    "독": "GV",
    "독맥": "GV",
}
_MERIDIAN_WORDS: Final = ("", "经", "經", "経", "경")
#: Prefixes that two systems use for different meridians; searches explain them and map neither.
AMBIGUOUS: Final[Mapping[str, Mapping[str, str]]] = {
    "CO": {"LI": "older English charts", "HT": "French ones"},
    "IG": {"LI": "Spanish charts", "SI": "French ones"},
}

_CODE: Final = re.compile(r"([^0-9]*?[^0-9 .\-_:])[ .\-_:]{0,3}0{0,2}([1-9][0-9]?)")
_OLD_BLADDER: Final = re.compile(r"b[ .\-_:]{0,3}(3[6-9]|4[0-9]|5[0-4])")


def _prefixes() -> dict[str, str]:
    latin = {prefix: prefix for prefix in WHO_PREFIXES} | PREFIX_ALIASES | NAME_ALIASES
    scripts = {name + word: code for name, code in SCRIPT_ALIASES.items() for word in _MERIDIAN_WORDS}
    return {fold(name): code for name, code in (latin | scripts).items()}


#: Folded spelling of a prefix -> WHO prefix.
PREFIXES: Final[Mapping[str, str]] = _prefixes()


def split_code(text: str) -> tuple[str, str] | None:
    """Return the folded prefix and the number of a code, or None for any other text."""
    match = _CODE.fullmatch(fold(text))
    return (re.sub(r"[ .\-_:]", "", match[1]), match[2]) if match else None


def who_code(text: str) -> str | None:
    """Return the WHO spelling of a code (`li 4` -> `LI4`, `膀胱40` -> `BL40`), or None.

    The catalogue need not contain the point.
    """
    found = split_code(text)
    if not found or found[0] not in PREFIXES or is_old_bladder_number(text):
        return None
    return PREFIXES[found[0]] + found[1]


def is_old_bladder_number(text: str) -> bool:
    """Return whether `text` is a bare `B36` to `B54`, which two numberings use for different points.

    Older charts number the inner and outer branch of the bladder meridian in another order.
    """
    return _OLD_BLADDER.fullmatch(fold(text)) is not None


def possible_codes(text: str) -> Mapping[str, str] | None:
    """Return the possible WHO codes of an ambiguous code, each with its charts; None for any other text."""
    found = split_code(text)
    meanings = AMBIGUOUS.get(found[0].upper()) if found else None
    return {prefix + found[1]: where for prefix, where in meanings.items()} if found and meanings else None


def is_in_standard(code: str) -> bool:
    """Return whether the WHO standard has a point with this WHO-spelled code."""
    letters = code.rstrip("0123456789")
    return 1 <= int(code[len(letters) :]) <= WHO_POINTS[letters]


def sort_key(code: str) -> tuple[int, int]:
    """Return a sort key in the order of the WHO standard: meridian, then number."""
    letters = code.rstrip("0123456789")
    order = WHO_PREFIXES.index(letters) if letters in WHO_PREFIXES else len(WHO_PREFIXES)
    return order, int(code[len(letters) :] or 0)
