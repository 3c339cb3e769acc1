"""Every routine by every profile, in the service's rules and in the phone's: what must hold whatever is answered.

What each answer does is worked out here a second time, from tests/authorities/safety_matrix.toml and the name of the
kind of answer alone; neither `points.safety` nor `static/js/safety.js` is asked for it.
"""

from __future__ import annotations

import itertools
import json
import random
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from points.catalogue import load
from points.model import Step
from points.safety import Answer, judge, play
from server import documents, schemas
from server.pages import GENTLE
from tests.effort import scaled
from tests.tools import ROOT, node

TODAY: Final = date(2026, 11, 21)
CATALOGUE = load()
QUESTIONS = CATALOGUE.question_by_key
KEYS: Final = sorted(QUESTIONS)
MATRIX: dict[str, Any] = tomllib.loads((Path(__file__).parent / "authorities/safety_matrix.toml").read_text("utf-8"))
#: Every routine there is, and one of each point alone, of which nothing is left so soon as one answer excludes it.
ROUTINES: Final[dict[str, tuple[Step, ...]]] = {
    **{routine.slug: CATALOGUE.steps(routine.slug) for routine in CATALOGUE.routines},
    **{point.code: CATALOGUE.steps_maker.custom(f"{point.code}.60") for point in CATALOGUE.points},
    "twice": CATALOGUE.steps_maker.custom("BL40.60-LI4.45-BL40.30-GV3.90"),
}
AREAS: Final = sorted({point.area for point in CATALOGUE.points})

