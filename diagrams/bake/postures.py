"""The postures in which a place can be pressed by oneself: the same two bodies, posed with the hand where it
belongs.

One posture for each way of holding the body and each area pressed. Poses are made about the place itself, so
they follow
it from one body to the other. Everything is posed in the body frame; lying down is a matter of the camera.
"""

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from diagrams import anatomy
from points import location
from points.model import Ruler

from . import bezier, cameras, creases, figure, poses, source, things, trace
from .puppet import unit
from .skin import skin as standing_skin

DATA = Path(location.__file__).parent / "data"
# The figure on which each place is worked out, and from where its skin is looked for.
FOUND_ON = {
    "BL23": ("lumbosacral", (0, -1, 0)),
    "BL25": ("lumbosacral", (0, -1, 0)),
    "GV3": ("lumbosacral", (0, -1, 0)),
    "BL54": ("lumbosacral", (0, -1, 0)),
    "GB30": ("lumbosacral", (0.45, -1, 0)),
    "BL40": ("knee-posterior", (0, -1, 0)),
    "LI4": ("hand-dorsal", None),
    "KI3": ("ankle-medial", (-1, 0, 0)),
}


@functools.cache
def expressions():
    """Return point code -> location expression, and ruler key -> ruler, as the catalogue has them."""
    found = {}
    for file in sorted((DATA / "points").glob("*.toml")):
        for point in tomllib.loads(file.read_text("utf-8"))["point"]:
            found[point["code"]] = location.parse(point["location"]["expression"])
    rulers = {
        entry["key"]: Ruler(
            **(entry | {"cun": location.Fraction(entry["cun"]), "regions": tuple(entry["regions"]), "sources": ()})
        )
        for entry in tomllib.loads((DATA / "rulers.toml").read_text("utf-8"))["ruler"]
    }
    return found, rulers


@functools.cache
def places(body):
    """Return point code -> (3,) place on the skin of the standing body, right side or midline."""
    found, rulers = expressions()
    out = {}
    for code, (view, toward) in FOUND_ON.items():
        figure = anatomy.figure(view, body)
        side = "midline" if code == "GV3" else "right"
        place = np.array(anatomy.place(found[code], figure, side, rulers))
        if toward and view == "lumbosacral":
            place = standing_skin(body).hit(place, toward)
        out[code] = place
    return out


@dataclass(frozen=True)
class Spec:
    """One posture: how it is held, from where it is seen, what presses which place which way.

    `seen`: azimuth from behind toward the subject's right and elevation, degrees. `lying`: the right side is
    up.
    `around`: what the box is hung from (a place or a bone). `box`: mm about it on the male body. `contact`:
    finger and side
    that press, or the ball. `radius`: mm from the contact to its surface. `press`: direction in the body frame
    of the pose.
    `detail`: pixels per mm, then mm allowed to outline and to tone bands.
    """

    key: str
    shape: object
    point: str
    seen: tuple
    around: str
    box: tuple
    press: tuple
    radius: float = 9.0
    gap: float = 0.0
    finish: tuple = ()
    lying: bool = False
    fade: tuple = (0, 0, 0, 0)
    detail: tuple = (1.6, 0.7, 2.6)
    bands: int = 8
    grid: float = 1.0
    smallest: float = 350.0
    drop: float = 5.0
    blur: float = 4.2
    line: float = 1.3
    props: object = None
    lines: tuple = ()
    part: tuple = ()


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
    """A posed body before its camera, with what it stands, sits or lies on."""

    def __init__(self, spec, body):
        skin = standing_skin(body)
        self.spec, self.body, self.plane = spec, body, None
        self.poser = poses.put(skin, places(body), spec.shape, spec.finish)
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

    def surface_lines(self, depth):
        """Yield the authored lines of the skin that this posture asks for, where they are seen."""
        for line, ties in creases.trunk_and_legs(self.body):
            if line.name not in self.spec.lines:
                continue
            flat = self.camera.project(np.array([share @ self.points[corners] for corners, share in ties]))
            seen = self.visible(flat, depth)
            for run in np.split(np.arange(len(flat)), np.flatnonzero(np.diff(seen.astype(int))) + 1):
                if seen[run[0]] and len(run) > 5:
                    yield line.name, line.width, line.opacity, flat[run, :2]


def skin_layers(scene, depth, facing):
    """Return the `skin` object of a posture, coarser than that of a view: tone on a grid of `grid` mm."""
    view, sheet, spec = scene.view, scene.sheet, scene.spec
    outline, tone_error = view.errors
    window = max(4, int(view.density * 2))
    rings, lines = trace.silhouette(np.isfinite(depth), sheet)
    smooth, raw = trace.tone(depth, facing, sheet, cameras.UPPER_LEFT, view.hollows, view.blur)

    def tones(found):
        return [
            {"tone": round(float(share), 2), "d": "".join(gridded(ring, tone_error, spec.grid) for ring in loops)}
            for share, loops in found
            if loops
        ]

    return {
        "silhouette": "".join(
            bezier.write(bezier.cropped(ring, scene.box, outline, window), closed=True) for ring in rings
        ),
        "contour": [bezier.path(line, outline, closed=np.allclose(line[0], line[-1]), window=window) for line in lines],
        "inner": [
            bezier.ink(line, 1.5 * view.line, outline)
            for line in trace.inner_contours(depth, sheet, view.drop, view.shortest)
        ],
        "bands": tones(trace.bands(depth, smooth, raw, sheet, view.count, view.smallest)),
        "lights": tones(trace.lights(depth, smooth, raw, sheet, view.smallest)),
        "creases": [
            {
                "name": name,
                "opacity": round(opacity, 2),
                "w": round(width * max(view.line, 0.6), 1),
                "points": [figure.rounded(point) for point in figure.thin(points, 0.3)],
            }
            for name, width, opacity, points in scene.surface_lines(depth)
        ],
    }


