"""Table of the pictures without a press: the hands on a landmark while a place is looked for, and the body at rest."""

from dataclasses import dataclass, field

from .. import props
from . import gestures, poses
from .clothed import Outfit
from .specs import ANKLE, BACK, HIGH, KNEE, KNEE_BARE, LOW, RAISED, USUAL


@dataclass(frozen=True)
class Still:
    """One picture; its fields are those of `specs.Spec`. `point`: whose place the box is measured from.

    `is_whole`: the whole body, as finely as an inset, without nails and creases.
    """

    key: str
    point: str
    shape: object
    seen: tuple
    box: tuple
    finish: tuple = ()
    outfit: Outfit = USUAL
    is_lying: bool = False
    is_whole: bool = False
    hand: tuple = (1,)
    far: tuple = ()
    left_out: tuple = ()
    solids: object = props.nothing
    lines: dict = field(default_factory=dict)
    density: float = 2.0


BOTH_HANDS = (1, 2)

_ALL = (
    Still(
        "find-waist",
        "BL23",
        gestures.hands_on_waist,
        (0, 6),
        (-306, -300, 234, 172),
        finish=(gestures.drape_flanks,),
        outfit=RAISED,
        hand=BOTH_HANDS,
        lines=BACK,
    ),
    Still(
        "find-hips",
        "BL25",
        gestures.hands_on_hip_bones,
        (0, 6),
        (-306, -300, 234, 172),
        finish=(gestures.drape_flanks,),
        outfit=LOW,
        hand=BOTH_HANDS,
        lines=BACK,
    ),
    Still(
        "find-knob",
        "GB30",
        gestures.hand_on_hip_knob,
        (-42, 32),
        (-210, -200, 190, 160),
        outfit=HIGH,
        is_lying=True,
        solids=props.bed,
    ),
    Still(
        "find-dip",
        "BL54",
        gestures.hand_in_dip,
        (-22, 31),
        (-220, -190, 180, 160),
        outfit=HIGH,
        is_lying=True,
        solids=props.bed,
    ),
    Still(
        "find-ankle",
        "KI3",
        gestures.fingertip_on_ankle_bone,
        (256, 50),
        (-205, -172, 145, 138),
        outfit=KNEE_BARE,
        far=(4,),
        lines=ANKLE,
        density=3.0,
    ),
    Still(
        "find-mound",
        "LI4",
        gestures.thumb_against_finger,
        (15, 80),
        (-98, -120, 112, 84),
        left_out=(0, 2, 3, 4, 5),
        hand=(),
        density=4.5,
    ),
    Still(
        "find-knee",
        "BL40",
        poses.under_knee,
        (62, 2),
        (-290, -270, 230, 230),
        finish=(poses.drape_knee,),
        outfit=KNEE_BARE,
        hand=BOTH_HANDS,
        far=(4,),
        solids=props.stool,
        lines=KNEE,
    ),
    Still(
        "rest-side",
        "BL23",
        gestures.rest_on_side,
        (0, 32),
        (-745, -390, 1005, 400),
        is_lying=True,
        is_whole=True,
        hand=(),
        solids=props.bed,
    ),
    Still(
        "rest-chair",
        "BL23",
        gestures.rest_on_chair,
        (62, 8),
        (-400, -720, 740, 800),
        is_whole=True,
        hand=(),
        solids=props.chair,
    ),
)
STILLS = {still.key: still for still in _ALL}