#: Every so manieth pair of answers is tried: each of them but in `make quick`.
PAIRS: Final = max(1, 10 // scaled(10))

#: A kind of answer to each question: "no", or one of these, each of which counts as yes.
Kinds = Mapping[str, str]
YES: Final = ("yes", "cleared", "not-sure", "missing", "expired", "expired-cleared", "expired-yes", "from-tomorrow")
KINDS: Final = ("no", *YES)
HEALTHY: Final = dict.fromkeys(KEYS, "no")


def only(area: str) -> str:
    """Return the kind of answer that says yes for one area of the body alone."""
    return f"only {area}"


def answer(key: str, kind: str) -> Answer | None:
    """Return the answer of that kind to a question, on the last day of its life or just after it where it expired."""
    life = timedelta(days=QUESTIONS[key].expires_days)
    value = {"expired": "no", "from-tomorrow": "no", "no": "no", "not-sure": "not-sure"}.get(kind, "yes")
    given = TODAY - life
    if kind.startswith("expired"):
        given -= timedelta(days=1)
    if kind == "from-tomorrow":
        given = TODAY + timedelta(days=1)
    areas = (kind.removeprefix("only "),) if kind.startswith("only ") else ()
    return None if kind == "missing" else Answer(value, given, kind.endswith("cleared"), areas)


def profile_of(kinds: Kinds) -> dict[str, Answer]:
    found = {key: answer(key, kind) for key, kind in kinds.items()}
    return {key: one for key, one in found.items() if one is not None}


def excludes(key: str, kind: str, step: Step, kinds: Kinds) -> bool:
    """Return whether the matrix forbids a step for that answer, which counts as yes."""
    if kind.startswith("only ") and step.area and kind != only(step.area):
        return False
    of_kind = MATRIX["kinds"].get(key, {}).get(step.kind, "not-listed")
    level = MATRIX["points"][key][step.point] if step.point else of_kind
    if level in {"not-listed", "adapt"}:
        return False
    waits = MATRIX["only_if_no"].get(f"{key} {step.point}", [])
    return bool(level == "avoid" or kind != "cleared" or any(kinds[other] != "no" for other in waits))


def excluded(step: Step, kinds: Kinds) -> bool:
    return any(excludes(key, kind, step, kinds) for key, kind in kinds.items() if kind != "no")


# The profiles ------------------------------------------------------------------------------------------


def singles() -> Iterator[Kinds]:
    """Yield every single answer among none but "no", and the skin of every area of the body."""
    yield HEALTHY
    yield from (HEALTHY | {key: kind} for key in KEYS for kind in YES)
    yield from (HEALTHY | {"today-skin": only(area)} for area in AREAS)


def pairs() -> Iterator[Kinds]:
    for one, other in itertools.combinations(KEYS, 2):
        yield from (HEALTHY | {one: a, other: b} for a, b in itertools.product(YES[:5], repeat=2))


def alike() -> Iterator[Kinds]:
    """Yield the profiles in which everything is answered alike: nothing answered and all of it expired among them."""
    yield from (dict.fromkeys(KEYS, kind) for kind in YES)


def drawn(count: int) -> Iterator[Kinds]:
    """Yield so many random profiles, the same ones each time, from mostly healthy to answered all over."""
    chance = random.Random(20261121)
    for number in range(count):
        share = (number % 10 + 1) / 10
        yield {key: chance.choice(YES) if chance.random() < share else "no" for key in KEYS}


PROFILES: Final = (*singles(), *itertools.islice(pairs(), None, None, PAIRS), *alike(), *drawn(scaled(400)))
ANSWERED: Final = tuple(map(profile_of, PROFILES))
ANY: Final = st.fixed_dictionaries(
    {key: st.sampled_from((*KINDS, *map(only, AREAS)) if QUESTIONS[key].by_area else KINDS) for key in KEYS}
)


# What must hold ----------------------------------------------------------------------------------------


def check(slug: str, kinds: Kinds, played: Sequence[Step]) -> None:
    """No excluded step, none left out without need, none orphaned; sides equal."""
    whole = ROUTINES[slug]
    left = [step for step in whole if not excluded(step, kinds)]
    assert list(played) == left, "left out or moved without need"
    check_order(played)
    for code in {step.point for step in played if step.point}:
        spent = Counter(dict.fromkeys(CATALOGUE.point(code).sides, 0))
        for step in played:
            if step.point == code:
                spent[step.side] += step.seconds
        assert len(set(spent.values())) == 1, (code, spent)


def check_order(played: Sequence[Step]) -> None:
    """Each press comes between its own getting ready and letting go; a switch comes after the other side's."""
    before: Step | None = None
    for _, group in itertools.groupby((step for step in played if step.point), key=lambda step: step.placement):
        steps = list(group)
        assert [step.kind for step in steps[1:]] == ["press", "release"], steps[0].placement
        assert {(step.point, step.side) for step in steps} == {(steps[0].point, steps[0].side)}
        if steps[0].kind == "switch":
            assert before is not None
            assert (before.point, before.kind) == (steps[0].point, "release")
            assert before.side != steps[0].side
        else:
            assert steps[0].kind == "ready"
        before = steps[-1]


@pytest.mark.parametrize("slug", ROUTINES)
def test_whatever_is_answered_a_routine_plays_what_the_matrix_leaves_and_no_part_of_a_placement(slug: str) -> None:
    for kinds, profile in zip(PROFILES, ANSWERED, strict=True):
        check(slug, kinds, play(ROUTINES[slug], QUESTIONS, profile, TODAY))


@given(st.sampled_from(sorted(ROUTINES)), ANY)
def test_so_does_any_routine_for_any_profile_at_all(slug: str, kinds: Kinds) -> None:
    check(slug, kinds, play(ROUTINES[slug], QUESTIONS, profile_of(kinds), TODAY))


def test_the_routine_that_is_offered_instead_is_open_to_everybody() -> None:
    steps = ROUTINES[GENTLE]
    assert steps
    for profile in ANSWERED:
        assert play(steps, QUESTIONS, profile, TODAY) == steps


def test_the_profiles_are_all_that_they_are_said_to_be() -> None:
    assert {kind for kinds in singles() for kind in kinds.values()} >= set(KINDS)
    asked = {(key, kind) for kinds in singles() for key, kind in kinds.items()}
    assert asked >= set(itertools.product(KEYS, KINDS))
    together = {frozenset(kinds.items() - HEALTHY.items()) for kinds in pairs()}
    assert len(together) == len(KEYS) * (len(KEYS) - 1) // 2 * 25


# The same on the phone ---------------------------------------------------------------------------------


def published(slug: str) -> list[dict[str, Any]]:
    """Return the steps of a routine as the phone is given them."""
    known = {routine.slug for routine in CATALOGUE.routines}
    if slug in known:
        return list(documents.routine_document(CATALOGUE, slug)["steps"])
    spec = "-".join(f"{step.point}.{step.seconds}" for step in first_sides(slug))
    return list(schemas.RoutineDocument().dump(documents.custom_view(CATALOGUE, spec))["steps"])


def first_sides(slug: str) -> list[Step]:
    presses = [step for step in ROUTINES[slug] if step.kind == "press"]
    return [step for step in presses if step.side == CATALOGUE.point(step.point).sides[0]]


def on_the_phone(answer: Answer) -> dict[str, Any]:
    kept: dict[str, Any] = {"value": answer.value, "given": answer.given.isoformat(), "cleared": answer.cleared}
    return kept | ({"areas": list(answer.areas)} if answer.areas else {})


LENGTHS: Final = (0, 30, 45, 60, 90, 120, 150, 180)


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    """What the phone's own rules make of every routine: a row for each length, then one for each profile."""
    profiles = [{key: on_the_phone(one) for key, one in profile.items()} for profile in ANSWERED]
    path = tmp_path_factory.mktemp("profiles") / "profiles.json"
    given = {
        "today": TODAY.isoformat(),
        "questions": documents.questions_document(CATALOGUE),
        "routines": [published(slug) for slug in ROUTINES],
        "profiles": profiles,
        "lengths": LENGTHS,
    }
    path.write_text(json.dumps(given, default=str), "utf-8")
    run = subprocess.run(
        [node(), str(ROOT / "tests" / "js" / "play.mjs"), str(path)], capture_output=True, text=True, check=True
    )
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(rows) == len(LENGTHS) + len(PROFILES)
    return rows


@pytest.mark.parametrize(("number", "slug"), list(enumerate(ROUTINES)), ids=list(ROUTINES))
def test_the_phone_plays_the_same_steps_and_says_the_same_before_them(
    phone: list[list[dict[str, Any]]], number: int, slug: str
) -> None:
    for kinds, profile, row in zip(PROFILES, ANSWERED, phone[len(LENGTHS) :], strict=True):
        found = row[number]
        played = [step for step, kept in zip(ROUTINES[slug], found["kept"], strict=True) if kept == "1"]
        assert found["many"] == len(played)
        check(slug, kinds, played)
        placed = {step.placement: step for step in played}.values()
        said = {step.placement: judge(step.flags, QUESTIONS, profile, TODAY, step.area).instructions for step in placed}
        assert {key: tuple(texts) for key, texts in found["said"].items()} == {k: v for k, v in said.items() if v}


@pytest.mark.parametrize(("number", "slug"), list(enumerate(ROUTINES)), ids=list(ROUTINES))
def test_the_phone_never_starts_an_empty_routine_nor_one_that_has_nothing_left_to_press(
    phone: list[list[dict[str, Any]]], number: int, slug: str
) -> None:
    presses = any(step.kind == "press" for step in ROUTINES[slug])
    for kinds, row in zip(PROFILES, phone[len(LENGTHS) :], strict=True):
        left = [step for step in ROUTINES[slug] if not excluded(step, kinds)]
        wanted = [step for step in left if step.kind == "press"] if presses else left
        assert row[number]["worth"] is bool(wanted)
    if slug == GENTLE:
        assert all(row[number]["worth"] for row in phone[len(LENGTHS) :])


@pytest.mark.parametrize(("number", "slug"), list(enumerate(ROUTINES)), ids=list(ROUTINES))
def test_at_every_length_the_player_gives_both_sides_the_same_and_its_total_is_the_sum(
    phone: list[list[dict[str, Any]]], number: int, slug: str
) -> None:
    for length, row in zip(LENGTHS, phone, strict=False):
        durations, steps = row[number]["durations"], ROUTINES[slug]
        assert row[number]["total"] == sum(durations)
        by_side: Counter[tuple[str, str]] = Counter()
        for step, duration in zip(steps, durations, strict=True):
            bounds = step.bounds
            chosen = min(max(length, bounds.min), bounds.max) if length and bounds else step.seconds
            assert duration == 1000 * chosen
            by_side[step.point, step.side] += duration
        for code in {step.point for step in steps if step.point}:
            assert len({by_side[code, side] for side in CATALOGUE.point(code).sides}) == 1


# What a session is given -------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", [routine.slug for routine in CATALOGUE.routines])
def test_every_press_has_a_drawing_and_every_session_the_stop_rules_and_a_way_out(
    client: FlaskClient, slug: str
) -> None:
    page = client.get(f"/routines/{slug}/session").text
    assert all(rule.sign in page and rule.action in page for rule in CATALOGUE.stop_rules)
    assert (f'data-gentle href="/routines/{GENTLE}/session"' in page) is (slug != GENTLE)
    for step in published(slug):
        if step["kind"] == "press":
            assert step["contraindications"]
            assert CATALOGUE.point(step["point"]).press.stop_if
            drawing = client.get(step["diagram"]["href"])
            assert drawing.status_code == 200
            assert f'data-code="{step["point"]}"' in drawing.text
