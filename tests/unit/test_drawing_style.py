"""How lines, dots and texts of every drawing look on a phone.

Expected widths, sizes and colours: tests/authorities/drawing_style.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest

from diagrams import body_map, compose, postures, views
from points.catalogue import Catalogue
from tests.support import sheets, svg_reader
from tests.support.paths import AUTHORITIES

STYLE: dict[str, Any] = tomllib.loads((AUTHORITIES / "drawing_style.toml").read_text("utf-8"))
BODIES = ("female", "male")
#: A pressing picture is shown this wide in the narrowest session, any other drawing as wide as the phone, CSS pixels.
PRESSING_PX = 344
#: Least and greatest width of the light rim round a mark, phone pixels.
RIM_PX = (0.55, 1.6)


class Drawn(NamedTuple):
    """A drawing with its kind, `atlas` or `pressing`, and the mm of one phone pixel of it."""

    svg: str
    kind: str
    px_mm: float


class Seen(NamedTuple):
    """An element of a drawing, with the mm of a phone pixel in its own coordinates."""

    name: str
    element: ElementTree.Element
    px_mm: float


@pytest.fixture(scope="module")
def every_drawing(catalogue: Catalogue) -> dict[str, Drawn]:
    """Every drawing of both bodies by its name."""
    atlas: dict[str, str] = {}
    pressing: dict[str, str] = {}
    for body in BODIES:
        atlas |= {f"{view.slug} {body}": compose.view_drawing(catalogue, view.slug, body) for view in views.views()}
        atlas |= {
            f"{point.code} {body}": compose.close_up_drawing(catalogue, point, body) for point in catalogue.points
        }
        atlas[f"GB30 second {body}"] = compose.close_up_drawing(
            catalogue, catalogue.point("GB30"), body, with_alternative=True
        )
        atlas[f"where {body}"] = body_map.body_map(body)
        pressing |= {
            f"{posture.key} {body}": postures.posture_drawing(catalogue, posture.key, body)
            for posture in postures.postures()
        }
    scale = sheets.PHONE_PX / PRESSING_PX
    return {name: Drawn(svg, "atlas", sheets.px_mm(svg)) for name, svg in atlas.items()} | {
        name: Drawn(svg, "pressing", scale * sheets.px_mm(svg)) for name, svg in pressing.items()
    }


def elements(element: ElementTree.Element, px_mm: float) -> Iterator[tuple[ElementTree.Element, float]]:
    """Yield an element and all within it, each with the size of a phone pixel in its own coordinates."""
    scale = re.search(r"matrix\(-?([0-9.]+) 0 0 ", element.get("transform", ""))
    own = px_mm / float(scale[1]) if scale else px_mm
    yield element, own
    for child in element:
        yield from elements(child, own)


@pytest.fixture(scope="module")
def by_class(every_drawing: dict[str, Drawn]) -> dict[tuple[str, str], list[Seen]]:
    """Every element by the kind of its drawing and each of its classes."""
    found: dict[tuple[str, str], list[Seen]] = {}
    for name, (svg, kind, px_mm) in every_drawing.items():
        for element, own in elements(svg_reader.root(svg), px_mm):
            for cls in element.get("class", "").split():
                found.setdefault((kind, cls), []).append(Seen(name, element, own))
    return found


def each(table: str) -> pytest.MarkDecorator:
    """Parametrize a test by the kind of a drawing and each class that its style lists in a table."""
    rows = [(kind, cls) for kind in ("atlas", "pressing") for cls in sorted(STYLE[kind][table])]
    return pytest.mark.parametrize(("kind", "cls"), rows)


def nearest(element: ElementTree.Element, known: dict[str, Any]) -> str:
    """Return the last class of an element that the style knows: the nearest description of it."""
    return [cls for cls in element.get("class", "").split() if cls in known][-1]


def described(by_class: dict[tuple[str, str], list[Seen]], table: str, kind: str, cls: str) -> list[Seen]:
    """Return the elements whose nearest description in a table is a class."""
    return [seen for seen in by_class[kind, cls] if nearest(seen.element, STYLE[kind][table]) == cls]


def within(seen: Seen, attribute: str, bounds: list[float]) -> bool:
    least, most = bounds
    return least <= svg_reader.number(seen.element, attribute) / seen.px_mm <= most


@each("lines")
def test_a_line_is_as_wide_as_its_kind(by_class: dict[tuple[str, str], list[Seen]], kind: str, cls: str) -> None:
    found = described(by_class, "lines", kind, cls)
    drawn = [seen for seen in found if seen.element.get("stroke-width") and not seen.element.tag.endswith("text")]
    assert drawn
    rule = STYLE[kind]["lines"][cls]
    for seen in drawn:
        assert within(seen, "stroke-width", rule["width"]), (seen.name, seen.element.attrib)
        if colour := rule.get("colour"):
            assert seen.element.get("stroke") == STYLE["colours"][colour], (seen.name, seen.element.attrib)


@each("texts")
def test_a_text_is_as_large_as_its_kind(by_class: dict[tuple[str, str], list[Seen]], kind: str, cls: str) -> None:
    rule = STYLE[kind]["texts"][cls]
    for seen in by_class[kind, cls]:
        assert within(seen, "font-size", rule["size"]), (seen.name, seen.element.attrib)
        if colour := rule.get("colour"):
            assert seen.element.get("fill") == STYLE["colours"][colour], (seen.name, seen.element.attrib)


@each("dots")
def test_a_dot_is_as_large_as_its_kind(by_class: dict[tuple[str, str], list[Seen]], kind: str, cls: str) -> None:
    rule = STYLE[kind]["dots"][cls]
    for seen in by_class[kind, cls]:
        assert within(seen, "r", rule["radius"]), (seen.name, seen.element.attrib)
        seen_as = seen.element.get("stroke" if seen.element.get("fill") == "none" else "fill")
        assert seen_as == STYLE["colours"][rule["colour"]], (seen.name, seen.element.attrib)


@each("dashes")
def test_a_broken_line_is_broken_as_its_kind(by_class: dict[tuple[str, str], list[Seen]], kind: str, cls: str) -> None:
    broken = [seen for seen in by_class[kind, cls] if seen.element.get("stroke-dasharray")]
    assert broken
    for seen in broken:
        dashes = [float(part) / seen.px_mm for part in seen.element.attrib["stroke-dasharray"].split()]
        assert dashes == pytest.approx(STYLE[kind]["dashes"][cls], abs=0.06), seen.name


def test_no_text_is_smaller_than_can_be_read(every_drawing: dict[str, Drawn]) -> None:
    for name, (svg, kind, px_mm) in every_drawing.items():
        sizes = [svg_reader.number(found, "font-size") / px_mm for found in sheets.text_elements(svg)]
        assert min(sizes) >= STYLE["smallest_text"][kind], name


def test_no_line_is_thinner_than_a_phone_shows(every_drawing: dict[str, Drawn]) -> None:
    for name, (svg, _, px_mm) in every_drawing.items():
        for element, own in elements(svg_reader.root(svg), px_mm):
            if element.get("stroke-width"):
                assert svg_reader.number(element, "stroke-width") / own >= 0.35, (name, element.attrib)


def test_every_colour_is_a_colour_and_every_share_a_share(every_drawing: dict[str, Drawn]) -> None:
    for name, (svg, _, _) in every_drawing.items():
        for element in svg_reader.root(svg).iter():
            for attribute in ("fill", "stroke", "stop-color"):
                colour = element.get(attribute, "none")
                assert re.fullmatch(r"none|#[0-9a-f]{3}|#[0-9a-f]{6}|url\(#drawing-[a-z-]+\)", colour), (name, colour)
            for attribute in ("fill-opacity", "stroke-opacity", "stop-opacity", "opacity"):
                assert 0 <= float(element.get(attribute, "1")) <= 1, (name, element.attrib)
            for attribute in ("stroke-linecap", "stroke-linejoin"):
                assert element.get(attribute, "round") == "round", (name, element.attrib)


def test_texts_are_anchored_at_start_middle_or_end(every_drawing: dict[str, Drawn]) -> None:
    for svg, _, _ in every_drawing.values():
        for element in sheets.text_elements(svg):
            assert element.get("text-anchor", "start") in ("start", "middle", "end")
            assert element.get("font-weight", "400") in ("400", "600", "700")
            assert "".join(element.itertext()).strip()


def test_words_on_skin_have_a_rim_below_the_letters(by_class: dict[tuple[str, str], list[Seen]]) -> None:
    for kind, cls in (("atlas", "on-skin"), ("pressing", "name")):
        for seen in by_class[kind, cls]:
            assert seen.element.get("paint-order") == "stroke", seen.name
            share = svg_reader.number(seen.element, "stroke-width") / svg_reader.number(seen.element, "font-size")
            assert 0.2 <= share <= 0.35, seen.name


def test_names_are_bold_and_captions_half_bold(by_class: dict[tuple[str, str], list[Seen]]) -> None:
    def weights(*found: tuple[str, str]) -> set[str | None]:
        return {seen.element.get("font-weight") for key in found for seen in by_class[key]}

    assert weights(("atlas", "label-code")) == {"700"}
    assert weights(("atlas", "caption"), ("atlas", "region-name"), ("pressing", "caption")) == {"600"}
    assert weights(("atlas", "label-quiet")) == {None}


def outer(circle: ElementTree.Element) -> float:
    """Return the radius of a circle with half the width of its line."""
    return svg_reader.number(circle, "r") + float(circle.get("stroke-width", "0")) / 2


def test_every_mark_has_a_rim_under_it(every_drawing: dict[str, Drawn]) -> None:
    marks = 0
    for name, (svg, _, px_mm) in every_drawing.items():
        dots = [found for found in svg_reader.root(svg).iter() if found.tag == f"{svg_reader.SVG}circle"]
        for rim, mark in pairwise(dots):
            if mark.get("class") in ("mark", "mark-second"):
                marks += 1
                assert rim.get("class") == "mark-rim", name
                assert (rim.get("cx"), rim.get("cy")) == (mark.get("cx"), mark.get("cy"))
                assert RIM_PX[0] <= (outer(rim) - outer(mark)) / px_mm <= RIM_PX[1], name
    assert marks


def test_the_mark_of_a_close_up_lets_the_bone_be_seen(every_drawing: dict[str, Drawn], catalogue: Catalogue) -> None:
    for code in (point.code for point in catalogue.points):
        for body in BODIES:
            for mark in svg_reader.with_class(every_drawing[f"{code} {body}"].svg, "mark"):
                assert float(mark.get("fill-opacity", "1")) <= 0.2, code
                assert mark.get("stroke") == mark.get("fill") == STYLE["colours"]["mark"]
