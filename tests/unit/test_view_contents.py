"""What each view and close-up shows: marks, named landmarks, words at the edges, zones, locator and description.

Expected contents: tests/authorities/view_contents.toml and who_2008.toml.
"""

from __future__ import annotations

import tomllib
from math import dist
from typing import Any

import pytest

from diagrams import views
from points.catalogue import Catalogue
from tests.support import sheets, svg_reader
from tests.support.paths import AUTHORITIES
from tests.support.sheets import Drawn

SHOWN: dict[str, Any] = tomllib.loads((AUTHORITIES / "view_contents.toml").read_text("utf-8"))
WHO: dict[str, Any] = tomllib.loads((AUTHORITIES / "who_2008.toml").read_text("utf-8"))
EACH_BODY = pytest.mark.parametrize("body", ("female", "male"))
EACH_VIEW = pytest.mark.parametrize("view", sorted(SHOWN["view"]))
EACH_POINT = pytest.mark.parametrize("code", sorted(SHOWN["point"]))


@pytest.fixture(scope="module")
def drawn(catalogue: Catalogue) -> Drawn:
    return Drawn(catalogue)


def who_landmarks(code: str) -> set[str]:
    """Return the landmarks by which the standard describes a point."""
    rule = WHO["point"][code]
    found = {rule[key] for key in ("level", "below") if key in rule}
    return found.union(*(rule[key] for key in ("between", "midpoint") if key in rule))


def test_views_run_from_the_whole_body_to_its_parts() -> None:
    assert [view.slug for view in views.views()] == list(SHOWN["view"])


@EACH_VIEW
@EACH_BODY
def test_a_view_marks_its_points_on_the_sides_it_shows(drawn: Drawn, view: str, body: str) -> None:
    rule = SHOWN["view"][view]
    expected = {(code, side) for code in rule.get("both", ()) for side in ("left", "right")}
    expected |= {(code, "right") for code in rule.get("right", ())} | {
        (code, "midline") for code in rule.get("middle", ())
    }
    found = [(mark.code, mark.side) for mark in svg_reader.marks(drawn.view(view, body))]
    assert set(found) == expected and len(found) == len(expected)


@EACH_VIEW
@EACH_BODY
def test_a_view_names_the_landmarks_that_matter(drawn: Drawn, catalogue: Catalogue, view: str, body: str) -> None:
    svg = drawn.view(view, body)
    assert set(svg_reader.landmarks(svg)) >= set(SHOWN["view"][view]["landmarks"])
    written = " ".join(sheets.texts(svg))
    for key in SHOWN["view"][view]["landmarks"]:
        label = catalogue.landmark(key).label.partition(" (")[0]
        number = key.rpartition("-")[2] if key in views.view(view).numbered_landmarks else ""
        assert (number or label) in written, key


@EACH_VIEW
@EACH_BODY
def test_a_view_says_what_it_is_and_which_way_it_looks(drawn: Drawn, view: str, body: str) -> None:
    svg, rule = drawn.view(view, body), SHOWN["view"][view]
    assert " ".join(sheets.texts(svg, "caption")) == rule["title"]
    assert svg_reader.root(svg)[0].text == f"{rule['title']}, {body} body"
    left, right = rule["ends"]
    ends = {
        words: svg_reader.number(found, "x")
        for words, found in zip(sheets.texts(svg, "label-quiet"), sheets.text_elements(svg, "label-quiet"), strict=True)
    }
    assert ends[f"← {left}"] < ends[f"{right} →"]
    assert bool(svg_reader.with_class(svg, "inset-frame")) is rule["locator"]


@EACH_VIEW
@EACH_BODY
def test_a_view_shows_the_bones_of_its_region(drawn: Drawn, view: str, body: str) -> None:
    drawn_bones = [element.get("class", "").split() for element in sheets.layer(drawn.view(view, body), "bones").iter()]
    assert sum("bone" in classes for classes in drawn_bones) >= SHOWN["view"][view]["bones"]
    assert sum("foramen" in classes for classes in drawn_bones) >= SHOWN["view"][view]["openings"]


