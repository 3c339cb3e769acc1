"""A bad catalogue is refused whole, with file, entry, field and expectation, all problems at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from points import load as loader
from points.catalogue import Catalogue, load
from points.errors import CatalogueError
from tests.support.programs import free_port

Edit = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(loader.DATA, tmp_path / "data"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text, f"{name} no longer says {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    return caught.value.problems


BLADDER = "points/bladder.toml"
BAD = [
    (BLADDER, 'code = "BL23"', 'code = "BL 23"', ["bladder.toml: BL 23", "code", "expected a WHO code"]),
    (BLADDER, 'categories = ["he-sea", "earth", "command"]', 'categories = ["earth"]', ["BL40: categories", "Earth"]),
    (BLADDER, 'categories = ["he-sea"', 'categories = ["lower-sea"', ["BL40", "categories", "one of"]),
    ("routines.toml", 'step_title = "Slow', 'step_title = "Fast', ["breathe", "steps without a press"]),
    ("routines.toml", "max = 120 }", "max = 121 }", ["breathe", "published length"]),
    (BLADDER, 'code = "BL23"', 'code = "BL68"', ["BL68", "the meridian has 67 points"]),
    (
        BLADDER,
        'laterality = "bilateral"',
        'laterality = "both"',
        ["BL23", "laterality", "bilateral, midline"],
    ),
    (BLADDER, 'region = "lumbar"', 'region = "moon"', ["BL23", "region", "expected one of"]),
    (
        BLADDER,
        'region = "lumbar"',
        'region = "hand"',
        ["BL23", "location", "ruler 'back' does not measure the hand"],
    ),
    (
        BLADDER,
        "Level(spinous-process-L2)",
        "Level(spinous-process-L9)",
        ["BL23", "no such landmark", "'spinous-process-L9'"],
    ),
    (BLADDER, "Lateral(1.5, back)", "Lateral(1.5, leg-line)", ["BL23", "no such ruler", "'leg-line'"]),
    (BLADDER, "Lateral(1.5, back)", "Lateral(1.5 back)", ["BL23", "location.expression", "expected ','"]),
    (BLADDER, "{finger_measure}", "two fingers", ["BL23", "find", "finger_measure"]),
    (BLADDER, "reviewed = 2026-11-27", 'reviewed = "soon"', ["BL23", "reviewed", "expected a date"]),
    (BLADDER, "default = 60", "default = 20", ["BL23", "press.seconds.default", "30 to 180"]),
    (BLADDER, "default = 60, min = 30", "default = 30, min = 60", ["BL23", "press.seconds", "min <= default <= max"]),
    (BLADDER, "[point.names]", "mood = 1\n[point.names]", ["BL23", "mood", "Unknown field"]),
    ("landmarks.toml", 'name = "the ', 'name = "', ["landmarks.toml", "name", "starts with 'the'"]),
    ("rulers.toml", 'cun = "3"', 'cun = "three"', ["rulers.toml", "back", "cun", "expected a number of cun"]),
    (
        "rulers.toml",
        'end = "scapula-medial-border"',
        'end = "scapula"',
        ["back", "no such landmark", "'scapula'"],
    ),
    ("sources.toml", "[[source]]", "[[sauce]]", ["sources.toml", "[[sauce]]", "unexpected table"]),
    ("sources.toml", "[[source]]", "[source", ["sources.toml", "not readable as TOML"]),
    (
        "contraindications.toml",
        'key = "pregnancy"',
        'key = "expecting"',
        ["no question with key 'pregnancy'"],
    ),
    ("routines.toml", 'point = "BL23"', 'point = "BL99"', ["item 1", "no such point", "'BL99'"]),
    (
        BLADDER,
        "Level(spinous-process-L2) + Lateral(1.5, back)",
        "Along(back, 1.5, sacral-hiatus)",
        ["not an end of ruler"],
    ),
    (
        BLADDER,
        "Level(spinous-process-L2) + Lateral(1.5, back)",
        "Below(twelfth-rib-tip)",
        ["Below needs a landmark on the"],
    ),
    (
        BLADDER,
        "Level(spinous-process-L2) + Lateral(1.5, back)",
        "Beside(At(sacral-hiatus), x)",
        ["no such direction", "'x'"],
    ),
    (BLADDER, 'code = "BL23"', 'code = "ST23"', ["ST23", "no such meridian", "'ST'"]),
    (BLADDER, "\nstanding = ", "\nflying = ", ["BL23", "press.how", "no such position", "'flying'"]),
    (
        "contraindications.toml",
        "[contraindication.points]",
        "[contraindication.points]\nBL99 = { level = 'avoid' }",
        ["no such point", "'BL99'"],
    ),
    (
        "contraindications.toml",
        'only_if_no = ["clot-now"',
        'only_if_no = ["clot-never"',
        ["only_if_no", "'clot-never'"],
    ),
    (
        "contraindications.toml",
        'clearance = "My midwife',
        'explanation2 = "My midwife',
        ["explanation2", "Unknown field"],
    ),
    ("routines.toml", 'position = "', 'position = "un', ["item 1", "is not pressed like that"]),
    ("routines.toml", "seconds = 60", "seconds = 200", ["seconds outside 30 to 180", "200"]),
    ("routines.toml", 'group = "lower back"', 'group = "elsewhere"', ["low-back-ease", "group", "expected one of"]),
    ("routines.toml", "{small-studies}", "{large-studies}", ["custom", "no such phrase", "'large-studies'"]),
    (
        "routines.toml",
        "[[custom]]",
        "[[phrase]]\nkey = 'x'\ntext = 'y'\nsources = ['S01']\n[[custom]]",
        ["x: phrase", "leave it out"],
    ),
    ("conditions.toml", 'points = ["', 'points = ["BL99", "', ["no such point", "'BL99'"]),
    ("meridians.toml", 'code = "BL"', 'code = "BX"', ["meridians.toml: BX", "code", "expected one of"]),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), BAD, ids=[f"{case[2][:28]}" for case in BAD])
def test_bad_entry_is_refused_naming_file_entry_field_and_rule(
    folder: Path, name: str, old: str, new: str, said: list[str]
) -> None:
    change(folder, name, old, new)
    lines = problems(folder)
    assert any(all(part in line for part in said) for line in lines), "\n".join(lines)


def test_all_problems_are_listed_at_once(folder: Path) -> None:
    change(folder, BLADDER, 'laterality = "bilateral"', 'laterality = "both"')
    change(folder, BLADDER, 'category = "', 'kategory = "')
    change(folder, "rulers.toml", 'cun = "3"', 'cun = "x"')
    lines = problems(folder)
    assert len(lines) >= 4
    assert {line.split(":")[0] for line in lines} == {BLADDER, "rulers.toml"}


def test_a_point_without_a_level_for_a_question_does_not_load(folder: Path, catalogue: Catalogue) -> None:
    path = folder / "contraindications.toml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("LI4 = "))
    path.write_text("".join(lines[:first] + lines[first + 1 :]), "utf-8")
    key = catalogue.questions[0].key
    assert any(line.startswith(f"LI4: contraindications.{key}: missing") for line in problems(folder))


def test_a_key_stated_twice_is_refused(folder: Path) -> None:
    path = folder / "meridians.toml"
    path.write_text(path.read_text("utf-8") * 2, "utf-8")
    assert any("BL: stated twice" in line for line in problems(folder))


def test_an_unknown_source_is_refused_wherever_it_is_cited(folder: Path) -> None:
    change(folder, BLADDER, 'kind = "tradition"\nsources = ["', 'kind = "tradition"\nsources = ["S999", "')
    assert any("no such source (found 'S999')" in line for line in problems(folder))


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "stop_rules.toml").unlink()
    assert problems(folder) == ("stop_rules.toml: no [[stop_rule]] entry found",)


def test_broken_catalogue_stops_start_with_one_message(folder: Path) -> None:
    (folder / "rulers.toml").write_text("[[ruler]\n", "utf-8")
    command = [sys.executable, "-m", "server"]
    environment = os.environ | {"CATALOGUE": str(folder), "PORT": str(free_port())}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert run.returncode == 1
    assert run.stdout == ""
    first, second, *rest = run.stderr.splitlines()
    assert first == "the catalogue cannot be used:"
    assert second.startswith("  rulers.toml: not readable as TOML")
    assert rest == []


def test_version_changes_exactly_with_the_files(folder: Path, catalogue: Catalogue) -> None:
    assert load(folder).version == catalogue.version
    change(folder, BLADDER, "Back-shu point of the Kidney", "Back-shu point of a kidney")
    changed = load(folder)
    assert changed.version != catalogue.version
    assert changed.safety_version == catalogue.safety_version


def test_a_changed_warning_changes_the_safety_version(folder: Path, catalogue: Catalogue) -> None:
    change(folder, "contraindications.toml", 'level = "caution"', 'level = "avoid"')
    assert load(folder).safety_version != catalogue.safety_version


def test_adapt_needs_instruction_and_caution_needs_clearance(folder: Path) -> None:
    path = folder / "contraindications.toml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("instruction = ", "clearance = "))]
    path.write_text("".join(kept), "utf-8")
    said = problems(folder)
    assert any("adapt needs an instruction" in line for line in said)
    assert any("caution needs the question's clearance text" in line for line in said)


def test_a_step_that_presses_nothing_needs_words_and_a_source(folder: Path) -> None:
    path = folder / "routines.toml"
    text = path.read_text("utf-8")
    start = text.index('kind = "breathe"')
    path.write_text(text[:start] + text[start:].replace("title = ", "# title = ", 1), "utf-8")
    assert any("a breathe step needs title, instruction and sources" in line for line in problems(folder))


def test_python_m_points_says_what_there_is_or_what_is_wrong(catalogue: Catalogue) -> None:
    run = subprocess.run([sys.executable, "-m", "points"], capture_output=True, text=True, check=True)
    assert run.stdout.startswith(f"catalogue {catalogue.version}: {len(catalogue.points)} points")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("source = 1", "sources.toml: [source]: expected [[source]] entries"),
        ("source = [1]", "sources.toml: [[source]] number 1: "),
        ("[[source]]", "sources.toml: [[source]] number 1: key: Missing data"),
    ],
)
def test_a_table_of_the_wrong_kind_is_refused(folder: Path, text: str, said: str) -> None:
    (folder / "sources.toml").write_text(text, "utf-8")
    assert any(line.startswith(said) for line in problems(folder))
