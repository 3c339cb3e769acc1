"""What the phone relies on when it mirrors a drawing of one side (`static/js/drawings/mirror-drawing.js`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

import pytest

from diagrams import compose, views
from diagrams.anatomy import BODIES
from server.api.drawing_links import drawings_of_point
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped

CATALOGUE = shipped()
SIDE: Final = re.compile(r"\b(?:left|right)\b", re.IGNORECASE)


def drawings(body: str) -> dict[str, tuple[str, views.View]]:
    """Return every drawing that the show page offers, by its name: (SVG, view)."""
    found = {f"views/{view.slug}": (compose.view_drawing(CATALOGUE, view.slug, body), view) for view in views.views()}
    for point in CATALOGUE.points:
        view = views.view(views.close_up_config(point.code).view)
        for has_alternative in (False, True) if point.alternative else (False,):
            svg = compose.close_up_drawing(CATALOGUE, point, body, with_alternative=has_alternative)
            suffix = compose.ALTERNATIVE_SUFFIX if has_alternative else ""
            found[f"points/{point.code}{suffix}"] = (svg, view)
    return found


def one_sided(body: str) -> dict[str, tuple[str, views.View]]:
    return {name: found for name, found in drawings(body).items() if len(found[1].sides) == 1}


def masked(svg: str) -> Iterator[ElementTree.Element]:
    for element in svg_reader.root(svg).iter():
        if element.get("mask") or element.get("clip-path"):
            yield element


@pytest.mark.parametrize("body", BODIES)
def test_text_marks_and_landmarks_stand_outside_masks(body: str) -> None:
    for name, (svg, _) in one_sided(body).items():
        found = [inner for outer in masked(svg) for inner in outer.iter()]
        assert found, name
        assert not [inner for inner in found if inner.tag == f"{svg_reader.SVG}text"], name
        assert not [inner for inner in found if {"data-side", "data-landmark"} & set(inner.attrib)], name
        assert not [element for element in svg_reader.root(svg).iter() if element.get("transform")], name


@pytest.mark.parametrize("body", BODIES)
def test_only_title_caption_and_description_name_the_side(body: str) -> None:
    for name, (svg, view) in one_sided(body).items():
        side = view.sides[0]
        root = svg_reader.root(svg)
        title, desc = (root.findtext(f"{svg_reader.SVG}{part}") or "" for part in ("title", "desc"))
        assert re.search(rf"\b{side.capitalize()} (?:hip|knee|hand|ankle)\b", title), name
        assert desc.startswith(f"The {side} side is shown. "), name
        assert not SIDE.search(desc.partition(". ")[2]), name
        captions = [element.text or "" for element in svg_reader.with_class(svg, "caption")]
        assert captions[0].startswith(side.capitalize()), name
        others = {element.text or "" for element in root.iter(f"{svg_reader.SVG}text")} - set(captions)
        assert {text for text in others if SIDE.search(text)} <= {"(left open)"}, (
            name
        )  # "left" has another meaning there


def test_a_drawing_of_both_sides_states_no_side() -> None:
    for name, (svg, view) in drawings("female").items():
        assert ("side is shown." in svg) is (len(view.sides) == 1), name


def test_the_page_is_told_which_side_a_drawing_shows() -> None:
    shown = {name: view for name, (_, view) in drawings("female").items()}
    for point in CATALOGUE.points:
        offered = drawings_of_point(point)
        for drawing in offered:
            view = shown[drawing["name"]]
            assert drawing["sides"] == ("both" if len(view.sides) == 2 else view.sides[0])
        names = [drawing["file_name"] for drawing in offered]
        assert len({*names}) == len(names)
        assert all(name.startswith(f"{point.code}-") for name in names)


def test_a_midline_point_is_on_drawings_of_both_sides_alone() -> None:
    for point in CATALOGUE.points:
        if point.laterality == "midline":
            assert {drawing["sides"] for drawing in drawings_of_point(point)} == {"both"}
