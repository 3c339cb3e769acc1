"""The reference rules over the table of cases that the phone runs too: tests/shared_cases/safety_cases.json."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from points.records import DurationRange
from points.safety import (
    HealthAnswer,
    HealthProfile,
    Now,
    Tick,
    evaluate,
    fit,
    is_current,
    is_sign_in_effect,
    playable_steps,
    reconcile,
)
from points.safety_records import ContraindicationLevel, Flag, Question, RedFlag
from points.session_records import Step, Variant
from tests.support.paths import SHARED_CASES

SHARED: dict[str, Any] = json.loads((SHARED_CASES / "safety_cases.json").read_text("utf-8"))
NOW = Now(date.fromisoformat(SHARED["today"]), SHARED["now"])
WAYS = SHARED["ways"]


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


def shared_question(entry: dict[str, Any]) -> Question:
    names = ("tier", "short", "when", "question", "why", "clearance")
    blank: dict[str, Any] = dict.fromkeys(names, "")
    return Question(**entry, **blank, points={}, kinds={}, sources=())


def shared_flag(entry: dict[str, Any]) -> Flag:
    return Flag(
        entry["condition"],
        ContraindicationLevel(entry["level"]),
        entry["reason"],
        (),
        entry.get("instruction", ""),
        tuple(entry.get("only_if_no", ())),
        tuple(entry.get("forbids", ())),
        entry.get("max_seconds"),
    )


def shared_answer(entry: dict[str, Any]) -> HealthAnswer:
    areas = tuple(entry.get("areas", ()))
    given = date.fromisoformat(entry["given"])
    return HealthAnswer(entry["value"], given, entry.get("cleared", False), areas, entry.get("at"))


def shared_profile(case: dict[str, Any], all_no: dict[str, Any]) -> HealthProfile:
    given = case["answers"] if "answers" in case else all_no | case["change"]
    return {key: shared_answer(answer) for key, answer in given.items() if answer is not None}


def shared_steps(case: dict[str, Any]) -> tuple[Step, ...]:
    steps = []
    for entry in SHARED["steps"]:
        stated = entry["contraindications"]
        flags = [shared_flag(flag) for flag in (SHARED["flags"][stated] if isinstance(stated, str) else stated)]
        extra = case.get("extra_flag")
        if extra and extra["placement"] == entry["placement"]:
            flags.append(shared_flag(extra["flag"]))
        steps.append(
            Step(
                entry["kind"], entry["placement"], 10, entry["title"], "", (), tuple(flags), area=entry.get("area", "")
            )
        )
    return tuple(steps)


@pytest.mark.parametrize("case", SHARED["cases"], ids=named)
def test_the_table_shared_with_the_phone(case: dict[str, Any]) -> None:
    questions = {entry["key"]: shared_question(entry) for entry in SHARED["questions"]}
    steps, profile = shared_steps(case), shared_profile(case, SHARED["all_no"])
    kept = list(dict.fromkeys(step.placement for step in playable_steps(steps, questions, profile, NOW)))
    assert kept == case["keep"]
    verdicts = {step.placement: evaluate(step.flags, questions, profile, NOW, step.area) for step in steps}
    locked = {name: [flag.condition for flag in verdict.locked_by] for name, verdict in verdicts.items()}
    for placement, conditions in case.get("removed", {}).items():
        assert locked[placement] == conditions
    for placement, instructions in case.get("instructions", {}).items():
        assert list(verdicts[placement].instructions) == instructions


def step_with_variants(entry: dict[str, Any]) -> Step:
    stated = entry["contraindications"]
    flags = [shared_flag(flag) for flag in (WAYS["flags"][stated] if isinstance(stated, str) else stated)]
    variants = [
        Variant(way["position"], tuple(way["uses"]), tuple(way["parts"]), way["instruction"], tuple(way["cues"]))
        for way in entry["variants"]
    ]
    bounds = entry["bounds"] and DurationRange(entry["bounds"]["min"], entry["bounds"]["min"], entry["bounds"]["max"])
    return Step(
        entry["kind"],
        entry["placement"],
        entry["seconds"],
        entry["title"],
        entry["instruction"],
        (),
        tuple(flags),
        entry.get("point", ""),
        area=entry.get("area", ""),
        position=entry["position"],
        bounds=bounds,
        feel=entry["feel"],
        uses=tuple(entry["uses"]),
        variants=tuple(variants),
    )


@pytest.mark.parametrize("case", WAYS["cases"], ids=named)
def test_what_an_answer_forbids_as_the_phone_has_it(case: dict[str, Any]) -> None:
    questions = {entry["key"]: shared_question(entry) for entry in WAYS["questions"]}
    steps = tuple(step_with_variants(entry) for entry in WAYS["steps"])
    fitted = fit(steps, questions, shared_profile(case, WAYS["all_no"]), NOW, closed=case.get("closed", False))
    assert list(dict.fromkeys(step.placement for step in fitted.steps)) == case["keep"]
    removed = {name: [flag.condition for flag in flags] for name, flags in fitted.removed.items()}
    assert removed == case.get("removed", {}) or case.get("closed")
    assert {name: list(told) for name, told in fitted.instructions.items()} == case.get("instructions", {})
    whole = {(step.placement, step.kind): step for step in steps}
    for step in fitted.steps:
        before = whole[step.placement, step.kind]
        if before.variants:
            chosen = before.variants[case.get("way", {}).get(step.placement, 0)]
            played = Variant(step.position, step.uses, step.parts, step.instruction, step.cues, step.script)
            assert played == chosen
        if step.kind == "press" and not case.get("closed"):
            assert step.seconds == case["seconds"][step.placement]
            assert step.bounds is not None
            assert step.bounds.max >= step.seconds
            assert bool(step.feel) is (step.placement not in case.get("instructions", {}))


@pytest.mark.parametrize("case", SHARED["times"], ids=named)
def test_how_long_an_answer_is_current(case: dict[str, Any]) -> None:
    now = Now(date.fromisoformat(case["today"]), case["now"])
    assert is_current(shared_question(case["question"]), shared_answer(case["answer"]), now) is case["current"]


@pytest.mark.parametrize("case", SHARED["signs"], ids=named)
def test_how_long_a_ticked_sign_counts(case: dict[str, Any]) -> None:
    now, entry = Now(date.fromisoformat(case["today"]), case["now"]), case["tick"]
    tick = entry and Tick(date.fromisoformat(entry["given"]), entry.get("at"), entry.get("checked", False))
    sign = RedFlag("sign", "same-day", "", "", (), clearance=case["clearance"])
    assert is_sign_in_effect(sign, tick, now) is case["counts"]


@pytest.mark.parametrize("case", SHARED["conflicts"], ids=named)
@pytest.mark.parametrize("swapped", [False, True])
def test_of_two_conflicting_answers_the_yes_wins(case: dict[str, Any], swapped: bool) -> None:
    one, other = shared_answer(case["one"]), shared_answer(case["other"])
    found = reconcile(other, one) if swapped else reconcile(one, other)
    kept = shared_answer(case["keep"])
    assert replace(found, areas=tuple(sorted(found.areas))) == replace(kept, areas=tuple(sorted(kept.areas)))
