"""Every routine with every profile, by the rules of the service and of the phone.

The expected effect of each answer comes from tests/authorities/safety_matrix.toml alone, not from the tested rules. No
step that is played is excluded, in a forbidden position or manner, or too long, nor do its words ask for any of that.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from points.safety import HealthAnswer, Now, evaluate, playable_steps
from points.session_records import Step, Variant
from server.api import schemas, serializers
from server.api.reference_schemas import QuestionDocument
from server.web.template_context import GENTLE_ROUTINE
from tests.support.edited_catalogues import shipped
from tests.support.effort import scaled
from tests.support.paths import AUTHORITIES, ROOT
from tests.support.tools import node

#: Measuring coverage would take twice as long as the test itself, and other tests reach the same lines.
pytestmark = pytest.mark.no_cover

TODAY: Final = date(2026, 11, 21)
NOW: Final = Now(TODAY, 1_795_262_400_000)  # midday of that day
CATALOGUE = shipped()
QUESTIONS = CATALOGUE.question_by_key
KEYS: Final = sorted(QUESTIONS)
MATRIX: dict[str, Any] = tomllib.loads((AUTHORITIES / "safety_matrix.toml").read_text("utf-8"))
#: Every routine there is, and one of each point alone, of which nothing is left so soon as one answer excludes it.
ROUTINES: Final[dict[str, tuple[Step, ...]]] = {
    **{routine.slug: CATALOGUE.steps(routine.slug) for routine in CATALOGUE.routines},
    **{point.code: CATALOGUE.step_builder.build_custom(f"{point.code}.60") for point in CATALOGUE.points},
    "twice": CATALOGUE.step_builder.build_custom("BL40.60-LI4.45-BL40.30-GV3.90"),
}
AREAS: Final = sorted({point.area for point in CATALOGUE.points})

#: A kind of answer to each question: "no", or one of these, each of which counts as yes.
Kinds = Mapping[str, str]
LEVELS: Final = ("avoid", "caution", "adapt", "not-listed")
YES: Final = ("yes", "cleared", "not-sure", "missing", "expired", "expired-cleared", "expired-yes", "from-tomorrow")
KINDS: Final = ("no", *YES)
HEALTHY: Final = dict.fromkeys(KEYS, "no")


def only(area: str) -> str:
    """Return the kind of answer that says yes for one area of the body alone."""
    return f"only {area}"


def answer(key: str, kind: str) -> HealthAnswer | None:
    """Return the answer of that kind to a question, on the last day of its life or just after it where it expired."""
    life = timedelta(days=QUESTIONS[key].expires_days)
    value = {"expired": "no", "from-tomorrow": "no", "no": "no", "not-sure": "not-sure"}.get(kind, "yes")
    given = TODAY - life
    if kind.startswith("expired"):
        given -= timedelta(days=1)
    if kind == "from-tomorrow":
        given = TODAY + timedelta(days=1)
    areas = (kind.removeprefix("only "),) if kind.startswith("only ") else ()
    return None if kind == "missing" else HealthAnswer(value, given, kind.endswith("cleared"), areas)


def profile_of(kinds: Kinds) -> dict[str, HealthAnswer]:
    found = {key: answer(key, kind) for key, kind in kinds.items()}
    return {key: one for key, one in found.items() if one is not None}


def level(key: str, step: Step) -> str:
    """Return the matrix's level of a question for a step."""
    if step.point:
        return str(MATRIX["points"][key][step.point])
    stated = MATRIX["kinds"].get(key, {})
    kinds = [f"move.{how}" for how in step.uses] if step.kind == "move" else [step.kind]
    return str(min((stated.get(kind, "not-listed") for kind in kinds), key=LEVELS.index))


def effect(key: str, kind: str, step: Step, kinds: Kinds) -> str:
    """Return what the matrix makes of that answer for a step: "nothing", "adapt" or "lock"."""
    found = level(key, step)
    elsewhere = kind.startswith("only ") and step.area and kind != only(step.area)
    if kind == "no" or elsewhere or found == "not-listed":
        return "nothing"
    waits = MATRIX["only_if_no"].get(f"{key} {step.point}", [])
    cleared = found == "caution" and kind == "cleared" and all(kinds[other] == "no" for other in waits)
    return "adapt" if found == "adapt" or cleared else "lock"


