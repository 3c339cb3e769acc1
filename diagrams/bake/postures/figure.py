"""A posture's figure: the same two bodies as in the views, clothed and posed with the hand where it belongs.

Poses are made about the place itself, so they follow it from one body to the other. Everything is posed in the body
frame; lying down is a matter of the camera.
"""

import numpy as np

from diagrams.bake import base_mesh, cameras, landmarks, places, props, surface
from diagrams.bake.mannequin import FINGERS, SIGN, unit

from ..figure import rounded
from . import layers, poses
from .clothed import clothed
from .picture import Picture
from .specs import SPECS

PHONE = 344.0  # phone pixels across a sheet
INSET_SAMPLES = 6.0  # traced pixels for one phone pixel of the inset
RING_NORMAL = {"hand": 8.0}
EDGE_ON = 0.35  # cosine below which skin is seen edge-on, as `diagrams.parts.posture_panel` has it
SPINE_BELOW = 62.0  # mm below BL23 where the spine is named
THIGH = ("greater-trochanter-prominence",)


def camera(seen, is_lying):
    """Return the camera at (azimuth from behind toward the subject's right, elevation), degrees."""
    a, e = np.radians(seen)
    if is_lying:
        up = np.array([1.0, 0, 0])
        toward = np.array([np.sin(e), -np.cos(a) * np.cos(e), np.sin(a) * np.cos(e)])
    else:
        up = np.array([0, 0, 1.0])
        toward = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
    right = unit(np.cross(up, toward))
    return cameras.Camera(right, np.cross(toward, right), toward)


class Posed:
    """One posture of one body: the poser, the clothed skin in the pose, and the place pressed or looked for."""

    def __init__(self, spec, body):
        self.spec, self.body = spec, body
        self.clothed = clothed(body, self.spec.outfit)
        self.skin = self.clothed.skin
        self.poser = poses.put(self.skin, self.spec.point, self.spec.shape, self.spec.finish)
        self.bare = self.poser.posed_skin()
        self.points = self.poser.skin_points(self.clothed.points, self.skin.weights)
        self.k = self.poser.k
        self.place = self._place()
        region = places.bound_places(body)[self._text()][1].region
        radius = RING_NORMAL.get(region, places.DEFAULT_NORMAL_RADIUS)
        nearest = ((self.skin.points - self.poser.standing_place) ** 2).sum(1).argmin()
        self.own = self.skin.quads[(self.clothed.part[self.skin.quads] == self.clothed.part[nearest]).all(1)]
        self.normal = places.mean_normal(self.bare, self.own, self.place, radius)

    def _text(self):
        return places.expression_of(self.spec.point)

    def _place(self):
        """Return the (3,) place pressed: its own triangle of the skin in this pose."""
        _, place = places.bound_places(self.body)[self._text()]
        if place.is_on_hand:  # bound to the finer skin of the hand's own view
            return self.poser.target
        return place.at.on(self.bare)

    def stage(self):
        used = np.unique(self.skin.quads)
        return props.Stage(self.poser, self.points[used], self.points[used, 2].min())

    def box(self, camera, about):
        """Return the sheet box `about` the place, mm on the reference man, whole mm on this body."""
        x, y = camera.project(self.place[None])[0, :2]
        return tuple(float(round(c + self.k * v)) for c, v in zip((x, y, x, y), about, strict=True))

    def landmark(self, key):
        """Return where a landmark lies in this pose; `spine` is the furrow a little below BL23."""
        if key == "spine":
            z = self.poser.standing_place[2] - SPINE_BELOW * self.k
            return self.poser.carry_points(self.skin.hit((0, 0, z), (0, -1, 0)))[0]
        sides = landmarks.standing_landmarks(self.body, self.skin)[key]
        point = np.array(sides.get("right", sides.get("midline")))
        return self.poser.transform_point("upperleg01.R", point) if key in THIGH else self.poser.carry_points(point)[0]

    def skin_seen(self, picture):
        """Return (standing place of the skin of the same part that lies at the place, mm by which a hand covers it)."""
        toward = picture.camera.toward
        if abs(self.normal @ toward) < EDGE_ON:  # along the skin a line of sight meets other skin first
            toward = self.normal
        triangle, share = surface.first_hit(self.bare, surface.triangles(self.own), self.place, toward)
        column, row = picture.sheet.pixels(picture.camera.project(self.place[None]))[0, :2].astype(int)
        cover = picture.camera.project(self.place[None])[0, 2] - picture.depth[row, column]
        return share @ self.skin.points[triangle], float(cover)


