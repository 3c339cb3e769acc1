"""Table of the postures: for each way of holding the body and each point pressed, pose, outfit and both cameras."""

from dataclasses import dataclass, field

from .. import props
from . import poses
from .clothed import Outfit

USUAL = Outfit()


@dataclass(frozen=True)
class Spec:
    """One posture.

    `shape`, `finish`: the pose. `press`: direction in the body frame of the pose. `radius`: mm from the contact to the
    surface of what presses. `seen`, `inset_seen`: azimuth from behind toward the subject's right and elevation,
    degrees; `is_lying`: the right side is up. `box`, `inset_box`: mm about the place on the reference man.
    `hand`, `far`, `left_out`: part numbers that press, are toned back, are not drawn close. `solids`, `inset_solids`:
    what the body stands, sits or lies on, close and in the inset. `lines`: authored skin lines to draw, name -> (width
    in phone pixels, opacity). `named`: landmarks to name, with the label's offset in phone pixels. `ring`: radii, mm.
    `is_covered`: what presses would lie under an arrow. `density`: pixels per mm. `corner`: of the sheet, where the
    inset lies; `inset`: its share of the width.
    """

    key: str
    point: str
    shape: object
    press: tuple
    seen: tuple
    box: tuple
    inset_seen: tuple
    inset_box: tuple
    finish: tuple = ()
    outfit: Outfit = USUAL
    radius: float = 9.0
    is_lying: bool = False
    hand: tuple = (1,)
    far: tuple = ()
    left_out: tuple = ()
    solids: object = props.nothing
    inset_solids: object = props.nothing
    lines: dict = field(default_factory=dict)
    named: tuple = ()
    ghost: str = ""
    ring: tuple = (8.0, 15.0, 22.0)
    is_covered: bool = False
    density: float = 3.0
    corner: str = "top-left"
    inset: float = 0.29


BACK = {
    "spine furrow": (2.2, 0.4),
    "dimple over the posterior superior iliac spine": (1.4, 0.4),
    "natal cleft": (2.0, 0.7),
    "gluteal fold": (2.0, 0.6),
}
KNEE = {"popliteal crease": (1.8, 0.8), "lower popliteal crease": (1.1, 0.4)}
ANKLE = {
    "rim of the medial malleolus": (1.4, 0.6),
    "front of the calcaneal tendon": (1.3, 0.5),
    "groove behind the malleolus": (1.0, 0.3),
    "nail of the great toe": (1.0, 0.6),
}
RAISED, LOW = Outfit(hem=1235), Outfit(hem=1235, waist=985)
KNEE_BARE = Outfit(leg=640)
#: The shirt ends above the waistband, so that a place on the buttock is seen to lie on the shorts, below it.
HIGH = Outfit(hem=1085, waist=1030)
FORWARD = (0, 1, 0)
SPINE = (("spine", -12, 26),)
HIP_KNOB = (("greater-trochanter-prominence", 8, 48),)


LOWER = 71  # mm on the reference man from BL23 down to BL25: insets about either show the same


def _standing(key, point, shape, outfit, lower=0):
    return Spec(
        key,
        point,
        shape,
        (-0.06, 1, 0),
        (3, 8),
        (-130, -130, 190, 150),
        (10, 5),
        (-310, -690 - lower, 400, 330 - lower),
        finish=(poses.drape_flank,),
        outfit=outfit,
        lines=BACK,
        named=SPINE,
        density=3.2,
    )


def _seated(key, point, outfit, lower=0):
    return Spec(
        key,
        point,
        poses.seated,
        (-0.1, 1, 0),
        (-10, 10),
        (-150, -140, 190, 150),
        (28, 8),
        (-420, -690 - lower, 520, 700 - lower),
        outfit=outfit,
        radius=18.0,
        inset_solids=props.stool,
        lines=BACK,
        named=SPINE,
        density=3.1,
    )


