"""Props: plain solids that a posed body stands before, sits or lies on, and the bun of hair, fitted to the body."""

from dataclasses import dataclass

import numpy as np

BALL = 33.0  # mm, radius of a tennis ball (ITF: 65.4 to 68.6 mm across)


@dataclass(frozen=True)
class Solid:
    """One face or round solid: `points` (n, 3) and `quads` (f, 4) in the body frame, drawn in the colours of `look`."""

    look: str
    points: np.ndarray
    quads: np.ndarray
    is_round: bool = False


@dataclass(frozen=True)
class Stage:
    """A posed body for which props are made: its poser, its skin points (n, 3) now, and the height of the floor."""

    poser: object
    points: np.ndarray
    floor: float

    @property
    def k(self):
        """Return the body's size over the reference man's."""
        return self.poser.k


def box(look, low, high, order=(0, 1, 2)):
    """Return the faces of a box: its top and its four sides, the top lighter.

    `order`: which of the box's own axes (width, depth, height) become x, y, z, for a box lying on its side.
    """
    (a, b, c), (d, e, f) = low, high
    corners = np.array([(x, y, z) for z in (c, f) for x, y in ((a, b), (d, b), (d, e), (a, e))], float)[:, list(order)]
    sides = [(0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7), (3, 2, 1, 0)]
    quad = np.array([[0, 1, 2, 3]])
    return [Solid(f"{look}-dark", corners[list(side)], quad) for side in sides] + [Solid(look, corners[4:], quad)]


def ellipsoid(look, centre, halves, square=2.0, steps=36):
    """Return a ball (`square` 2) or a pillow (more)."""
    power = lambda v: np.sign(v) * np.abs(v) ** (2 / square)  # noqa: E731
    u, v = np.meshgrid(np.linspace(0, 2 * np.pi, steps + 1), np.linspace(-np.pi / 2, np.pi / 2, steps // 2 + 1))
    points = np.stack([power(np.cos(v)) * power(np.cos(u)), power(np.cos(v)) * power(np.sin(u)), np.sin(v)], -1)
    rows, columns = v.shape
    index = np.arange(rows * columns).reshape(rows, columns)
    quads = np.stack([index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]], -1).reshape(-1, 4)
    return Solid(look, points.reshape(-1, 3) * np.asarray(halves) + centre, quads, True)


def faces_viewer(solid, camera):
    """Return whether a flat face is turned to the viewer; round solids always are."""
    a, b, c = solid.points[:3]
    return solid.is_round or np.cross(b - a, c - a) @ camera.toward > 1e-6


def nothing(stage):
    """Return no props."""
    return []


def wall(stage):
    """Return ball, wall and floor of a body that leans back on the ball."""
    centre = next(iter(stage.poser.last.values()))[0]
    back = centre[1] - BALL
    return [
        *box("wall", (-700, back - 60, stage.floor - 40), (700, back, stage.floor + 2400)),
        *box("wood", (-700, back - 60, stage.floor - 60), (700, back + 2000, stage.floor)),
        ellipsoid("ball", centre, (BALL,) * 3, steps=72),
    ]


def stool(stage):
    """Return the seat and legs of a stool under a body that sits."""
    p, k = stage.poser, stage.k
    hip = p.joint_position("upperleg01.L")
    x, y, z = stage.points.T
    under = (np.abs(x) < 140 * k) & (y > hip[1] - 150) & (y < hip[1] + 160) & (z > hip[2] - 160)
    top = z[under].min() + 3
    front, back, half = hip[1] + 165 * k, hip[1] - 190 * k, 220 * k
    legs = [
        face
        for x in (-half + 12, half - 52)
        for y in (back + 12, front - 52)
        for face in box("wood", (x, y, stage.floor), (x + 40, y + 40, top - 34))
    ]
    return [*legs, *box("wood", (-half, back, top - 34), (half, front, top))]


def chair(stage):
    """Return a stool with a back rest close behind the body."""
    p, k = stage.poser, stage.k
    hip = p.joint_position("upperleg01.L")
    x, y, z = stage.points.T
    behind = y[(np.abs(x) < 120 * k) & (z > hip[2] + 140 * k) & (z < hip[2] + 330 * k)].min()
    half = 200 * k
    back = box("wood", (-half, behind - 28, hip[2] + 90 * k), (half, behind - 4, hip[2] + 360 * k))
    posts = [
        face
        for x0 in (-half + 12, half - 52)
        for face in box("wood", (x0, behind - 44, hip[2] - 120 * k), (x0 + 40, behind - 28, hip[2] + 340 * k))
    ]
    return [*posts, *stool(stage), *back]


def bed(stage):
    """Return mattress and pillows of a body that lies on its left side, the upper leg on a pillow."""
    p, k = stage.poser, stage.k
    x, y, z = stage.points.T
    down = x[(z > 700 * k) & (z < 1500 * k) & (np.abs(y) < 200)].min() + 8
    head, knee, foot = p.joint_position("head"), p.joint_position("lowerleg01.R"), p.joint_position("foot.R")
    under, rest, middle = head[0] - 66 * k, min(knee[0], foot[0]) - 52 * k, (knee + foot) / 2
    return [
        *box("bed", (-330 * k, -330 * k, down - 140), (900 * k, 2100, down), (2, 0, 1)),
        ellipsoid(
            "cloth",
            ((under + down) / 2, head[1] + 10, head[2] + 50 * k),
            ((under - down) / 2 + 10, 200 * k, 150 * k),
            3.2,
        ),
        ellipsoid(
            "cloth",
            ((rest + down) / 2, middle[1] + 10 * k, middle[2]),
            ((rest - down) / 2 + 8, 170 * k, 260 * k),
            3.2,
        ),
    ]


def bun(stage):
    """Return a knot of hair at the back of the head."""
    p = stage.poser
    rest = p.skin.points[np.unique(p.skin.quads)]
    head = rest[rest[:, 2] > p.heads["head"][2] + 20]
    back = head[head[:, 1].argmin()]
    centre = p.transform_point("head", back + np.array([0, -26, 14]) * stage.k)
    return [ellipsoid("hair", centre, (36 * stage.k, 33 * stage.k, 34 * stage.k))]
