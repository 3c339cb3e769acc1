"""What the find frames of each point show over their panel: the way a finger slides, the zone, landmarks and the place.

Everything is measured on the standing skin of one body, carried into the pose, and projected by the panel's camera, so
that it lies on the same skin as all other drawings.
"""

import functools

import numpy as np

from diagrams import views
from diagrams.bake import base_mesh, places
from diagrams.bake.hand_plane import HandPlane
from diagrams.bake.mannequin import across as across_to

from ..figure import rounded
from .figure import Posed, camera
from .specs import SPECS
from .stills import STILLS

#: Point -> figures of its three frames: hands on the landmark, the way to the place, the zone.
FIGURES = {
    "BL23": ("find-waist", "posture-standing-lower-back", "posture-standing-lower-back"),
    "BL25": ("find-hips", "posture-standing-lower-back-bl25", "posture-standing-lower-back-bl25"),
    "BL40": ("find-knee", "posture-seated-reach-under-knee-knee", "posture-seated-reach-under-knee-knee"),
    "BL54": ("find-dip", "posture-side-lying-buttock-bl54", "posture-side-lying-buttock-bl54"),
    "GB30": ("find-knob", "posture-side-lying-buttock", "posture-side-lying-buttock"),
    "GV3": ("find-hips", "posture-standing-midline", "posture-standing-midline"),
    "KI3": ("find-ankle", "posture-ankle-on-knee-ankle", "posture-ankle-on-knee-ankle"),
    "LI4": ("find-mound", "posture-hand-pinch-hand", "posture-hand-pinch-hand"),
}
#: Landmarks shown in a frame.
SPOTS = {
    ("BL54", 1): "sacral-hiatus",
    ("BL54", 2): "sacral-hiatus",
    ("GB30", 1): "greater-trochanter-prominence",
    ("GB30", 2): "greater-trochanter-prominence",
    ("GV3", 2): "spinous-process-L4",
    ("KI3", 1): "medial-malleolus-prominence",
    ("KI3", 2): "medial-malleolus-prominence",
}
ZONES = {("LI4", 1), *((code, 3) for code in FIGURES)}
#: Frames that show the place itself, and those that step closer to it.
PLACED = {(code, number) for code in FIGURES for number in (2, 3)} - {("GV3", 2)}
NEAR = {("KI3", 2), *((code, 3) for code in FIGURES)}
#: The frame that shows the way to the place, where it is not the second.
SLIDES = {"GV3": 3}
#: Boxes of the frames that step closer, mm about the place on the reference man.
CLOSER = (-105, -95, 105, 85)
CLOSER_ON = {"KI3": (-70, -64, 62, 54), "LI4": (-80, -70, 70, 64)}
STEPS = 24  # corners of a zone
GAP = 9.0  # mm on the reference man from an arrow's head to the place on the midline


def slide(code, body):
    """Return kind -> way to a place, on the right side or the midline, as points bound to the standing skin."""
    at, k = places.standing(body)[code], places.evaluator(body).skin.stature / 1756.2
    from_place = lambda x, z: at + np.array([x, 0.0, z]) * k  # noqa: E731
    line = places.bound_places(body)[places.expression_of(code)][1].line
    match code:
        case "BL23" | "BL25":
            return {"way": _laid(body, "lumbar", from_place(84, 6), from_place(22, 4))}
        case "GV3":
            return {"way": _laid(body, "lumbar", from_place(0, 42), from_place(0, GAP))}
        case "GB30":
            return {"tape": line[4:], "way": line[:5]}
        case "BL54":
            return {"way": line}
        case "KI3":
            return {"way": line[:7]}
        case "BL40":
            return {
                f"cord {side}": _laid(body, "knee", from_place(side * 30, 4), from_place(side * 40, 120))
                for side in (-1, 1)
            }
    return {}


