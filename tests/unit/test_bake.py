"""The baked figures keep what the drawings rely on: frames, sides, heights, and landmarks that lie on the
body.

Only the committed JSON is read. Heights come from ANSUR II means and the imaging studies named in
diagrams/bake/landmarks.py.
That the bake is deterministic is checked by `make figures` followed by `git diff --exit-code
diagrams/figures`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from math import hypot
from typing import Any

import pytest

from tests.support.paths import FIGURES

Figure = dict[str, Any]
XY = tuple[float, float]

VIEWS = (
    "posterior",
    "lumbosacral",
    "knee-posterior",
    "hand-dorsal",
    "ankle-medial",
    "hip-posterolateral",
    "hip",
)
BODIES = ("female", "male")
UPRIGHT = tuple(view for view in VIEWS if view not in ("hip", "hand-dorsal"))
ALL = [(view, body) for view in VIEWS for body in BODIES]

# mm above the floor: (female, male). ANSUR II lateral malleolus; trochanter and spine as tabled from imaging.
HEIGHTS = {
    "spinous-process-C7": (1389.5, 1510),
    "spinous-process-T12": (1121.5, 1192),
    "spinous-process-L2": (1060.4, 1125),
    "spinous-process-L4": (988.2, 1054),
    "posterior-superior-iliac-spine": (921.6, 984),
    "iliac-crest-top": (996.1, 1062),
    "sacral-foramen-S4": (887.5, 947),
    "sacral-hiatus": (879.3, 938),
    "coccyx-tip": (838.5, 893),
    "greater-trochanter-prominence": (829.6, 884),
    "gluteal-fold": (738.3, 804),
    "popliteal-crease-lateral": (447, 475.5),
    "lateral-malleolus-prominence": (62.7, 72.9),
}
# mm per B-cun of the back (WHO 2008: 3 from the midline to the medial border of the scapula).
BACK_CUN = {"female": 65 / 3, "male": 73 / 3}


def read(view: str, body: str) -> Figure:
    """Return one figure file."""
    figure: Figure = json.loads((FIGURES / f"{view}-{body}.json").read_text(encoding="utf-8"))
    return figure


@pytest.fixture(params=ALL, ids=lambda pair: "-".join(pair))
def figure(request: pytest.FixtureRequest) -> Figure:
    """Every figure in turn."""
    return read(*request.param)


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(p * q for p, q in zip(a, b, strict=False))


def cross(a: Sequence[float], b: Sequence[float]) -> list[float]:
    return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]


def on_sheet(figure: Figure, point: Sequence[float]) -> XY:
    """Return the (x, y) place of a body point on the sheet, y down."""
    return dot(point, figure["camera"]["right"]), -dot(point, figure["camera"]["up"])


def apart(figure: Figure, one: str, two: str) -> float:
    """Return how far apart (mm) two right-sided landmarks are on the sheet."""
    (ax, ay), (bx, by) = (on_sheet(figure, figure["landmarks"][key]["right"]) for key in (one, two))
    return hypot(ax - bx, ay - by)


def flattened(path: str, steps: int = 8) -> list[list[XY]]:
    """Return the rings of minified path text made of M, c and z, curves sampled."""
    rings: list[list[XY]] = []
    here = (0.0, 0.0)
    for command, text in re.findall(r"([Mcz])([^Mcz]*)", path):
        numbers = [float(word) for word in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]
        if command == "M":
            here = (numbers[0], numbers[1])
            rings.append([here])
        for i in range(0, len(numbers) if command == "c" else 0, 6):
            (x1, y1), (x2, y2), (x3, y3) = [(here[0] + numbers[i + j], here[1] + numbers[i + j + 1]) for j in (0, 2, 4)]
            for step in range(1, steps + 1):
                t = step / steps
                a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
                rings[-1].append((a * here[0] + b * x1 + c * x2 + d * x3, a * here[1] + b * y1 + c * y2 + d * y3))
            here = (x3, y3)
    return rings


def contains(rings: Sequence[Sequence[XY]], x: float, y: float) -> bool:
    """Return whether the even-odd inside of rings holds a place."""
    inside = False
    for ring in rings:
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
                inside = not inside
    return inside


def test_every_view_is_there_for_both_bodies() -> None:
    baked = {path.stem for path in FIGURES.glob("*.json")}
    assert {name for name in baked if not name.startswith(("posture-", "places-", "find-", "rest-"))} == {
        f"{view}-{body}" for view, body in ALL
    }


def test_camera_is_orthonormal_and_right_handed(figure: Figure) -> None:
    right, up, toward = (figure["camera"][axis] for axis in ("right", "up", "toward"))
    for one, two, value in (
        (right, right, 1),
        (up, up, 1),
        (toward, toward, 1),
        (right, up, 0),
        (up, toward, 0),
    ):
        assert dot(one, two) == pytest.approx(value, abs=1e-5)
    assert cross(right, up) == pytest.approx(toward, abs=1e-5)


def test_landmarks_inside_the_box_lie_on_the_body(figure: Figure) -> None:
    rings = flattened(figure["skin"]["silhouette"])
    x0, y0, x1, y1 = figure["box"]
    shown = 0
    for key, sides in figure["landmarks"].items():
        if key.startswith("sole-at"):
            continue  # a place on the floor, not on the skin
        for side, point in sides.items():
            x, y = on_sheet(figure, point)
            if x0 + 2 < x < x1 - 2 and y0 + 2 < y < y1 - 2:
                shown += 1
                nearby = [(0, 0), (2, 0), (-2, 0), (0, 2), (0, -2)]
                assert any(contains(rings, x + a, y + b) for a, b in nearby), f"{key} {side} at {x:.0f}, {y:.0f}"
    assert shown >= 3


def test_crop_cuts_fade_and_whole_edges_do_not(figure: Figure) -> None:
    rings = flattened(figure["skin"]["silhouette"])
    x0, y0, x1, y1 = figure["box"]
    touched = {
        "left": any(abs(x - x0) < 0.1 for ring in rings for x, _ in ring),
        "right": any(abs(x - x1) < 0.1 for ring in rings for x, _ in ring),
        "top": any(abs(y - y0) < 0.1 for ring in rings for _, y in ring),
        "bottom": any(abs(y - y1) < 0.1 for ring in rings for _, y in ring),
    }
    assert touched == {edge: width > 0 for edge, width in figure["fade"].items()}


def right_of(figure: Figure, key: str) -> XY:
    """Return where the right one of a landmark lies on the sheet."""
    return on_sheet(figure, figure["landmarks"][key]["right"])


def test_right_limbs_show_the_side_they_are_named_for() -> None:
    for body in BODIES:
        knee, ankle, hand = (read(view, body) for view in ("knee-posterior", "ankle-medial", "hand-dorsal"))
        assert right_of(knee, "fibula-head")[0] > right_of(knee, "popliteal-crease-medial")[0], (
            "fibula on the viewer's right"
        )
        assert (
            right_of(ankle, "navicular-tuberosity")[0]
            < right_of(ankle, "medial-malleolus-prominence")[0]
            < right_of(ankle, "heel-back")[0]
        )
        assert right_of(hand, "thumb-tip")[0] < right_of(hand, "index-tip")[0] < right_of(hand, "little-tip")[0], (
            "thumb on the viewer's left"
        )
        assert right_of(hand, "middle-tip")[1] < right_of(hand, "wrist-crease-dorsal")[1], "fingers up"


def test_posterior_view_keeps_right_on_the_right() -> None:
    for body in BODIES:
        posterior = read("posterior", body)
        assert on_sheet(posterior, posterior["landmarks"]["scapula-medial-border"]["right"])[0] > 0
        assert on_sheet(posterior, [12.5, 99, 34])[0] == pytest.approx(12.5)
        assert on_sheet(posterior, [12.5, 99, 34])[1] == pytest.approx(-34)


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("key", HEIGHTS)
def test_height_matches_the_measured_table(key: str, body: str) -> None:
    wanted = HEIGHTS[key][BODIES.index(body)]
    for view in UPRIGHT:
        for side, point in read(view, body)["landmarks"].get(key, {}).items():
            assert point[2] == pytest.approx(wanted, abs=3), f"{view} {side}"


@pytest.mark.parametrize("body", BODIES)
def test_back_ruler_is_three_cun_and_symmetric(body: str) -> None:
    for view in ("posterior", "lumbosacral", "hip-posterolateral"):
        marks = read(view, body)["landmarks"]
        right, left = marks["scapula-medial-border"]["right"], marks["scapula-medial-border"]["left"]
        assert right[0] == pytest.approx(3 * BACK_CUN[body], abs=0.05)
        assert left == [-right[0], right[1], right[2]]
        assert marks["posterior-midline-T3"]["midline"][2] == right[2]


@pytest.mark.parametrize("body", BODIES)
def test_one_pose_has_one_landmark_table(body: str) -> None:
    whole = read("posterior", body)["landmarks"]
    assert read("lumbosacral", body)["landmarks"] == whole
    assert read("hip-posterolateral", body)["landmarks"] == whole
    for view in ("knee-posterior", "ankle-medial"):
        for key, sides in read(view, body)["landmarks"].items():
            assert sides == {"right": whole[key]["right"]}, key


@pytest.mark.parametrize("body", BODIES)
def test_knee_crease_has_one_height(body: str) -> None:
    heights = {
        point[2]
        for view in UPRIGHT
        for key, sides in read(view, body)["landmarks"].items()
        if key.startswith("popliteal-crease")
        for point in sides.values()
    }
    assert len(heights) == 1


@pytest.mark.parametrize("body", BODIES)
def test_lying_hip_moves_the_thigh_and_not_the_sacrum(body: str) -> None:
    upright, lying = read("posterior", body)["landmarks"], read("hip", body)["landmarks"]
    assert lying["sacral-hiatus"] == upright["sacral-hiatus"]
    assert lying["greater-trochanter-prominence"]["left"] == upright["greater-trochanter-prominence"]["left"]
    assert lying["popliteal-crease-lateral"]["right"][1] > upright["popliteal-crease-lateral"]["right"][1] + 250


@pytest.mark.parametrize("body, length", [("male", 67.7), ("female", 63.4)])
def test_second_metacarpal_is_as_long_as_measured(body: str, length: float) -> None:
    """67.7 mm at stature 1753 (ABJS 2024 80233), the female scaled by ANSUR hand length 181.1 / 193.3."""
    figure = read("hand-dorsal", body)
    (ax, ay), (bx, by) = (
        on_sheet(figure, figure["landmarks"][f"metacarpal-2-{end}"]["right"]) for end in ("base", "head")
    )
    assert hypot(ax - bx, ay - by) == pytest.approx(length, abs=1)


@pytest.mark.parametrize("body, length", [("male", 193.3), ("female", 181.1)])
def test_hand_is_as_long_as_measured(body: str, length: float) -> None:
    """ANSUR II hand length: wrist crease to tip of the middle finger."""
    figure = read("hand-dorsal", body)
    (ax, ay), (bx, by) = (
        on_sheet(figure, figure["landmarks"][key]["right"]) for key in ("wrist-crease-dorsal", "middle-tip")
    )
    assert hypot(ax - bx, ay - by) == pytest.approx(length, abs=4)


@pytest.mark.parametrize("body", BODIES)
def test_radial_direction_points_to_the_thumb(body: str) -> None:
    figure = read("hand-dorsal", body)
    step = figure["directions"]["radial-of-metacarpal-2"]["right"]
    base, head = (figure["landmarks"][f"metacarpal-2-{end}"]["right"] for end in ("base", "head"))
    (sx, sy), (ax, ay), (bx, by) = (on_sheet(figure, v) for v in (step, base, head))
    assert sx < 0, "toward the thumb, the viewer's left"
    assert sx * (bx - ax) + sy * (by - ay) == pytest.approx(0, abs=8), "square to the bone"
    assert 9 < dot(step, step) ** 0.5 < 10.5


def numbers(value: object) -> Iterator[float]:
    """Yield every number of plain data."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from numbers(item)
    elif isinstance(value, (int, float)):
        yield value


def test_places_are_rounded_to_a_tenth(figure: Figure) -> None:
    for part in ("box", "landmarks", "directions"):
        assert all(round(number, 1) == number for number in numbers(figure[part]))
    skin = figure["skin"]
    assert all(round(number, 1) == number for crease in skin["creases"] for number in numbers(crease["points"]))
    paths = [
        skin["silhouette"],
        *skin["contour"],
        *skin["inner"],
        *(band["d"] for band in skin["bands"] + skin["lights"]),
    ]
    assert not any(re.search(r"\.\d\d", path) for path in paths)


def test_file_is_sorted_and_compact(figure: Figure) -> None:
    text = (FIGURES / f"{figure['view']}-{figure['body']}.json").read_text(encoding="utf-8")
    assert text == json.dumps(figure, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"


def test_bands_run_from_light_to_dark(figure: Figure) -> None:
    tones = [band["tone"] for band in figure["skin"]["bands"]]
    assert tones == sorted(tones) and tones[-1] == 1 and 8 <= len(tones) <= 16
