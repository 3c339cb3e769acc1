"""Fingerprints of records: fixed names in the hashed text, so that a renamed class changes no safety version."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from points import records, safety_records, session_records
from points.catalogue import Catalogue
from points.fingerprint import fingerprint


class Level(StrEnum):
    AVOID = "avoid"
    CAUTION = "caution"
    ADAPT = "adapt"


@dataclass(frozen=True)
class Seconds:
    default: int
    min: int
    max: int


def of_repr(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:12]


def test_fingerprint_hashes_the_repr_of_records(catalogue: Catalogue) -> None:
    for table in (catalogue.stop_rules, catalogue.thresholds, catalogue.positions, catalogue.gate, catalogue.sources):
        assert fingerprint(table) == of_repr(table)
    assert fingerprint([{"a": ()}, (1,), ("x", None)]) == of_repr([{"a": ()}, (1,), ("x", None)])


def test_renamed_classes_keep_their_fingerprint() -> None:
    levels = [safety_records.ContraindicationLevel(level.value) for level in Level]
    assert fingerprint(levels) == of_repr(list(Level))
    assert fingerprint(records.DurationRange(90, 30, 180)) == of_repr(Seconds(90, 30, 180))
    item = session_records.RoutineItem("press", 60, "BL23")
    assert fingerprint(item) == hashlib.sha256(repr(item).replace("RoutineItem(", "Item(").encode()).hexdigest()[:12]
