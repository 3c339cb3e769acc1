"""Named views and close-ups, as data: content, labels and crops.

Cameras are in `diagrams.bake.cameras`, composition in `diagrams.compose`.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from points.errors import UnknownKey

#: A landmark with a label, and the side of the subject of that landmark ("" on the midline).
NamedLandmark = tuple[str, str]
#: Millimetres beyond the landmarks of a crop: top, right, bottom, left.
Margin = tuple[float, float, float, float]
#: From a landmark to where its leader ends, mm on the sheet: to the right, down.
Offset = tuple[float, float]
#: A landmark with a name in the plate of a session, its side, and the offset of the name, phone pixels.
PlateName = tuple[str, str, Offset]


@dataclass(frozen=True)
class Crop:
    """The crop of a close-up: the box of its landmarks (both sides of paired ones) and a margin, mm."""

    around: tuple[str, ...]
    margin: Margin


@dataclass(frozen=True)
class CloseUpConfig:
    """The close-up of one point: view, crop, and landmarks beside those of its location.

    `column`: the side of all labels, "" for the nearer side of each. `corner_labels`: landmarks with labels in the
    empty corners of the crop on the left, which need no column. `numbered_landmarks`, `leader_offsets`: as of a view,
    replacing those of the view. `narrow_labels`: landmarks with labels of short lines, for a narrow column. `span`:
    landmarks under thumb and little finger of a spanning hand. `plate_names`: the names in the plate of a session.
    `zone`: half axes of the halo, mm, for the uncertainty stated in the catalogue (our judgement).
    """

    view: str
    crop: Crop | None
    named_landmarks: tuple[NamedLandmark, ...]
    crest_line: bool = False
    column: str = ""
    corner_labels: tuple[str, ...] = ()
    numbered_landmarks: tuple[str, ...] = ()
    leader_offsets: Mapping[str, Offset] = field(default_factory=dict)
    narrow_labels: tuple[str, ...] = ()
    span: tuple[str, str] | None = None
    plate_names: tuple[PlateName, ...] = ()
    zone: tuple[float, float] = (8.0, 8.0)


@dataclass(frozen=True)
class View:
    """One named view. `edge_words` name the viewer's left and right edge, so that sides cannot be confused.

    `bones`: key of `diagrams.parts.bones.regions`, "" for none. `brackets`: rulers drawn beside the body from end to
    end. `ticks`: ruler whose B-cun lines are drawn on the skin. `locator_frame`: landmarks framed on the whole figure,
    () for the crop itself, None for no locator. `named_left`, `named_right`: landmarks and points with labels on that
    side although they lie in the other half. `grid`: mm to which the outline of the skin is rounded.
    `numbered_landmarks`: landmarks with a number on the bone in place of a label, because a mark lies level with them
    on either side. `leader_offsets`: offset from a landmark or point to the end of its leader, on the same bone, cord,
    crease or mark, so that the leader is level and clear of its neighbours. `mark_radius`: phone pixels.
    """

    slug: str
    title: str
    edge_words: tuple[str, str]
    points: tuple[str, ...]
    sides: tuple[str, ...]
    regions: tuple[str, ...]
    named_landmarks: tuple[NamedLandmark, ...]
    bones: str
    ticks: str = ""
    brackets: tuple[str, ...] = ()
    crest_line: bool = False
    locator_frame: tuple[str, ...] | None = ()
    baked_creases: bool = True
    grid: float = 0.1
    mark_radius: float = 3.3
    draws_constructions: bool = True
    named_left: tuple[str, ...] = ()
    named_right: tuple[str, ...] = ()
    numbered_landmarks: tuple[str, ...] = ()
    leader_offsets: Mapping[str, Offset] = field(default_factory=dict)
    is_on_bed: bool = False


BOTH_SIDES: Final = ("left", "right")
_HIP_LANDMARKS: Final = (
    ("iliac-crest-top", "right"),
    ("greater-trochanter-prominence", "right"),
    ("posterior-superior-iliac-spine", "right"),
    ("sacral-hiatus", ""),
)

_VIEWS: Final = (
    View(
        slug="posterior",
        title="Whole body, seen from behind",
        edge_words=("left side", "right side"),
        points=("BL23", "BL25", "BL40", "BL54", "GB30", "GV3"),
        sides=BOTH_SIDES,
        regions=("neck", "thoracic", "lumbar", "sacral", "buttock", "thigh", "knee", "leg"),
        named_landmarks=(
            ("spinous-process-C7", ""),
            ("scapula-medial-border", "left"),
            ("scapula-inferior-angle", "left"),
            ("iliac-crest-top", "left"),
            ("posterior-superior-iliac-spine", "left"),
        ),
        bones="whole_body",
        ticks="back",
        brackets=("thigh-lateral", "leg-posterior", "thigh-posterior"),
        locator_frame=None,
        leader_offsets={"GV3": (0, 6.6)},
        grid=0.5,
        mark_radius=2.6,
        draws_constructions=False,
    ),
    View(
        slug="lumbosacral",
        title="Lower back and buttocks, seen from behind",
        edge_words=("left side", "right side"),
        points=("BL23", "BL25", "BL54", "GB30", "GV3"),
        sides=BOTH_SIDES,
        regions=("lumbar", "sacral", "buttock"),
        named_landmarks=(
            ("twelfth-rib-tip", "left"),
            ("spinous-process-L2", ""),
            ("iliac-crest-top", "left"),
            ("spinous-process-L5", ""),
            ("posterior-superior-iliac-spine", "right"),
            ("sacral-foramen-S4", "right"),
            ("sacral-hiatus", ""),
            ("greater-trochanter-prominence", "left"),
            ("gluteal-fold", "left"),
        ),
        bones="trunk",
        ticks="back",
        crest_line=True,
        numbered_landmarks=("spinous-process-L2", "sacral-foramen-S4"),
        leader_offsets={"GV3": (0, 5.6)},
        named_right=("posterior-superior-iliac-spine",),
    ),
    View(
        slug="hip",
        title="Right hip, lying on the left side, seen from behind",
        edge_words=("head", "feet"),
        points=("GB30",),
        sides=("right",),
        regions=("buttock", "hip"),
        named_landmarks=_HIP_LANDMARKS,
        bones="hip",
        locator_frame=("iliac-crest-top", "sacral-hiatus", "ischial-tuberosity", "posterior-superior-iliac-spine"),
        named_left=("greater-trochanter-prominence",),
        leader_offsets={"greater-trochanter-prominence": (0, 11), "iliac-crest-top": (0, 9)},
        is_on_bed=True,
    ),
    View(
        slug="hip-posterolateral",
        title="Right hip, standing, seen from behind and the side",
        edge_words=("spine", "front"),
        points=("BL54", "GB30"),
        sides=("right",),
        regions=("buttock", "hip"),
        named_landmarks=_HIP_LANDMARKS,
        bones="hip",
        locator_frame=("iliac-crest-top", "sacral-hiatus", "ischial-tuberosity", "greater-trochanter-prominence"),
        named_right=("BL54",),
    ),
    View(
        slug="knee-posterior",
        title="Right knee, seen from behind",
        edge_words=("inner side", "outer side"),
        points=("BL40",),
        sides=("right",),
        regions=("knee",),
        named_landmarks=(
            ("popliteal-crease-medial", "right"),
            ("popliteal-crease-lateral", "right"),
            ("fibula-head", "right"),
        ),
        bones="knee",
        baked_creases=False,
        leader_offsets={"popliteal-crease-lateral": (0, 9)},
    ),
    View(
        slug="hand-dorsal",
        title="Right hand, seen from the back",
        edge_words=("thumb side", "little-finger side"),
        points=("LI4",),
        sides=("right",),
        regions=("hand",),
        named_landmarks=(
            ("metacarpal-1-head", "right"),
            ("metacarpal-2-head", "right"),
            ("metacarpal-2-base", "right"),
            ("wrist-crease-dorsal", "right"),
        ),
        bones="hand",
        locator_frame=("wrist-crease-dorsal", "middle-tip", "thumb-tip", "little-tip"),
        baked_creases=False,
        grid=0.2,
    ),
    View(
        slug="ankle-medial",
        title="Right ankle, seen from the inner side",
        edge_words=("toes", "heel"),
        points=("KI3",),
        sides=("right",),
        regions=("ankle",),
        named_landmarks=(
            ("medial-malleolus-prominence", "right"),
            ("achilles-anterior-border", "right"),
            ("navicular-tuberosity", "right"),
            ("heel-back", "right"),
        ),
        bones="ankle",
        locator_frame=("medial-malleolus-prominence", "heel-back", "navicular-tuberosity", "sole-at-lateral-malleolus"),
        baked_creases=False,
        named_left=("medial-malleolus-prominence", "navicular-tuberosity"),
        leader_offsets={"achilles-anterior-border": (2, -42)},
    ),
)

#: Half axes, mm, of the zone beside the spine: counting by touch is often wrong by one vertebra (35 mm).
_SPINE_ZONE: Final = (12.0, 34.0)
_LOW_BACK: Final = Crop(("iliac-crest-top", "twelfth-rib-tip", "posterior-superior-iliac-spine"), (64, 60, 42, 0))
_CLOSE_UPS: Final = {
    "BL23": CloseUpConfig(
        "lumbosacral",
        _LOW_BACK,
        (
            ("spinous-process-L4", ""),
            ("spinous-process-L5", ""),
            ("iliac-crest-top", "right"),
            ("twelfth-rib-tip", "right"),
        ),
        crest_line=True,
        column="right",
        numbered_landmarks=("spinous-process-L2", "spinous-process-L4"),
        plate_names=(("iliac-crest-top", "right", (-20.0, 40.0)),),
        zone=_SPINE_ZONE,
    ),
    "BL25": CloseUpConfig(
        "lumbosacral",
        _LOW_BACK,
        (("iliac-crest-top", "right"), ("spinous-process-L2", ""), ("spinous-process-L5", "")),
        crest_line=True,
        column="right",
        numbered_landmarks=("spinous-process-L4", "spinous-process-L5"),
        plate_names=(("iliac-crest-top", "right", (-20.0, 40.0)),),
        zone=_SPINE_ZONE,
    ),
    "GV3": CloseUpConfig(
        "lumbosacral",
        Crop(("iliac-crest-top", "spinous-process-L2", "spinous-process-S2"), (44, 60, 46, 0)),
        (("iliac-crest-top", "right"), ("spinous-process-L5", "")),
        crest_line=True,
        column="right",
        numbered_landmarks=("spinous-process-L4",),
        leader_offsets={"spinous-process-L5": (0, 2)},
        plate_names=(("iliac-crest-top", "right", (-20.0, 40.0)),),
        zone=(9.0, 34.0),
    ),
    "BL54": CloseUpConfig(
        "lumbosacral",
        Crop(("posterior-superior-iliac-spine", "iliac-crest-top", "gluteal-fold"), (20, 72, 0, 24)),
        (("posterior-superior-iliac-spine", "right"), ("sacral-hiatus", "")),
        column="right",
        numbered_landmarks=("sacral-foramen-S4",),
        plate_names=(
            ("posterior-superior-iliac-spine", "right", (20.0, -40.0)),
            ("sacral-hiatus", "", (-20.0, 40.0)),
        ),
        zone=(13.0, 15.0),
    ),
    "GB30": CloseUpConfig(
        "hip",
        Crop(("iliac-crest-top", "sacral-hiatus", "greater-trochanter-prominence"), (90, 100, 10, 12)),
        (),
        column="right",
        corner_labels=("anterior-superior-iliac-spine",),
        leader_offsets={"anterior-superior-iliac-spine": (8, 30), "GB30-alternative": (0, 5.5)},
        span=("greater-trochanter-prominence", "sacral-hiatus"),
        plate_names=(
            ("greater-trochanter-prominence", "right", (-30.0, -30.0)),
            ("sacral-hiatus", "", (-44.0, -14.0)),
        ),
        zone=(16.0, 16.0),
    ),
    "BL40": CloseUpConfig(
        "knee-posterior",
        Crop(("popliteal-crease-medial", "popliteal-crease-lateral"), (112, 36, 104, 36)),
        (("fibula-head", "right"),),
        leader_offsets={"popliteal-crease-lateral": (0, 9)},
        narrow_labels=("popliteal-crease-medial",),
        plate_names=(("popliteal-crease-medial", "right", (14.0, -30.0)),),
        zone=(9.0, 6.0),
    ),
    "LI4": CloseUpConfig(
        "hand-dorsal",
        Crop(("metacarpal-2-head", "thumb-tip", "wrist-crease-dorsal", "metacarpal-5-head"), (20, -2, 4, 6)),
        (("wrist-crease-dorsal", "right"),),
        column="right",
        corner_labels=("metacarpal-2-head", "metacarpal-2-base", "wrist-crease-dorsal"),
        leader_offsets={"metacarpal-2-head": (-1, -7), "metacarpal-2-base": (0, 4.6)},
        plate_names=(("metacarpal-2-head", "right", (74.0, 3.0)),),
        zone=(7.0, 8.0),
    ),
    "KI3": CloseUpConfig(
        "ankle-medial",
        Crop(("medial-malleolus-prominence", "heel-back"), (72, 16, 42, 44)),
        (("heel-back", "right"),),
        column="right",
        leader_offsets={"medial-malleolus-prominence": (1, -13), "achilles-anterior-border": (2, -40)},
        plate_names=(
            ("medial-malleolus-prominence", "right", (-24.0, -40.0)),
            ("achilles-anterior-border", "right", (10.0, -70.0)),
        ),
        zone=(6.0, 9.0),
    ),
}


def views() -> tuple[View, ...]:
    """Return all views, from the whole body to its parts."""
    return _VIEWS


def view(slug: str) -> View:
    """Return the view of that name. Raises `UnknownKey` with suggestions."""
    for entry in _VIEWS:
        if entry.slug == slug:
            return entry
    known = [entry.slug for entry in _VIEWS]
    raise UnknownKey("view", slug, difflib.get_close_matches(slug, known, 3, 0.4) or known)


def views_showing(code: str) -> tuple[View, ...]:
    """Return the views that show a point, from the whole body to its parts."""
    return tuple(entry for entry in _VIEWS if code in entry.points)


def close_up_config(code: str) -> CloseUpConfig:
    """Return the configuration of a point's close-up; by default that of the closest view with the point."""
    if code in _CLOSE_UPS:
        return _CLOSE_UPS[code]
    if not (shown := views_showing(code)):
        raise UnknownKey("close-up", code, tuple(_CLOSE_UPS)[:3])
    return CloseUpConfig(shown[-1].slug, None, ())