def close_panel(posed):
    """Return (picture, plain data) of the close view of the hand."""
    spec, stage = posed.spec, posed.stage()
    cam = camera(spec.seen, spec.is_lying)
    box = posed.box(cam, spec.box)
    picture = Picture(posed.clothed, posed.points, cam, box, spec.density, spec.solids(stage), spec.left_out)
    px = (box[2] - box[0]) / PHONE
    panel = layers.Panel(picture, layers.CLOSE, spec.hand, spec.far, px)
    return picture, framed(picture) | panel.data(spec.lines)


def inset_panel(posed):
    """Return the plain data of the small whole body."""
    spec, stage = posed.spec, posed.stage()
    cam = camera(spec.inset_seen, spec.is_lying)
    box = posed.box(cam, spec.inset_box)
    px = (box[2] - box[0]) / (PHONE * spec.inset)
    solids = spec.inset_solids(stage)
    if posed.body == "female":
        solids = [*solids, *props.bun(stage)]
    picture = Picture(posed.clothed, posed.points, cam, box, INSET_SAMPLES / px, solids)
    panel = layers.Panel(picture, layers.small(px), spec.hand, spec.far, px)
    return framed(picture) | panel.data() | {"at": on_sheet(cam, posed.place)}


def framed(picture):
    """Return the box and the camera of a panel."""
    axes = ("right", "up", "toward")
    return {
        "box": rounded(picture.box),
        "camera": {axis: [round(float(v), 6) + 0.0 for v in getattr(picture.camera, axis)] for axis in axes},
    }


def on_sheet(cam, point):
    """Return the sheet place of a point, mm."""
    return rounded(cam.project(point[None])[0, :2])


def contact_tool(poser):
    """Return the tool at the contact of a pose, by its key in the catalogue: the nearest of thumb, fingertips and
    knuckles, or the ball; "" without a contact."""
    if not poser.last:
        return ""
    side, (contact, _) = next(iter(poser.last.items()))
    if side not in SIGN:
        return "tennis ball"
    ends = [("thumb", poser.fingertip(1, side))]
    ends += [("fingertips", poser.fingertip(finger, side)) for finger in FINGERS]
    ends += [("knuckles", poser.knuckle(finger, side, joint)) for finger in FINGERS for joint in (1, 2)]
    return min(ends, key=lambda end: np.linalg.norm(end[1] - contact))[0]


def bake(key, body):
    """Return the figure file of one posture of one body as plain data."""
    posed = Posed(SPECS[key], body)
    spec, poser = posed.spec, posed.poser
    picture, close = close_panel(posed)
    seen, cover = posed.skin_seen(picture)
    contact, _ = next(iter(poser.last.values()))
    press = unit(spec.press)
    x, y, _ = picture.camera.axes(press[None])[0]
    return {
        "view": f"posture-{key}",
        "body": body,
        "unit": "mm",
        "source": base_mesh.CREDIT,
        "place": {
            "point": spec.point,
            "at": places.hundredths(posed.place),
            "normal": [round(float(value), 3) + 0.0 for value in posed.normal],
            "sighted": places.hundredths(seen),
            "cover": round(cover, 1) + 0.0,
        },
        "press": {
            "contact": rounded(contact),
            "tool": contact_tool(poser),
            "radius": spec.radius,
            "direction": [round(float(value), 3) + 0.0 for value in press],
            "in_plane": round(float(np.hypot(x, y)), 3),
            "toward": [round(float(x), 3) + 0.0, round(float(-y), 3) + 0.0],
            "rings": list(spec.ring),
            "covered": spec.is_covered,
        },
        "named": [
            {"key": name, "at": on_sheet(picture.camera, posed.landmark(name)), "offset": [dx, dy]}
            for name, dx, dy in spec.named
        ],
        "ghost": on_sheet(picture.camera, posed.landmark(spec.ghost)) if spec.ghost else [],
        "inset": inset_panel(posed) | {"corner": spec.corner, "share": spec.inset},
        "panel": close,
    }
