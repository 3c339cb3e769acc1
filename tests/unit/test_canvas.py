"""The elements a drawing is written with: numbers, identifiers, masks, glows, texts with a rim."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from diagrams.canvas import Canvas, Layer, polygon_data, round_mm
from tests.support import svg_reader
from tests.support.svg_reader import SVG


def root(canvas: Canvas) -> ElementTree.Element:
    return svg_reader.root(canvas.svg())


def first(canvas: Canvas, tag: str) -> ElementTree.Element:
    return next(root(canvas).iter(f"{SVG}{tag}"))


@pytest.fixture
def canvas() -> Canvas:
    return Canvas((-10.0, 5.5, 90.004, 45.5), "Title & more", "What it shows", "a-")


@pytest.fixture
def layer(canvas: Canvas) -> Layer:
    return canvas.layer("marks")


@pytest.mark.parametrize(
    ("value", "written"), [(1.0, "1"), (1.004, "1"), (1.005001, "1.01"), (-0.125001, "-0.13"), (2.5, "2.5"), (7, "7")]
)
def test_a_number_is_written_to_a_hundredth(value: float, written: str) -> None:
    assert str(round_mm(value)) == written


def test_a_drawing_is_named_described_and_boxed(canvas: Canvas) -> None:
    svg = root(canvas)
    assert svg.attrib["viewBox"] == "-10 5.5 100 40"
    assert {"width", "height"}.isdisjoint(svg.attrib)
    assert (svg.attrib["role"], svg.attrib["class"]) == ("img", "drawing")
    assert [(part.tag, part.get("id"), part.text) for part in svg[:2]] == [
        (f"{SVG}title", "a-drawing-title", "Title & more"),
        (f"{SVG}desc", "a-drawing-desc", "What it shows"),
    ]
    assert svg.attrib["aria-labelledby"] == "a-drawing-title a-drawing-desc"
    assert svg.attrib["font-family"].split(", ")[0] == "Arial"
    assert svg.attrib["font-family"].endswith("sans-serif")
    assert "xlink" not in canvas.svg() and "xml-events" not in canvas.svg()


def test_without_a_prefix_identifiers_stand_alone() -> None:
    assert Canvas((0, 0, 1, 1), "t", "d").element_id("skin") == "drawing-skin"


def test_a_layer_carries_its_name(canvas: Canvas, layer: Layer) -> None:
    layer.group("halves", data_side="left").line((0.0, 1.234), (2.0, 3.0), "leader", stroke_width=1.23456)
    group = svg_reader.with_class(canvas.svg(), "layer")[0]
    assert group.attrib["data-layer"] == "marks"
    assert group[0].attrib == {"class": "halves", "data-side": "left"}
    assert group[0][0].attrib == {
        "class": "leader",
        "stroke-width": "1.23",
        "x1": "0",
        "y1": "1.23",
        "x2": "2",
        "y2": "3",
    }


def test_shapes_are_written_as_they_are_given(canvas: Canvas, layer: Layer) -> None:
    layer.circle((1.0, 2.0), 3.456, "mark")
    layer.ellipse((1.0, 2.0), (3.0, 4.0), "halo")
    layer.rect((1.0, 2.0, 11.0, 7.0), "")
    layer.path("M0 0h1", "tone")
    assert first(canvas, "circle").attrib == {"class": "mark", "cx": "1", "cy": "2", "r": "3.46"}
    assert first(canvas, "ellipse").attrib == {"class": "halo", "cx": "1", "cy": "2", "rx": "3", "ry": "4"}
    assert first(canvas, "rect").attrib == {"x": "1", "y": "2", "width": "10", "height": "5"}
    assert first(canvas, "path").attrib == {"class": "tone", "d": "M0 0h1"}


def test_curves_and_strokes_become_paths(canvas: Canvas, layer: Layer) -> None:
    corners = [(0.0, 0.0), (6.0, 0.0), (12.0, 0.0)]
    layer.curve(corners, "open")
    layer.curve([(0.0, 0.0), (6.0, 0.0), (6.0, 6.0)], "ring", closed=True)
    layer.stroke(corners, 2.0, "pen")
    opened, ring, pen = (found.attrib["d"] for found in root(canvas).iter(f"{SVG}path"))
    assert opened == "M0 0c2 0 4 0 6 0 2 0 4 0 6 0"
    assert ring.startswith("M0 0c") and ring.endswith("Z") and not opened.endswith("Z")
    assert pen.startswith("M") and pen.endswith("Z") and "c" not in pen


def test_a_polygon_is_closed_and_written_to_a_tenth() -> None:
    assert polygon_data([(0.0, 0.04), (1.26, 2.0), (3.0, -1.0)]) == "M0 0 1.3 2 3 -1Z"


def test_words_on_skin_get_a_rim_that_lies_below_them(canvas: Canvas, layer: Layer) -> None:
    layer.text((1.0, 2.0), "plain", 10.0, "label", text_anchor="end")
    layer.halo_text((1.0, 2.0), "rimmed", 10.0, "label", fill="#000000")
    plain, rimmed = root(canvas).iter(f"{SVG}text")
    assert plain.text == "plain"
    assert plain.attrib == {"class": "label", "font-size": "10", "text-anchor": "end", "x": "1", "y": "2"}
    assert rimmed.attrib["class"] == "label on-skin"
    assert (rimmed.attrib["stroke-width"], rimmed.attrib["stroke-linejoin"]) == ("2.8", "round")
    assert (rimmed.attrib["paint-order"], rimmed.attrib["fill"]) == ("stroke", "#000000")
    assert rimmed.attrib["stroke"] == "#f9ebe0"  # lit skin of the tone that drawings are made in


def stops(canvas: Canvas, name: str) -> list[tuple[float, float]]:
    """Return the stops of a gradient, as (place, opacity)."""
    (found,) = (element for element in root(canvas).iter() if element.get("id") == name)
    return [(float(stop.attrib["offset"]), float(stop.attrib["stop-opacity"])) for stop in found]


def test_a_mask_fades_over_so_many_millimetres(canvas: Canvas) -> None:
    reference = canvas.fade((0.0, 0.0, 100.0, 200.0), 20, 0, 10, 0)
    assert reference == "url(#a-drawing-fade)"
    assert stops(canvas, "a-drawing-fade-way") == [(0, 0), (0.035, 0.14), (0.1, 1), (0.95, 1), (0.9825, 0.14), (1, 0)]
    mask = first(canvas, "mask")
    assert [mask.attrib[name] for name in ("x", "y", "width", "height")] == ["0", "0", "100", "200"]
    assert mask.attrib["maskUnits"] == "userSpaceOnUse"
    assert mask[0].attrib["fill"] == "url(#a-drawing-fade-way)" and "mask" not in mask[0].attrib
    way = first(canvas, "linearGradient").attrib
    assert [way[name] for name in ("x1", "y1", "x2", "y2")] == ["0", "0", "0", "200"]
    assert way["gradientUnits"] == "userSpaceOnUse"


@pytest.mark.parametrize(("right", "left"), [(25, 0), (0, 50), (25, 50)])
def test_a_mask_fades_to_the_sides_where_it_is_asked_to(canvas: Canvas, right: int, left: int) -> None:
    canvas.fade((0.0, 0.0, 100.0, 200.0), 0, right, 0, left)
    across, whole = root(canvas).iter(f"{SVG}mask")
    assert (across.attrib["id"], whole.attrib["id"]) == ("a-drawing-fade-x", "a-drawing-fade")
    assert whole[0].attrib["mask"] == "url(#a-drawing-fade-x)"
    begin = [(0, 0), (left / 100 * 0.35, 0.14), (left / 100, 1)] if left else [(0, 1)]
    end = [(1 - right / 100, 1), (1 - right / 100 * 0.35, 0.14), (1, 0)] if right else [(1, 1)]
    for found, expected in zip(stops(canvas, "a-drawing-fade-x-way"), begin + end, strict=True):
        assert found == pytest.approx(expected, abs=1e-4)
    assert stops(canvas, "a-drawing-fade-way") == [(0, 1), (1, 1)]
    way = first(canvas, "linearGradient").attrib
    assert [way[name] for name in ("x1", "y1", "x2", "y2")] == ["0", "0", "100", "0"]


def test_a_glow_fades_outward_to_nothing(canvas: Canvas) -> None:
    assert canvas.radial_gradient("halo", "#c8102e") == "url(#a-drawing-halo)"
    found = stops(canvas, "a-drawing-halo")
    assert [place for place, _ in found] == [0, 0.45, 1]
    assert 0.5 <= found[0][1] <= 0.6 and 0.3 <= found[1][1] <= 0.4 and found[2][1] == 0
    assert {stop.get("stop-color") for stop in first(canvas, "radialGradient")} == {"#c8102e"}


def test_a_clip_is_even_odd(canvas: Canvas) -> None:
    assert canvas.clip("skin", "M0 0h9v9Z") == "url(#a-drawing-skin)"
    clip = first(canvas, "clipPath")
    assert clip.attrib["id"] == "a-drawing-skin"
    assert clip[0].attrib == {"clip-rule": "evenodd", "d": "M0 0h9v9Z"}
