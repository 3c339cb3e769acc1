"""Marks, arrows and outlines stand out from what they lie on: four skin tones, props, light and dark pages.

Threshold: WCAG 2.2, 1.4.11 Non-text contrast, 3 : 1.
"""

from __future__ import annotations

import re

import pytest

from diagrams import anatomy, compose, palette, views
from points.catalogue import Catalogue
from tests.support import svg_reader
from tests.support.contrast import contrast
from tests.support.paths import ROOT

REQUIRED = 3.0
LIGHT_PAGE, DARK_PAGE = "#ffffff", "#191714"
STYLES = ROOT / "static" / "css"
GROUNDS = {
    **{f"skin {tone}": (*skin.ramp, *skin.highlights) for tone, skin in palette.SKIN_TONES.items()},
    "pages": (LIGHT_PAGE, DARK_PAGE),
    "props": (*(fill for fill, _ in palette.PROPS.values()), *palette.BALL_RAMP),
    **palette.CLOTHS,
    "props on a dark page": tuple(
        found[1]
        for name, rules in palette.DARK_RULES.items()
        if name.startswith("prop-") and (found := re.search(r"fill:(#\w{6})", rules))
    ),
}


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_mark_or_its_rim_shows_on_every_ground(ground: str) -> None:
    assert contrast(palette.MARK, palette.PAPER) >= REQUIRED
    assert GROUNDS[ground]
    for colour in GROUNDS[ground]:
        assert max(contrast(palette.MARK, colour), contrast(palette.PAPER, colour)) >= REQUIRED, colour


def test_the_page_colours_are_those_of_the_style_sheet() -> None:
    assert f"--paper: {DARK_PAGE}" in (STYLES / "tokens.css").read_text("utf-8")


def test_marks_are_painted_in_that_colour_with_that_rim(catalogue: Catalogue) -> None:
    svg = compose.view_drawing(catalogue, "lumbosacral", "male")
    for cls, colour in (("mark", palette.MARK), ("mark-rim", palette.PAPER)):
        found = svg_reader.with_class(svg, cls)
        assert found and {element.get("fill") for element in found} == {colour}


def test_no_style_rule_repaints_marks_or_arrows() -> None:
    """Constructions follow the skin tone; a mark or arrow must not, or its shaft and head would part."""
    sheets = [palette.css(), *(path.read_text("utf-8") for path in STYLES.glob("*.css") if path.name != "print.css")]
    for rules in sheets:
        for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", rules):
            if re.search(r"\.(mark|mark-rim|arrow|arrow-rim|arrow-head)(?![\w-])", selector):
                assert not re.search(r"(?<![\w-])(fill|stroke)\s*:", body), selector


@pytest.mark.parametrize("tone", palette.SKIN_TONES)
def test_the_contour_shows_on_light_and_dark_pages(tone: str) -> None:
    skin = palette.SKIN_TONES[tone]
    assert contrast(skin.line, LIGHT_PAGE) >= REQUIRED
    assert contrast(skin.line_on_dark, DARK_PAGE) >= REQUIRED


def test_dark_pages_use_the_contour_made_for_them() -> None:
    css = palette.css()
    for tone, skin in palette.SKIN_TONES.items():
        (block,) = re.findall(rf'\[data-skin="{tone}"\]\{{([^}}]*)\}}', css)
        assert f"--contour-dark:{skin.line_on_dark}" in block
    assert css.count(".contour{stroke:var(--contour-dark)}") == 2  # by the reader's system, and by choice
    assert (
        f".contour{{stroke:{palette.SKIN_TONES[palette.DEFAULT_SKIN_TONE].line_on_dark}}}" in compose.STANDALONE_STYLE
    )


@pytest.mark.parametrize("body", anatomy.BODIES)
@pytest.mark.parametrize("view", [view.slug for view in views.views() if view.baked_creases])
def test_every_baked_crease_inside_the_sheet_is_painted(catalogue: Catalogue, view: str, body: str) -> None:
    figure = anatomy.figure(view, body)
    x0, y0, x1, y1 = figure.box
    shown = [crease for crease in figure.skin.creases if any(x0 <= x <= x1 and y0 <= y <= y1 for x, y in crease.points)]
    svg = compose.view_drawing(catalogue, view, body)
    baked = [found for found in svg_reader.with_class(svg, "crease") if found.get("fill-opacity") != "0.62"]
    assert len(baked) == len(shown) > 0


@pytest.mark.parametrize("code", ["GV3", "LI4", "BL54"])
def test_close_up_ring_leaves_the_bone_visible(catalogue: Catalogue, code: str) -> None:
    svg = compose.close_up_drawing(catalogue, catalogue.point(code), "female")
    marks, rims, dots = (svg_reader.with_class(svg, cls) for cls in ("mark", "mark-rim", "mark-centre"))
    assert len(marks) == len(rims) == len(dots) >= 1
    for mark, rim, dot in zip(marks, rims, dots, strict=True):
        assert svg_reader.number(mark, "fill-opacity") <= 0.2 and mark.get("stroke") == palette.MARK
        assert rim.get("fill") == "none" and rim.get("stroke") == palette.PAPER
        assert svg_reader.number(rim, "stroke-width") > svg_reader.number(mark, "stroke-width")
        clear = svg_reader.number(mark, "r") - svg_reader.number(rim, "stroke-width") / 2
        assert clear > 2 * svg_reader.number(dot, "r"), "skin shows between ring and dot"
        assert dot.get("data-side") == mark.get("data-side")
