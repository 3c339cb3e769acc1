"""From the reference man to each body: heights and breadths carried over by ANSUR II means, never by one
global factor.

Authored tables in this package are written for the male body (stature 1756 mm); these two functions carry
them to another.
"""

from scipy.interpolate import PchipInterpolator

STATURE = {"male": 1756.2, "female": 1628.5}
HAND_LENGTH = {"male": 193.3, "female": 181.1}
FOOT_LENGTH = {"male": 271.2, "female": 246.3}

# ANSUR II male -> female means: sole, lateral malleolus, tibiale, crotch, buttock, trochanterion,
# iliocristale, tenth rib,
# axilla, acromion, cervicale, vertex.
HEIGHTS = (
    (0, 0),
    (72.9, 62.7),
    (468.2, 437.8),
    (845.9, 782.3),
    (887.9, 833.7),
    (900.9, 845.4),
    (1061.6, 995.7),
    (1120.7, 1056.3),
    (1329.1, 1239.0),
    (1440.7, 1335.1),
    (1517.3, 1395.7),
    (1756.2, 1628.5),
)
# Female breadth over male breadth by male height: foot and calf, hip 1.02, bicristal 0.99, waist 0.92,
# biacromial 0.88.
BREADTHS = (
    (0, 0.92),
    (470, 0.94),
    (800, 1.0),
    (900, 1.01),
    (1000, 0.98),
    (1062, 0.97),
    (1130, 0.93),
    (1300, 0.92),
    (1440, 0.88),
    (1756.2, 0.95),
)
_HEIGHT = PchipInterpolator(*zip(*HEIGHTS, strict=False))
_BREADTH = PchipInterpolator(*zip(*BREADTHS, strict=False))


def scale_height(body, z):
    """Return the height (mm) on `body` of the level that lies at `z` on the male body."""
    return float(z) if body == "male" else float(_HEIGHT(z))


def breadth_ratio(body, z):
    """Return how wide `body` is, against the male body, at the male level `z`."""
    return 1.0 if body == "male" else float(_BREADTH(z))


def scale_place(body, x, z):
    """Return (x, z) on `body` of a place seen from behind on the male body."""
    return x * breadth_ratio(body, z), scale_height(body, z)
