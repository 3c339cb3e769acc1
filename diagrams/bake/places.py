"""Points on the skin: every location of the catalogue evaluated once per body, in three dimensions.

Each place is bound to a triangle of the standing skin, so that every pose carries the same piece of skin. Two rules:

* A fraction of the line between two landmarks of the trunk is measured as a tape lies: over the skin, taut across
  hollows (WHO 2008 measures the line of GB30 on the body).
* Everything else is evaluated in the plane of its region and moved onto the skin along the direction in which the
  region faces, never to the nearest point.
"""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from diagrams import anatomy
from diagrams.bake import landmarks, skeleton, surface
from diagrams.bake.hand_plane import HandPlane
from diagrams.bake.standing_skin import hand as hand_skin
from diagrams.bake.standing_skin import skin as standing_skin
from points import location
from points.records import Ruler

DATA = Path(location.__file__).parent / "data"
BEHIND, MEDIAL = (0.0, -1.0, 0.0), (-1.0, 0.0, 0.0)
#: Where the skin of a region faces on the right side; the hand faces as its own plane does.
FACING = {"lumbar": BEHIND, "buttock": BEHIND, "knee": BEHIND, "ankle": MEDIAL, "hand": None}
#: Regions in which a fraction between two landmarks is measured over the skin.
TAPE_REGIONS = ("buttock",)
#: From a bony landmark under the skin straight out to the skin over it, right side.
OUTWARD = {"greater-trochanter-prominence": (1.0, 0.0, 0.0), "anterior-superior-iliac-spine": (0.0, 1.0, 0.0)}
NORMAL_RADIUS = {"hand": 8.0}  # mm round a place whose normals are averaged
DEFAULT_NORMAL_RADIUS = 15.0
TAPE_SAMPLES, LINE_SAMPLES = 121, 13
MIRROR = np.array([-1.0, 1.0, 1.0])


@dataclass(frozen=True)
class Bound:
    """A point of the skin: its triangle (3,) and barycentric shares (3,)."""

    triangle: np.ndarray
    share: np.ndarray

    def on(self, points):
        """Return the (3,) point on skin points (n, 3) in any pose."""
        return self.share @ points[self.triangle]


@dataclass(frozen=True)
class Place:
    """One location on one side: the point, the construction line that leads to it, and the skin it lies on."""

    region: str
    at: Bound
    line: tuple

    @property
    def is_on_hand(self):
        return self.region == "hand"


@functools.cache
def expressions():
    """Return ([(code, region, sides, expression), …], rulers by key), as the catalogue has them."""
    found = []
    for file in sorted((DATA / "points").glob("*.toml")):
        for point in tomllib.loads(file.read_text("utf-8"))["point"]:
            sides = ("midline",) if point["laterality"] == "midline" else ("left", "right")
            for part in ("location", "alternative"):
                if part in point:
                    found.append((point["code"], point["region"], sides, location.parse(point[part]["expression"])))
    rulers = {
        entry["key"]: Ruler(
            **(entry | {"cun": location.Fraction(entry["cun"]), "regions": tuple(entry["regions"]), "sources": ()})
        )
        for entry in tomllib.loads((DATA / "rulers.toml").read_text("utf-8"))["ruler"]
    }
    return found, rulers


