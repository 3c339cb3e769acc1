"""The right hand from its back: bones, tendons, wrinkles and nails.

Every bone lies between two landmarks. Lengths are those between the landmarks (metacarpals: ABJS 2024 80233). Breadths
are those of a grown man's radiograph, mm (general knowledge), scaled by the second metacarpal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import dist
from typing import TYPE_CHECKING, Literal

from diagrams.geometry.curves import interpolate
from diagrams.geometry.vectors import XY, unit_vector
from diagrams.parts.bones import Shape, wrist
from diagrams.parts.bones import finger_skin as fingers
from diagrams.parts.bones.limb_shapes import (
    DISTAL_PHALANX,
    METACARPAL,
    PHALANX,
    Frame,
    band,
    frame_between,
    long_bone,
    shorten_segment,
)

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

SECOND_METACARPAL_MM = 67.7  # ABJS 2024 80233; the figure's own, divided by this, scales every breadth below
CARPUS_HEIGHT_MM = 37.0  # mm from the dorsal wrist crease to the base of the third metacarpal
JOINT_SPACE_MM = 0.7  # mm on either side of a joint's centre
FINGERTIP_SHARE, THUMBTIP_SHARE = 0.8, 0.74  # length of the end bone, a share of the distance from joint to tip
Breadths = tuple[float, float, float]

# Breadth of base, shaft and head, mm.
METACARPALS: dict[int, Breadths] = {
    1: (14.0, 9.8, 13.0),
    2: (12.6, 8.4, 14.4),
    3: (11.6, 8.4, 14.2),
    4: (9.8, 6.8, 12.2),
    5: (10.2, 7.0, 11.4),
}
FINGERS: dict[str, tuple[int, tuple[Breadths, Breadths, Breadths]]] = {
    "index": (2, ((14.6, 9.2, 11.4), (12.2, 8.0, 9.8), (10.0, 5.2, 7.2))),
    "middle": (3, ((15.2, 9.6, 11.8), (12.8, 8.4, 10.2), (10.4, 5.6, 7.6))),
    "ring": (4, ((14.0, 8.8, 11.0), (11.8, 7.8, 9.6), (10.0, 5.2, 7.2))),
    "little": (5, ((12.2, 7.4, 9.2), (9.8, 6.4, 7.8), (8.2, 4.4, 6.0))),
}
THUMB: tuple[Breadths, Breadths] = ((12.6, 8.6, 10.6), (11.0, 5.4, 6.4))
# The thumb is seen from its side and its landmarks lie on its back; its bones lie so much nearer the palm
# (head of the metacarpal, joint, tip).
THUMB_DEPTHS_MM = (1.8, 4.8, 2.8)
# The extensor tendons, mm toward the little finger: at the wrist, and over the bases of the metacarpals.
EXTENSORS = {"index": (-3.4, -8.4), "middle": (-0.4, -0.4), "ring": (2.6, 6.6), "little": (5.6, 13.4)}


@dataclass(frozen=True)
class Hand:
    """Landmarks of one hand on the sheet, and frames in its mm."""

    figure: Figure

    def landmark(self, key: str) -> XY:
        """Return the sheet point of a landmark of the right hand."""
        return self.figure.project_landmark(key, "right")

    @cached_property
    def scale(self) -> float:
        """Size of this hand as a share of the one whose breadths are tabulated."""
        return dist(self.landmark("metacarpal-2-base"), self.landmark("metacarpal-2-head")) / SECOND_METACARPAL_MM

    @cached_property
    def wrist(self) -> Frame:
        """Frame of the wrist: x toward the little finger, y toward the elbow, from the third metacarpal's base."""
        proximal = frame_between(
            self.landmark("metacarpal-3-base"), self.landmark("wrist-crease-dorsal"), CARPUS_HEIGHT_MM, is_mirrored=True
        )
        return Frame(proximal.origin, proximal.y, proximal.x)

    def breadths(self, mm: Breadths) -> Breadths:
        """Return breadths scaled to this hand."""
        base, shaft, head = mm
        return (base * self.scale, shaft * self.scale, head * self.scale)

    def joints(self, finger: str) -> tuple[XY, XY, XY, XY]:
        """Return knuckle, both finger joints and fingertip."""
        knuckle = self.landmark(f"metacarpal-{FINGERS[finger][0]}-head")
        return (knuckle, self.landmark(f"{finger}-pip"), self.landmark(f"{finger}-dip"), self.landmark(f"{finger}-tip"))

    @cached_property
    def thumb(self) -> tuple[XY, XY, XY, XY]:
        """Axis of the thumb: base and head of its metacarpal, joint between its phalanges, tip."""
        base, *skin = (
            self.landmark(f"{key}") for key in ("metacarpal-1-base", "metacarpal-1-head", "thumb-ip", "thumb-tip")
        )
        across = frame_between(skin[0], skin[2], dist(skin[0], skin[2])).y
        inner = [
            (x + across[0] * depth * self.scale, y + across[1] * depth * self.scale)
            for (x, y), depth in zip(skin, THUMB_DEPTHS_MM, strict=True)
        ]
        return (base, inner[0], inner[1], inner[2])

    def frame_at(self, start: XY, end: XY) -> Frame:
        """Return the frame at `end` in this hand's mm, x away from `start`, y to the right of it."""
        return frame_between(start, end, dist(start, end) / self.scale).with_origin(end)


