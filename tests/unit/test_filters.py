"""Words for numbers; what is said on the phone and by the service comes from one table of cases."""

from __future__ import annotations

import json

import pytest

from server import filters
from tests.support.paths import SHARED_CASES

CASES = json.loads((SHARED_CASES / "duration_cases.json").read_text("utf-8"))


@pytest.mark.parametrize(("seconds", "text"), CASES)
def test_a_duration_is_said_as_on_the_phone(seconds: int, text: str) -> None:
    assert filters.duration(seconds) == text
