"""The right hand from its back: 27 bones, the ends of the forearm, extensor tendons, wrinkles and nails.

Every bone runs between landmarks. Lengths come with the landmarks (metacarpals by ABJS 2024 80233); breadths are
those of a grown man's radiograph as general knowledge has them, in mm, and shrink with the second metacarpal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from diagrams.geometry.curves import between, distance
from diagrams.parts.bones import XY, Shape, wrist
from diagrams.parts.bones import finger_skin as fingers
from diagrams.parts.bones.limb_shapes import (
    DISTAL_PHALANX,
    METACARPAL,
    PHALANX,
    Frame,
    band,
    frame,
    inset,
    long_bone,
    unit,
)

if TYPE_CHECKING:
    from diagrams.anatomy import Figure

SECOND_METACARPAL = 67.7  # mm, ABJS 2024 80233: the figure's own, divided by this, scales every breadth below
CARPUS_HEIGHT = 37.0  # mm from the dorsal wrist crease to the base of the third metacarpal
JOINT_SPACE = 0.7  # mm on either side of a joint's centre
FINGERTIP, THUMBTIP = 0.8, 0.74  # share of the way from the last joint to the tip that bone fills
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
# The thumb shows its side, and its landmarks lie on its back: so many mm nearer the palm lie the bones
# (head of the metacarpal, joint, tip).
THUMB_DEPTH = (1.8, 4.8, 2.8)
# Where the extensor tendons lie, mm toward the little finger: at the wrist, and over the bases of the metacarpals.
EXTENSORS = {"index": (-3.4, -8.4), "middle": (-0.4, -0.4), "ring": (2.6, 6.6), "little": (5.6, 13.4)}


@dataclass(frozen=True)
class Hand:
    """The landmarks of one hand on the sheet."""

    figure: Figure

    def spot(self, key: str) -> XY:
        """Return the sheet position of a landmark of the right hand."""
        return self.figure.spot(key, "right")

    @cached_property
    def scale(self) -> float:
        """Size of this hand as a share of the one the breadths were taken from."""
        return distance(self.spot("metacarpal-2-base"), self.spot("metacarpal-2-head")) / SECOND_METACARPAL

    @cached_property
    def wrist(self) -> Frame:
        """Frame of the wrist: x toward the little finger, y toward the elbow, from the third metacarpal's base."""
        proximal = frame(self.spot("metacarpal-3-base"), self.spot("wrist-crease-dorsal"), CARPUS_HEIGHT, mirrored=True)
        return Frame(proximal.origin, proximal.y, proximal.x)

    def breadths(self, mm: Breadths) -> Breadths:
        """Return breadths scaled to this hand."""
        base, shaft, head = mm
        return (base * self.scale, shaft * self.scale, head * self.scale)

    def joints(self, finger: str) -> tuple[XY, XY, XY, XY]:
        """Return knuckle, both finger joints and fingertip."""
        knuckle = self.spot(f"metacarpal-{FINGERS[finger][0]}-head")
        return (knuckle, self.spot(f"{finger}-pip"), self.spot(f"{finger}-dip"), self.spot(f"{finger}-tip"))

    @cached_property
    def thumb(self) -> tuple[XY, XY, XY, XY]:
        """Axis of the thumb: base and head of its metacarpal, joint between its phalanges, tip."""
        base, *skin = (
            self.spot(f"{key}") for key in ("metacarpal-1-base", "metacarpal-1-head", "thumb-ip", "thumb-tip")
        )
        across = frame(skin[0], skin[2], distance(skin[0], skin[2])).y
        inner = [
            (x + across[0] * depth * self.scale, y + across[1] * depth * self.scale)
            for (x, y), depth in zip(skin, THUMB_DEPTH, strict=True)
        ]
        return (base, inner[0], inner[1], inner[2])

    def along(self, start: XY, end: XY) -> Frame:
        """Return the frame at `end` in this hand's mm, x away from `start`, y to the right of it."""
        return frame(start, end, distance(start, end) / self.scale).moved(end)


def shapes(figure: Figure) -> tuple[Shape, ...]:
    """Return the shapes of the back of the right hand, in the order in which they are painted."""
    hand = Hand(figure)
    return (
        first_dorsal_interosseous(hand),
        *wrist.shapes(hand.wrist, hand.scale),
        *metacarpals(hand),
        *(shape for finger in FINGERS for shape in phalanges(hand, finger)),
        *thumb_phalanges(hand),
        *tendons(hand),
        *wrist.creases(hand.wrist),
        web_fold(hand),
        *(shape for finger in FINGERS for shape in finger_skin(hand, finger)),
        *thumb_skin(hand),
    )


def first_dorsal_interosseous(hand: Hand) -> Shape:
    """Return the muscle between thumb and index finger: the mound on which LI4 lies. Two heads, from both bones."""
    base, head = hand.spot("metacarpal-2-base"), hand.spot("metacarpal-2-head")
    along = unit(base, head)
    radial = (along[1], -along[0])  # the thumb is on the viewer's left, fingers up
    length, scale = distance(base, head), hand.scale
    thumb_base, thumb_head = inset(*hand.thumb[:2], 2.6 * scale, 0)

    def beside(share: float, out: float) -> XY:
        """Return a place a share of the way along the second metacarpal, `out` mm toward the thumb."""
        x, y = between(base, head, share)
        return (x + out * scale * radial[0], y + out * scale * radial[1])

    def by_thumb(share: float) -> XY:
        x, y = between(thumb_base, thumb_head, share)
        return (x - 4.0 * scale * radial[0], y - 4.0 * scale * radial[1])

    points = (
        beside(1 + 9 / length, 6.0),
        beside(0.86, 10.5),
        beside(0.66, 16.5),
        by_thumb(0.7),
        by_thumb(0.4),
        by_thumb(0.12),
        beside(0.04, 3.0),
        beside(0.4, 2.0),
        beside(0.8, 2.6),
    )
    return Shape("first dorsal interosseous", "muscle", points)


