"""The figures at which the guide says something: stated once, with their reasons, and followed wherever one is shown.

Expected figures: S130 (27 to 30 minutes of pressing a day), and the reviews at two, six and, for the tailbone, eight
weeks of seed-001, seed-004 and S169.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from points import load as loader
from points import prescription
from points.catalogue import Catalogue, load
from points.errors import CatalogueError, SpecError
from server import create_app, filters

SESSION = "/routines/low-back-ease/session"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(loader.DATA, tmp_path / "data"))


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "thresholds.toml"
    text = path.read_text("utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("daily-pressing", 27 * 60, "27 minutes"),
        ("daily-sessions", 3, "3 sessions"),
        ("first-review", 14, "two weeks"),
        ("second-review", 42, "six weeks"),
        ("tailbone-review", 56, "eight weeks"),
        ("hardly-any", 1, "1 point of ten"),
    ],
)
def test_a_threshold_is_what_its_sources_say(catalogue: Catalogue, key: str, value: int, said: str) -> None:
    assert catalogue.threshold(key).value == value
    assert filters.with_unit(catalogue.threshold(key)) == said


@pytest.mark.parametrize(("days", "said"), [(7, "one week"), (1, "1 day"), (10, "10 days"), (91, "13 weeks")])
def test_days_are_said_in_weeks_where_they_are_whole(days: int, said: str) -> None:
    assert filters.days_in_weeks(days) == said


def test_a_sign_names_the_weeks_after_which_it_falls_due(catalogue: Catalogue) -> None:
    signs = {flag.slug: flag.sign for flag in catalogue.red_flags}
    for threshold in catalogue.thresholds:
        assert not threshold.red_flag or filters.days_in_weeks(threshold.value) in signs[threshold.red_flag]


@pytest.mark.parametrize(
    ("old", "new", "refused"),
    [
        ('value = 3\nunit = "sessions"', 'value = 2\nunit = "sessions"', "BL23.60;daily=3"),
        ("value = 42", "value = 35", "BL23.60;weeks=6"),
        ('value = 12\nunit = "points"', 'value = 2\nunit = "points"', "BL23.60-BL25.60-GV3.60"),
        ("value = 1800", "value = 300", "BL23.60-BL25.60"),
    ],
)
def test_a_prescription_asks_for_no_more_than_the_figures_allow(
    folder: Path, catalogue: Catalogue, old: str, new: str, refused: str
) -> None:
    assert prescription.parse(refused, catalogue.step_builder)
    change(folder, old, new)
    with pytest.raises(SpecError):
        prescription.parse(refused, load(folder).step_builder)


def test_the_journal_page_says_every_figure_it_goes_by(catalogue: Catalogue, client: FlaskClient) -> None:
    page = client.get("/journal").get_data(as_text=True)
    for threshold in catalogue.thresholds:
        if threshold.key != "tailbone-review":
            shown = re.search(rf'<div id="{threshold.key}">.*?</div>', page, re.S)
            assert shown and filters.with_unit(threshold).capitalize() in shown[0]


def test_changed_threshold_reaches_every_text_and_rule(folder: Path) -> None:
    change(folder, "value = 14", "value = 21")
    change(folder, "value = 1620", "value = 1200")
    change(folder, "value = 2\n", "value = 3\n")
    client = create_app({"CATALOGUE": folder, "TESTING": True}).test_client()
    session = client.get(SESSION).get_data(as_text=True)
    rules = re.search(r'id="journal-rules">(.*?)</script>', session, re.S)
    assert rules
    assert json.loads(rules[1])["reviews"] == {"two-weeks": 21, "six-weeks": 42}
    assert json.loads(rules[1])["change"] == 3
    assert "Three weeks, and not clearly easier" in session
    assert "Less than 3 points of ten easier" in session
    assert 'data-seconds="1200"' in session
    assert 'data-seconds="1200"' in client.get("/compose").get_data(as_text=True)
    assert "<dt>Three weeks</dt>" in client.get("/self-care").get_data(as_text=True)
    assert "After three weeks it can tell" in client.get("/journal").get_data(as_text=True)


def test_a_changed_figure_is_a_changed_warning(folder: Path, catalogue: Catalogue) -> None:
    change(folder, "value = 1620", "value = 1621")
    assert load(folder).safety_version != catalogue.safety_version


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("value = 1620", "value = 0", ["daily-pressing", "value"]),
        ('unit = "sessions"', 'unit = "times"', ["daily-sessions", "unit", "expected one of seconds"]),
        ('unit = "sessions"', 'unit = "days"', ["daily-sessions", "expected sessions", "'days'"]),
        ('key = "change"', 'key = "turn"', ["no threshold with key 'change'"]),
        ('red_flag = "two-weeks"', 'red_flag = "two-months"', ["first-review", "no such sign", "'two-months'"]),
        ('red_flag = "two-weeks"\n', "", ["first-review", "red_flag: missing"]),
        ("value = 42", "value = 40", ["second-review", "expected whole weeks", "40 days"]),
        ('key = "session-points"', 'key = "most-points"', ["no threshold with key 'session-points'"]),
        ('unit = "sessions"', 'unit = "sessions"\nred_flag = "tailbone"', ["daily-sessions", "after days"]),
    ],
)
def test_a_bad_threshold_does_not_load(folder: Path, old: str, new: str, parts: list[str]) -> None:
    change(folder, old, new)
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    assert any(all(part in problem for part in parts) for problem in caught.value.problems), caught.value.problems