def _dip(key, shape, inset_seen, inset_box, inset_solids=props.nothing):
    return Spec(
        key,
        "GV3",
        shape,
        FORWARD,
        (-8, 10),
        (-130, -140, 190, 130),
        inset_seen,
        inset_box,
        outfit=LOW,
        inset_solids=inset_solids,
        lines=BACK,
        density=3.1,
    )


def _wall(key, point, shape, inset_box, outfit):
    return Spec(
        key,
        point,
        shape,
        FORWARD,
        (90, 0),
        (-130, -190, 260, 150),
        (90, 0),
        inset_box,
        finish=(poses.drape_thighs,),
        outfit=outfit,
        radius=props.BALL,
        hand=(),
        left_out=(1, 2),
        solids=props.wall,
        inset_solids=props.wall,
        density=2.6,
        corner="top-right",
    )


def _lying(key, point, box, corner):
    return Spec(
        key,
        point,
        poses.side_lying,
        (-0.55, 0.83, 0),
        (-42, 32),
        box,
        (0, 30),
        (-905, -330, 700, 330),
        outfit=HIGH,
        radius=18.0,
        is_lying=True,
        solids=props.bed,
        inset_solids=props.bed,
        named=HIP_KNOB,
        ghost="greater-trochanter-prominence",
        corner=corner,
        inset=0.46,
    )


_ALL = (
    _standing("standing-lower-back", "BL23", poses.standing, RAISED),
    _standing("standing-lower-back-bl25", "BL25", poses.standing_low, LOW, LOWER),
    _dip("standing-midline", poses.standing_dip, (10, 5), (-340, -760, 370, 260)),
    _wall("wall-ball-lower-back", "BL23", poses.wall_low_back, (-330, -760, 640, 1160), RAISED),
    _wall("wall-ball-lower-back-bl25", "BL25", poses.wall_low_back, (-330, -830, 640, 1090), LOW),
    _wall("wall-ball-buttock", "BL54", poses.wall_buttock, (-330, -960, 640, 960), HIGH),
    _wall("wall-ball-buttock-gb30", "GB30", poses.wall_turned, (-330, -990, 640, 930), HIGH),
    _seated("seated-lower-back", "BL23", RAISED),
    _seated("seated-lower-back-bl25", "BL25", LOW, LOWER),
    _dip("seated-midline", poses.seated_dip, (28, 8), (-420, -760, 520, 620), props.stool),
    _lying("side-lying-buttock", "GB30", (-175, -150, 165, 165), "bottom-left"),
    _lying("side-lying-buttock-bl54", "BL54", (-170, -195, 170, 120), "bottom-right"),
    Spec(
        "ankle-on-knee-ankle",
        "KI3",
        poses.ankle_on_knee,
        (0.1, 0.2, -1),
        (256, 50),
        (-205, -172, 145, 138),
        (215, 12),
        (-420, -640, 420, 560),
        outfit=KNEE_BARE,
        far=(4,),
        inset_solids=props.stool,
        lines=ANKLE,
        named=(("medial-malleolus-prominence", -34, 44),),
        density=3.2,
        corner="bottom-right",
    ),
    Spec(
        "hand-pinch-hand",
        "LI4",
        poses.hand_pinch,
        (0.8, 0.1, -0.6),
        (15, 80),
        (-118, -108, 92, 84),
        (205, 14),
        (-430, -560, 330, 360),
        hand=(2,),
        left_out=(0, 3, 4, 5),
        ring=(6.0, 11.0, 16.0),
        is_covered=True,
        density=5.0,
        corner="bottom-right",
    ),
    Spec(
        "seated-reach-under-knee-knee",
        "BL40",
        poses.under_knee,
        (0, 0.8, 0.6),
        (22, -18),
        (-175, -150, 145, 160),
        (70, 6),
        (-480, -760, 420, 560),
        finish=(poses.drape_knee,),
        outfit=KNEE_BARE,
        hand=(1, 2),
        far=(4,),
        inset_solids=props.stool,
        lines=KNEE,
        density=3.2,
        corner="bottom-left",
    ),
)
SPECS = {spec.key: spec for spec in _ALL}
