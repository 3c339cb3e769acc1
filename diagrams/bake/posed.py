"""A posture's figure: the same two bodies as in the views, posed with the hand where it belongs.

Poses are made about the place itself, so they follow it from one body to the other. Everything is posed in the body
frame; lying down is a matter of the camera. Which postures there are is the table in `postures`.
"""

import numpy as np

from . import cameras, figure, places, poses, things, trace
from .postures import SPECS
from .puppet import unit
from .skin import skin as standing_skin


def camera(spec):
    """Return the camera of a posture."""
    a, e = np.radians(spec.seen)
    if spec.lying:
        up = np.array([1.0, 0, 0])
        toward = np.array([np.sin(e), -np.cos(a) * np.cos(e), np.sin(a) * np.cos(e)])
    else:
        up = np.array([0, 0, 1.0])
        toward = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
    right = unit(np.cross(up, toward))
    return cameras.Camera(right, np.cross(toward, right), toward)


class Scene(figure.Scene):
    """A posed body before its camera, with what it stands, sits or lies on; tones and lines coarser than a view's."""

    slack = 0.3

    def __init__(self, spec, body):
        skin = standing_skin(body)
        self.spec, self.body, self.plane, self.grid = spec, body, None, spec.grid
        self.poser = poses.put(skin, places.standing(body), spec.shape, spec.finish)
        self.points, self.quads = self.poser.skin_now(), skin.quads
        if spec.part:
            self.quads = self.quads[self.poser.share(*spec.part)[self.quads].mean(1) > 0.5]
        self.floor = self.points[np.unique(self.quads), 2].min()
        self.camera = camera(spec)
        k = skin.stature / 1756.2
        x, y = self.camera.project(self.anchor()[None])[0, :2]
        self.box = tuple(float(round(c + k * v)) for c, v in zip((x, y, x, y), spec.box, strict=True))
        density, outline, tone = spec.detail
        self.view = cameras.View(
            f"posture-{spec.key}",
            "body",
            spec.box,
            density,
            spec.drop,
            (10, 28),
            spec.blur,
            (outline, tone),
            spec.bands,
            spec.fade,
            smallest=spec.smallest,
            line=spec.line,
        )
        self.sheet = trace.Sheet(self.box, density)

    def anchor(self):
        """Return the (3,) place the box hangs from."""
        if self.spec.around in self.poser.standing_places:
            return self.poser.point(self.spec.around)
        return self.poser.here(self.spec.around)

    def shows(self, at, depth, cover=26.0):
        """Return whether a projected place is seen, or covered by no more than a fingertip."""
        column, row = (int(v) for v in self.sheet.pixels(at[None])[0, :2])
        return bool(at[2] - depth[row - 2 : row + 3, column - 2 : column + 3].min() < cover)

    def wants(self, line):
        """Return whether this posture asks for an authored line."""
        return line.name in self.spec.lines


def bake(key, body):
    """Return the figure file of one posture of one body as plain data."""
    spec = SPECS[key]
    scene = Scene(spec, body)
    depth, facing = scene.look()
    contact, _ = next(iter(scene.poser.last.values()))
    place = scene.poser.point(spec.point)
    at = scene.camera.project(place[None])[0]
    toward = scene.camera.axes(unit(spec.press)[None])[0] * [1, -1, 1]
    table = {
        f"point-{code}": {"midline" if code == "GV3" else "right": scene.poser.point(code)}
        for code in sorted(scene.poser.standing_places)
    }
    table["contact"] = {"midline": contact}
    return figure.framed(scene) | {
        "landmarks": figure.table(table),
        "directions": {"press": {"midline": [round(float(v), 3) + 0.0 for v in unit(spec.press)]}},
        "press": {
            "at": figure.rounded(at[:2]),
            "toward": [round(float(v), 3) + 0.0 for v in toward[:2]],
            "point": spec.point,
            "radius": spec.radius,
            "gap": spec.gap,
            "seen": scene.shows(at, depth),
        },
        "props": things.layers(spec.props(scene), scene, depth) if spec.props else [],
        "skin": figure.skin_layers(scene, depth, facing),
    }
