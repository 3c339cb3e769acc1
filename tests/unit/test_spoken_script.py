"""The spoken script of every routine: who hears it alone can follow it, and no line runs into the next."""

from __future__ import annotations

import itertools
import re
from itertools import pairwise

import pytest

from points.session_records import Line, Script, Step
from points.speech import opening
from points.steps import READY_SECONDS, RELEASE_SECONDS, SWITCH_SECONDS
from tests.support.edited_catalogues import shipped

#: Words a second of a device's voice at 0.95 of its usual speed, counted low.
PACE = 2.2
CATALOGUE = shipped()
ROUTINES = [routine.slug for routine in CATALOGUE.routines]
#: Where a hand is led, in the words of a lay person; one of them is named before anything is pressed.
PLACES = re.compile(r"\b(waist|hips?|buttock|knee|ankle|hand|spine)\b")
#: Most words of a sentence on the screen.
ON_SCREEN = 14


def scripts(step: Step) -> list[tuple[str, Script]]:
    """Return what is shown and said in each way to do a step, with the position."""
    return [(one.position, one.script) for one in step.variants] or [("", step.script)]


def begins(line: Line, seconds: int) -> float:
    return {"start": 0, "half": seconds / 2, "end": seconds}[line.anchor] + line.offset


def placements(slug: str) -> list[list[Step]]:
    """Return the steps of each pressing of a place on one side."""
    steps = [step for step in CATALOGUE.steps(slug) if step.point]
    names = dict.fromkeys(step.placement for step in steps)
    return [[step for step in steps if step.placement == name] for name in names]


def finding(step: Step) -> list[list[str]]:
    """Return what is said before the press in each way: known, and found for the first time."""
    said = [[line.text for line in script.speech] for _, script in scripts(step)]
    return said + [[text for frame in script.frames for text in frame.speech] for _, script in scripts(step)]


@pytest.mark.parametrize("slug", ROUTINES)
def test_side_and_place_are_named_before_anything_is_pressed(slug: str) -> None:
    for steps in placements(slug):
        first = steps[0]
        assert (first.kind, steps[1].kind) in {("ready", "press"), ("switch", "press")}
        for lines in finding(first):
            text = " ".join(lines)
            assert PLACES.search(text), text
            wanted = "middle" if first.side == "midline" else first.side
            assert re.search(rf"\b{wanted}\b", text, re.IGNORECASE), text
            other = {"left": "right", "right": "left"}.get(first.side)
            if other and "Turn over" not in text:
                assert not re.search(rf"\b{other}\b (?!angle)", text, re.IGNORECASE), text


@pytest.mark.parametrize("slug", ROUTINES)
def test_position_is_spoken_before_first_finding(slug: str) -> None:
    for steps in placements(slug):
        if steps[0].kind != "ready":
            continue
        for position, script in scripts(steps[0]):
            short = CATALOGUE.position(position).short.replace("{side}", steps[0].side)
            assert short in script.frames[0].speech
            assert script.frames[0].note == short


@pytest.mark.parametrize("slug", ROUTINES)
def test_every_step_is_led_in_held_and_ended_by_the_voice(slug: str) -> None:
    for step in CATALOGUE.steps(slug):
        for _, script in scripts(step):
            assert script.speech[0].anchor == "start" and script.speech[0].offset == 0
            said = [line.text for line in script.speech]
            if step.kind == "press":
                assert "Half way." in said
                last = max(script.speech, key=lambda line: begins(line, step.seconds))
                assert (last.anchor, last.offset) == ("end", -10)
                assert last.text == CATALOGUE.point(step.point).say.ease
            if step.kind == "release":
                assert said == ["Let go. One slow breath."]


