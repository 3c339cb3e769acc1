"""Spoken lines of a press: their times, and no instruction that the variant forbids."""

from __future__ import annotations

import itertools
import re
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient

from points.safety_checks import manners_in
from points.session_records import Line
from points.speech import Speech, speech
from tests.support.edited_catalogues import shipped

#: Words a second: the device's voice at 0.95 of its usual speed, counted low.
PACE = 2.2
CATALOGUE = shipped()
WAYS = [(point, one) for point in CATALOGUE.points for one in speech(point)]
IDS = [f"{point.code} {one.position} {'+'.join(one.uses)}" for point, one in WAYS]


def begins(line: Line, seconds: int) -> float:
    return {"start": 0, "half": seconds / 2, "end": seconds}[line.anchor] + line.offset


def said(way: Speech, seconds: int, occasion: str) -> list[tuple[float, float, str]]:
    """Return (begin, end, text) of what is said in a first or later press of so many seconds, in order."""
    due = [line for line in way.lines if line.least <= seconds and line.occasion in {"", occasion}]
    lines = [(begins(line, seconds), line.text) for line in due]
    return sorted((begin, begin + len(text.split()) / PACE, text) for begin, text in lines)


@pytest.mark.parametrize(("point", "way"), WAYS, ids=IDS)
def test_each_line_ends_before_the_next_begins(point: Any, way: Speech) -> None:
    for seconds, occasion in itertools.product(range(30, point.press.seconds.max + 1, 5), ("first", "again")):
        spoken = said(way, seconds, occasion)
        assert spoken[0][0] == 0 and spoken[-1][1] <= seconds
        for (_, end, text), (begin, _, following) in pairwise(spoken):
            assert end <= begin, (seconds, text, following)


@pytest.mark.parametrize(("point", "way"), WAYS, ids=IDS)
def test_the_voice_asks_for_nothing_that_the_way_does_not_need(point: Any, way: Speech) -> None:
    for line in way.lines:
        assert manners_in(line.text) <= set(way.uses), line.text
        assert not re.search(r"\bpain|\b[A-Z]{2}\d", line.text, re.IGNORECASE)
        assert point.press.feel == "ache" or "ache" not in line.text


def test_every_way_to_press_is_spoken_and_published(client: FlaskClient) -> None:
    for point in CATALOGUE.points:
        wanted = [(key, list(way.uses)) for key, ways in point.press.how.items() for way in ways]
        published = client.get(f"/api/v1/points/{point.code}").get_json()["speech"]
        assert [(one["position"], one["uses"]) for one in published] == wanted
        entry = {"anchor": "start", "offset": 0, "least": 0, "occasion": ""}
        assert all(one["lines"][0] == entry | {"text": one["lines"][0]["text"]} for one in published)
        assert all("again" in {line["occasion"] for line in one["lines"]} for one in published)


def test_a_way_without_leaning_has_the_upright_words() -> None:
    free = [(point, one) for point, one in WAYS if "lean" not in one.uses]
    assert {point.code for point, _ in free} == {point.code for point in CATALOGUE.points}
    assert all("lean" not in one.lines[0].text.lower() for _, one in free)
