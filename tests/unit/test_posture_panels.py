"""Panels of postures, find frames and people at rest: whatever was baked is painted, each border of the hand has ink,
and what is drawn over them shows on every skin tone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from diagrams import anatomy, find_frames, palette, postures, resting_postures
from tests.support import svg_reader
from tests.support.contrast import contrast
from tests.support.edited_catalogues import shipped
from tests.support.ink import border_of_hand

CATALOGUE = shipped()
#: Frames that are painted on a panel of their own.
FIRST = [name for name in find_frames.frame_names(CATALOGUE) if "-1" in name and not name.endswith("-left")]


def pictures() -> Iterator[tuple[str, str, str]]:
    """Yield kind, name and body of every drawing that is painted from a panel, on the right side."""
    for body in anatomy.BODIES:
        yield from (("posture", entry.key, body) for entry in postures.postures())
        yield from (("rest", name, body) for name in resting_postures.resting_posture_names())
        yield from (("find", name, body) for name in FIRST)


def composed(kind: str, name: str, body: str) -> tuple[str, list[dict[str, Any]]]:
    """Return a drawing and the panels it is painted from."""
    if kind == "posture":
        data = anatomy.figure_data(f"posture-{name}", body)
        return postures.posture_drawing(CATALOGUE, name, body), [data["panel"], data["inset"]]
    if kind == "rest":
        return resting_postures.resting_posture_drawing(name, body), [anatomy.figure_data(name, body)["panel"]]
    point, number, _ = find_frames.parse_frame_name(CATALOGUE, name)
    figure = anatomy.figure_data("find-frames", body)["points"][point.code][number - 1]["figure"]
    return find_frames.find_frame(CATALOGUE, name, body), [anatomy.figure_data(figure, body)["panel"]]


@pytest.mark.parametrize(("kind", "name", "body"), list(pictures()))
def test_every_baked_line_and_layer_is_painted(kind: str, name: str, body: str) -> None:
    svg, panels = composed(kind, name, body)
    painted = {element.get("d") for element in svg_reader.root(svg).iter() if element.get("d")}
    for panel in panels:
        assert panel["ink"]
        assert {line["d"] for line in panel["ink"]} <= painted
        for layer in (*panel["below"], *panel["above"]):
            assert layer["d"] in painted, layer["look"]
            assert {data for _, data in layer.get("bands", ())} <= painted, layer["look"]


@pytest.mark.parametrize("body", anatomy.BODIES)
@pytest.mark.parametrize("name", FIRST)
def test_every_border_of_a_hand_on_a_landmark_carries_ink(name: str, body: str) -> None:
    _, (panel,) = composed("find", name, body)
    if not any(layer["look"] == "hand" for layer in panel["above"]):
        return  # the hand itself is what is looked at
    border, bare = border_of_hand(panel)
    assert len(border) > 30
    assert len(bare) <= 0.04 * len(border), bare


GROUNDS = {
    *(palette.tone(step, skin) for skin in palette.SKIN_TONES for step in range(palette.TONES)),
    *(colour for ramp in palette.CLOTHS.values() for colour in ramp),
}


@pytest.mark.parametrize("body", anatomy.BODIES)
@pytest.mark.parametrize("name", find_frames.frame_names(CATALOGUE))
def test_construction_rim_contrasts_on_every_ground(name: str, body: str) -> None:
    svg = find_frames.find_frame(CATALOGUE, name, body)
    for line, rim in (("way", "way-rim"), ("zone", "zone-rim"), ("spot", "spot-rim"), ("cord", "cord-rim")):
        lines, rims = svg_reader.with_class(svg, line), svg_reader.with_class(svg, rim)
        assert bool(lines) is bool(rims)
        for element in lines:
            colours = (element.attrib["stroke"], rims[0].attrib["stroke"])
            assert colours == (palette.MARK, palette.PAPER)
            assert all(max(contrast(colour, ground) for colour in colours) >= 3 for ground in GROUNDS)