def gridded(ring, error, grid):
    """Return the path text of a closed ring with every coordinate a multiple of `grid` mm."""
    return bezier.write(np.rint(np.array(bezier.curve(ring, error, True)) / grid) * grid, True)


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
    return {
        "view": f"posture-{key}",
        "body": body,
        "unit": "mm",
        "source": source.CREDIT,
        "box": figure.rounded(scene.box),
        "camera": {
            axis: [round(float(v), 6) + 0.0 for v in getattr(scene.camera, axis)] for axis in ("right", "up", "toward")
        },
        "fade": dict(zip(("top", "bottom", "left", "right"), spec.fade, strict=False)),
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
        "skin": skin_layers(scene, depth, facing),
    }


BEHIND = (
    "spine furrow",
    "natal cleft",
    "gluteal fold",
    "dimple over the posterior superior iliac spine",
    "inferior angle of scapula",
)
SPECS = {
    spec.key: spec
    for spec in (
        Spec(
            "standing-lower-back",
            poses.standing,
            "BL23",
            (16, 14),
            "BL23",
            (-390, -690, 330, 390),
            (-0.06, 1, 0),
            finish=(poses.drape_right,),
            fade=(0, 90, 0, 0),
            lines=BEHIND,
        ),
        Spec(
            "standing-midline",
            poses.standing_dip,
            "GV3",
            (16, 14),
            "GV3",
            (-390, -760, 330, 320),
            (0, 1, 0),
            gap=14,
            fade=(0, 90, 0, 0),
            lines=BEHIND,
        ),
        Spec(
            "wall-ball-lower-back",
            poses.wall_low_back,
            "BL23",
            (90, 0),
            "root",
            (-330, -900, 640, 940),
            (0, 1, 0),
            radius=poses.BALL,
            props=wall,
        ),
        Spec(
            "wall-ball-buttock",
            poses.wall_buttock,
            "BL54",
            (90, 0),
            "root",
            (-330, -900, 640, 940),
            (0, 1, 0),
            radius=poses.BALL,
            props=wall,
        ),
        Spec(
            "seated-lower-back",
            poses.seated,
            "BL23",
            (30, 14),
            "BL23",
            (-400, -690, 480, 400),
            (-0.1, 1, 0),
            radius=18.0,
            gap=48,
            fade=(0, 70, 0, 0),
            props=chair,
        ),
        Spec(
            "seated-midline",
            poses.seated_dip,
            "GV3",
            (30, 14),
            "GV3",
            (-400, -760, 480, 330),
            (0, 1, 0),
            gap=14,
            fade=(0, 70, 0, 0),
            props=chair,
        ),
        Spec(
            "side-lying-buttock",
            poses.side_lying,
            "GB30",
            (0, 50),
            "root",
            (-905, -385, 440, 300),
            (-0.45, 1, 0),
            radius=18.0,
            gap=82,
            lying=True,
            drop=4.0,
            detail=(2, 0.6, 2.4),
            fade=(0, 0, 0, 60),
            props=bed,
        ),
        Spec(
            "ankle-on-knee-ankle",
            poses.ankle_on_knee,
            "KI3",
            (240, 38),
            "KI3",
            (-290, -240, 290, 250),
            (0.1, 0.2, -1),
            finish=(poses.drape_ankle,),
            fade=(60, 60, 40, 60),
            drop=4.0,
            detail=(2.4, 0.6, 1.6),
            smallest=160,
            line=1.1,
        ),
        Spec(
            "seated-reach-under-knee-knee",
            poses.under_knee,
            "BL40",
            (72, 5),
            "BL40",
            (-400, -330, 250, 330),
            (0, 0.8, 0.6),
            gap=34,
            fade=(60, 60, 40, 0),
            drop=3.5,
            detail=(2, 0.6, 2),
            smallest=200,
            props=chair,
        ),
        Spec(
            "hand-pinch-hand",
            poses.hand_pinch,
            "LI4",
            (0, 74),
            "LI4",
            (-165, -165, 125, 125),
            (0.8, 0.1, -0.6),
            fade=(0, 55, 50, 45),
            detail=(4, 0.35, 0.9),
            smallest=30,
            grid=0.5,
            line=0.6,
            drop=2.2,
            blur=1.8,
            part=("lowerarm", "wrist", "metacarpal", "finger"),
        ),
    )
}