class Evaluator:
    """Evaluates locations on one standing body, always on the right side or the midline."""

    def __init__(self, body):
        self.body, self.skin = body, standing_skin(body)
        self.hand_points, self.hand_quads = hand_skin(body)
        plane = HandPlane(self.skin.skeleton, self.hand_points, self.hand_quads, body)
        self.palm_out = plane.toward
        table = landmarks.standing_landmarks(body, self.skin) | plane.landmarks()
        directions = {"radial-of-metacarpal-2": {"right": plane.radial()}}
        self.figure = anatomy.bare_figure(body, table, directions)
        self.rulers = expressions()[1]

    def place(self, region, expression, side):
        """Return the bound place of a location; raises `LocationError` where it cannot be measured."""
        match expression:
            case location.Between(start, end, fraction) if region in TAPE_REGIONS:
                return Place(region, *self.tape(start, end, float(fraction), side))
            case location.LevelLateral(_, _, ruler):
                chord = self.chord(expression, side)
                first = np.array([anatomy.ruler_ends(self.rulers[ruler], self.figure, side)[0][0], *chord[1:]])
                line = self.onto_skin(region, first, chord)
            case location.Midpoint(start, end) | location.Between(start, end, _):
                ends = (np.array(self.figure.landmark(key, side)) for key in (start, end))
                line = self.onto_skin(region, *ends)
            case location.Beside(inner, _):
                line = self.onto_skin(region, self.chord(inner, side), self.chord(expression, side))
            case _:
                line = ()
        return Place(region, self.catch(region, self.chord(expression, side)), line)

    def chord(self, expression, side):
        """Return the (3,) place of a location on the straight lines between landmarks."""
        return np.array(anatomy.evaluate(expression, self.figure, side, self.rulers))

    def catch(self, region, point, toward=None):
        """Return the skin over a point, seen from where its region faces."""
        toward = FACING[region] if toward is None else toward
        if region == "hand":
            faces = surface.triangles(self.hand_quads)
            return Bound(*surface.first_hit(self.hand_points, faces, point, self.palm_out))
        limb = "right" if region in ("knee", "ankle") else None
        return Bound(*self.skin.locate(point, toward, limb))

    def onto_skin(self, region, start, end):
        """Return a line from `start` to `end` laid on the skin of its region."""
        return tuple(self.catch(region, start + share * (end - start)) for share in np.linspace(0, 1, LINE_SAMPLES))

    def tape(self, start, end, fraction, side):
        """Return (bound place, bound line): a share of the way along a tape from the skin over one landmark to the
        skin over another."""
        ends = [self.over(key, side) for key in (start, end)]
        a, b = (bound.on(self.skin.points) for bound in ends)
        outward = np.sum([self.normal(point) for point in (a, b)], axis=0)
        chord = (b - a) / np.linalg.norm(b - a)
        outward -= (outward @ chord) * chord
        outward /= np.linalg.norm(outward)
        shares = np.linspace(0, 1, TAPE_SAMPLES)
        section = [self.catch("buttock", a + share * (b - a), outward) for share in shares]
        flat = np.array([[(p - a) @ chord, (p - a) @ outward] for p in (s.on(self.skin.points) for s in section)])
        taut = flat[upper_hull(flat)]
        length = np.r_[0, np.cumsum(np.linalg.norm(np.diff(taut, axis=0), axis=1))]
        marks = np.interp(np.linspace(0, length[-1], LINE_SAMPLES), length, taut[:, 0])
        middle = np.interp(fraction * length[-1], length, taut[:, 0])
        at, *line = (self.catch("buttock", a + mark * chord, outward) for mark in (middle, *marks))
        return at, tuple(line)

    def over(self, key, side):
        """Return the skin straight over a landmark."""
        point = np.array(self.figure.landmark(key, side))
        return self.catch("buttock", point, OUTWARD.get(key, BEHIND))

    def normal(self, point):
        """Return the (3,) mean outward normal of the skin round a point."""
        return mean_normal(self.skin.points, self.skin.quads, point, DEFAULT_NORMAL_RADIUS)


@functools.cache
def evaluator(body):
    """Return the evaluator of a body, made once."""
    return Evaluator(body)


def mean_normal(points, quads, at, radius):
    """Return the (3,) mean unit normal, by area, of the skin within `radius` mm of a point of it."""
    near = quads[(np.abs(points[quads[:, 0]] - at) < 2 * radius).all(1)]
    a, b, c, d = (points[near[:, corner]] for corner in range(4))
    inside = np.linalg.norm((a + b + c + d) / 4 - at, axis=1) < radius
    total = np.cross(c - a, d - b)[inside].sum(0)
    return total / np.linalg.norm(total)


def upper_hull(flat):
    """Return the numbers of the points (n, 2), sorted by x, on the upper convex hull: a tape pulled taut over them."""
    kept = []
    for index in range(len(flat)):
        while len(kept) > 1:
            (ax, ay), (bx, by) = flat[kept[-2]], flat[kept[-1]]
            cx, cy = flat[index]
            if (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) < 0:
                break
            kept.pop()
        kept.append(index)
    return kept


