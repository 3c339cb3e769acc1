"""The colours of the drawings and the style sheet by which a page changes them.

Authority for contrast and luminance: WCAG 2.2, definitions of relative luminance and contrast ratio.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from diagrams import palette
from tests.support.contrast import contrast, luminance

EACH_SKIN = pytest.mark.parametrize("key", ["1", "2", "3", "4"])
HEX = r"#[0-9a-f]{6}"


def rules() -> dict[str, dict[str, str]]:
    """Return the declarations of the style sheet by selector, without what stands in a media query."""
    plain = re.sub(r"@media [^{]*\{(?:[^{}]*\{[^{}]*\})*\}", "", palette.css())
    found: dict[str, dict[str, str]] = {}
    for selector, body in re.findall(r"([^{}]+)\{([^{}]*)\}", plain):
        found.setdefault(selector.strip(), {}).update(part.split(":", 1) for part in body.split(";"))
    return found


def media(query: str) -> str:
    (found,) = re.findall(rf"@media {re.escape(query)}\{{((?:[^{{}}]*\{{[^{{}}]*\}})*)\}}", palette.css())
    return str(found)


# Tones -------------------------------------------------------------------------------------------------


@EACH_SKIN
def test_tones_run_from_the_lit_end_to_the_shaded(key: str) -> None:
    skin = palette.SKIN_TONES[key]
    tones = [palette.tone(step, key) for step in range(palette.TONES)]
    assert len(tones) == 16
    assert (tones[0], tones[-1]) == (skin.ramp[0], skin.ramp[-1])
    assert [tones[3 * place] for place in range(6)] == list(skin.ramp)
    assert all(luminance(a) > luminance(b) for a, b in pairwise(tones))
    assert all(re.fullmatch(HEX, tone) for tone in tones)


@EACH_SKIN
def test_highlights_are_lighter_than_lit_skin(key: str) -> None:
    skin = palette.SKIN_TONES[key]
    assert luminance(skin.highlights[1]) > luminance(skin.highlights[0]) > luminance(skin.ramp[0])
    assert luminance(skin.line) < luminance(skin.ramp[-1])


def test_a_tone_between_two_is_their_mixture() -> None:
    a, b = palette.SKIN_TONES["2"].ramp[:2]
    third = "#" + "".join(
        f"{round(int(a[at : at + 2], 16) * 2 / 3 + int(b[at : at + 2], 16) / 3):02x}" for at in (1, 3, 5)
    )
    assert palette.tone(1) == palette.tone(1, "2") == third


@pytest.mark.parametrize(
    ("tone", "step"),
    [(0.0, 0), (0.03, 0), (0.034, 1), (0.5, 8), (0.4666, 7), (0.96, 14), (0.97, 15), (1.0, 15), (-1, 0), (2, 15)],
)
def test_a_baked_tone_is_brought_to_its_nearest_step(tone: float, step: int) -> None:
    assert palette.tone_step(tone) == step


@EACH_SKIN
def test_what_is_measured_and_found_stands_out_from_the_skin(key: str) -> None:
    skin = palette.SKIN_TONES[key]
    for colour in (skin.measure, skin.construction):
        assert contrast(colour, skin.ramp[0]) >= 3, colour
        assert contrast(colour, skin.ramp[2]) >= 3, colour


# Style sheet -------------------------------------------------------------------------------------------


@EACH_SKIN
def test_each_skin_sets_every_variable(key: str) -> None:
    skin, names = palette.SKIN_TONES[key], rules()
    selector = next(name for name in names if name.endswith(f'[data-skin="{key}"]'))
    found = names[selector]
    assert found == {
        **{f"--tone-{step}": palette.tone(step, key) for step in range(16)},
        "--light-1": skin.highlights[0],
        "--light-2": skin.highlights[1],
        "--contour": skin.line,
        "--ruler": skin.measure,
        "--found": skin.construction,
        "--bone": skin.bone,
        "--leader": skin.leader,
        "--lead": skin.point_leader,
        "--dot": skin.dot,
        "--rim": skin.rim or skin.highlights[0],
        "--contour-dark": skin.line_on_dark,
        "--leader-dark": skin.on_dark[0],
        "--lead-dark": skin.on_dark[1],
    }
    assert all(re.fullmatch(HEX, value) for value in found.values())
    assert selector.startswith(":root,") is (key == "2")


def test_every_variable_that_is_used_is_set() -> None:
    css = palette.css()
    used = set(re.findall(r"var\((--[a-z0-9-]+)\)", css))
    set_ = set(re.findall(r"(--[a-z0-9-]+):", css))
    assert used == set_


def test_skin_classes_take_their_variables() -> None:
    found = rules()
    for step in range(16):
        assert found[f".drawing .tone-{step}"] == {"fill": f"var(--tone-{step})"}
    assert found[".drawing .light-1"] == {"fill": "var(--light-1)"}
    assert found[".drawing .light-2"] == {"fill": "var(--light-2)"}
    assert found[".drawing .contour"] == {"stroke": "var(--contour)"}
    assert found[".drawing .edge"] == {"stroke": "var(--contour)"}
    assert found[".drawing .inner,.drawing .crease"] == {"fill": "var(--contour)"}
    assert found[".drawing .ruler:not(.measure-out)"] == {"stroke": "var(--ruler)"}
    assert found[".drawing .construction"] == {"stroke": "var(--found)"}
    assert found[".drawing .construction-text.on-skin"] == {"fill": "var(--found)"}
    assert found[".drawing .on-skin.measure-text"] == {"fill": "var(--ruler)"}
    assert found[".drawing .on-skin"] == {"stroke": "var(--rim)"}
    assert found[".drawing .leader"] == {"stroke": "var(--leader)"}
    assert found[".drawing .leader-point"] == {"stroke": "var(--lead)"}
    assert found[".drawing .leader-dot"] == {"fill": "var(--dot)"}
    assert found[".drawing .crest-line"] == {"stroke": "var(--leader)"}
    assert found[".drawing :is(.region-area,.region-name)"] == {"fill": "var(--found)"}
    assert found[".drawing .region-area"] == {"stroke": "var(--found)"}
    assert found[".drawing .bone:not(.bone-hidden):not([fill=none])"] == {"fill": "var(--bone)"}


def test_a_dark_page_turns_lines_and_words_light() -> None:
    found = {name: body for name, body in rules().items() if name.startswith('[data-theme="dark"] .drawing .')}
    classes = {name.rpartition(" .")[2]: body for name, body in found.items()}
    assert classes["contour"] == {"stroke": "var(--contour-dark)"}
    assert classes["leader"] == {"stroke": "var(--leader-dark)"}
    assert classes["leader-point"] == {"stroke": "var(--lead-dark)"}
    dark = "#1b1917"  # near to black, as dark pages are
    for name in ("label", "label-quiet", "label-code", "measure-text:not(.on-skin)"):
        assert contrast(classes[name]["fill"], dark) >= 4.5, name
    for name in ("scale", "measure-out"):
        assert contrast(classes[name]["stroke"], dark) >= 4.5, name
    for name in (
        "inset-body",
        "prop-bed",
        "prop-bed-dark",
        "prop-cloth",
        "prop-wall",
        "prop-wall-dark",
        "prop-wood",
        "prop-wood-dark",
    ):
        assert contrast(classes[name]["fill"], dark) < 3, name
    assert classes["inset-body"].keys() == {"fill", "stroke"}


@EACH_SKIN
def test_an_outline_stands_out_from_a_dark_page(key: str) -> None:
    assert contrast(palette.SKIN_TONES[key].line_on_dark, "#1b1917") >= 3


def test_a_system_that_is_dark_gets_the_same_rules() -> None:
    ours = media("(prefers-color-scheme:dark)")
    chosen = [line for line in palette.css().splitlines() if line.startswith('[data-theme="dark"]')]
    assert ours == "".join(chosen).replace('[data-theme="dark"] ', ":root:not([data-theme=light]) ")


def test_a_printed_label_is_black() -> None:
    assert media("print") == ".drawing .label,.drawing .label-code,.drawing .label-quiet{fill:#000}"


def test_a_standalone_drawing_needs_no_variable() -> None:
    alone = palette.dark_rules()
    assert "var(" not in alone
    assert ".leader{stroke:#" in alone and ".leader-point{stroke:#" in alone
    assert palette.dark_rules(".a ").count(".a .") == alone.count("}")
