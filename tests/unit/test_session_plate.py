"""A session's plate: of a close-up, Landmarks shows the figure round the place, with few words, all of them large."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from diagrams import compose
from diagrams.anatomy import BODIES
from diagrams.layout.labels import text_width
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped
from tests.support.paths import ROOT
from tests.support.svg_reader import SVG, Box

CATALOGUE = shipped()
PLATES = [(point.code, body) for point in CATALOGUE.points for body in BODIES]
#: CSS pixels: the width of a phone, the least height of letters on it, and the room to its sides; names on a plate.
PHONE, SMALLEST, CLEAR, MOST = 360, 14, 8, 2
STYLE = Path(ROOT / "static/css/player.css").read_text("utf-8")


@pytest.fixture(params=PLATES, ids="-".join)
def svg(request: pytest.FixtureRequest) -> str:
    code, body = request.param
    return compose.close_up_drawing(CATALOGUE, CATALOGUE.point(code), body)


def window(svg: str) -> Box:
    x, y, width, height = map(float, svg_reader.root(svg).attrib["data-plate"].split())
    return (x, y, x + width, y + height)


def is_hidden(text: ElementTree.Element, parents: list[ElementTree.Element]) -> bool:
    """Whether a text is in what the session's style sheet hides."""
    is_inside = any(one.get("data-layer") == "labels" or "fingers" in one.get("class", "") for one in parents)
    return is_inside or text.get("class") == "measure-text"


def shown(svg: str) -> list[ElementTree.Element]:
    """Return the texts of a plate: what its style leaves, as far as it lies in the window."""
    x0, y0, x1, y1 = window(svg)
    found: list[ElementTree.Element] = []

    def walk(element: ElementTree.Element, parents: list[ElementTree.Element]) -> None:
        if element.tag == f"{SVG}text" and not is_hidden(element, parents):
            x, y = (svg_reader.number(element, name) for name in "xy")
            if x0 <= x <= x1 and y0 <= y <= y1:
                found.append(element)
        for child in element:
            walk(child, [*parents, element])

    walk(svg_reader.root(svg), [])
    return found


def box(text: ElementTree.Element) -> Box:
    size, x, y = (svg_reader.number(text, name) for name in ("font-size", "x", "y"))
    width = size * text_width(text.text or "")
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")] * width
    return (left, y - 0.74 * size, left + width, y + 0.2 * size)


def test_session_shows_plate_names_without_columns() -> None:
    hidden = re.search(r'\[data-picture="plate"\] :is\((.*)\) \{ display: none; \}', STYLE)
    assert hidden and hidden[1] == '[data-layer="labels"], .fingers text, .measure-text:not(.on-skin)'
    assert '[data-picture="plate"] .plate-names { display: inline; }' in STYLE


def test_elsewhere_the_names_of_the_plate_are_not_shown(svg: str) -> None:
    (names,) = svg_reader.with_class(svg, "plate-names")
    assert names.get("display") == "none"


def test_a_plate_has_one_or_two_names_and_no_small_word(svg: str) -> None:
    (names,) = svg_reader.with_class(svg, "plate-names")
    assert 1 <= len([dot for dot in names if dot.get("class") == "name-dot"]) <= MOST
    x0, _, x1, _ = window(svg)
    texts = shown(svg)
    assert all(svg_reader.number(text, "font-size") * PHONE / (x1 - x0) >= SMALLEST for text in texts)


def test_plate_names_keep_off_the_place(svg: str) -> None:
    x0, y0, x1, y1 = window(svg)
    room = (x1 - x0) / 12
    for mark in svg_reader.marks(svg):
        x, y = mark.at
        assert x0 + room < x < x1 - room and y0 + room < y < y1 - room
        for left, top, right, bottom in map(box, shown(svg)):
            assert not (left < x < right and top < y < bottom)


def test_names_keep_clear_of_the_edges_and_of_all_other_words(svg: str) -> None:
    x0, y0, x1, y1 = window(svg)
    least = (CLEAR - 0.1) * (x1 - x0) / PHONE
    (names,) = svg_reader.with_class(svg, "plate-names")
    words = [text.text for text in names.iter(f"{SVG}text")]
    named = [text for text in shown(svg) if text.get("class") == "name"]
    assert [text.text for text in named] == words, "every line of every name lies in the window"
    for left, top, right, bottom in map(box, named):
        assert left >= x0 + least and right <= x1 - least and top >= y0 and bottom <= y1
    for (a, b, c, d), (e, f, g, h) in combinations(map(box, shown(svg)), 2):
        apart = c <= e or g <= a or d <= f + 0.35 * (d - b) or h <= b + 0.35 * (h - f)
        assert apart, "two words lie on each other"


def test_the_window_is_no_higher_than_a_phone_has_room_for(svg: str) -> None:
    x0, y0, x1, y1 = window(svg)
    left, top, right, bottom = svg_reader.crop(svg)
    assert y1 - y0 <= 0.9 * (x1 - x0) + 0.01
    assert x0 >= left - 0.01 and y0 >= top - 0.01 and x1 <= right + 0.01 and y1 <= bottom + 0.01