@pytest.mark.parametrize("slug", ROUTINES)
def test_a_later_press_of_a_point_is_said_in_fewer_words(slug: str) -> None:
    """What it needs stays: how to press, that it must not hurt, signs to let go at, half way and easing off."""
    for step in CATALOGUE.steps(slug):
        if step.kind != "press":
            continue
        point = CATALOGUE.point(step.point)
        for _, script in scripts(step):
            first, again = ([one for one in script.speech if one.occasion in {"", when}] for when in ("first", "again"))
            said = [line.text for line in again]
            assert said[0] == first[0].text
            assert said[1].startswith("Same as before.")
            assert ("It should not hurt." if point.press.feel == "ache" else "light") in said[1]
            assert {"Half way.", point.say.ease} <= set(said)
            assert {text for text in point.say.press if "Let go." in text} <= set(said)
            signs = re.compile("pulse|tingl|numb|sharp|spread", re.IGNORECASE)
            assert set(filter(signs.search, point.say.press)) <= set(said)
            assert [line.anchor for line in again if line.general] == ["start"]  # an adaptation is said every time
            words = [len(" ".join(line.text for line in lines).split()) for lines in (first, again)]
            assert words[1] <= words[0] - 5, words


@pytest.mark.parametrize("slug", ROUTINES)
def test_nothing_is_needed_on_the_screen_that_is_not_said(slug: str) -> None:
    """What a step that presses nothing shows is said word for word; a find frame is said in words of its own."""
    for step in CATALOGUE.steps(slug):
        for _, script in scripts(step):
            said = " ".join(line.text for line in script.speech)
            if not step.point:
                assert all(line.text in said for line in script.shown)
                assert step.title.rstrip(".") in said
            assert all(frame.speech for frame in script.frames)
            if step.kind == "ready":
                assert len(script.frames) == len(CATALOGUE.point(step.point).find_short)
                warning = CATALOGUE.point(step.point).say.before
                assert warning in said
                assert warning in " ".join(script.frames[0].speech)


@pytest.mark.parametrize("slug", ROUTINES)
def test_each_line_is_over_before_the_next_begins(slug: str) -> None:
    for step in CATALOGUE.steps(slug):
        lengths = {step.seconds, step.bounds.min, step.bounds.max} if step.bounds else {step.seconds}
        for seconds in lengths:
            for script, occasion in itertools.product((one for _, one in scripts(step)), ("first", "again")):
                lines = [line for line in script.speech if line.least <= seconds and line.occasion in {"", occasion}]
                times = sorted((begins(line, seconds), line.text) for line in lines)
                for (begin, text), (following, _) in pairwise([*times, (float(seconds), "")]):
                    assert begin + len(text.split()) / PACE <= following + 0.5, (step.title, seconds, text)


def test_short_lead_in_leaves_time_for_speech() -> None:
    assert (READY_SECONDS, SWITCH_SECONDS, RELEASE_SECONDS) == (15, 15, 5)


@pytest.mark.parametrize("slug", ROUTINES)
def test_a_sentence_on_the_screen_is_short(slug: str) -> None:
    for step in CATALOGUE.steps(slug):
        if not step.point:
            continue
        for _, script in scripts(step):
            shown = [line.text for line in script.shown] + [frame.text for frame in script.frames]
            if step.kind == "press":
                assert all(len(text.split()) <= 12 for text in shown), shown
            assert all(len(text.split()) <= ON_SCREEN + (step.kind == "ready") for text in shown), shown


@pytest.mark.parametrize("slug", ROUTINES)
def test_no_spoken_line_names_a_code(slug: str) -> None:
    routine = CATALOGUE.routine(slug)
    said = list(opening(routine))
    for step in CATALOGUE.steps(slug):
        for _, script in scripts(step):
            said += [line.text for line in script.speech] + [text for one in script.frames for text in one.speech]
    assert not [text for text in said if re.search(r"\b[A-Z]{2}\d|[{}]", text)]


def test_stop_rules_are_spoken_before_the_first_press() -> None:
    for routine in CATALOGUE.routines:
        said = " ".join(opening(routine))
        assert bool(said) == routine.has_press
        assert not said or re.search("tingling, numbness or sharp pain, take your hand away and stop", said)
