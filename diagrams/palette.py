"""Colours of the drawings: literal ones for every renderer, and style rules for pages.

Each skin tone is one ramp, light to dark, in `TONES` steps. Accents: red for points and constructions, blue for
measures; anatomy is grey or brown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TONES: Final = 16

POINT: Final = "#c8102e"
#: Marks, press rings and arrows: deep enough that the red or its white rim keeps 3 : 1 against every ground.
MARK: Final = "#930820"
MEASURE: Final = "#1f5f8b"
INK: Final = "#333333"
SECONDARY_INK: Final = "#5f5a56"
LEADER: Final = "#6b6b6b"
PAPER: Final = "#ffffff"
BONE: Final = "#fffdf6"
BONE_LINE: Final = "#7a6a5c"
FORAMEN: Final = "#7d6654"
TENDON: Final = "#efe6dd"
MUSCLE: Final = "#c9766b"
MUSCLE_LINE: Final = "#8f4a41"
NERVE: Final = "#e3c04d"
NERVE_LINE: Final = "#7d6110"
NAIL: Final = "#fbe9e2"
#: Ground of a name that is tapped: the accent of the pages.
PILL: Final = "#17566b"
INSET: Final = "#ece6e0"
INSET_LINE: Final = "#8b8178"


@dataclass(frozen=True)
class SkinTone:
    """A skin tone: ramp from lit to shaded, two highlights, contour, and accents that contrast with it.

    `measure` is the blue of rulers, `construction` the red of constructions; `leader` and `dot` lead to landmarks,
    `point_leader` to points. `on_dark` holds both leaders for a dark page. `bone` is the bone seen through the skin,
    `rim` surrounds text on the skin ("": the first highlight). `line_on_dark` is the contour on a dark page.
    """

    name: str
    ramp: tuple[str, ...]
    highlights: tuple[str, str]
    line: str
    measure: str = MEASURE
    construction: str = POINT
    leader: str = LEADER
    point_leader: str = POINT
    on_dark: tuple[str, str] = ("#7f7872", "#e5384f")
    dot: str = LEADER
    bone: str = BONE
    rim: str = ""
    line_on_dark: str = "#8a6a5c"


SKIN_TONES: Final = {
    "1": SkinTone(
        "light",
        ("#fbeee6", "#f7e3d8", "#f0d4c6", "#e5c0b0", "#d5a793", "#c4927e"),
        ("#fdf4ee", "#fef9f5"),
        "#4a352e",
    ),
    "2": SkinTone(
        "medium light",
        ("#f6e5d8", "#efd8c7", "#e6c8b3", "#dab49d", "#c89c85", "#b78972"),
        ("#f9ebe0", "#fcf2ea"),
        "#43302a",
    ),
    "3": SkinTone(
        "medium brown",
        ("#dcb08b", "#d2a17c", "#c4906b", "#b27c58", "#9b6847", "#865739"),
        ("#e2ba96", "#e9c6a5"),
        "#38231a",
        measure="#123f63",
        construction="#8d0018",
        leader="#4f4844",
        point_leader="#8d0018",
        on_dark=("#6a635e", "#c12138"),
        dot="#3a332f",
        line_on_dark="#a07c6b",
    ),
    "4": SkinTone(
        "dark brown",
        ("#9a6a4d", "#8d5e43", "#7e5139", "#6c432e", "#593524", "#492a1b"),
        ("#a67658", "#b38566"),
        "#21120c",
        measure="#bfe2f9",
        construction="#ffc6cc",
        leader="#21150f",
        point_leader="#4a000c",
        on_dark=("#f1e8e0", "#ffc6cc"),
        dot="#f1e8e0",
        bone="#d8b79d",
        rim="#2d1910",
        line_on_dark="#c59a7f",
    ),
}
DEFAULT_SKIN_TONE: Final = "2"


def tone(step: int, skin: str = DEFAULT_SKIN_TONE) -> str:
    """Return the colour of one of the `TONES` steps, 0 lit to `TONES` - 1 shaded."""
    return on_ramp(SKIN_TONES[skin].ramp, step / (TONES - 1))


def tone_step(tone: float) -> int:
    """Return the step of a baked tone, 0 to 1."""
    return min(max(round(tone * (TONES - 1)), 0), TONES - 1)


def _blend(a: str, b: str, share: float) -> str:
    parts = (round(int(a[i : i + 2], 16) * (1 - share) + int(b[i : i + 2], 16) * share) for i in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def on_ramp(ramp: tuple[str, ...], share: float) -> str:
    """Return the colour a share 0 to 1 of the way along a ramp."""
    place = min(max(share, 0.0), 1.0) * (len(ramp) - 1)
    low = min(int(place), len(ramp) - 2)
    return _blend(ramp[low], ramp[low + 1], place - low)


#: Clothes and hair, lit to shaded: no red and no hue of skin.
CLOTHS: Final = {
    "shorts": ("#93a5b8", "#7f92a7", "#6b7f95", "#56697f"),
    "top": ("#dfe5e4", "#cfd8d8", "#bac6c8", "#a2b0b4"),
    "hair": ("#7a5f4d", "#664d3d", "#54402f", "#433224"),
}
BALL_RAMP: Final = ("#e8ee9c", "#d9e07f", "#c3cb62", "#a9b14a")
#: Fill and line of what a body stands before, sits or lies on.
PROPS: Final = {
    "wood": ("#ece5dc", INSET_LINE),
    "wood-dark": ("#d8cfc4", INSET_LINE),
    "wall": ("#ece8e3", INSET_LINE),
    "wall-dark": ("#e4dfd9", INSET_LINE),
    "cloth": ("#f4f2ef", INSET_LINE),
    "bed": ("#e9eef1", INSET_LINE),
    "bed-dark": ("#d6dee3", INSET_LINE),
    "ball": ("#dfe69a", "#7f8748"),
}
#: Colour and opacity of what lies over skin: contact shadow, far leg, pressing hand, a hand through
#: which a plate shows, nails.
VEILS: Final = {
    "shadow": ("#5b2a14", 0.26),
    "far": ("#ffffff", 0.34),
    "hand-veil": ("#fff6ea", 0.3),
    "hand-veil-faint": ("#fff6ea", 0.62),
    "nail": ("#fbe3db", 0.92),
}
#: The same on the darkest skin, where a veil of the usual strength would look like a glove.
DARK_SKIN_VEILS: Final = {"far": 0.15, "hand-veil": 0.16, "hand-veil-faint": 0.12, "nail": 0.8}


# Style rules -------------------------------------------------------------------------------------------

#: What changes on a dark page: class -> declarations. Skin stays skin; lines and words outside it turn light.
DARK_RULES: Final = {
    "inset-card": "fill:#24211e;stroke:#6a635e",
    "contour": f"stroke:{SKIN_TONES[DEFAULT_SKIN_TONE].line_on_dark}",
    "label": "fill:#ece7e2",
    "label-quiet": "fill:#b5aca5",
    "label-code": "fill:#ff6b7d",
    "leader": "stroke:#7f7872",
    "leader-point": "stroke:#e5384f",
    "scale": "stroke:#ece7e2",
    "measure-text:not(.on-skin)": "fill:#8cc4ea",
    "measure-out": "stroke:#8cc4ea",
    "inset-body": "fill:#3a3532;stroke:#8b8178",
    "prop-bed": "fill:#2d3134",
    "prop-bed-dark": "fill:#26292c",
    "prop-cloth": "fill:#45423f",
    "prop-wall": "fill:#3a3633",
    "prop-wall-dark": "fill:#322f2c",
    "prop-wood": "fill:#4a433b",
    "prop-wood-dark": "fill:#3b352f",
}


#: Lines whose colour on a dark page depends on the skin tone: class -> variable.
_DARK_LINES: Final = {"contour": "contour", "leader": "leader", "leader-point": "lead"}
#: Leaders to landmarks, and among them those to points: class -> variable.
_LEADERS: Final = {"leader": "leader", "leader-point": "lead"}


def dark_rules(scope: str = "") -> str:
    """Return the rules of a dark page, each selector below `scope`."""
    return "".join(f"{scope}.{name}{{{rules}}}" for name, rules in DARK_RULES.items())


def _variables(skin: SkinTone, key: str) -> str:
    tones = ";".join(f"--tone-{step}:{tone(step, key)}" for step in range(TONES))
    lights = ";".join(f"--light-{i + 1}:{colour}" for i, colour in enumerate(skin.highlights))
    drawing_variables = f"--contour:{skin.line};--ruler:{skin.measure};--found:{skin.construction};--bone:{skin.bone}"
    leader_variables = (
        f"--leader:{skin.leader};--lead:{skin.point_leader};--dot:{skin.dot};--rim:{skin.rim or skin.highlights[0]}"
    )
    dark_variables = f"--contour-dark:{skin.line_on_dark};--leader-dark:{skin.on_dark[0]};--lead-dark:{skin.on_dark[1]}"
    return f"{tones};{lights};{drawing_variables};{leader_variables};{dark_variables}"


def _dark_page(scope: str) -> str:
    """Return the rules of a dark page for inline drawings, whose contour and leaders follow the skin tone."""
    lines = "".join(f"{scope}.{name}{{stroke:var(--{key}-dark)}}" for name, key in _DARK_LINES.items())
    return dark_rules(scope) + lines


def css() -> str:
    """Return the style sheet with which a page recolours inline drawings.

    `[data-skin="1"]` to `"4"` on any ancestor chooses the skin; `[data-theme="dark"]`, or the reader's system
    unless `[data-theme="light"]`, the dark page.
    """
    lines = [
        f':root,[data-skin="{DEFAULT_SKIN_TONE}"]{{{_variables(SKIN_TONES[DEFAULT_SKIN_TONE], DEFAULT_SKIN_TONE)}}}'
    ]
    lines += [
        f'[data-skin="{key}"]{{{_variables(skin, key)}}}'
        for key, skin in SKIN_TONES.items()
        if key != DEFAULT_SKIN_TONE
    ]
    lines += [f".drawing .tone-{step}{{fill:var(--tone-{step})}}" for step in range(TONES)]
    lines += [
        ".drawing .light-1{fill:var(--light-1)}",
        ".drawing .light-2{fill:var(--light-2)}",
        ".drawing .contour{stroke:var(--contour)}",
        ".drawing .inner,.drawing .crease{fill:var(--contour)}",
        ".drawing .ruler:not(.measure-out){stroke:var(--ruler)}",
        ".drawing .construction{stroke:var(--found)}",
        *(f".drawing .{name}{{stroke:var(--{key})}}" for name, key in _LEADERS.items()),
        ".drawing .crest-line{stroke:var(--leader)}",
        ".drawing .leader-dot{fill:var(--dot)}",
        ".drawing .construction-text.on-skin{fill:var(--found)}",
        ".drawing :is(.region-area,.region-name){fill:var(--found)}",
        ".drawing .region-area{stroke:var(--found)}",
        ".drawing .on-skin{stroke:var(--rim)}",
        ".drawing .bone:not(.bone-hidden):not([fill=none]){fill:var(--bone)}",
        ".drawing .on-skin.measure-text{fill:var(--ruler)}",
        ".drawing .edge{stroke:var(--contour)}",
        *(f'[data-skin="4"] .drawing .{name}{{fill-opacity:{opacity}}}' for name, opacity in DARK_SKIN_VEILS.items()),
        _dark_page('[data-theme="dark"] .drawing '),
        f"@media (prefers-color-scheme:dark){{{_dark_page(':root:not([data-theme=light]) .drawing ')}}}",
        "@media print{.drawing .label,.drawing .label-code,.drawing .label-quiet{fill:#000}}",
    ]
    return "\n".join(lines) + "\n"
