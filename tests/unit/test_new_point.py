"""A point of a new region: PC6 on the forearm, from the examples of docs/catalogue.md and a figure drawn here."""

from __future__ import annotations

import json
import shutil
from math import dist
from pathlib import Path

import pytest

from diagrams import anatomy, compose, views
from points import load as loader
from points.catalogue import Catalogue, load
from tests.support import examples, svg_reader
from tests.support.paths import ROOT

#: A forearm seen from the front, elbow up: the least a figure may be. Millimetres; camera in front of the body.
FIGURE = {
    "view": "forearm-anterior",
    "body": "female",
    "unit": "mm",
    "source": "drawn for this test",
    "box": [-60, -330, 60, -20],
    "camera": {"right": [-1, 0, 0], "up": [0, 0, 1], "toward": [0, 1, 0]},
    "fade": {"top": 20, "right": 0, "bottom": 20, "left": 0},
    "landmarks": {
        "cubital-crease": {"right": [0, 0, 300]},
        "wrist-crease-palmar": {"right": [0, 0, 60]},
    },
    "directions": {},
    "skin": {
        "silhouette": "M-45-330C-50-200-30-100-28-20L28-20C30-100 50-200 45-330Z",
        "contour": ["M-45-330C-50-200-30-100-28-20", "M28-20C30-100 50-200 45-330"],
        "inner": [],
        "bands": [],
        "lights": [],
        "creases": [],
    },
}


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    folder = Path(shutil.copytree(loader.DATA, tmp_path / "data"))

    for name, text in examples.toml(ROOT / "docs" / "catalogue.md"):
        examples.append(folder, name, text)
    li4 = (folder / "points" / "large_intestine.toml").read_text("utf-8")
    lines = []
    for line in li4.splitlines():
        if line.startswith("expression"):
            line = 'expression = "Along(forearm, 2, wrist-crease-palmar)"'
        elif line.startswith("find = ["):
            line = 'find = [ "Measure {finger_measure} up from the wrist crease.",'
        lines.append(line.replace('"LI4"', '"PC6"').replace('region = "hand"', 'region = "forearm"'))
    (folder / "points" / "pericardium.toml").write_text("\n".join(lines), "utf-8")
    path = folder / "contraindications.toml"
    path.write_text(
        path.read_text("utf-8").replace(
            "[contraindication.points]\n", "[contraindication.points]\nPC6 = { level = 'avoid' }\n"
        ),
        "utf-8",
    )
    return load(folder)


@pytest.fixture
def view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> views.View:
    figures = tmp_path / "figures"
    figures.mkdir()
    for name in ("posterior", "places"):  # what is read is kept for the tests that follow
        shutil.copy(ROOT / "diagrams" / "figures" / f"{name}-female.json", figures)
    (figures / "forearm-anterior-female.json").write_text(json.dumps(FIGURE), "utf-8")
    shown = views.View(
        slug="forearm-anterior",
        title="Right forearm, seen from the front",
        edge_words=("little-finger side", "thumb side"),
        points=("PC6",),
        sides=("right",),
        regions=("forearm",),
        named_landmarks=(("wrist-crease-palmar", "right"), ("cubital-crease", "right")),
        bones="",
        locator_frame=(),
    )
    monkeypatch.setattr(anatomy, "FIGURES", figures)
    monkeypatch.setattr(views, "_VIEWS", (*views.views(), shown))
    return shown


def test_the_sentence_and_the_fingers_follow_from_the_expression(catalogue: Catalogue) -> None:
    place = catalogue.point("PC6").location
    assert place.sentence == (
        "On the forearm, on the line from the elbow crease to the palmar wrist crease, "
        "2 B-cun from the palmar wrist crease."
    )
    assert place.finger_measure.startswith("three fingers")
    assert place.find[0] == f"Measure {place.finger_measure} up from the wrist crease."


def test_the_point_is_drawn_where_its_expression_says(catalogue: Catalogue, view: views.View) -> None:
    svg = compose.close_up_drawing(catalogue, catalogue.point("PC6"), "female")
    (mark,) = svg_reader.marks(svg)
    assert (mark.code, mark.side) == ("PC6", "right")
    wrist, elbow = (FIGURE["landmarks"][key]["right"] for key in ("wrist-crease-palmar", "cubital-crease"))  # type: ignore[index]
    expected = (0.0, -(wrist[2] + 2 / 12 * (elbow[2] - wrist[2])))
    assert dist(mark.at, expected) < 0.1
    written = {"".join(text.itertext()) for text in svg_reader.root(svg).iter(f"{svg_reader.SVG}text")}
    assert {"PC6", "2", "12", "2 F-cun", "your", "3 fingers", "wrist", "crease"} <= written
    assert svg_reader.with_class(svg, "halo")


def test_its_ruler_may_not_be_used_elsewhere(catalogue: Catalogue) -> None:
    ruler = catalogue.ruler("forearm")
    assert ruler.regions == ("forearm",)
    assert ruler.cun == 12
