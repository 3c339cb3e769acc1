"""What the words of routines and self-care may and must say.

Forbidden claims, measures and medicines, the reviews at two and six weeks: the project's review of sources.
"""

from __future__ import annotations

import re

import pytest

from points.session_records import Routine
from tests.support.edited_catalogues import shipped

CATALOGUE = shipped()

CLAIMS = r"cures?|cured|heals?|healed|healing|detox\w*|toxins?|misalign\w*|realign\w*|miracle|remedy"
MEASURES = r"centimet\w+|cm|millimet\w+|mm|inch(es)?"
MEDICINES = (
    r"ibuprofen|naproxen|paracetamol|acetaminophen|aspirin|diclofenac|nsaids?|codeine|tramadol|morphine|opioids?|"
    r"diazepam|gabapentin|pregabalin|amitriptyline|cortisone|arnica|capsaicin|warfarin|heparin|apixaban|rivaroxaban|"
    r"painkillers?|muscle relaxants?"
)
FORBIDDEN = re.compile(rf"\b({CLAIMS}|{MEASURES}|{MEDICINES})\b|safe (in|during|for) pregnan", re.IGNORECASE)
PROMISES = re.compile(
    r"\b(proven|proved|effective|guarantee\w*|works|will (help|ease|relieve|stop)|relieves|outperform\w*|best|powerful|"
    r"safe|always helps|clinically)\b",
    re.IGNORECASE,
)
#: Every routine, and what one says of itself whose points are somebody's own.
ALL_SAID = [*CATALOGUE.routines, CATALOGUE.custom_routine]


def named(routine: Routine) -> str:
    return routine.slug


def texts(routine: Routine) -> list[str]:
    """Every text of a routine, with those of the steps that are made from it."""
    own = [routine.title, routine.summary, routine.not_for, routine.for_whom, routine.evidence, routine.frequency]
    return own + [text for step in CATALOGUE.steps(routine.slug) for text in (step.title, step.instruction)]


def sentences(routine: Routine) -> list[str]:
    return [sentence for text in texts(routine) for sentence in re.split(r"(?<=[.:;?!])\s+", text)]


def daily_limit(routine: Routine) -> int:
    """The largest number of times a day that a frequency names."""
    words = {"once": 1, "twice": 2, "3 times": 3, "4 times": 4, "12 times": 12}
    found = [count for word, count in words.items() if word in routine.frequency.lower()]
    assert found, f"{routine.slug} names no daily limit"
    return max(found)


@pytest.mark.parametrize("routine", CATALOGUE.routines, ids=named)
def test_texts_avoid_cures_medicines_and_centimetres(routine: Routine) -> None:
    assert not [text for text in texts(routine) if FORBIDDEN.search(text)]


@pytest.mark.parametrize(
    ("slug", "source", "said"),
    [
        ("lifting", "seed-004", "knees"),
        ("sitting", "seed-004", "lower back"),
        ("screen", "seed-004", "height of your eyes"),
        ("posture-break", "seed-004", "every 30 to 60 minutes"),
        ("sleep", "seed-004", "mattress"),
        ("ring-cushion", "seed-001", "tailbone"),
        ("deep-buttock-stretch", "seed-003", "deep in the buttock"),
        ("hamstring-stretch", "seed-004", "back of your thigh"),
        ("staying-well", "seed-004", "swimming"),
        ("warmth", "seed-001", "bath"),
        ("warmth", "seed-004", "heat belt"),
    ],
)
def test_self_care_covers_what_the_articles_name(slug: str, source: str, said: str) -> None:
    entry = CATALOGUE.self_care_entry(slug)
    assert source in entry.sources
    assert said in " ".join((entry.summary, *entry.steps))


def test_a_stretch_that_crosses_the_legs_says_who_leaves_it_out() -> None:
    entry = CATALOGUE.self_care_entry("deep-buttock-stretch")
    assert "Do not do it with an artificial hip" in entry.summary
    assert "numb" in entry.summary
    assert "Stop at once" in entry.steps[-1]


def test_whoever_asks_first_is_named_before_the_movements() -> None:
    """The source article asks everybody to; the page of self-care and the routine both begin with it."""
    first, who = CATALOGUE.passage("before-exercise").text
    assert first == "Ask a doctor or physiotherapist before you start exercises."
    assert first in CATALOGUE.routine("gentle-movement").not_for
    assert all(word in who for word in ("pregnant", "spine", "hip", "knee", "weak bones", "until they agree"))


def test_no_self_care_text_does_either() -> None:
    for entry in CATALOGUE.self_care:
        assert not [text for text in (entry.title, entry.summary, *entry.steps) if FORBIDDEN.search(text)]


@pytest.mark.parametrize("routine", CATALOGUE.routines, ids=named)
def test_no_sentence_joins_pregnancy_with_a_number_of_weeks(routine: Routine) -> None:
    for sentence in sentences(routine):
        assert not re.search("pregnan|midwife", sentence) or not re.search("week|month|trimester|labour", sentence)


@pytest.mark.parametrize("routine", ALL_SAID, ids=named)
def test_evidence_text_states_untested(routine: Routine) -> None:
    assert routine.evidence.startswith(("No one has tested th", "Not tested as "))
    assert not PROMISES.search(routine.evidence)
    if routine.has_press or routine is CATALOGUE.custom_routine:
        assert "we cannot be sure" in routine.evidence
        assert "The risk is low, but not zero." in routine.evidence
        assert {"S130", "S139", "S144", "S145", "S175", "S176"} <= set(routine.sources)


@pytest.mark.parametrize("routine", ALL_SAID, ids=named)
def test_frequency_states_daily_limit_and_reviews(routine: Routine) -> None:
    assert daily_limit(routine) == (routine.daily or CATALOGUE.custom_limits["daily"])
    assert re.search(r"a day|while you sit|times at most|few hours apart", routine.frequency)
    assert re.search(r"no better after 2 weeks, see a doctor or physiotherapist", routine.frequency)
    assert re.search(r"still have pain after 6 weeks, .*get it checked", routine.frequency)


@pytest.mark.parametrize("routine", CATALOGUE.routines, ids=named)
def test_no_phrase_is_left_unsaid(routine: Routine) -> None:
    assert not [text for text in texts(routine) if "{" in text]


@pytest.mark.parametrize("routine", CATALOGUE.routines, ids=named)
def test_every_text_cites_something(routine: Routine) -> None:
    assert routine.for_whom
    assert "our-judgement" in routine.sources
    assert all(item.sources for item in routine.items if item.kind != "press")


def test_buttock_points_say_stop_at_an_electric_feeling() -> None:
    for code in ("GB30", "BL54"):
        said = " ".join(CATALOGUE.point(code).press.stop_if)
        assert all(word in said for word in ("electric", "tingling", "numb"))
    for routine in (one for one in CATALOGUE.routines if one.has_press):
        if {"GB30", "BL54"} & {item.point for item in routine.items}:
            assert "means stop" in routine.evidence