@pytest.mark.parametrize("key", ["medial-malleolus-prominence", "navicular-tuberosity"])
@EACH_BODY
def test_the_toe_side_of_the_ankle_is_named_on_the_left(drawn: Drawn, key: str, body: str) -> None:
    svg = drawn.view("ankle-medial", body)
    at = svg_reader.landmarks(svg)[key]
    (start,) = (start for start, target in svg_reader.leaders(svg) if dist(target, at) < 0.02)
    assert start[0] < at[0]


@EACH_VIEW
def test_a_view_is_described_by_the_places_of_its_points(drawn: Drawn, catalogue: Catalogue, view: str) -> None:
    said = svg_reader.root(drawn.view(view, "male"))[1].text or ""
    rule = SHOWN["view"][view]
    for code in (*rule.get("both", ()), *rule.get("right", ()), *rule.get("middle", ())):
        assert f"{code}: {catalogue.point(code).location.sentence}" in said


@EACH_POINT
@EACH_BODY
def test_a_close_up_names_the_standards_landmarks_and_helps(drawn: Drawn, code: str, body: str) -> None:
    named = set(svg_reader.landmarks(drawn.point(code, body)))
    assert named >= who_landmarks(code) | set(SHOWN["point"][code]["helps"])


@EACH_POINT
@EACH_BODY
def test_a_close_up_shows_the_zone_round_each_mark(drawn: Drawn, code: str, body: str) -> None:
    svg = drawn.point(code, body)
    zones = svg_reader.with_class(svg, "halo")
    marks = svg_reader.marks(svg)
    assert len(zones) == len(marks)
    for zone, mark in zip(zones, marks, strict=True):
        assert dist(mark.at, (svg_reader.number(zone, "cx"), svg_reader.number(zone, "cy"))) == 0
        assert [svg_reader.number(zone, "rx"), svg_reader.number(zone, "ry")] == SHOWN["point"][code]["zone"]


@EACH_POINT
def test_a_close_up_is_taken_from_its_view(drawn: Drawn, code: str) -> None:
    view = SHOWN["point"][code]["view"]
    assert views.close_up_config(code).view == view
    svg = drawn.point(code, "female")
    assert " ".join(sheets.texts(svg, "caption")) == SHOWN["view"][view]["title"]
    assert [shown.slug for shown in views.views_showing(code)] == [
        slug
        for slug, rule in SHOWN["view"].items()
        if code in str(rule.get("both", "")) + str(rule.get("right", "")) + str(rule.get("middle", ""))
    ]


@EACH_POINT
@EACH_BODY
def test_a_close_up_holds_its_landmarks_and_zones_whole(drawn: Drawn, code: str, body: str) -> None:
    svg = drawn.point(code, body)
    x0, y0, x1, y1 = svg_reader.crop(svg)
    for key, (x, y) in svg_reader.landmarks(svg).items():
        assert x0 <= x <= x1 and y0 <= y <= y1, key
    for mark in svg_reader.marks(svg):
        assert x0 < mark.at[0] < x1 and y0 < mark.at[1] < y1


@EACH_POINT
def test_a_close_up_is_titled_by_code_and_name(drawn: Drawn, catalogue: Catalogue, code: str) -> None:
    root = svg_reader.root(drawn.point(code, "male"))
    name = catalogue.point(code).names.pinyin
    title = SHOWN["view"][SHOWN["point"][code]["view"]]["title"]
    assert root[0].text == f"{code} {name}: how the place is found. {title}, male body"
    location = catalogue.point(code).location
    side = "The right side is shown. " if title.startswith("Right ") else ""
    assert root[1].text == f"{side}{location.sentence} {location.uncertainty}".strip()
