"""Search: codes whole, words from their beginning, every script; and resolving what somebody typed."""

from __future__ import annotations

import pytest

from points.catalogue import Catalogue
from points.errors import UnknownKey

FOUND = [
    ("BL23", ["BL23"]),
    ("ub 23", ["BL23"]),
    ("V40", ["BL40"]),
    ("Weizhong", ["BL40"]),
    ("wei zhong", ["BL40"]),
    ("Wěizhōng", ["BL40"]),
    ("huantiao", ["GB30"]),
    ("環跳", ["GB30"]),
    ("环跳", ["GB30"]),
    ("かんちょう", ["GB30"]),
    ("환도", ["GB30"]),
    ("Hoàn khiêu", ["GB30"]),
    ("hoan khieu", ["GB30"]),
    ("taixi", ["KI3"]),
    ("太溪", ["KI3"]),
    ("太谿", ["KI3"]),
    ("Taikei", ["KI3"]),
    ("supreme stream", ["KI3"]),
    ("joining valley", ["LI4"]),
    ("knee", ["BL40"]),
    ("ankle", ["KI3"]),
    ("BL24", []),
    ("BL", ["BL23", "BL25", "BL40", "BL54"]),
    ("40", []),
    ("B40", []),
    ("...", []),
    ("spleen", []),
]


@pytest.mark.parametrize(("query", "codes"), FOUND)
def test_search_finds(catalogue: Catalogue, query: str, codes: list[str]) -> None:
    found = [point.code for point in catalogue.search(query)]
    assert (found[: len(codes)] == codes) if codes else not found


@pytest.mark.parametrize(
    ("text", "code"),
    [("li 4", "LI4"), ("Hegu", "LI4"), ("hé gǔ", "LI4"), ("DU3", "GV3"), ("UB54", "BL54"), ("KID3", "KI3")],
)
def test_resolve_reads_other_spellings(catalogue: Catalogue, text: str, code: str) -> None:
    assert catalogue.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "first", "rule"),
    [
        ("BL24", "BL23", "no such point"),
        ("BL53", "BL54", "no such point"),
        ("Hegoo", None, "no such point"),
        ("B54", "BL54", "older numbering"),
        ("B36", "BL36", "older numbering"),
    ],
)
def test_resolve_refuses_with_suggestions(catalogue: Catalogue, text: str, first: str | None, rule: str) -> None:
    with pytest.raises(UnknownKey, match=rule) as caught:
        catalogue.resolve(text)
    assert caught.value.suggestions
    if first:
        assert caught.value.suggestions[0] == first


def test_an_unknown_key_of_any_kind_names_kind_and_near_keys(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownKey, match=r"no such landmark.*did you mean") as caught:
        catalogue.landmark("sacral-hiatu")
    assert caught.value.suggestions[0] == "sacral-hiatus"
    for look_up, key in (
        (catalogue.ruler, "back"),
        (catalogue.position, "standing"),
        (catalogue.question, "bone"),
    ):
        assert look_up(key).key == key
