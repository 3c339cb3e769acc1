"""What a person must understand to be safe is easy to read: Flesch-Kincaid grade by textstat, and words to a sentence.

Limits: the project's rules for the gate. At most grade 5 over the lines of each screen together, and at most 5 for
each full text, reason and advice; no line over 10 words, no sentence over 20.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

import pytest

from tests.support.edited_catalogues import shipped

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # textstat reads its own data by a way that setuptools calls old
    import textstat

CATALOGUE = shipped()
GRADE = 5.0
LINE_WORDS = 10
SENTENCE_WORDS = 20
SCREENS = [screen.slug for screen in CATALOGUE.gate.screens]


def grade(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text))


def sentences(text: str) -> list[str]:
    return [sentence for sentence in re.split(r"(?<=[.?!])\s+", text) if sentence]


def texts() -> Iterator[tuple[str, str]]:
    """Yield every full text, reason and advice that decides about safety, with its name."""
    for question in CATALOGUE.questions:
        for name in ("question", "why", "clearance"):
            yield f"{question.key}: {name}", getattr(question, name)
        flags = {**question.points, **question.kinds}
        for where, flag in flags.items():
            if flag.level != "not-listed":
                yield f"{question.key}: {where}: reason", flag.reason
                yield f"{question.key}: {where}: instruction", flag.instruction
    for sign in CATALOGUE.red_flags:
        for name in ("sign", "advice", "reason", "say", "short"):
            yield f"{sign.slug}: {name}", getattr(sign, name)
    for line in CATALOGUE.gate.lines:
        yield f"{line.slug}: reason", line.reason
        yield f"{line.slug}: say", line.say
    for rule in CATALOGUE.stop_rules:
        yield f"{rule.slug}: action", rule.action
    for routine in CATALOGUE.routines:
        yield f"{routine.slug}: not_for", routine.not_for


TEXTS = {name: text for name, text in texts() if text}


@pytest.mark.parametrize("name", TEXTS)
def test_safety_texts_are_grade_five_in_short_sentences(name: str) -> None:
    text = TEXTS[name]
    assert grade(text) <= GRADE, text
    assert max(len(sentence.split()) for sentence in sentences(text)) <= SENTENCE_WORDS, text


@pytest.mark.parametrize("slug", SCREENS)
def test_the_lines_of_a_screen_together_are_grade_five_at_most(slug: str) -> None:
    lines = [line.text for line in CATALOGUE.gate.lines if line.screen == slug]
    assert lines
    assert grade(". ".join(lines) + ".") <= GRADE


def test_gate_lines_have_ten_words_and_parts_twenty() -> None:
    for line in CATALOGUE.gate.lines:
        assert len(line.text.split()) <= LINE_WORDS, line.text
        for part in line.parts:
            assert len(part.text.split()) <= SENTENCE_WORDS, part.text


def test_gate_lines_are_no_notes() -> None:
    """No line joins notes by a semicolon or a colon, except after "Today"; emergency lines have a verb."""
    for line in CATALOGUE.gate.lines:
        assert ";" not in line.text
        assert ":" not in line.text.removeprefix("Today:")
        if line.screen == "emergency":
            assert re.search(r"\b(I|My|Both|One leg)\b.*('s|\b(can't|are|have|feel|followed)\b)", line.text), line.text


def test_each_screen_of_the_gate_asks_one_question() -> None:
    for screen in CATALOGUE.gate.screens:
        assert re.fullmatch(r"(Which|Are you)\b[^?.;:]*\?", screen.title), screen.title


def test_the_lines_of_the_gate_name_one_sign_each() -> None:
    """A line names one sign, but for faintness, which belongs to two, and for what makes the pain worse."""
    joined = {line.slug: line.signs for line in CATALOGUE.gate.lines if len(line.signs) > 1}
    assert joined == {
        "chest-or-breath": ("chest-or-breath", "collapse"),
        "night-or-cough": ("no-rest-from-pain", "worse-with-cough"),
    }


def test_the_parts_of_a_screen_together_are_grade_six_at_most() -> None:
    """Parts name illnesses and devices, which have long names; nothing else in them may be hard."""
    for slug in SCREENS:
        parts = [part.text for line in CATALOGUE.gate.lines if line.screen == slug for part in line.parts]
        assert not parts or grade(". ".join(parts) + ".") <= GRADE + 1, slug


def test_the_words_of_the_first_gate_fit_its_budget() -> None:
    """Titles, lines and buttons of the five screens: 260 words; the line that waits for a yes is not shown."""
    shown = [line.text for line in CATALOGUE.gate.lines if not line.after and line.screen != "pregnancy"]
    buttons = [screen.yes + " " + screen.no if screen.yes else "None of these" for screen in CATALOGUE.gate.screens]
    titles = [screen.title for screen in CATALOGUE.gate.screens]
    assert len(" ".join([*shown, *titles, *buttons]).split()) <= 260


def test_the_tiles_of_a_later_day_fit_their_budget() -> None:
    """Forty words for the whole screen, its question and its button (about eight words) among them."""
    assert len(" ".join(tile.text for tile in CATALOGUE.gate.tiles).split()) <= 32


def test_the_measure_tells_hard_from_easy() -> None:
    assert grade("The cat sat on the mat.") < 2
    assert grade("Osteoporosis necessitates considerable deliberation.") > 15