def adapting(step: Step, kinds: Kinds) -> list[str]:
    return [key for key, kind in kinds.items() if kind != "no" and effect(key, kind, step, kinds) == "adapt"]


def forbidden(step: Step, kinds: Kinds) -> set[str]:
    """Return what the answers take away at a step: positions, manners and movements."""
    found: set[str] = set()
    for key in adapting(step, kinds):
        if step.point:
            found |= {*MATRIX["forbids"].get(key, []), *MATRIX["forbids_at"].get(f"{key} {step.point}", [])}
        for movement in step.uses:
            found |= set(MATRIX["forbids_kinds"].get(f"{key} {step.kind}.{movement}", []))
    return found


def longest(step: Step, kinds: Kinds) -> int | None:
    found = [MATRIX["max_seconds"][key] for key in adapting(step, kinds) if key in MATRIX["max_seconds"]]
    return min(found, default=None) if step.point else None


def way(step: Step, kinds: Kinds) -> Variant | None:
    """Return the first way to do a pressing step that the answers leave."""
    gone = forbidden(step, kinds)
    return next((one for one in step.variants if not gone & {one.position, *one.uses}), None)


def excluded(step: Step, kinds: Kinds) -> bool:
    if any(kind != "no" and effect(key, kind, step, kinds) == "lock" for key, kind in kinds.items()):
        return True
    return way(step, kinds) is None if step.point else bool(forbidden(step, kinds) & set(step.uses))


def singles() -> Iterator[Kinds]:
    """Yield every single answer among none but "no", and the skin of every area of the body."""
    yield HEALTHY
    yield from (HEALTHY | {key: kind} for key in KEYS for kind in YES)
    yield from (HEALTHY | {key: only(area)} for key in MATRIX["by_area"]["questions"] for area in AREAS)


#: The kinds of answer that two questions are given at once.
PAIRED: Final = YES[:5]


def pairs(turns: int) -> Iterator[Kinds]:
    """Yield every two questions with every kind of answer to the one, and to the other so many kinds beside it.

    With one turn each kind is given to each question of a pair, with five every combination is.
    """
    for number, (one, other) in enumerate(itertools.combinations(KEYS, 2)):
        for turn in range(number, number + turns):
            yield from (HEALTHY | {one: a, other: PAIRED[(place + turn) % 5]} for place, a in enumerate(PAIRED))


def alike() -> Iterator[Kinds]:
    """Yield the profiles in which everything is answered alike: nothing answered and all of it expired among them."""
    yield from (dict.fromkeys(KEYS, kind) for kind in YES)


def drawn(count: int) -> Iterator[Kinds]:
    """Yield so many random profiles, the same ones each time, from mostly healthy to answered all over."""
    chance = random.Random(20261121)
    for number in range(count):
        share = (number % 10 + 1) / 10
        yield {key: chance.choice(YES) if chance.random() < share else "no" for key in KEYS}


def chosen_pairs() -> Iterator[Kinds]:
    """Yield the pairs that are tried: all combinations for a release, one turn for a commit, some for a save."""
    turns = len(PAIRED) if scaled(10) > 10 else 1
    return itertools.islice(pairs(turns), None, None, 1 if scaled(10) >= 10 else 4)


PROFILES: Final = (*singles(), *chosen_pairs(), *alike(), *drawn(scaled(400)))
ANY: Final = st.fixed_dictionaries(
    {key: st.sampled_from((*KINDS, *map(only, AREAS)) if QUESTIONS[key].by_area else KINDS) for key in KEYS}
)


def check(slug: str, kinds: Kinds, played: Sequence[Step]) -> None:
    """No excluded step, none left out without need, none orphaned; sides equal, nothing forbidden."""
    whole = ROUTINES[slug]
    first = {step.placement: step for step in reversed(whole)}
    gone = {placement for placement, step in first.items() if excluded(step, kinds)}
    left = [step for step in whole if step.placement not in gone]
    assert [(step.placement, step.kind) for step in played] == [(step.placement, step.kind) for step in left]
    check_order(played)
    for code in {step.point for step in played if step.point}:
        spent = Counter(dict.fromkeys(CATALOGUE.point(code).sides, 0))
        for step in played:
            if step.point == code:
                spent[step.side] += step.seconds
        assert len(set(spent.values())) == 1, (code, spent)
    for step, before in zip(played, left, strict=True):
        check_step(step, before, kinds)