def metacarpals(hand: Hand) -> list[Shape]:
    """Return the five metacarpals; the second, on which LI4 is found, is the strong one."""
    out = []
    for number, mm in METACARPALS.items():
        base, head = hand.spot(f"metacarpal-{number}-base"), hand.spot(f"metacarpal-{number}-head")
        if number == 1:
            base, head = inset(*hand.thumb[:2], 2.6 * hand.scale, 0)
        kind: Literal["bone", "bone-strong"] = "bone-strong" if number == 2 else "bone"
        points = long_bone(base, head, hand.breadths(mm), METACARPAL)
        out.append(Shape(f"metacarpal {number}", kind, points))
    return out


def phalanges(hand: Hand, finger: str) -> list[Shape]:
    """Return the three phalanges of a finger."""
    knuckle, pip, dip, tip = hand.joints(finger)
    gap = JOINT_SPACE * hand.scale
    spans = (
        inset(knuckle, pip, 2 * gap, gap),
        inset(pip, dip, gap, gap),
        inset(dip, tip, gap, distance(dip, tip) * (1 - FINGERTIP)),
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
    gap = JOINT_SPACE * hand.scale
    proximal = inset(knuckle, joint, 2 * gap, gap)
    distal = inset(joint, tip, gap, distance(joint, tip) * (1 - THUMBTIP))
    return [
        Shape("proximal phalanx of the thumb", "bone", long_bone(*proximal, hand.breadths(THUMB[0]), PHALANX)),
        Shape("distal phalanx of the thumb", "bone", long_bone(*distal, hand.breadths(THUMB[1]), DISTAL_PHALANX)),
    ]


def tendons(hand: Hand) -> list[Shape]:
    """Return the extensor tendons as soft bands: they fan out from the wrist and flatten over the knuckles."""
    at, out = hand.wrist, []
    for finger, (start, middle) in EXTENSORS.items():
        knuckle, pip, *_ = hand.joints(finger)
        path = (
            at.at(0.6 * start, 56),
            at.at(start, 34),
            at.at(middle, 4),
            hand.along(pip, knuckle).at(10, 0),
            knuckle,
            hand.along(knuckle, pip).at(-6, 0),
        )
        out.append(tendon(f"extensor tendon of the {finger} finger", path, (0.3, 2.0, 2.2, 3.0, 4.4, 2.4), hand.scale))
    _, knuckle, joint, _ = hand.thumb
    turn = at.at(-6.5, 38), at.at(-13.5, 22), at.at(-21.5, 4)
    path = (
        at.at(-4.5, 54),
        *turn,
        hand.along(joint, knuckle).at(0, -1.0),
        hand.along(knuckle, joint).at(-4, 0),
    )
    out.append(tendon("long extensor tendon of the thumb", path, (0.3, 1.8, 2.0, 2.2, 3.0, 2.0), hand.scale))
    return out


def tendon(name: str, path: tuple[XY, ...], widths: tuple[float, ...], scale: float) -> Shape:
    """Return a soft tendon band, widths in mm of the full-size hand."""
    return Shape(name, "tendon", band(path, [width * scale for width in widths]), weight=0.55)


def web_fold(hand: Hand) -> Shape:
    """Return the fold of skin that runs from the web of the thumb onto the back of the hand."""
    at = frame(hand.spot("metacarpal-1-head"), hand.spot("metacarpal-2-head"), 56)
    return Shape("web fold", "crease", at.curve(((21.9, -4.4), (21.2, -1.0), (19.0, 2.8), (15.0, 6.2))), False, 0.8)


def finger_skin(hand: Hand, finger: str) -> list[Shape]:
    """Return wrinkles over both joints and the nail of a finger."""
    knuckle, pip, dip, tip = hand.joints(finger)
    _, (_, middle, distal) = FINGERS[finger]
    return [
        *fingers.wrinkles(f"{finger} finger, middle joint", hand.along(knuckle, pip), middle[0], fingers.MIDDLE_JOINT),
        *fingers.wrinkles(f"{finger} finger, end joint", hand.along(pip, dip), distal[0], fingers.END_JOINT),
        *fingers.nail(f"nail of the {finger} finger", hand.along(dip, tip), distal[0]),
    ]


def thumb_skin(hand: Hand) -> list[Shape]:
    """Return wrinkles over the joint of the thumb, and its nail, which looks away toward the thumb's outer side."""
    _, knuckle, joint, tip = hand.thumb
    back = hand.along(knuckle, joint)
    return [
        *fingers.wrinkles("thumb", back.moved(back.at(0, -2.2)), THUMB[1][0] * 0.8, fingers.END_JOINT),
        *fingers.side_nail("nail of the thumb", hand.along(joint, tip)),
    ]
