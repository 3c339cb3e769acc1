"""What presses is one thing in words, voice and picture: thumb, fingertips, knuckles or ball.

The bake states the tool by the part of the posed hand that lies nearest to the contact; a text states it by the first
tool that it names.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final
from xml.etree import ElementTree

import pytest

from diagrams import anatomy, find_frames, postures
from points.records import Point
from tests.support.edited_catalogues import shipped
from tests.support.paths import FIGURES
from tests.support.svg_reader import SVG

CATALOGUE = shipped()
#: How a text names each tool.
WORDS: Final = {
    "thumb": r"thumbs?\b",
    "fingertips": r"fingertips?\b",
    "knuckles": r"knuckles?\b|fist\b",
    "tennis ball": r"ball\b",
}
WAYS = [(point.code, position) for point in CATALOGUE.points for position in point.press.how]
PICTURES = [(code, position, body) for code, position in WAYS for body in anatomy.BODIES]
FRAMES = [
    (code, number, body)
    for code in sorted({code for code, _ in WAYS})
    for number in range(1, find_frames.FRAMES_PER_POINT + 1)
    for body in anatomy.BODIES
]


def named(text: str) -> list[str]:
    """Return the tools that a text names, in its order."""
    found = (
        (match.start(), tool) for tool, words in WORDS.items() for match in re.finditer(rf"\b({words})", text, re.I)
    )
    return [tool for _, tool in sorted(found)]


def posture_of(point: Point, position: str) -> postures.Posture:
    shown = postures.posture_for(position, point.area, point.code)
    assert shown is not None
    return shown


def drawn(figure: str, body: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((FIGURES / f"{figure}-{body}.json").read_text("utf-8"))
    return data


def tool_of(point: Point, position: str, body: str) -> str:
    """Return the tool in the picture of a way of pressing."""
    tool: str = drawn(f"posture-{posture_of(point, position).key}", body)["press"]["tool"]
    return tool


@pytest.fixture(params=PICTURES, ids="-".join)
def picture(request: pytest.FixtureRequest) -> tuple[Point, str, str]:
    code, position, body = request.param
    return CATALOGUE.point(code), position, body


@pytest.mark.parametrize("text", ["", "Put both hands on your waist.", "Let your hand sink in slowly."])
def test_a_text_may_name_no_tool(text: str) -> None:
    assert named(text) == []


def test_tools_are_named_in_their_order() -> None:
    assert named("Make a loose fist; the knuckles, not the Thumb, press.") == ["knuckles", "knuckles", "thumb"]
    assert named("one fingertip on a football, a tennis ball") == ["fingertips", "tennis ball"]


def test_the_tool_in_the_picture_is_one_of_the_points(picture: tuple[Point, str, str]) -> None:
    point, position, body = picture
    assert tool_of(point, position, body) in point.press.tools


def test_the_usual_way_names_the_tool_in_the_picture_first(picture: tuple[Point, str, str]) -> None:
    point, position, body = picture
    assert named(point.press.usual_instruction(position))[0] == tool_of(point, position, body)


def test_what_is_said_while_pressing_names_no_other_tool(picture: tuple[Point, str, str]) -> None:
    point, position, body = picture
    tool = tool_of(point, position, body)
    assert set(named(point.say.press_in[position])) <= {tool}
    if len(point.press.tools) == 1:
        assert named(point.press.technique)[0] == tool  # what must not press is named after it
        assert set(named(point.press_short)) == {tool}
        every = " ".join([*point.say.lines(), *point.find_short, *point.location.find])
        assert set(named(every)) == {tool}


def test_title_and_description_name_the_tool_first(picture: tuple[Point, str, str]) -> None:
    point, position, body = picture
    shown, tool = posture_of(point, position), tool_of(point, position, body)
    assert named(shown.title)[0] == tool
    for side in postures.drawn_sides(CATALOGUE, shown):
        root = ElementTree.fromstring(postures.posture_drawing(CATALOGUE, shown.key, body, side=side))
        title, desc = (root.findtext(f"{SVG}{part}") or "" for part in ("title", "desc"))
        assert named(title)[0] == named(desc)[0] == tool


@pytest.mark.parametrize(("code", "number", "body"), FRAMES)
def test_a_find_frame_shows_the_tool_its_words_name(code: str, number: int, body: str) -> None:
    point = CATALOGUE.point(code)
    figure = drawn(anatomy.figure_data("find-frames", body)["points"][code][number - 1]["figure"], body)
    touching = figure["press"]["tool"] if "press" in figure else figure["tool"]
    if touching:  # of a mound that rises while the hand squeezes itself, nothing else touches
        for text in (point.find_short[number - 1], " ".join(point.say.find_lines[number - 1])):
            assert named(text)[:1] in ([], [touching])


def test_figures_tell_their_tools_apart() -> None:
    assert {tool_of(CATALOGUE.point(code), position, body) for code, position, body in PICTURES} == set(WORDS)
