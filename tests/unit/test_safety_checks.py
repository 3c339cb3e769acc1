"""Bad safety data is refused, with the thing, the rule, the value found and the way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from points.safety_checks import manners_in
from tests.unit.test_load import BLADDER, change, folder, problems

__all__ = ["folder"]

BAD = [
    ("contraindications.toml", '"knuckles"', '"knuckels"', ["bone: forbids", "'knuckels'", "give a position"]),
    (
        "contraindications.toml",
        'BL23 = { level = "avoid" }',
        'BL23 = { level = "avoid", forbids = ["ball"] }',
        ["clot-now: points.BL23", "avoid leaves nothing to forbid", "leave out forbids"],
    ),
    (
        "contraindications.toml",
        "expires_hours = 24\n",
        "",
        ["today-skin: expires_hours", "tier today", "found None"],
    ),
    (
        "contraindications.toml",
        'heat = { level = "adapt"',
        'steam = { level = "adapt"',
        ["pregnancy", "kinds.steam", "expected one of stand, move.all-fours"],
    ),
    ("contraindications.toml", "max_seconds = 60", "max_seconds = 10", ["bleeding", "max_seconds", "30 to 180"]),
    (
        BLADDER,
        'lean back into it only a little.", uses = ["lean"]',
        'lean back into it only a little.", uses = []',
        ["BL23: press.how.standing number 1", "asks for lean", "only a little", "add 'lean' to uses"],
    ),
    (
        BLADDER,
        "Press with that thumb alone.",
        "Press with the ball of the thumb.",
        ["asks for ball", "say it otherwise"],
    ),
    (BLADDER, 'feel = "ache"', 'feel = "pain"', ["BL23", "press.feel", "ache, light"]),
    ("positions.toml", 'uses = ["ball", "lean"]', 'uses = ["lean"]', ["wall-ball: uses", "asks for ball"]),
    (
        "routines.toml",
        'uses = ["all-fours"]',
        'uses = ["side-lying"]',
        ["gentle-movement: item 1", "a movement needs one of all-fours, flat, stretch", "side-lying"],
    ),
    (
        "routines.toml",
        'kind = "stand"',
        'kind = "stand"\nuses = ["flat"]',
        ["stand-up-break: item 1", "only a movement"],
    ),
    ("self_care.toml", '"ankle-on-knee"', '"ankle-on-nose"', ["deep-buttock-stretch: uses", "'ankle-on-nose'"]),
    ("red_flags.toml", 'say = "My leg has gone', 'heading = "My leg has gone', ["leg-failing: say: missing"]),
    (
        "gate.toml",
        "Clot, or one swollen or hot leg",
        "Blood clot, or one leg that is swollen or hot or newly painful",
        ["clot-now", "text", "at most 10 words", "found 13", "shorten it"],
    ),
    (
        "gate.toml",
        'signs = ["urine-or-waves"]',
        'signs = ["urine"]',
        ["blood-or-waves: signs", "'urine'", "red_flags.toml"],
    ),
    (
        "gate.toml",
        'tile = "fall"',
        'tile = "falls"',
        ["fall: tile: no such tile", "'falls'"],
    ),
    ("gate.toml", 'screen = "body"', 'screen = "soul"', ["no such screen", "'soul'"]),
    ("gate.toml", 'questions = ["frail"]', 'questions = ["frial"]', ["no such question", "'frial'"]),
    (
        "gate.toml",
        '{ text = "Heart", questions = ["organs"] }',
        '{ text = "Heart", questions = ["organs"], areas = ["hand"] }',
        ["organs: part 'Heart': areas", "'organs' is not asked by area", "leave them out"],
    ),
    (
        "gate.toml",
        'questions = ["numb", "numb-leg"]',
        'questions = ["numb"]',
        ["numb: questions: 'numb-leg' stands in the line or in its parts"],
    ),
    ("gate.toml", "order = 2", "order = 1", ["an order stands twice", "[1, 1, 3, 4, 5]"]),
    ("gate.toml", 'after = "pregnancy"', 'after = "birth"', ["pregnancy-signs: after", "'birth'"]),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), BAD, ids=[f"{case[0]} {case[2][:28]}" for case in BAD])
def test_bad_safety_data_is_refused(folder: Path, name: str, old: str, new: str, said: list[str]) -> None:
    change(folder, name, old, new)
    lines = problems(folder)
    assert any(all(part in line for part in said) for line in lines), "\n".join(lines)


def without_line(folder: Path, slug: str) -> None:
    path = folder / "gate.toml"
    kept, count = re.subn(rf'\[\[line\]\]\nslug = "{slug}"\n(?:(?!\[\[line).*\n?)*', "", path.read_text("utf-8"))
    assert count == 1
    path.write_text(kept, "utf-8")


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("blood-or-waves", "urine-or-waves: gate: the sign stands in no line; add it to a line of gate.toml"),
        ("device", "device: gate: the question stands in no line; add it to a line of gate.toml"),
        ("fall", "fall: tile: give it lines, or every_line = true, and not both"),
    ],
)
def test_gate_must_ask_every_sign_and_question(folder: Path, slug: str, said: str) -> None:
    without_line(folder, slug)
    assert said in problems(folder)


@pytest.mark.parametrize(
    ("text", "manners"),
    [
        ("Put a tennis ball there. Lean in.", {"ball", "lean"}),
        ("Press only lightly. No ball, no leaning.", set()),
        ("Do not lean into them.", set()),
        ("Use no ball; lean back a little.", {"lean"}),
        ("Never with body weight.", set()),
        ("With your body weight.", {"lean"}),
        ("Make a loose fist.", {"knuckles"}),
        ("Two fingers wide, at the knuckle.", set()),
        ("Lie flat on your back.", {"flat"}),
        ("Never flat on your back. Balls are round.", {"ball"}),
    ],
)
def test_what_a_text_asks_for_is_told_from_what_it_denies(text: str, manners: set[str]) -> None:
    assert manners_in(text) == manners
