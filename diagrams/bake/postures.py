"""The postures in which a place can be pressed by oneself: one for each way of holding the body and each area.

A table alone: what a shape is stands in `poses`, the furniture in `furniture`; `posed` makes the figures.
"""

from dataclasses import dataclass

from . import poses
from .furniture import bed, chair, wall


@dataclass(frozen=True)
class Spec:
    """One posture: how it is held, from where it is seen, what presses which place which way.

    `shape` and `finish` put the body there (`poses`), `props` is what it stands, sits or lies on (`furniture`).
    `seen`: azimuth from behind toward the subject's right and elevation, degrees. `lying`: the right side is up.
    `around`: what the box is hung from (a place or a bone). `box`: mm about it on the male body.
    `radius`: mm from the contact to the surface of what presses. `press`: direction in the body frame of the pose.
    `detail`: pixels per mm, then mm allowed to outline and to tone bands. `part`: the bones drawn, all without it.
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
            finish=(poses.drape_thighs,),
            detail=(1.6, 1.0, 4.0),
            smallest=450,
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
            finish=(poses.drape_thighs,),
            detail=(1.6, 1.0, 4.0),
            smallest=450,
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
            (74, 4),
            "BL40",
            (-400, -330, 250, 330),
            (0, 0.8, 0.6),
            gap=58,
            finish=(poses.drape_knee,),
            fade=(60, 60, 40, 0),
            drop=3.7,
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
