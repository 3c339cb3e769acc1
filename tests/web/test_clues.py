"""Where does it hurt: every way in leads somewhere true, and none of them names what somebody has.

What the kinds of pain suggest is taken from seed-002; what must not be pressed, from the safety matrix and FACTS D.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from points import load as loader
from points.catalogue import Catalogue, load
from points.errors import CatalogueError
from points.records import Clue
from tests.support.edited_catalogues import shipped

CATALOGUE = shipped()
CLUES = {clue.slug: clue for clue in CATALOGUE.clues}
#: Conditions for which FACTS D says: do not press, or do not press there.
NOT_PRESSED = {
    "coccydynia",
    "hamstring-tendinopathy",
    "ischial-bursitis",
    "kidney-stones",
    "pelvic-stress-fracture",
    "spinal-tumour",
}


def presses(clue: Clue) -> bool:
    return bool(clue.routine) and CATALOGUE.routine(clue.routine).has_press


@pytest.mark.parametrize("clue", CATALOGUE.clues, ids=lambda clue: clue.slug)
def test_clues_never_diagnose(clue: Clue) -> None:
    assert not re.search(r"\byou have\b|\byours is\b|\bdiagnos", clue.often, re.IGNORECASE)
    assert re.search(
        r"\b(often|may|can|usually|sometimes|rarely|suggest|told of|people call|most)\b", clue.often.lower()
    )


@pytest.mark.parametrize("clue", CATALOGUE.clues, ids=lambda clue: clue.slug)
def test_clue_routine_presses_points_named_for_it(clue: Clue) -> None:
    named = {code for slug in clue.conditions for code in CATALOGUE.condition(slug).points}
    pressed = {item.point for item in CATALOGUE.routine(clue.routine).items} if presses(clue) else set()
    assert not pressed or pressed & named


@pytest.mark.parametrize("clue", CATALOGUE.clues, ids=lambda clue: clue.slug)
def test_no_clue_to_what_must_not_be_pressed_leads_to_pressing(clue: Clue) -> None:
    if NOT_PRESSED & set(clue.conditions):
        assert not presses(clue)


def test_every_condition_can_be_reached_from_a_clue() -> None:
    reached = {slug for clue in CATALOGUE.clues for slug in clue.conditions}
    assert reached == {condition.slug for condition in CATALOGUE.conditions}


@pytest.mark.parametrize(
    ("slug", "condition"),
    [
        ("vague-and-moving", "myofascial-pain"),
        ("with-groin", "sacroiliac-joint-dysfunction"),
        ("one-spot", "piriformis-syndrome"),
        ("sit-bone", "hamstring-tendinopathy"),
        ("deep-and-high", "piriformis-syndrome"),
        ("down-one-leg", "sciatica"),
        ("tailbone", "coccydynia"),
        ("after-sitting", "posture-and-sitting"),
    ],
)
def test_the_kinds_of_pain_suggest_what_the_article_says(slug: str, condition: str) -> None:
    assert condition in CLUES[slug].conditions


@pytest.mark.parametrize("slug", ["down-one-leg", "shoots-from-back"])
def test_pain_down_a_leg_comes_with_its_warning_signs(slug: str) -> None:
    assert all(word in CLUES[slug].advice.lower() for word in ("numbness", "weakness", "bladder"))


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ('conditions = ["coccydynia"]', 'conditions = ["tail"]', ["tailbone", "no such condition", "'tail'"]),
        ('routine = "heat"', 'routine = "stiff"', ["stiff-for-long", "no such routine", "'stiff'"]),
        ('group = "buttock"', 'group = "bottom"', ["conditions.toml", "group", "expected one of lower back, buttock"]),
        ('conditions = ["coccydynia"]', "conditions = []", ["tailbone", "conditions", "must not be empty"]),
    ],
)
def test_a_bad_clue_does_not_load(tmp_path: Path, old: str, new: str, parts: list[str]) -> None:
    folder = Path(shutil.copytree(loader.DATA, tmp_path / "data"))
    path = folder / "conditions.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    assert any(all(part in problem for part in parts) for problem in caught.value.problems), caught.value.problems


def test_api_lists_clues_and_links_conditions(client: FlaskClient, catalogue: Catalogue) -> None:
    told = {clue["slug"]: clue for clue in client.get("/api/v1/clues").get_json()["clues"]}
    assert list(told) == [clue.slug for clue in catalogue.clues]
    for clue in catalogue.clues:
        assert told[clue.slug]["conditions"] == list(clue.conditions)
        assert told[clue.slug]["sources"] == list(clue.sources)
        assert told[clue.slug].get("routine", "") == clue.routine
    for listed in client.get("/api/v1/conditions").get_json()["conditions"]:
        assert listed == client.get(f"/api/v1/conditions/{listed['slug']}").get_json()
        assert listed["clues"] == [slug for slug, clue in told.items() if listed["slug"] in clue["conditions"]]


def test_the_page_offers_every_clue_without_javascript(client: FlaskClient, catalogue: Catalogue) -> None:
    page = client.get("/conditions").text
    for clue in catalogue.clues:
        found = re.search(rf'<details class="clue" id="{clue.slug}">.*?</details>', page, re.DOTALL)
        assert found, clue.slug
        assert all(f"/conditions/{slug}" in found[0] for slug in clue.conditions)
        assert not clue.routine or f"/routines/{clue.routine}" in found[0]