def toward_bone(body):
    """Return the standing way from LI4 toward the bone of the index finger, across the back of the hand."""
    at, step = places.standing(body)["LI4"], _plane(body).radial()
    inward = -step / np.linalg.norm(step)
    return [at + inward * share for share in np.linspace(3, 23, 7)]


def zone(code, body):
    """Return the corners of the zone round a place, bound to the standing skin; on the hand, which has a finer skin of
    its own, as standing points. Its half axes are those of the close-up."""
    at, normal = places.standing(body)[code], places.standing_normal(body, code)
    region = places.bound_places(body)[places.expression_of(code)][1].region
    across, along = (across_to(axis, normal) for axis in _axes(region, body))
    wide, long = views.close_up_config(code).zone
    angles = np.linspace(0, 2 * np.pi, STEPS, endpoint=False)
    flat = at + np.outer(wide * np.cos(angles), across) + np.outer(long * np.sin(angles), along)
    return list(flat) if region == "hand" else [places.evaluator(body).catch(region, point, normal) for point in flat]


def _axes(region, body):
    """Return (across, along): the axes of a zone on the skin of a region."""
    if region == "hand":
        plane = _plane(body)
        return plane.right, plane.up
    return np.array([0.0, 1, 0] if region == "ankle" else [1.0, 0, 0]), np.array([0.0, 0, 1])


@functools.cache
def _plane(body):
    ground = places.evaluator(body)
    return HandPlane(ground.skin.skeleton, ground.hand_points, ground.hand_quads, body)


def _laid(body, region, start, end):
    return places.evaluator(body).onto_skin(region, start, end)


@functools.cache
def posed(name, body):
    """Return the posed body and the camera of a figure's panel."""
    spec = STILLS[name] if name in STILLS else SPECS[name.removeprefix("posture-")]
    return Posed(spec, body), camera(spec.seen, spec.is_lying)


def frame(code, number, body):
    """Return one find frame as plain data."""
    name = FIGURES[code][number - 1]
    held, cam = posed(name, body)

    def on_sheet(marks):
        points = [
            mark.on(held.bare) if isinstance(mark, places.Bound) else held.poser.carry_points(mark)[0] for mark in marks
        ]
        return [rounded(place) for place in cam.project(np.array(points))[:, :2]]

    place = held.place if held.spec.point == code else held.poser.carry_points(places.standing(body)[code])[0]
    ways = slide(code, body) if number == SLIDES.get(code, 2) else {}
    if (code, number) == ("LI4", 3):
        ways = {"way": toward_bone(body)}
    spot = SPOTS.get((code, number))
    closer = CLOSER_ON.get(code, CLOSER)
    return {
        "figure": name,
        "box": list(within(held.box(cam, closer), held.box(cam, held.spec.box))) if (code, number) in NEAR else [],
        "place": rounded(cam.project(place[None])[0, :2]) if (code, number) in PLACED else [],
        "ways": [{"kind": kind.split()[0], "points": on_sheet(marks)} for kind, marks in ways.items()],
        "spot": {"key": spot, "at": on_sheet([places.skin_over(body, spot)])[0]} if spot else {},
        "zone": on_sheet(zone(code, body)) if (code, number) in ZONES else [],
    }


def within(box, outer):
    """Return a box moved and cut so that it lies within an outer one."""
    x0, y0, x1, y1 = box
    dx = max(outer[0] - x0, 0) + min(outer[2] - x1, 0)
    dy = max(outer[1] - y0, 0) + min(outer[3] - y1, 0)
    return max(x0 + dx, outer[0]), max(y0 + dy, outer[1]), min(x1 + dx, outer[2]), min(y1 + dy, outer[3])


def bake(body):
    """Return the frames file of one body as plain data."""
    points = {code: [frame(code, number, body) for number in (1, 2, 3)] for code in sorted(FIGURES)}
    return {"body": body, "unit": "mm", "source": base_mesh.CREDIT, "points": points}
