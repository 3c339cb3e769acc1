"""Prescriptions: grammar, refusals, and equal routines from the phone and the service."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from points import prescription
from points.errors import SpecError
from points.prescription import MAX_NOTE, MAX_TEXT, Prescription
from points.records import Point
from points.session_records import ChosenStep, OtherStep, RoutineItem
from points.spec import SpecItem
from server.api import schemas, serializers
from tests.support.edited_catalogues import shipped
from tests.support.effort import scaled
from tests.support.paths import ROOT, SHARED_CASES
from tests.support.tools import node
from tests.web.test_qr_code import BASE, decoded

API = "/api/v1"
TABLE = json.loads((SHARED_CASES / "prescription_cases.json").read_text("utf-8"))
CATALOGUE = shipped()
STEPS = CATALOGUE.step_builder
MOST = CATALOGUE.custom_limits
UNSEEN = [chr(code) for code in (0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)]


#: Seconds of the steps whose length a link does not say: heat is wrapped and taken off, a movement keeps its length.
REST = {"heat": 60 + 60, "breathe": 0, "move.gentle-movement": 360, "move.stand-up-break": 75 + 45 + 30}
#: How often a day the frequency of each step's routine allows it.
DAILY = {"heat": 3, "breathe": 3, "move.gentle-movement": 2, "move.stand-up-break": 12}
OTHERS = {one.key: one for one in CATALOGUE.other_steps}


def seconds_of(items: Sequence[SpecItem]) -> int:
    """Return the seconds of one session: 15 to find each place or change sides, and 5 to let go."""
    return sum(
        one.seconds + REST[one.step.key]
        if isinstance(one, ChosenStep)
        else (1 if one.side or one.point == "GV3" else 2) * (15 + one.seconds + 5)
        for one in items
    )


def most_daily(items: Sequence[SpecItem]) -> int:
    """Return the times a day that a link may state; 0 where even one session repeats a step too often."""
    keys = [one.step.key for one in items if isinstance(one, ChosenStep)]
    if keys.count("heat") > 1:
        return 0
    return min([MOST["daily"], *(DAILY[key] // keys.count(key) for key in keys)])


def item(code: str, seconds: int = 0, side: str = "", position: str = "") -> SpecItem:
    if code in OTHERS:
        return ChosenStep(OTHERS[code], seconds)
    return RoutineItem("press", seconds, code, position or next(iter(CATALOGUE.point(code).press.how)), side=side)


@st.composite
def prescriptions(draw: st.DrawFn) -> Prescription:
    """Valid prescriptions of every length, point, bound, side, position and field."""
    items: list[SpecItem] = []
    codes = [*OTHERS, *(point.code for point in CATALOGUE.points)]
    for code in draw(st.lists(st.sampled_from(codes), min_size=1, max_size=12)):
        if code in OTHERS:
            within = OTHERS[code].seconds
            items.append(item(code, draw(st.integers(within.min, within.max)) if within else 0))
            if seconds_of(items) > MOST["seconds"] or most_daily(items) < 1:
                items.pop()
                break
            continue
        point = CATALOGUE.point(code)
        bounds = point.press.seconds
        side = draw(st.sampled_from(["", "left", "right"])) if point.sides != ("midline",) else ""
        position = draw(st.sampled_from([*point.press.how]))
        items.append(item(code, draw(st.integers(bounds.min, bounds.max)), side, position))
        if seconds_of(items) > MOST["seconds"]:
            items.pop()
            break
    letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=UNSEEN) | st.just("\n")
    note = draw(st.text(letters, max_size=MAX_NOTE))
    daily, weeks = draw(st.integers(0, most_daily(items))), draw(st.integers(0, MOST["weeks"]))
    return Prescription(tuple(items), daily, weeks, note)


@pytest.mark.parametrize("case", TABLE["reads"], ids=lambda case: case["text"][:50])
def test_a_text_reads_as_it_says_and_is_written_again(case: dict[str, Any]) -> None:
    items = tuple(item(*one) for one in case["items"])
    said = Prescription(items, case["daily"], case["weeks"], case["note"])
    assert prescription.parse(case["text"], STEPS) == said
    assert prescription.serialize(said, STEPS) == case.get("writes", case["text"])


@pytest.mark.parametrize("case", TABLE["refused"], ids=lambda case: case["name"])
def test_a_text_that_is_not_right_is_refused_naming_the_part(case: dict[str, Any]) -> None:
    with pytest.raises(SpecError) as refused:
        prescription.parse(case["text"] * case.get("times", 1), STEPS)
    assert refused.value.key == case["part"]
    assert case.get("rule", "") in str(refused.value)
    assert len(str(refused.value)) < 300


def test_the_table_is_read_by_the_rules_that_are_published() -> None:
    rules = serializers.prescription_rules(CATALOGUE)
    for code, known in TABLE["rules"]["points"].items():
        assert rules["points"][code] == known
    assert rules["others"] == TABLE["rules"]["others"]
    assert rules["most"] == TABLE["rules"]["most"]


@given(prescriptions())
def test_a_prescription_round_trips_through_its_link(one: Prescription) -> None:
    text = prescription.serialize(one, STEPS)
    assert text.isascii()
    assert prescription.parse(text, STEPS) == one
    assert len(text) <= MAX_TEXT


@pytest.mark.no_cover
@given(st.text(max_size=200) | st.text(st.sampled_from("BL2340GVI.-;=%dailywekn69lr~seatdbh \n"), max_size=60))
def test_a_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        read = prescription.parse(text, STEPS)
    except SpecError as error:
        assert error.key
    else:
        assert prescription.parse(prescription.serialize(read, STEPS), STEPS) == read


def joined(answer: dict[str, Any]) -> str:
    """Return the hash of what a session plays of a routine's document.

    The seconds of a spoken line, `at`, are left out: the phone works them out from its anchor at the length it plays.
    """
    played = json.loads(json.dumps({name: answer[name] for name in ("slug", "title", "summary", "seconds", "steps")}))
    for step in played["steps"]:
        for way in (step, *step["variants"]):
            for line in way.get("speech", []):
                line.pop("at", None)
    text = json.dumps(played, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def joined_by_the_phone(texts: Sequence[str], client: FlaskClient, folder: Path) -> list[dict[str, str]]:
    """Return how the phone writes each text again, and the hash of the routine it joins from published documents."""
    published = {point.code: client.get(f"{API}/points/{point.code}").json for point in CATALOGUE.points}
    routines = {one.routine for one in OTHERS.values()}
    published |= {slug: client.get(f"{API}/routines/{slug}").json for slug in routines}
    rules = serializers.prescription_rules(CATALOGUE)
    path = folder / "texts.json"
    path.write_text(json.dumps({"rules": rules, "documents": published, "texts": texts}), "utf-8")
    run = subprocess.run(
        [node(), str(ROOT / "tests" / "support" / "join.mjs"), str(path)], capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def drawn(count: int) -> list[Prescription]:
    """Return so many different valid prescriptions, the same ones each time."""
    dice = random.Random(19)
    found: dict[str, Prescription] = {}
    while len(found) < count:
        items: list[SpecItem] = []
        drawn_from: list[Point | OtherStep] = [*CATALOGUE.points, *OTHERS.values()]
        for point in dice.choices(drawn_from, k=dice.randint(1, MOST["points"])):
            if isinstance(point, OtherStep):
                within = point.seconds
                items.append(item(point.key, dice.randint(within.min, within.max) if within else 0))
                continue
            bounds = point.press.seconds
            side = dice.choice(["", *(side for side in point.sides if side != "midline")])
            seconds = dice.randint(bounds.min, bounds.max)
            items.append(item(point.code, seconds, side, dice.choice([*point.press.how])))
        while seconds_of(items) > MOST["seconds"] or most_daily(items) < 1:
            items.pop()
        daily, weeks = dice.randint(0, most_daily(items)), dice.randint(0, MOST["weeks"])
        note = "".join(dice.choices("aé ß腰🦵.;=%-~\n", k=dice.choice([0, 3, MAX_NOTE])))
        one = Prescription(tuple(items), daily, weeks, note)
        found[prescription.serialize(one, STEPS)] = one
    return list(found.values())


@pytest.mark.no_cover
def test_phone_and_service_join_prescriptions_alike(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    """A thousand are read and written by both; of every fourth the joined routine is compared too."""
    some = drawn(scaled(1000))
    texts = [prescription.serialize(one, STEPS) for one in some]
    phone = joined_by_the_phone(texts, client, tmp_path)
    assert [answer["written"] for answer in phone] == texts
    assert [prescription.parse(text, STEPS) for text in texts] == some
    for one, answer in list(zip(some, phone, strict=True))[::4]:
        spec = STEPS.serialize_spec(one.items)
        view = schemas.RoutineDocument().dump(serializers.custom_view(CATALOGUE, spec))
        assert joined(dict(view)) == answer["hash"], spec
        assert view["seconds"] == seconds_of(one.items)


@pytest.mark.no_cover
def test_random_prescriptions_come_back_from_qr_and_calendar(client: FlaskClient) -> None:
    """A scanner reads the prescription without its note, and an event links to it; `make verify` tries 2,000."""
    for one in drawn(scaled(100)):
        text = prescription.serialize(replace(one, note=""), STEPS)
        address = decoded(client.get(f"/qr/{text}.svg").text)
        assert address == f"{BASE}/routines/custom#{text}"
        assert prescription.parse(address.partition("#")[2], STEPS) == replace(one, note="")
        event = client.get(f"/calendar/{text}.ics?at=08:00&zone=UTC").text.replace("\r\n ", "")
        assert f"{BASE}/routines/custom#{text.replace(';', chr(92) + ';')}" in event


def test_a_step_allows_no_more_times_a_day_than_its_routine(client: FlaskClient) -> None:
    """Where the link states none, the calendar allows the most that every step does."""
    for key, most in DAILY.items():
        assert OTHERS[key].daily == most == CATALOGUE.routine(OTHERS[key].routine).daily
    spec = "BL23.60-move.gentle-movement"
    times = ["08:00", "12:00", "20:00"]
    for text in (f"/qr/{spec};daily=3.svg", f"/calendar/{spec};daily=3.ics?at=08:00&zone=UTC"):
        answer = client.get(text)
        assert answer.status_code == 422
        assert "Gentle movement is done at most 2 times a day" in answer.text
    assert client.get(f"/calendar/{spec}.ics?at={','.join(times[:2])}&zone=UTC").status_code == 200
    answer = client.get(f"/calendar/{spec}.ics?at={','.join(times)}&zone=UTC")
    assert answer.status_code == 422
    assert "at most 2 times a day" in answer.text


def test_phone_and_service_join_every_side_and_position_alike(client: FlaskClient, tmp_path: Path) -> None:
    specs = [
        STEPS.serialize_spec([item(point.code, 30, side, position)])
        for point in CATALOGUE.points
        for side in ("", *(side for side in point.sides if side != "midline"))
        for position in point.press.how
    ]
    assert len(set(specs)) == len(specs) == 3 * sum(len(point.press.how) for point in CATALOGUE.points) - 4
    for spec, answer in zip(specs, joined_by_the_phone(specs, client, tmp_path), strict=True):
        assert joined(client.get(f"{API}/routines/custom/{spec}").get_json()) == answer["hash"], spec


@given(prescriptions())
def test_a_side_and_a_position_change_no_flag(one: Prescription) -> None:
    """What a health answer does to a point, it does to each of its sides and in each position."""
    items = [part for part in one.items if isinstance(part, RoutineItem)]
    steps = [step for step in STEPS.build_custom(STEPS.serialize_spec(one.items)) if step.point]
    sides = [
        (part, side) for part in items for side in ([part.side] if part.side else CATALOGUE.point(part.point).sides)
    ]
    presses = [step for step in steps if step.kind == "press"]
    assert [(step.point, step.side, step.seconds) for step in presses] == [
        (part.point, side, part.seconds) for part, side in sides
    ]
    assert [step.position for step in presses] == [part.position for part, _ in sides]
    for step in steps:
        assert step.flags == CATALOGUE.point(step.point).flags
        assert {(way.position, way.uses) for way in step.variants} == {
            (key, way.uses) for key, ways in CATALOGUE.point(step.point).press.how.items() for way in ways
        }


def test_a_side_alone_begins_with_getting_ready() -> None:
    for point in CATALOGUE.points:
        for side in set(point.sides) - {"midline"}:
            steps = STEPS.build_custom(f"{point.code}.60{side[0]}")
            assert [(step.kind, step.side) for step in steps] == [
                (kind, side) for kind in ("ready", "press", "release")
            ]
            assert side in steps[0].title


@pytest.mark.no_cover
def test_phone_and_service_join_every_point_at_its_bounds_alike(client: FlaskClient, tmp_path: Path) -> None:
    bounds = {point.code: point.press.seconds for point in CATALOGUE.points}
    specs = [f"{code}.{seconds}" for code, one in bounds.items() for seconds in (one.min, one.default, one.max)]
    specs += [f"{code}.30-{other}.45-{code}.60" for code in bounds for other in bounds]
    for spec, answer in zip(specs, joined_by_the_phone(specs, client, tmp_path), strict=True):
        assert joined(client.get(f"{API}/routines/custom/{spec}").get_json()) == answer["hash"], spec


#: What an address of the API can hold: no fields, and no slash, which ends the name of a resource.
ADDRESSED = [case for case in TABLE["refused"] if case["text"] and not set(";/") & set(case["text"])]


@pytest.mark.parametrize("case", ADDRESSED, ids=lambda case: case["name"])
def test_the_service_refuses_it_naming_the_part_or_the_length(client: FlaskClient, case: dict[str, Any]) -> None:
    text = case["text"] * case.get("times", 1)
    answer = client.get(f"{API}/routines/custom/{quote(text, safe='')}")
    assert answer.status_code in {414, 422}
    assert answer.content_type == "application/problem+json"
    assert "Traceback" not in answer.text
    assert len(answer.data) < 2000
    if answer.status_code == 422 and len(text) <= MAX_TEXT:
        assert list(answer.get_json()["errors"]) == [case["part"]]


def test_the_service_wants_the_points_of_a_link_alone(client: FlaskClient) -> None:
    answer = client.get(f"{API}/routines/custom/{quote('BL23.60;daily=2', safe='')}")
    assert answer.status_code == 422
    said = answer.get_json()
    assert said["errors"] == {"spec": ["expected points alone (found ';daily=2')"]}
    assert "leave out daily, weeks and note" in answer.text


def test_a_custom_routine_never_outlasts_the_limits() -> None:
    longest = "-".join(["GV3.130"] * MOST["points"])
    assert sum(step.seconds for step in STEPS.build_custom(longest)) == MOST["seconds"]
    with pytest.raises(SpecError):
        STEPS.build_custom(longest.replace("GV3.130", "GV3.131", 1))


def test_a_link_whose_sign_was_encoded_leads_to_its_page(client: FlaskClient) -> None:
    """L4: some programs write %23 for the # of a link."""
    answer = client.get("/routines/custom%23BL23.60;note=a%20b")
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/routines/custom#BL23.60;note=a%20b"