def check_step(step: Step, before: Step, kinds: Kinds) -> None:
    """The step is done in the first way that is left, no longer than allowed, and asks for nothing forbidden."""
    wanted = way(before, kinds)
    if wanted is None:
        assert step == before
        return
    shown = Variant(step.position, step.uses, step.parts, step.instruction, step.cues, step.script)
    assert shown == wanted
    most = longest(before, kinds)
    pressed = min(before.seconds, most) if most and before.kind == "press" else before.seconds
    assert step.seconds == pressed
    assert bool(step.feel) is (before.kind == "press" and not adapting(before, kinds))
    gone = forbidden(before, kinds)
    assert step.position not in gone
    assert not gone & set(step.uses)
    said = [step.title, step.instruction, step.feel, *step.parts, *(cue.say for cue in step.cues)]
    assert not gone & asked_for(" ".join(said)), said


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


#: What each manner is called in a text.
CALLED: Final = {
    "ball": re.compile(r"\bballs?\b", re.IGNORECASE),
    "lean": re.compile(r"\blean\w*|\bbody weight\b", re.IGNORECASE),
    "knuckles": re.compile(r"\bknuckles\b|\bfist\b", re.IGNORECASE),
    "flat": re.compile(r"\bflat on (your|the) (back|front)\b", re.IGNORECASE),
}
DENIED: Final = re.compile(r"\b(no|not|never|without)\b", re.IGNORECASE)


@cache
def asked_for(text: str) -> frozenset[str]:
    """Return the manners that a text names other than in the negative."""
    found = set()
    for sentence in re.split(r"(?<=[.!?;])\s+", text):
        for manner, pattern in CALLED.items():
            match = pattern.search(sentence)
            if match and not DENIED.search(sentence[: match.start()]):
                found.add(manner)
    return frozenset(found)


def test_what_is_asked_for_is_told_from_what_is_denied() -> None:
    assert asked_for("Put a ball there. Lean in. Make a fist.") == {"ball", "lean", "knuckles"}
    assert asked_for("No ball, no leaning. Never flat on your back. Not with body weight.") == frozenset()


@pytest.mark.parametrize("key", KEYS)
def test_instructions_never_ask_for_what_is_forbidden(key: str) -> None:
    for flag in (*QUESTIONS[key].points.values(), *QUESTIONS[key].kinds.values()):
        assert not asked_for(flag.instruction), flag


@pytest.mark.parametrize("slug", ROUTINES)
def test_play_matches_safety_matrix_for_all_profiles(slug: str) -> None:
    for kinds in PROFILES:
        check(slug, kinds, playable_steps(ROUTINES[slug], QUESTIONS, profile_of(kinds), NOW))


@given(st.sampled_from(sorted(ROUTINES)), ANY)
def test_so_does_any_routine_for_any_profile_at_all(slug: str, kinds: Kinds) -> None:
    check(slug, kinds, playable_steps(ROUTINES[slug], QUESTIONS, profile_of(kinds), NOW))


def test_gentle_routine_is_open_to_every_profile() -> None:
    steps = ROUTINES[GENTLE_ROUTINE]
    assert steps
    for kinds in PROFILES:
        assert playable_steps(steps, QUESTIONS, profile_of(kinds), NOW) == steps


def test_the_profiles_are_all_that_they_are_said_to_be() -> None:
    assert {kind for kinds in singles() for kind in kinds.values()} >= set(KINDS)
    asked = {(key, kind) for kinds in singles() for key, kind in kinds.items()}
    assert asked >= set(itertools.product(KEYS, KINDS))
    two = len(KEYS) * (len(KEYS) - 1) // 2
    every = {frozenset(kinds.items() - HEALTHY.items()) for kinds in pairs(5)}
    assert len(every) == two * 25
    each = {frozenset(kinds.items() - HEALTHY.items()) for kinds in pairs(1)}
    assert len(each) == two * 5
    assert {(key, kind, other) for pair in each for key, kind in pair for other, _ in pair if other != key} == {
        (key, kind, other) for key, other in itertools.permutations(KEYS, 2) for kind in PAIRED
    }


# The same on the phone ---------------------------------------------------------------------------------


