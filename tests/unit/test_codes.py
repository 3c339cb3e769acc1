"""Codes in every spelling, and the old bladder numbering that is never mapped."""

from __future__ import annotations

import pytest

from points.codes import WHO_POINTS, is_in_standard, is_old_bladder_number, sort_key, who_code

SPELLINGS = [
    ("BL23", "BL23"),
    ("li 4", "LI4"),
    ("LI-4", "LI4"),
    ("UB40", "BL40"),
    ("V40", "BL40"),
    ("GI4", "LI4"),
    ("DU-3", "GV3"),
    ("du3", "GV3"),
    ("KID3", "KI3"),
    ("KD 03", "KI3"),
    ("VB30", "GB30"),
    ("SJ5", "TE5"),
]


@pytest.mark.parametrize(("text", "code"), SPELLINGS)
def test_who_code_reads_every_spelling(text: str, code: str) -> None:
    assert who_code(text) == code


@pytest.mark.parametrize("text", ["", "4", "LI", "B40", "XX4", "LI4x", "LI 4 5", "LI٤", "LI000", "LI123"])
def test_who_code_refuses_what_is_no_code(text: str) -> None:
    assert who_code(text) is None


@pytest.mark.parametrize(
    ("text", "old"),
    [
        ("B36", True),
        ("b 54", True),
        ("B-40", True),
        ("B35", False),
        ("B55", False),
        ("BL40", False),
        ("UB40", False),
    ],
)
def test_only_a_bare_b_is_old_numbering(text: str, old: bool) -> None:
    assert is_old_bladder_number(text) is old


def test_codes_sort_as_the_standard_lists_them() -> None:
    codes = ["GV3", "BL54", "BL23", "LI4", "KI3", "GB30", "ZZ1"]
    assert sorted(codes, key=sort_key) == ["LI4", "BL23", "BL54", "KI3", "GB30", "GV3", "ZZ1"]


def test_the_standard_has_361_points() -> None:
    """WHO Standard Acupuncture Point Locations in the Western Pacific Region (2008)."""
    assert sum(WHO_POINTS.values()) == 361
    assert is_in_standard("BL67")
    assert not is_in_standard("BL68")
    assert is_in_standard("LU1")
    assert not is_in_standard("LU12")