@functools.cache
def bound_places(body):
    """Return expression text -> `Place` on the right side or the midline of a standing body."""
    ground = evaluator(body)
    return {
        str(expression): (sides, ground.place(region, expression, "midline" if "midline" in sides else "right"))
        for _, region, sides, expression in expressions()[0]
        if region in FACING
    }


@functools.cache
def standing(body):
    """Return point code -> (3,) place on the standing skin, right side or midline."""
    entries = table(body)["standing"]
    first = {}
    for code, region, sides, expression in expressions()[0]:
        if region in FACING:
            first.setdefault(code, np.array(entries[str(expression)][sides[-1]]["at"]))
    return first


def standing_normal(body, code):
    """Return the (3,) outward normal at a point's place on the standing skin, right side or midline."""
    sides = table(body)["standing"][expression_of(code)]
    return np.array(sides.get("right", sides.get("midline"))["normal"])


def skin_over(body, key):
    """Return the (3,) standing skin straight over a landmark of the trunk, or the landmark itself where it is skin."""
    ground = evaluator(body)
    side = "right" if "right" in ground.figure.landmarks[key] else "midline"
    if key in landmarks.SHANK:
        return np.array(ground.figure.landmark(key, side))
    return ground.over(key, side).on(ground.skin.points)


def expression_of(code):
    """Return the text of a point's location expression."""
    return next(str(expression) for known, _, _, expression in expressions()[0] if known == code)


def poses(body):
    """Return pose name -> skin points (n, 3) of every pose in which views look at the whole body."""
    from .figure import flexed_hip  # figure reads the places of every pose

    skin = standing_skin(body)
    bent = flexed_hip(skeleton.Skeleton(skin.coarse), body).skin_points(skin.points, skin.weights)
    return {"standing": skin.points, "hip": bent}


@functools.cache
def table(body):
    """Return pose -> expression text -> side -> {at, normal, line}, rounded to hundredths of a millimetre."""
    skin, (hand_points, hand_quads) = standing_skin(body), hand_skin(body)
    out = {}
    for name, points in poses(body).items():
        out[name] = {}
        for text, (sides, place) in bound_places(body).items():
            ground, quads = (hand_points, hand_quads) if place.is_on_hand else (points, skin.quads)
            if place.is_on_hand and name != "standing":
                continue
            at = place.at.on(ground)
            normal = mean_normal(ground, quads, at, NORMAL_RADIUS.get(place.region, DEFAULT_NORMAL_RADIUS))
            line = [bound.on(ground) for bound in place.line]
            entry = {side: written(at, normal, line, side) for side in sides}
            if name != "standing":  # only the right thigh is bent
                entry.pop("left", None)
            out[name][text] = entry
    return out


def written(at, normal, line, side):
    """Return one place as plain numbers; the left one is the mirror of the right."""
    turn = MIRROR if side == "left" else np.ones(3)
    return {
        "at": hundredths(at * turn),
        "normal": [round(float(value), 3) + 0.0 for value in normal * turn],
        "line": [hundredths(point * turn) for point in line],
    }


def hundredths(values):
    """Return numbers rounded to a hundredth, without negative zeros."""
    return [round(float(value), 2) + 0.0 for value in values]


def bake(body):
    """Return the places file of one body as plain data."""
    return {"body": body, "unit": "mm", "poses": table(body)}


def sighted(places, points, quads, camera, rest):
    """Return expression -> side -> the standing place of the skin that a camera sees where each place is drawn.

    Found anew from the drawn surface along the line of sight, so that it tells whether all drawings show the same
    skin. Places hidden behind something nearer are left out. `rest`: the standing positions of `points`.
    """
    faces = surface.triangles(quads)
    out = {}
    for text, sides in places.items():
        for side, place in sides.items():
            found = surface.first_hit(points, faces, np.array(place["at"]), camera.toward)
            if found is None:
                continue
            triangle, share = found
            if np.linalg.norm(share @ points[triangle] - place["at"]) < HIDDEN:
                out.setdefault(text, {})[side] = hundredths(share @ rest[triangle])
    return out


HIDDEN = 3.0  # mm by which a nearer part hides a place
