"""One figure: a posed body seen by a camera, written as outline, tone bands, lines and landmarks."""

import numpy as np
from scipy import ndimage
from shapely.geometry import LineString

from diagrams import anatomy
from diagrams.bake import base_mesh, bezier, cameras, creases, depth_buffer, landmarks, places, surface, trace
from diagrams.bake import skeleton as pose
from diagrams.bake.hand_plane import HandPlane
from diagrams.bake.standing_skin import hand as hand_skin
from diagrams.bake.standing_skin import skin as standing_skin
from diagrams.parts.bones import pelvis


def flexed_hip(skeleton, body, hip=65.0, knee=80.0):
    """Pose for locating GB30 (WHO 2008): lying on the left side, the upper, right hip and knee flexed.

    The thigh turns about the hip joint of the pelvis that is drawn: the rig's own lies up to 27 mm behind it, and
    would carry the trochanter as far from the head of its femur.
    """
    basin = pelvis.Pelvis(anatomy.figure("posterior", body))
    skeleton.heads["upperleg01.R"] = np.array(basin.warp(pelvis.HIP_CENTRE))
    skeleton.twist("upperleg01.R", [1, 0, 0], hip)
    skeleton.twist("lowerleg01.R", [1, 0, 0], -knee)
    return skeleton


FAR_SMALLEST = 400.0  # mm2 of the side that is toned back


class BakeScene:
    """What one view looks at: posed points, quads, normals, camera, sheet, landmarks, and the lines bound to the skin.

    `grid` is the step, mm, of the coordinates of the tone bands, 0 where they are as fine as a path can say. `slack` is
    how far, mm, a line of the skin may be from the authored one.
    """

    grid = 0.0
    slack = 0.06

    def __init__(self, view, body):
        self.view, self.body = view, body
        skin = standing_skin(body)
        self.plane, self.directions = None, {}
        if view.part == "right hand":
            self.points, self.quads = hand_skin(body)
            self.plane = HandPlane(skin.skeleton, self.points, self.quads, body)
            self.landmarks = self.plane.landmarks()
            self.directions = {"radial-of-metacarpal-2": {"right": self.plane.radial()}}
            origin = self.plane.to_plane(skin.joint("wrist.R")) * [1, -1]
        else:
            self.points, table = skin.points, landmarks.standing_landmarks(body, skin)
            if view.name == "hip":
                skeleton = flexed_hip(pose.Skeleton(skin.coarse), body)
                self.points, table = (
                    skeleton.skin_points(skin.points, skin.weights),
                    landmarks.posed_landmarks(table, skeleton),
                )
            self.quads = self.part_quads(skin)
            self.landmarks = self.visible_landmarks(table)
            origin = self.centre(skin)
        self.camera = cameras.camera(view, self.plane)
        self.box = cameras.frame(view, body, origin)
        self.sheet = trace.PixelGrid(self.box, view.density)

    def part_quads(self, skin):
        """Return the quads of the part drawn."""
        if self.view.part == "body":
            return skin.quads
        free = skin.arm[skin.quads].mean(1) < 0.25
        x, _, z = skin.points[skin.quads].mean(1).T
        if self.view.name == "hip":  # the bent knee and shank lie beyond the crop and would come back into its corner
            free &= (x < 0) | (z > skin.joint("lowerleg01.R")[2])
        if self.view.part == "right leg":
            free &= (x > 0) & (z < 0.47 * skin.stature)
        return skin.quads[free]

    def visible_landmarks(self, table):
        """Return the landmarks this view can speak of: all, or the right leg's."""
        if self.view.part != "right leg":
            return table
        return {key: {"right": table[key]["right"]} for key in landmarks.SHANK}

    def centre(self, skin):
        """Return the sheet place the crop box of a leg view hangs from."""
        if self.view.name == "knee-posterior":
            return skin.joint("lowerleg01.R")[0], -landmarks.CREASE[self.body]
        if self.view.name == "ankle-medial":
            return -skin.joint("foot.R")[1], 0
        return 0, 0

    def render_depth(self):
        """Return (depth (h, w), facing (h, w, 3) in camera axes); keep which quad each pixel shows."""
        flat = self.sheet.pixels(self.camera.project(self.points))
        facing = np.ascontiguousarray(self.camera.axes(surface.normals(self.points, self.quads)))
        seen = depth_buffer.look(flat, surface.triangles(self.quads), self.sheet.width, self.sheet.height)
        self.quad_seen = np.where(seen.hit, seen.triangle % len(self.quads), -1)
        return seen.depth, seen.at(facing)

    def far(self):
        """Return (h, w) which pixels of the lying hip show the side that lies below and is not pressed."""
        is_left = standing_skin(self.body).points[self.quads, 0].mean(1) < 0
        return (self.quad_seen >= 0) & is_left[self.quad_seen]

    def sighted(self):
        """Return the standing skin that is seen where each place of this view's pose and part is drawn."""
        shown = places.table(self.body)["hip" if self.view.name == "hip" else "standing"]
        if self.plane is not None:
            shown = {text: sides for text, sides in shown.items() if places.bound_places(self.body)[text][1].is_on_hand}
        rest = self.points if self.plane is not None else standing_skin(self.body).points
        return places.sighted(shown, self.points, self.quads, self.camera, rest)

    def surface_lines(self, depth):
        """Yield the authored lines where this camera sees them."""
        if self.plane is not None:
            for name, width, opacity, points, _closed in creases.hand(self.plane):
                yield name, width, opacity, points * [1, -1]
            return
        for line, ties in creases.trunk_and_legs(self.body):
            if not self.draws_line(line):
                continue
            flat = self.camera.project(np.array([share @ self.points[corners] for corners, share in ties]))
            seen = self.visible(flat, depth)
            for run in np.split(np.arange(len(flat)), np.flatnonzero(np.diff(seen.astype(int))) + 1):
                if seen[run[0]] and len(run) > 5:
                    yield line.name, line.width, line.opacity, flat[run, :2]

    def draws_line(self, line):
        """Return whether an authored line is drawn here."""
        return not line.views or self.view.name in line.views

    def visible(self, flat, depth):
        """Return which of (n, 3) projected skin points lie in the box and are not hidden by a nearer part."""
        x0, y0, x1, y1 = self.box
        inside = (flat[:, 0] > x0) & (flat[:, 0] < x1) & (flat[:, 1] > y0) & (flat[:, 1] < y1)
        column, row = self.sheet.pixels(flat)[:, :2].astype(int).T
        near = ndimage.minimum_filter(depth, 3)
        row, column = np.clip(row, 0, depth.shape[0] - 1), np.clip(column, 0, depth.shape[1] - 1)
        return inside & (flat[:, 2] < near[row, column] + 6)