def published(slug: str) -> list[dict[str, Any]]:
    """Return the steps of a routine as the phone is given them."""
    known = {routine.slug for routine in CATALOGUE.routines}
    if slug in known:
        return list(serializers.routine_document(CATALOGUE, slug)["steps"])
    spec = "-".join(f"{step.point}.{step.seconds}" for step in first_sides(slug))
    return list(schemas.RoutineDocument().dump(serializers.custom_view(CATALOGUE, spec))["steps"])


def first_sides(slug: str) -> list[Step]:
    presses = [step for step in ROUTINES[slug] if step.kind == "press"]
    return [step for step in presses if step.side == CATALOGUE.point(step.point).sides[0]]


def on_the_phone(answer: HealthAnswer) -> dict[str, Any]:
    kept: dict[str, Any] = {"value": answer.value, "given": answer.given.isoformat(), "cleared": answer.cleared}
    return kept | ({"areas": list(answer.areas)} if answer.areas else {})


LENGTHS: Final = (0, 30, 45, 60, 90, 120, 150, 180)


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> list[list[dict[str, Any]]]:
    """What the phone's own rules make of every routine: a row for each length, then one for each profile."""
    profiles = [{key: on_the_phone(one) for key, one in profile.items()} for profile in map(profile_of, PROFILES)]
    path = tmp_path_factory.mktemp("profiles") / "profiles.json"
    given = {
        "today": TODAY.isoformat(),
        "questions": QuestionDocument(many=True).dump(CATALOGUE.questions),
        "routines": [published(slug) for slug in ROUTINES],
        "profiles": profiles,
        "lengths": LENGTHS,
    }
    path.write_text(json.dumps(given, default=str), "utf-8")
    run = subprocess.run(
        [node(), str(ROOT / "tests" / "support" / "play.mjs"), str(path)], capture_output=True, text=True, check=True
    )
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(rows) == len(LENGTHS) + len(PROFILES)
    return rows


def as_played(step: Step, ways: Mapping[str, Sequence[Any]]) -> Step:
    """Return a published step as the phone says that it plays it."""
    change = ways.get(f"{step.placement} {step.kind}")
    if change is None:
        return step
    way, seconds, most, feel = change
    step = step.with_variant(way)
    bounds = step.bounds and replace(step.bounds, max=most, default=min(step.bounds.default, most))
    return replace(step, seconds=seconds, bounds=bounds, feel=feel)


@pytest.mark.parametrize(("number", "slug"), list(enumerate(ROUTINES)), ids=list(ROUTINES))
def test_phone_and_service_play_the_same_steps(phone: list[list[dict[str, Any]]], number: int, slug: str) -> None:
    for kinds, row in zip(PROFILES, phone[len(LENGTHS) :], strict=True):
        profile, found = profile_of(kinds), row[number]
        kept = [step for step, kept in zip(ROUTINES[slug], found["kept"], strict=True) if kept == "1"]
        assert found["many"] == len(kept)
        played = [as_played(step, found["ways"]) for step in kept]
        check(slug, kinds, played)
        said = {
            step.placement: evaluate(step.flags, QUESTIONS, profile, NOW, step.area).instructions for step in played
        }
        assert {key: tuple(texts) for key, texts in found["said"].items()} == {k: v for k, v in said.items() if v}


@pytest.mark.parametrize(("number", "slug"), list(enumerate(ROUTINES)), ids=list(ROUTINES))
def test_phone_never_starts_a_routine_without_presses(
    phone: list[list[dict[str, Any]]], number: int, slug: str
) -> None:
    presses = any(step.kind == "press" for step in ROUTINES[slug])
    for kinds, row in zip(PROFILES, phone[len(LENGTHS) :], strict=True):
        left = [step for step in ROUTINES[slug] if not excluded(step, kinds)]
        wanted = [step for step in left if step.kind == "press"] if presses else left
        assert row[number]["worth"] is bool(wanted)
    if slug == GENTLE_ROUTINE:
        assert all(row[number]["worth"] for row in phone[len(LENGTHS) :])


@pytest.mark.parametrize(("number", "slug"), list(enumerate(ROUTINES)), ids=list(ROUTINES))
def test_sides_get_equal_time_at_every_length(phone: list[list[dict[str, Any]]], number: int, slug: str) -> None:
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
