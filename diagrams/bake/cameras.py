"""The named views: from where each is seen, how it is cropped, and how finely it is traced."""

from dataclasses import dataclass

import numpy as np

from . import proportion

UPPER_LEFT = (-0.38, 0.52, 0.78)  # light in camera axes: right, up, toward the viewer


@dataclass(frozen=True)
class CameraView:
    """One view. `box` is in mm on the male body and is carried to the other by `frame`; sheet y points down.

    `part`: which skin is drawn. `density`: pixels per mm. `drop`: depth step, mm, that draws an inner contour.
    `crease_weights`, `blur`: radii, mm, of crease shading and of tone smoothing. `errors`: mm allowed to outline and to
    tone bands.
    """

    name: str
    part: str
    box: tuple
    density: float
    drop: float
    crease_weights: tuple
    blur: float
    errors: tuple
    count: int = 14
    fade: tuple = (0, 0, 0, 0)
    azimuth: float = 0.0
    smallest: float = 60.0
    line: float = 1.0
    shortest: float = 14.0


VIEWS = {
    view.name: view
    for view in (
        CameraView(
            "posterior", "body", (-445, -1785, 445, 25), 1.5, 7, (10, 28), 3.4, (0.5, 2.2), 8, smallest=400, line=1.3
        ),
        CameraView(
            "lumbosacral",
            "trunk",
            (-235, -1235, 235, -735),
            3,
            4,
            (10, 28),
            3.0,
            (0.3, 0.9),
            16,
            (16, 26, 0, 0),
            smallest=120,
            line=1.0,
        ),
        CameraView(
            "knee-posterior",
            "right leg",
            (-88, -145, 98, 145),
            5,
            3,
            (10, 28),
            2.6,
            (0.3, 0.6),
            16,
            (22, 22, 0, 0),
            line=0.6,
        ),
        CameraView(
            "hand-dorsal",
            "right hand",
            (-100, -206, 82, 52),
            6,
            1.2,
            (4, 10),
            0.8,
            (0.2, 0.4),
            12,
            (0, 22, 0, 0),
            smallest=10,
            line=0.55,
            shortest=8,
        ),
        CameraView(
            "ankle-medial",
            "right leg",
            (-225, -262, 100, 14),
            4,
            2.5,
            (8, 22),
            1.6,
            (0.25, 0.6),
            14,
            (24, 0, 0, 0),
            azimuth=-90,
            smallest=30,
            line=0.6,
        ),
        CameraView(
            "hip-posterolateral",
            "trunk",
            (-215, -1175, 215, -705),
            3,
            4,
            (10, 28),
            3.0,
            (0.3, 0.9),
            16,
            (22, 24, 0, 0),
            azimuth=46,
            smallest=120,
            line=1.0,
        ),
        CameraView(
            "hip",
            "trunk",
            (-1180, -238, -672, 160),
            3,
            4,
            (10, 28),
            3.0,
            (0.3, 0.9),
            16,
            (24, 0, 24, 24),
            smallest=120,
            line=1.0,
        ),
    )
}


@dataclass(frozen=True)
class Camera:
    """A parallel camera: orthonormal, right x up = toward (the viewer)."""

    right: np.ndarray
    up: np.ndarray
    toward: np.ndarray

    def project(self, points):
        """Return (n, 3): sheet x, sheet y (down), depth away from the viewer."""
        points = np.asarray(points, float)
        return np.stack([points @ self.right, -(points @ self.up), -(points @ self.toward)], 1)

    def axes(self, vectors):
        """Return directions (n, 3) in camera axes: right, up, toward."""
        return vectors @ np.stack([self.right, self.up, self.toward], 1)


def level_camera(azimuth):
    """Return the level camera `azimuth` degrees round from behind, toward the subject's right."""
    a = np.radians(azimuth)
    toward = np.array([np.sin(a), -np.cos(a), 0])
    up = np.array([0, 0, 1.0])
    return Camera(np.cross(up, toward), up, toward)


def over_the_back(elevation=40.0):
    """Return the camera behind a body lying on its left side, head to the viewer's left, looking down by
    `elevation`."""
    e = np.radians(elevation)
    up, toward = np.array([np.cos(e), np.sin(e), 0]), np.array([np.sin(e), -np.cos(e), 0])
    return Camera(np.cross(up, toward), up, toward)


def camera(view, plane=None):
    """Return the camera of a view; the hand's follows its `plane`."""
    if view.name == "hand-dorsal":
        return Camera(plane.right, plane.up, plane.toward)
    return over_the_back() if view.name == "hip" else level_camera(view.azimuth)


def frame(view, body, origin=(0, 0)):
    """Return the crop box (x0, y0, x1, y1) on one body, whole mm, about a sheet origin."""
    k = proportion.STATURE[body] / proportion.STATURE["male"]
    x0, y0, x1, y1 = view.box
    if view.part == "trunk" and view.name != "hip":
        box = (x0 * k, -proportion.scale_height(body, -y0), x1 * k, -proportion.scale_height(body, -y1))
    elif view.name == "hip":
        box = (-proportion.scale_height(body, -x0), y0 * k, -proportion.scale_height(body, -x1), y1 * k)
    else:
        box = (origin[0] + x0 * k, origin[1] + y0 * k, origin[0] + x1 * k, origin[1] + y1 * k)
    return tuple(float(round(value)) for value in box)