def rounded(values):
    """Return numbers rounded to a tenth, without negative zeros."""
    return [round(float(value), 1) + 0.0 for value in values]


def table(entries):
    """Return a landmark table with plain rounded numbers."""
    return {key: {side: rounded(point) for side, point in sides.items()} for key, sides in entries.items()}


def skin_layers(scene, depth, facing):
    """Return the `skin` object of a figure file."""
    view, sheet = scene.view, scene.sheet
    outline, tone_error = view.errors
    rings, lines = trace.silhouette(np.isfinite(depth), sheet)
    smooth, raw = trace.tone(depth, facing, sheet, cameras.UPPER_LEFT, view.crease_weights, view.blur)
    window = max(4, int(view.density * 2))
    contours = trace.inner_contours(depth, sheet, view.drop, view.shortest)

    def tones(found):
        return [
            {"tone": round(float(share), 2), "d": "".join(band(ring, tone_error, scene.grid) for ring in loops)}
            for share, loops in found
            if loops
        ]

    return {
        "silhouette": "".join(
            bezier.format_path(bezier.cropped(ring, scene.box, outline, window), closed=True) for ring in rings
        ),
        "contour": [bezier.path(line, outline, closed=np.allclose(line[0], line[-1]), window=window) for line in lines],
        "inner": [bezier.tapered_ink(line, 1.5 * view.line, outline) for line in contours],
        "bands": tones(trace.bands(depth, smooth, raw, sheet, view.count, view.smallest)),
        "lights": tones(trace.highlights(depth, smooth, raw, sheet, view.smallest)),
        "creases": [
            {
                "name": name,
                "opacity": round(opacity, 2),
                "w": round(width * (1 if scene.plane else max(view.line, 0.6)), 1),
                "points": [rounded(point) for point in simplify_line(points, scene.slack)],
            }
            for name, width, opacity, points in scene.surface_lines(depth)
        ],
    }


def band(ring, error, grid):
    """Return the path text of a closed ring, every coordinate a multiple of `grid` mm unless that is 0."""
    cubics = np.array(bezier.curve(ring, error, True))
    return bezier.format_path(np.rint(cubics / grid) * grid if grid else cubics, True)


def simplify_line(points, tolerance):
    """Return the polyline with points left out that lie within `tolerance` mm of it."""
    return np.array(LineString(points).simplify(tolerance).coords)


def figure_header(scene):
    """Return what every figure file says of itself: whom and what it shows, and how it was looked at."""
    return {
        "view": scene.view.name,
        "body": scene.body,
        "pose": "hip" if scene.view.name == "hip" else "standing",
        "unit": "mm",
        "source": base_mesh.CREDIT,
        "box": rounded(scene.box),
        "camera": {
            axis: [round(float(v), 6) + 0.0 for v in getattr(scene.camera, axis)] for axis in ("right", "up", "toward")
        },
        "fade": dict(zip(("top", "bottom", "left", "right"), scene.view.fade, strict=False)),
    }


def bake(view, body):
    """Return the figure file of one view of one body as plain data."""
    scene = BakeScene(cameras.VIEWS[view], body)
    data = figure_header(scene) | {
        "sighted": scene.sighted(),
        "landmarks": table(scene.landmarks),
        "directions": table(scene.directions),
        "skin": skin_layers(scene, *scene.render_depth()),
    }
    if view == "hip":
        data["skin"]["far"] = far_path(scene)
    return data


def far_path(scene):
    """Return the path text of the side that is toned back."""
    smooth = ndimage.gaussian_filter(scene.far().astype(float), 0.8)
    rings = trace.level_loops(-smooth, -0.5, scene.sheet, FAR_SMALLEST)
    return "".join(
        bezier.format_path(bezier.cropped(ring, scene.box, scene.view.errors[0], 6), closed=True) for ring in rings
    )
