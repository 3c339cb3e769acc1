"""How lines, dots and texts of every drawing look on a phone.

Expected widths, sizes and colours: tests/authorities/drawing_style.toml.
"""

from __future__ import annotations

import re
import tomllib
from itertools import chain, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from diagrams import bodymap, drawing, postures, views
from points.catalogue import Catalogue
from tests import drawings, sheets

STYLE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "authorities/drawing_style.toml").read_text("utf-8"))
BODIES = ("female", "male")
Found = list[tuple[str, ElementTree.Element, float]]


@pytest.fixture(scope="module")
def every_drawing(catalogue: Catalogue) -> dict[str, str]:
    """Every drawing of both bodies by its name."""
    made: dict[str, str] = {}
    for body in BODIES:
        made |= {f"{view.slug} {body}": drawing.view_drawing(catalogue, view.slug, body) for view in views.views()}
        made |= {f"{point.code} {body}": drawing.close_up(catalogue, point, body) for point in catalogue.points}
        made |= {
            f"{posture.key} {body}": postures.posture_drawing(catalogue, posture.key, body)
            for posture in postures.postures()
        }
        made[f"GB30 second {body}"] = drawing.close_up(catalogue, catalogue.point("GB30"), body, second=True)
        made[f"where {body}"] = bodymap.body_map(body)
    return made


@pytest.fixture(scope="module")
def by_class(every_drawing: dict[str, str]) -> dict[str, Found]:
    """Every element by each of its classes, with the name of its drawing and the mm of one phone pixel."""
    found: dict[str, Found] = {}
    for name, svg in every_drawing.items():
        px_mm = sheets.px_mm(svg)
        for element in drawings.root(svg).iter():
            for cls in element.get("class", "").split():
                found.setdefault(cls, []).append((name, element, px_mm))
    return found


def kind(element: ElementTree.Element, known: dict[str, Any]) -> str:
    """Return the last class of an element that the style knows: the nearest description of it."""
    return [cls for cls in element.get("class", "").split() if cls in known][-1]


def within(element: ElementTree.Element, attribute: str, px_mm: float, bounds: list[float]) -> bool:
    least, most = bounds
    return least <= drawings.number(element, attribute) / px_mm <= most


@pytest.mark.parametrize("cls", sorted(STYLE["lines"]))
def test_a_line_is_as_wide_as_its_kind(by_class: dict[str, Found], cls: str) -> None:
    drawn = [one for one in by_class[cls] if one[1].get("stroke-width") and not one[1].tag.endswith("text")]
    lines = [one for one in drawn if kind(one[1], STYLE["lines"]) == cls]
    assert lines
    for name, element, px_mm in lines:
        assert within(element, "stroke-width", px_mm, STYLE["lines"][cls]["width"]), (name, element.attrib)
        if colour := STYLE["lines"][cls].get("colour"):
            assert element.get("stroke") == STYLE["colours"][colour], (name, element.attrib)


@pytest.mark.parametrize("cls", sorted(STYLE["texts"]))
def test_a_text_is_as_large_as_its_kind(by_class: dict[str, Found], cls: str) -> None:
    for name, element, px_mm in by_class[cls]:
        assert within(element, "font-size", px_mm, STYLE["texts"][cls]["size"]), (name, element.attrib)
        if colour := STYLE["texts"][cls].get("colour"):
            assert element.get("fill") == STYLE["colours"][colour], (name, element.attrib)


@pytest.mark.parametrize("cls", sorted(STYLE["dots"]))
def test_a_dot_is_as_large_as_its_kind(by_class: dict[str, Found], cls: str) -> None:
    for name, element, px_mm in by_class[cls]:
        assert within(element, "r", px_mm, STYLE["dots"][cls]["radius"]), (name, element.attrib)
        assert element.get("fill") == STYLE["colours"][STYLE["dots"][cls]["colour"]], (name, element.attrib)


@pytest.mark.parametrize("cls", sorted(STYLE["dashes"]))
def test_a_broken_line_is_broken_as_its_kind(by_class: dict[str, Found], cls: str) -> None:
    broken = [one for one in by_class[cls] if one[1].get("stroke-dasharray")]
    assert broken
    for name, element, px_mm in broken:
        dashes = [float(part) / px_mm for part in element.attrib["stroke-dasharray"].split()]
        assert dashes == pytest.approx(STYLE["dashes"][cls], abs=0.06), name


def test_no_text_is_smaller_than_can_be_read(every_drawing: dict[str, str]) -> None:
    for name, svg in every_drawing.items():
        sizes = [drawings.number(found, "font-size") / sheets.px_mm(svg) for found in sheets.text_elements(svg)]
        assert min(sizes) >= STYLE["smallest_text"], name


def test_every_colour_is_a_colour_and_every_share_a_share(every_drawing: dict[str, str]) -> None:
    for name, svg in every_drawing.items():
        for element in drawings.root(svg).iter():
            for attribute in ("fill", "stroke", "stop-color"):
                colour = element.get(attribute, "none")
                assert re.fullmatch(r"none|#[0-9a-f]{3}|#[0-9a-f]{6}|url\(#drawing-[a-z-]+\)", colour), (name, colour)
            for attribute in ("fill-opacity", "stroke-opacity", "stop-opacity", "opacity"):
                assert 0 <= float(element.get(attribute, "1")) <= 1, (name, element.attrib)
            for attribute in ("stroke-linecap", "stroke-linejoin"):
                assert element.get(attribute, "round") == "round", (name, element.attrib)


def test_texts_are_anchored_at_start_middle_or_end(every_drawing: dict[str, str]) -> None:
    for svg in every_drawing.values():
        for element in sheets.text_elements(svg):
            assert element.get("text-anchor", "start") in ("start", "middle", "end")
            assert element.get("font-weight", "400") in ("400", "600", "700")
            assert "".join(element.itertext()).strip()


def test_words_on_skin_have_a_rim_below_the_letters(by_class: dict[str, Found]) -> None:
    for name, element, _ in by_class["on-skin"]:
        assert element.get("paint-order") == "stroke", name
        share = drawings.number(element, "stroke-width") / drawings.number(element, "font-size")
        assert 0.2 <= share <= 0.35, name


def test_names_are_bold_and_captions_half_bold(by_class: dict[str, Found]) -> None:
    assert {element.get("font-weight") for _, element, _ in by_class["label-code"]} == {"700"}
    assert {element.get("font-weight") for _, element, _ in chain(by_class["caption"], by_class["region-name"])} == {
        "600"
    }
    quiet = [element.get("font-weight") for _, element, _ in by_class["label-quiet"]]
    assert set(quiet) == {None}


def test_every_mark_has_a_rim_under_it(every_drawing: dict[str, str]) -> None:
    for name, svg in every_drawing.items():
        dots = [found for found in drawings.root(svg).iter() if found.tag == f"{drawings.SVG}circle"]
        for rim, mark in pairwise(dots):
            if mark.get("class") in ("mark", "mark-second"):
                assert rim.get("class") == "mark-rim", name
                assert (rim.get("cx"), rim.get("cy")) == (mark.get("cx"), mark.get("cy"))
                wider = (drawings.number(rim, "r") - drawings.number(mark, "r")) / sheets.px_mm(svg)
                assert 0.8 <= wider <= 1.4, name
