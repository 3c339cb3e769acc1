"""The landmark table: where bones and creases lie on each standing body, mm in the body frame.

Heights: ANSUR II means and the imaging studies named below; x from the midline likewise. Depth is not
measured but taken from
the skin of the calibrated body, so every surface landmark lies on the drawn skin. `P`: seen from behind.
"""

import numpy as np

from . import proportion

BACK_CUN = {"male": 73.0 / 3, "female": 65.0 / 3}  # medial border of the scapula is 3 B-cun from the midline (WHO 2008)

# Lower border of each spinous process. Levels: lumbar pitch 35 = process 24 + gap 11 (Sobottke 2010), crest
# line at L4 in men
# and L4-5 in women by imaging (McGaugh 2007), cervicale ANSUR II, thoracic evenly spaced. S2 level with PSIS
# (McGaugh 2007).
SPINE = {
    "C7": (1510, 1389.5),
    "T1": (1484, 1368.9),
    "T2": (1457, 1348.1),
    "T3": (1431, 1327.1),
    "T4": (1404, 1304.2),
    "T5": (1378, 1281.7),
    "T6": (1351, 1258.1),
    "T7": (1325, 1235.4),
    "T8": (1298, 1212.3),
    "T9": (1272, 1190.1),
    "T10": (1245, 1167.2),
    "T11": (1219, 1145.0),
    "T12": (1192, 1121.5),
    "L1": (1160, 1092.9),
    "L2": (1125, 1060.4),
    "L3": (1089, 1023.9),
    "L4": (1054, 988.2),
    "L5": (1024, 959.3),
    "S2": (983, 920.7),
}
MIDLINE = {"posterior-midline-T3": (1431, 1327.1), "sacral-hiatus": (938, 879.3), "coccyx-tip": (893, 838.5)}
# x on the male body (carried over by proportion.breadth), then height male, female.
PAIRED = {
    "scapula-inferior-angle": (90, 1320, None),
    "twelfth-rib-tip": (97, 1136, None),
    "iliac-crest-top": (120, 1062, 996.1),
    "posterior-superior-iliac-spine": (44, 984, 921.6),
    "sacral-foramen-S1": (22, 1001, 937.5),
    "sacral-foramen-S2": (20, 981, 918.9),
    "sacral-foramen-S3": (18, 963, 902.2),
    "sacral-foramen-S4": (16, 947, 887.5),
    "ischial-tuberosity": (62, 856, None),
    "gluteal-fold": (62, 804, 738.3),
}
SCAPULA_BORDER = (1431, 1327.1)
TROCHANTER = (160, 884, 829.6)
ILIAC_SPINE_ANTERIOR = (118, 990)
# Popliteal crease: level with the apex of the patella, 7 mm above the joint line; the joint line is the mean
# of ANSUR tibiale
# and of lateral femoral epicondyle less 23 (Knee Surg Relat Res 2022 34:5): (468.2 + 468.7) / 2, (437.8 +
# 442.9) / 2.
CREASE = {"male": 475.5, "female": 447.4}
LATERAL_MALLEOLUS = {"male": 72.9, "female": 62.7}
MEDIAL_MALLEOLUS = {"male": 85.0, "female": 73.5}


def _heights(pair, body):
    return pair[body == "female"]


def standing_landmarks(body, skin):
    """Return the landmark table of the standing body; `skin` answers where lines of sight meet it (see
    figure.Skin)."""
    behind = lambda x, z: skin.hit((x, 0, z), (0, -1, 0))  # noqa: E731
    midline = {f"spinous-process-{level}": behind(0, _heights(pair, body)) for level, pair in SPINE.items()}
    midline |= {key: behind(0, _heights(pair, body)) for key, pair in MIDLINE.items()}
    paired = {"scapula-medial-border": behind(3 * BACK_CUN[body], _heights(SCAPULA_BORDER, body))}
    for key, (x, male, female) in PAIRED.items():
        level = male if body == "male" else female or proportion.scale_height(body, male)
        paired[key] = behind(x * proportion.breadth_ratio(body, male), level)
    x, z = proportion.scale_place(body, *ILIAC_SPINE_ANTERIOR)
    paired["anterior-superior-iliac-spine"] = skin.hit((x, 0, z), (0, 1, 0)) - [0, 10, 0]  # under the skin
    x, male, female = TROCHANTER
    x, z = x * proportion.breadth_ratio(body, male), male if body == "male" else female
    middle = [skin.hit((110, 0, z), (0, way, 0))[1] for way in (-1, 1)]
    paired["greater-trochanter-prominence"] = np.array([x, np.mean(middle) - 8, z])
    table = {key: {"midline": np.array([0, *point[1:]])} for key, point in midline.items()}
    for key, point in (paired | leg_landmarks(body, skin)).items():
        table[key] = {"right": point, "left": point * [-1, 1, 1]}
    return table


def leg_landmarks(body, skin):
    """Return landmarks of the right knee, ankle and foot."""
    k = proportion.breadth_ratio(body, 470)
    knee, ankle = skin.joint("lowerleg01.R"), skin.joint("foot.R")
    foot = proportion.FOOT_LENGTH[body] / proportion.FOOT_LENGTH["male"]
    behind = lambda x, z: skin.hit((x, 0, z), (0, -1, 0))  # noqa: E731
    inward = lambda y, z: skin.hit((ankle[0], y, z), (-1, 0, 0), limb="right")  # noqa: E731
    crease, low, high = CREASE[body], LATERAL_MALLEOLUS[body], MEDIAL_MALLEOLUS[body]
    lateral = skin.hit((ankle[0], ankle[1] - 4 * foot, low), (1, 0, 0), limb="right")
    medial = inward(ankle[1] + 6 * foot, high)
    back = skin.rearmost_point(ankle[0], high)[1]
    heel_level = 45 * high / 85
    return {
        "popliteal-crease-medial": behind(knee[0] - 41 * k, crease),
        "popliteal-crease-lateral": behind(knee[0] + 41 * k, crease),
        "fibula-head": behind(knee[0] + 37 * k, crease - 30 * k),
        "lateral-malleolus-prominence": lateral,
        "sole-at-lateral-malleolus": lateral * [1, 1, 0],
        "medial-malleolus-prominence": medial,
        "sole-at-medial-malleolus": medial * [1, 1, 0],
        "achilles-anterior-border": inward(back + 10 * foot, high),
        "heel-back": skin.rearmost_point(ankle[0], heel_level),
        "navicular-tuberosity": inward(ankle[1] + 59 * foot, 47 * high / 85),
    }


# Bone of the rig that carries each landmark when the body moves; all others stay with the pelvis and trunk.
THIGH = ("greater-trochanter-prominence",)
SHANK = (
    "popliteal-crease-medial",
    "popliteal-crease-lateral",
    "fibula-head",
    "lateral-malleolus-prominence",
    "sole-at-lateral-malleolus",
    "medial-malleolus-prominence",
    "sole-at-medial-malleolus",
    "achilles-anterior-border",
    "heel-back",
    "navicular-tuberosity",
)


def posed_landmarks(table, skeleton):
    """Return the table with leg landmarks carried by their bones."""
    out = {}
    for key, sides in table.items():
        bone = "upperleg01" if key in THIGH else "lowerleg01" if key in SHANK else None
        out[key] = {
            side: skeleton.transform_point(f"{bone}.{side[0].upper()}", point) if bone else point
            for side, point in sides.items()
        }
    return out
