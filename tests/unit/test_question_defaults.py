"""What a question states holds for each of its points that states none of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from points import load as loader
from points.catalogue import Catalogue, load
from points.safety_records import ContraindicationLevel, Flag

QUESTIONS = "contraindications.toml"
PREGNANCY = 'key = "pregnancy"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(loader.DATA, tmp_path / "data"))


def stated(folder: Path, *lines: str) -> Catalogue:
    """Return the catalogue with lines added to the question about pregnancy."""
    path = folder / QUESTIONS
    text = path.read_text("utf-8")
    assert text.count(PREGNANCY) == 1
    path.write_text(text.replace(PREGNANCY, PREGNANCY + "".join(f"{line}\n" for line in lines)), "utf-8")
    return load(folder)


def pregnancy(catalogue: Catalogue, code: str) -> Flag:
    return catalogue.question("pregnancy").points[code]


def test_companions_of_a_question_hold_for_its_points(folder: Path, catalogue: Catalogue) -> None:
    assert pregnancy(catalogue, "BL23").only_if_no == ()
    changed = stated(folder, 'only_if_no = ["bleeding"]')
    assert pregnancy(changed, "BL23").only_if_no == ("bleeding",)
    assert pregnancy(changed, "BL40").only_if_no == ("clot-now", "clot-past")  # the safety matrix: its own


def test_a_reason_and_sources_of_a_question_hold_for_its_points(catalogue: Catalogue) -> None:
    question = catalogue.question("bleeding")
    flags = [flag for flag in question.points.values() if flag.level is not ContraindicationLevel.NOT_LISTED]
    assert any(flag.sources == question.sources for flag in flags)
    assert all(flag.reason and flag.sources for flag in flags)


def test_what_is_not_listed_says_so_and_cites_nothing(catalogue: Catalogue) -> None:
    flags = [
        flag
        for question in catalogue.questions
        for flag in [*question.points.values(), *question.kinds.values()]
        if flag.level is ContraindicationLevel.NOT_LISTED
    ]
    assert flags
    for flag in flags:
        assert (flag.instruction, flag.only_if_no) == ("", ())
        assert flag.reason


def test_only_an_open_level_comes_with_an_instruction(catalogue: Catalogue) -> None:
    for question in catalogue.questions:
        for flag in [*question.points.values(), *question.kinds.values()]:
            assert not flag.instruction or flag.level in (ContraindicationLevel.CAUTION, ContraindicationLevel.ADAPT), (
                flag
            )
            assert flag.level is not ContraindicationLevel.ADAPT or flag.instruction, flag


def test_a_point_has_the_flag_of_every_question_in_order(catalogue: Catalogue) -> None:
    for point in catalogue.points:
        assert point.flags == tuple(question.points[point.code] for question in catalogue.questions)
