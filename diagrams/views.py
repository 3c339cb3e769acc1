"""The named views, as data: what each shows, which landmarks it names, how its close-ups are cropped.

How a view is painted is `drawing`'s affair; where its camera stands was settled when its figure was baked.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final

from points.errors import UnknownKey

#: A landmark to name, and the side of the subject on which it is named ("" for one on the midline).
Named = tuple[str, str]
#: Millimetres beyond the landmarks of a crop: top, right, bottom, left.
Margin = tuple[float, float, float, float]


@dataclass(frozen=True)
class Crop:
    """The part of a view that a close-up shows: these landmarks (both sides where paired) and a margin, mm."""

    around: tuple[str, ...]
    margin: Margin


@dataclass(frozen=True)
class CloseUp:
    """How the finding of one point is shown: in which view, how cropped, and which landmarks help beside its own.

    `named_right`: landmarks of the midline named in the right column, where the left one is too full to keep its
    leaders clear of the left mark. `zone`: half axes, mm, of the halo that stands for the uncertainty the catalogue
    states in words (our judgement).
    """

    view: str
    crop: Crop | None
    named: tuple[Named, ...]
    crest_line: bool = False
    named_right: tuple[str, ...] = ()
    zone: tuple[float, float] = (8.0, 8.0)


@dataclass(frozen=True)
class View:
    """One named view. `ends` are words for the viewer's left and right edge, so that sides cannot be mixed up.

    `brackets`: rulers drawn beside the body from end to end. `ticks`: the ruler whose B-cun lines are drawn on
    the skin. `inset`: landmarks framed on the whole figure, () for the crop itself, None for no inset.
    `named_left`: landmarks named in the left column although they lie in the right half. `grid`: mm to which the
    skin's outline is rounded. `on_bed`: the body lies on one. `mark`: radius of a mark, phone pixels.
    `finding`: whether constructions are drawn.
    """

    slug: str
    title: str
    ends: tuple[str, str]
    points: tuple[str, ...]
    sides: tuple[str, ...]
    regions: tuple[str, ...]
    named: tuple[Named, ...]
    bones: str
    ticks: str = ""
    brackets: tuple[str, ...] = ()
    crest_line: bool = False
    inset: tuple[str, ...] | None = ()
    baked_creases: bool = True
    grid: float = 0.1
    mark: float = 3.3
    finding: bool = True
    named_left: tuple[str, ...] = ()
    on_bed: bool = False


BOTH: Final = ("left", "right")

_VIEWS: Final = (
    View(
        slug="posterior",
        title="Whole body, seen from behind",
        ends=("left side", "right side"),
        points=("BL23", "BL25", "BL40", "BL54", "GB30", "GV3"),
        sides=BOTH,
        regions=("neck", "thoracic", "lumbar", "sacral", "buttock", "thigh", "knee", "leg"),
        named=(
            ("spinous-process-C7", ""),
            ("scapula-medial-border", "left"),
            ("scapula-inferior-angle", "left"),
            ("iliac-crest-top", "left"),
            ("posterior-superior-iliac-spine", "left"),
        ),
        bones="spine",
        ticks="back",
        brackets=("thigh-lateral", "leg-posterior", "thigh-posterior"),
        inset=None,
        grid=0.5,
        mark=2.6,
        finding=False,
    ),
    View(
        slug="lumbosacral",
        title="Lower back and buttocks, seen from behind",
        ends=("left side", "right side"),
        points=("BL23", "BL25", "BL54", "GB30", "GV3"),
        sides=BOTH,
        regions=("lumbar", "sacral", "buttock"),
        named=(
            ("twelfth-rib-tip", "left"),
            ("spinous-process-L2", ""),
            ("iliac-crest-top", "left"),
            ("posterior-superior-iliac-spine", "left"),
            ("sacral-foramen-S4", "left"),
            ("sacral-hiatus", ""),
            ("greater-trochanter-prominence", "left"),
            ("gluteal-fold", "left"),
        ),
        bones="trunk",
        ticks="back",
        crest_line=True,
    ),
    View(
        slug="hip",
        title="Right hip, lying on the left side, seen from behind",
        ends=("head", "feet"),
        points=("GB30",),
        sides=("right",),
        regions=("buttock", "hip"),
        named=(
            ("iliac-crest-top", "right"),
            ("greater-trochanter-prominence", "right"),
            ("posterior-superior-iliac-spine", "right"),
            ("sacral-hiatus", ""),
        ),
        bones="hip",
        inset=("iliac-crest-top", "sacral-hiatus", "ischial-tuberosity", "posterior-superior-iliac-spine"),
        on_bed=True,
    ),
    View(
        slug="hip-posterolateral",
        title="Right hip, standing, seen from behind and the side",
        ends=("spine", "front"),
        points=("BL54", "GB30"),
        sides=("right",),
        regions=("buttock", "hip"),
        named=(
            ("iliac-crest-top", "right"),
            ("greater-trochanter-prominence", "right"),
            ("posterior-superior-iliac-spine", "right"),
            ("sacral-hiatus", ""),
        ),
        bones="hip",
        inset=("iliac-crest-top", "sacral-hiatus", "ischial-tuberosity", "greater-trochanter-prominence"),
    ),
    View(
        slug="knee-posterior",
        title="Right knee, seen from behind",
        ends=("inner side", "outer side"),
        points=("BL40",),
        sides=("right",),
        regions=("knee",),
        named=(
            ("popliteal-crease-medial", "right"),
            ("popliteal-crease-lateral", "right"),
            ("fibula-head", "right"),
        ),
        bones="knee",
        baked_creases=False,
    ),
    View(
        slug="hand-dorsal",
        title="Right hand, seen from the back",
        ends=("thumb side", "little-finger side"),
        points=("LI4",),
        sides=("right",),
        regions=("hand",),
        named=(
            ("metacarpal-1-head", "right"),
            ("metacarpal-2-head", "right"),
            ("metacarpal-2-base", "right"),
            ("wrist-crease-dorsal", "right"),
        ),
        bones="hand",
        inset=("wrist-crease-dorsal", "middle-tip", "thumb-tip", "little-tip"),
        baked_creases=False,
        grid=0.2,
    ),
    View(
        slug="ankle-medial",
        title="Right ankle, seen from the inner side",
        ends=("toes", "heel"),
        points=("KI3",),
        sides=("right",),
        regions=("ankle",),
        named=(
            ("medial-malleolus-prominence", "right"),
            ("achilles-anterior-border", "right"),
            ("navicular-tuberosity", "right"),
            ("heel-back", "right"),
        ),
        bones="ankle",
        inset=("medial-malleolus-prominence", "heel-back", "navicular-tuberosity", "sole-at-lateral-malleolus"),
        baked_creases=False,
        named_left=("medial-malleolus-prominence", "navicular-tuberosity"),
    ),
)

#: Half axes, mm, of the zone on the muscle beside the spine: counting by touch is often out by one vertebra (35 mm).
_VERTEBRA: Final = (12.0, 34.0)
_LOW_BACK: Final = Crop(("iliac-crest-top", "twelfth-rib-tip", "posterior-superior-iliac-spine"), (64, 66, 48, 66))
_CLOSE_UPS: Final = {
    "BL23": CloseUp(
        "lumbosacral",
        _LOW_BACK,
        (("spinous-process-L4", ""), ("iliac-crest-top", "left"), ("twelfth-rib-tip", "left")),
        crest_line=True,
        named_right=("spinous-process-L4",),
        zone=_VERTEBRA,
    ),
    "BL25": CloseUp(
        "lumbosacral",
        _LOW_BACK,
        (("iliac-crest-top", "left"), ("spinous-process-L5", "")),
        crest_line=True,
        zone=_VERTEBRA,
    ),
    "GV3": CloseUp(
        "lumbosacral",
        Crop(("iliac-crest-top", "spinous-process-L2", "spinous-process-S2"), (60, 66, 56, 66)),
        (("iliac-crest-top", "left"), ("spinous-process-L5", "")),
        crest_line=True,
        zone=(9.0, 34.0),
    ),
    "BL54": CloseUp(
        "lumbosacral",
        Crop(("posterior-superior-iliac-spine", "greater-trochanter-prominence", "coccyx-tip"), (96, 30, 72, 30)),
        (("posterior-superior-iliac-spine", "left"), ("sacral-hiatus", "")),
        named_right=("sacral-hiatus",),
        zone=(13.0, 15.0),
    ),
    "GB30": CloseUp(
        "hip",
        None,
        (("iliac-crest-top", "right"), ("posterior-superior-iliac-spine", "right")),
        zone=(16.0, 16.0),
    ),
    "BL40": CloseUp(
        "knee-posterior",
        Crop(("popliteal-crease-medial", "popliteal-crease-lateral"), (100, 36, 92, 36)),
        (("fibula-head", "right"),),
        zone=(9.0, 6.0),
    ),
    "LI4": CloseUp(
        "hand-dorsal",
        Crop(
            ("metacarpal-2-base", "metacarpal-2-head", "thumb-tip", "wrist-crease-dorsal", "metacarpal-5-head"),
            (34, 14, 10, 16),
        ),
        (("wrist-crease-dorsal", "right"),),
        zone=(7.0, 8.0),
    ),
    "KI3": CloseUp(
        "ankle-medial",
        Crop(("medial-malleolus-prominence", "heel-back", "navicular-tuberosity"), (70, 16, 50, 26)),
        (("heel-back", "right"), ("navicular-tuberosity", "right")),
        zone=(6.0, 9.0),
    ),
}


def views() -> tuple[View, ...]:
    """Return all views, from the whole body to its parts."""
    return _VIEWS


def view(slug: str) -> View:
    """Return the view of that name; raises `UnknownKey` with suggestions."""
    for entry in _VIEWS:
        if entry.slug == slug:
            return entry
    known = [entry.slug for entry in _VIEWS]
    raise UnknownKey("view", slug, difflib.get_close_matches(slug, known, 3, 0.4) or known)


def showing(code: str) -> tuple[View, ...]:
    """Return the views that show a point, from the whole body to its parts."""
    return tuple(entry for entry in _VIEWS if code in entry.points)


def close_up(code: str) -> CloseUp:
    """Return how a point's close-up is made; a point without one of its own gets the nearest view that shows it."""
    if code in _CLOSE_UPS:
        return _CLOSE_UPS[code]
    if not (shown := showing(code)):
        raise UnknownKey("close-up", code, tuple(_CLOSE_UPS)[:3])
    return CloseUp(shown[-1].slug, None, ())
