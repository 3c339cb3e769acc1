"""What a search result says of why it was found, and which reasons count for more (docs/api.md, search index)."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

from points.catalogue import Catalogue
from points.search import index
from points.search.index import FieldKind

#: The words a person reads beside a result, from the reason that counts most to the one that counts least.
WORDS = (
    ("CODE", "Code"),
    ("NAME", "Name"),
    ("ALIAS", "Also written"),
    ("MERIDIAN", "Meridian"),
    ("AREA", "Where"),
    ("CONDITION", "Named for"),
    ("INDICATION", "Used for"),
    ("SYMPTOM", "Feels like"),
    ("SYNONYM", "Also called"),
    ("BODY_TEXT", "Says"),
    ("GROUP", "Among"),
    ("ANATOMY", "Under your thumb"),
    ("CATEGORY", "Kind of point"),
    ("LOCATION", "Place"),
    ("PRESSED_POINTS", "Presses"),
)


def label(name: str) -> FieldKind:
    found = getattr(index, name)
    assert isinstance(found, FieldKind)
    return found


def test_each_reason_has_its_words() -> None:
    assert [(name, label(name).name) for name, _ in WORDS] == list(WORDS)


def test_reasons_count_in_their_order() -> None:
    weights = [label(name).weight for name, _ in WORDS]
    assert all(a >= b for a, b in pairwise(weights))
    assert weights[-1] > 0 and weights[0] > weights[1]


def test_a_search_that_finds_nothing_says_how_points_are_found(catalogue: Catalogue) -> None:
    said = catalogue.search_all("xyzzy").explanation
    assert said.startswith(
        "Nothing in this guide goes by that. A point can be found by its code, by its name in Chinese, "
    )
    assert said.endswith("by the part of the body, or by what it is used for.")


def test_a_result_says_why_it_was_found(catalogue: Catalogue) -> None:
    for query, words in (("BL23", "Code"), ("Hegu", "Name"), ("buttock", "Where")):
        assert catalogue.search_all(query).hits_of("point")[0].field.label.name == words, query


def test_index_is_equal_in_every_process() -> None:
    """The order of a set depends on the hash seed of a process; an entity tag must not."""
    script = "from points.catalogue import load; print(load().search_index)"
    printed = [
        subprocess.run(
            [sys.executable, "-c", script], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] and printed[0] == printed[1]
