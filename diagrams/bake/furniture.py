"""What stands under and behind each posture: a wall with a ball, a chair, a bed, fitted to the posed body."""

import numpy as np

from . import poses, things


def wall(scene):
    """Return ball, wall and floor of a body that leans back."""
    centre = next(iter(scene.poser.last.values()))[0]
    floor, back = scene.floor, centre[1] - poses.BALL
    return [
        *things.box("wall", "wall", (-600, back - 60, floor - 40), (600, back, floor + 2400)),
        *things.box("floor", "wood", (-600, back - 60, floor - 40), (600, back + 2000, floor)),
        things.ball("ball", centre, poses.BALL),
    ]


def chair(scene):
    """Return the seat and legs of a chair under a body that sits."""
    p, k = scene.poser, scene.poser.k
    hip = p.here("upperleg01.L")
    x, y, z = scene.points[np.unique(scene.quads)].T
    under = (np.abs(x) < 140 * k) & (y > hip[1] - 150) & (y < hip[1] + 200) & (z > hip[2] - 160)
    top = z[under].min() + 2
    floor = scene.floor
    front, back, half = hip[1] + 240 * k, hip[1] - 190 * k, 225 * k
    legs = [
        part
        for x in (-half + 12, half - 52)
        for y in (back + 12, front - 52)
        for part in things.box("chair", "wood", (x, y, floor), (x + 40, y + 40, top - 34))
    ]
    return [*legs, *things.box("chair", "wood", (-half, back, top - 34), (half, front, top))]


def bed(scene):
    """Return mattress and pillows of a body that lies on its left side."""
    p, k = scene.poser, scene.poser.k
    x, y, z = scene.points[np.unique(scene.quads)].T
    down = x[(z > 700 * k) & (z < 1500 * k) & (np.abs(y) < 200)].min() + 6
    head, knee = p.here("head"), p.here("lowerleg01.R")
    under = head[0] - 62 * k
    rest = x[(np.abs(z - knee[2]) < 40) & (y > knee[1] - 90)].min() + 10
    return [
        *things.box("bed", "bed", (-330 * k, -150 * k, down - 80), (560 * k, 2100, down), (2, 0, 1)),
        things.ellipsoid(
            "pillow",
            "cloth",
            ((under + down) / 2, head[1] + 10, head[2] + 40 * k),
            ((under - down) / 2 + 8, 210 * k, 160 * k),
            3,
        ),
        things.ellipsoid(
            "pillow",
            "cloth",
            ((rest + down) / 2, knee[1] + 25 * k, knee[2] - 60 * k),
            ((rest - down) / 2 + 4, 130 * k, 210 * k),
            3,
        ),
    ]
