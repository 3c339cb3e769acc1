"""Prescriptions: what their text says, what is refused, and that phone and service join the same routine from it."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from points import prescription
from points.errors import SpecError
from points.prescription import MAX_NOTE, MAX_TEXT, Prescription
from points.session_model import Item
from server import documents, schemas
from tests.catalogues import shipped
from tests.effort import scaled
from tests.tools import ROOT, node

API = "/api/v1"
TABLE = json.loads((ROOT / "tests" / "prescription_cases.json").read_text("utf-8"))
CATALOGUE = shipped()
STEPS = CATALOGUE.steps_maker
MOST = CATALOGUE.most
UNSEEN = [chr(code) for code in (0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)]


def seconds_of(items: Sequence[Item]) -> int:
    return sum(step.seconds for item in items for step in STEPS.custom(f"{item.point}.{item.seconds}"))


def item(code: str, seconds: int) -> Item:
    return Item("press", seconds, code, next(iter(CATALOGUE.point(code).press.how)))


@st.composite
def prescriptions(draw: st.DrawFn) -> Prescription:
    """Valid prescriptions of every length, point, bound and field."""
    items: list[Item] = []
    for code in draw(st.lists(st.sampled_from([point.code for point in CATALOGUE.points]), min_size=1, max_size=12)):
        bounds = CATALOGUE.point(code).press.seconds
        items.append(item(code, draw(st.integers(bounds.min, bounds.max))))
        if seconds_of(items) > MOST["seconds"]:
            items.pop()
            break
    letters = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=UNSEEN) | st.just("\n")
    note = draw(st.text(letters, max_size=MAX_NOTE))
    daily, weeks = (draw(st.integers(0, MOST[name])) for name in ("daily", "weeks"))
    return Prescription(tuple(items), daily, weeks, note)


@pytest.mark.parametrize("case", TABLE["reads"], ids=lambda case: case["text"][:50])
def test_a_text_reads_as_it_says_and_is_written_again(case: dict[str, Any]) -> None:
    items = tuple(item(code, seconds) for code, seconds in case["items"])
    said = Prescription(items, case["daily"], case["weeks"], case["note"])
    assert prescription.read(case["text"], STEPS) == said
    assert prescription.write(said) == case.get("writes", case["text"])


@pytest.mark.parametrize("case", TABLE["refused"], ids=lambda case: case["name"])
def test_a_text_that_is_not_right_is_refused_naming_the_part(case: dict[str, Any]) -> None:
    with pytest.raises(SpecError) as refused:
        prescription.read(case["text"] * case.get("times", 1), STEPS)
    assert refused.value.key == case["part"]
    assert len(str(refused.value)) < 300


def test_the_table_is_read_by_the_rules_that_are_published() -> None:
    rules = documents.prescription_rules(CATALOGUE)
    for code, known in TABLE["rules"]["points"].items():
        assert rules["points"][code] == known
    assert rules["most"] == TABLE["rules"]["most"]


@given(prescriptions())
def test_a_prescription_round_trips_through_its_link(one: Prescription) -> None:
    text = prescription.write(one)
    assert text.isascii()
    assert prescription.read(text, STEPS) == one
    assert len(text) <= MAX_TEXT


@given(st.text(max_size=200) | st.text(st.sampled_from("BL2340GVI.-;=%dailywekn69 \n"), max_size=60))
def test_a_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    try:
        read = prescription.read(text, STEPS)
    except SpecError as error:
        assert error.key
    else:
        assert prescription.read(prescription.write(read), STEPS) == read


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
    rules = documents.prescription_rules(CATALOGUE)
    path = folder / "texts.json"
    path.write_text(json.dumps({"rules": rules, "documents": published, "texts": texts}), "utf-8")
    run = subprocess.run(
        [node(), str(ROOT / "tests" / "js" / "join.mjs"), str(path)], capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def drawn(count: int) -> list[Prescription]:
    """Return so many different valid prescriptions, the same ones each time."""
    found: dict[str, Prescription] = {}

    @settings(max_examples=2 * count, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(prescriptions())
    def draw(one: Prescription) -> None:
        found[prescription.write(one)] = one

    draw()
    assert len(found) >= count
    return list(found.values())[:count]


def test_phone_and_service_join_prescriptions_alike(app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    some = drawn(scaled(300))
    texts = [prescription.write(one) for one in some]
    phone = joined_by_the_phone(texts, client, tmp_path)
    assert [answer["written"] for answer in phone] == texts
    for one, answer in zip(some, phone, strict=True):
        spec = "-".join(f"{part.point}.{part.seconds}" for part in one.items)
        view = schemas.RoutineDocument().dump(documents.custom_view(CATALOGUE, spec))
        assert joined(dict(view)) == answer["hash"], spec


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


def test_a_custom_routine_never_outlasts_the_limits() -> None:
    longest = "-".join(["GV3.130"] * MOST["points"])
    assert sum(step.seconds for step in STEPS.custom(longest)) == MOST["seconds"]
    with pytest.raises(SpecError):
        STEPS.custom(longest.replace("GV3.130", "GV3.131", 1))


def test_a_link_whose_sign_was_encoded_leads_to_its_page(client: FlaskClient) -> None:
    """L4: some programs write %23 for the # of a link."""
    answer = client.get("/routines/custom%23BL23.60;note=a%20b")
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/routines/custom#BL23.60;note=a%20b"