def shapes(figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of the back of the right hand, in painting order."""
    hand = Hand(figure)
    return (
        first_dorsal_interosseous(hand),
        *wrist.carpal_shapes(hand.wrist, hand.scale),
        *metacarpals(hand),
        *(shape for finger in FINGERS for shape in phalanges(hand, finger)),
        *thumb_phalanges(hand),
        *tendons(hand),
        *wrist.wrist_creases(hand.wrist),
        web_fold(hand),
        *(shape for finger in FINGERS for shape in finger_skin(hand, finger)),
        *thumb_skin(hand),
    )


def first_dorsal_interosseous(hand: Hand) -> Shape:
    """Return the muscle between thumb and index finger, on which LI4 lies."""
    base, head = hand.landmark("metacarpal-2-base"), hand.landmark("metacarpal-2-head")
    along = unit_vector(base, head)
    radial = (along[1], -along[0])  # with the fingers up, the thumb is on the viewer's left
    length, scale = dist(base, head), hand.scale
    thumb_base, thumb_head = shorten_segment(*hand.thumb[:2], 2.6 * scale, 0)

    def beside_metacarpal(share: float, out: float) -> XY:
        """Return the point at a share of the second metacarpal, `out` mm toward the thumb."""
        x, y = interpolate(base, head, share)
        return (x + out * scale * radial[0], y + out * scale * radial[1])

    def beside_thumb(share: float) -> XY:
        x, y = interpolate(thumb_base, thumb_head, share)
        return (x - 4.0 * scale * radial[0], y - 4.0 * scale * radial[1])

    points = (
        beside_metacarpal(1 + 9 / length, 6.0),
        beside_metacarpal(0.86, 10.5),
        beside_metacarpal(0.66, 16.5),
        beside_thumb(0.7),
        beside_thumb(0.4),
        beside_thumb(0.12),
        beside_metacarpal(0.04, 3.0),
        beside_metacarpal(0.4, 2.0),
        beside_metacarpal(0.8, 2.6),
    )
    return Shape("first dorsal interosseous", "muscle", points)


def metacarpals(hand: Hand) -> list[Shape]:
    """Return the five metacarpals; the second, by which LI4 is found, is highlighted."""
    out = []
    for number, mm in METACARPALS.items():
        base, head = hand.landmark(f"metacarpal-{number}-base"), hand.landmark(f"metacarpal-{number}-head")
        if number == 1:
            base, head = shorten_segment(*hand.thumb[:2], 2.6 * hand.scale, 0)
        kind: Literal["bone", "bone-strong"] = "bone-strong" if number == 2 else "bone"
        points = long_bone(base, head, hand.breadths(mm), METACARPAL)
        out.append(Shape(f"metacarpal {number}", kind, points))
    return out


def phalanges(hand: Hand, finger: str) -> list[Shape]:
    """Return the three phalanges of a finger."""
    knuckle, pip, dip, tip = hand.joints(finger)
    gap = JOINT_SPACE_MM * hand.scale
    spans = (
        shorten_segment(knuckle, pip, 2 * gap, gap),
        shorten_segment(pip, dip, gap, gap),
        shorten_segment(dip, tip, gap, dist(dip, tip) * (1 - FINGERTIP_SHARE)),
    )
    rows = zip(
        ("proximal", "middle", "distal"),
        spans,
        FINGERS[finger][1],
        (PHALANX, PHALANX, DISTAL_PHALANX),
        strict=True,
    )
    return [
        Shape(f"{row} phalanx of the {finger} finger", "bone", long_bone(*span, hand.breadths(mm), outline))
        for row, span, mm, outline in rows
    ]


def thumb_phalanges(hand: Hand) -> list[Shape]:
    """Return the two phalanges of the thumb."""
    _, knuckle, joint, tip = hand.thumb
    gap = JOINT_SPACE_MM * hand.scale
    proximal = shorten_segment(knuckle, joint, 2 * gap, gap)
    distal = shorten_segment(joint, tip, gap, dist(joint, tip) * (1 - THUMBTIP_SHARE))
    return [
        Shape("proximal phalanx of the thumb", "bone", long_bone(*proximal, hand.breadths(THUMB[0]), PHALANX)),
        Shape("distal phalanx of the thumb", "bone", long_bone(*distal, hand.breadths(THUMB[1]), DISTAL_PHALANX)),
    ]


def tendons(hand: Hand) -> list[Shape]:
    """Return the extensor tendons: they diverge from the wrist and broaden over the knuckles."""
    at, out = hand.wrist, []
    for finger, (start, middle) in EXTENSORS.items():
        knuckle, pip, *_ = hand.joints(finger)
        path = (
            at.to_sheet(0.6 * start, 56),
            at.to_sheet(start, 34),
            at.to_sheet(middle, 4),
            hand.frame_at(pip, knuckle).to_sheet(10, 0),
            knuckle,
            hand.frame_at(knuckle, pip).to_sheet(-6, 0),
        )
        out.append(tendon(f"extensor tendon of the {finger} finger", path, (0.3, 2.0, 2.2, 3.0, 4.4, 2.4), hand.scale))
    _, knuckle, joint, _ = hand.thumb
    turn = at.to_sheet(-6.5, 38), at.to_sheet(-13.5, 22), at.to_sheet(-21.5, 4)
    path = (
        at.to_sheet(-4.5, 54),
        *turn,
        hand.frame_at(joint, knuckle).to_sheet(0, -1.0),
        hand.frame_at(knuckle, joint).to_sheet(-4, 0),
    )
    out.append(tendon("long extensor tendon of the thumb", path, (0.3, 1.8, 2.0, 2.2, 3.0, 2.0), hand.scale))
    return out


def tendon(name: str, path: tuple[XY, ...], widths: tuple[float, ...], scale: float) -> Shape:
    """Return a tendon along a path; widths in mm of the tabulated hand."""
    return Shape(name, "tendon", band(path, [width * scale for width in widths]), weight=0.55)


def web_fold(hand: Hand) -> Shape:
    """Return the fold of skin from the web of the thumb onto the back of the hand."""
    at = frame_between(hand.landmark("metacarpal-1-head"), hand.landmark("metacarpal-2-head"), 56)
    return Shape("web fold", "crease", at.curve(((21.9, -4.4), (21.2, -1.0), (19.0, 2.8), (15.0, 6.2))), False, 0.8)


def finger_skin(hand: Hand, finger: str) -> list[Shape]:
    """Return wrinkles over both joints and the nail of a finger."""
    knuckle, pip, dip, tip = hand.joints(finger)
    _, (_, middle, distal) = FINGERS[finger]
    return [
        *fingers.wrinkles(
            f"{finger} finger, middle joint", hand.frame_at(knuckle, pip), middle[0], fingers.MIDDLE_JOINT
        ),
        *fingers.wrinkles(f"{finger} finger, end joint", hand.frame_at(pip, dip), distal[0], fingers.END_JOINT),
        *fingers.nail(f"nail of the {finger} finger", hand.frame_at(dip, tip), distal[0]),
    ]


def thumb_skin(hand: Hand) -> list[Shape]:
    """Return the wrinkles over the joint of the thumb, and its nail seen from the side."""
    _, knuckle, joint, tip = hand.thumb
    back = hand.frame_at(knuckle, joint)
    return [
        *fingers.wrinkles("thumb", back.with_origin(back.to_sheet(0, -2.2)), THUMB[1][0] * 0.8, fingers.END_JOINT),
        *fingers.side_nail("nail of the thumb", hand.frame_at(joint, tip)),
    ]
