"""The JSON API: documents, filters, errors and HTTP semantics."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from points.catalogue import Catalogue
from server.api import list_operations

API = "/api/v1"
LISTS = {
    "points": "points",
    "routines": "routines",
    "clues": "clues",
    "conditions": "conditions",
    "red-flags": "red_flags",
    "stop-rules": "stop_rules",
    "contraindications": "contraindications",
    "self-care": "self_care",
    "meridians": "meridians",
    "landmarks": "landmarks",
    "views": "views",
    "sources": "sources",
    "thresholds": "thresholds",
}
EIGHT = ["LI4", "BL23", "BL25", "BL40", "BL54", "KI3", "GB30", "GV3"]


def get(client: FlaskClient, path: str, status: int = 200) -> Any:
    answer = client.get(API + path)
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer.json


@pytest.mark.parametrize(("path", "plural"), LISTS.items())
def test_every_list_says_which_catalogue_and_has_its_plural(client: FlaskClient, path: str, plural: str) -> None:
    body = get(client, f"/{path}")
    assert set(body) == {"catalogue", plural}
    assert set(body["catalogue"]) == {"version", "reviewed"}
    assert body[plural]


def test_catalogue_is_small_and_carries_the_safety_version(client: FlaskClient, catalogue: Catalogue) -> None:
    body = get(client, "/catalogue")
    assert body["version"] == catalogue.version
    assert body["safety_version"] == catalogue.safety_version
    assert len(client.get(f"{API}/catalogue").data) < 300


def test_points_list_follows_who_order(client: FlaskClient) -> None:
    assert [point["code"] for point in get(client, "/points")["points"]] == EIGHT


POINT_KEYS = [
    "code",
    "meridian",
    "names",
    "aliases",
    "region",
    "laterality",
    "location",
    "press",
    "contraindications",
    "pregnancy",
    "indications",
    "structures",
    "diagrams",
    "sources",
    "reviewed",
]


def test_api_page_lists_every_path_with_working_examples(client: FlaskClient) -> None:
    document = get(client, "/openapi.json")
    page = client.get("/api").text
    assert all(item["get"]["summary"].replace("`", "") in html.unescape(page) for item in document["paths"].values())
    assert set(re.findall(r"<code>(/(?:api/v1|diagrams)/[^<]+)</code>", page)) == set(document["paths"])
    examples = {html.unescape(href) for href in re.findall(r'href="(/(?:api|diagrams)/[^"]+)"', page)}
    filters = {parameter["name"] for parameter in document["paths"][f"{API}/points"]["get"]["parameters"]}
    assert {example.partition("?")[2].partition("=")[0] for example in examples} == filters | {"", "width"}
    assert len(examples) >= len(document["paths"]) + len(filters)
    assert {example: client.get(example).status_code for example in examples} == dict.fromkeys(examples, 200)


@pytest.mark.parametrize("code", EIGHT)
def test_a_point_has_every_field_of_the_interface(client: FlaskClient, code: str) -> None:
    point = get(client, f"/points/{code}")
    assert set(POINT_KEYS) <= set(point)
    assert {"sentence", "expression", "landmarks", "finger_measure", "find", "uncertainty"} <= set(point["location"])
    assert {"technique", "tools", "positions", "seconds", "direction", "stop_if"} <= set(point["press"])
    assert {
        "pinyin",
        "hanzi_traditional",
        "hanzi_simplified",
        "english",
        "korean",
        "japanese",
        "vietnamese",
    } <= set(point["names"])
    assert point["pregnancy"]["level"] == ("avoid" if code == "LI4" else "caution")
    assert all(flag["sources"] for flag in point["contraindications"] if flag["level"] != "not-listed")
    assert len(point["contraindications"]) == 20
    assert all(client.get(diagram["href"]).status_code == 200 for diagram in point["diagrams"])


def test_the_gate_answers_every_sign_and_question_in_a_line(client: FlaskClient) -> None:
    gate = get(client, "/gate")
    assert [screen["slug"] for screen in gate["screens"]] == ["emergency", "today", "pregnancy", "health", "body"]
    signs = {flag["slug"] for flag in get(client, "/red-flags")["red_flags"] if flag["tier"] != "routine"}
    questions = {entry["key"] for entry in get(client, "/contraindications")["contraindications"]}
    assert {slug for line in gate["lines"] for slug in line["signs"]} == signs
    assert {key for line in gate["lines"] for key in line["questions"]} == questions
    assert {line["screen"] for line in gate["lines"]} == {screen["slug"] for screen in gate["screens"]}
    assert {line["tile"] for line in gate["lines"]} == {
        tile["slug"] for tile in gate["tiles"] if not tile["every_line"]
    }
    assert [tile["text"] for tile in gate["tiles"]][-1] == "Something else"
    for line in gate["lines"]:
        for part in line["parts"]:
            assert set(part) == {"text", "signs", "questions", "areas"}
            assert set(part["signs"]) <= set(line["signs"])
            assert set(part["questions"]) <= set(line["questions"])


def test_a_line_of_the_gate_names_the_sources_of_what_it_answers(client: FlaskClient) -> None:
    signs = {flag["slug"]: set(flag["sources"]) for flag in get(client, "/red-flags")["red_flags"]}
    entries = get(client, "/contraindications")["contraindications"]
    questions = {entry["key"]: set(entry["sources"]) for entry in entries}
    for line in get(client, "/gate")["lines"]:
        answered = [signs[slug] for slug in line["signs"]] + [questions[key] for key in line["questions"]]
        assert set(line["sources"]) == set().union(*answered) != set(), line["slug"]


def test_what_closes_the_gate_says_why_and_what_to_tell_a_doctor(client: FlaskClient) -> None:
    for flag in get(client, "/red-flags")["red_flags"]:
        assert bool(flag["say"]) is bool(flag["reason"]) is (flag["tier"] != "routine"), flag["slug"]
    answered = {entry["key"]: entry for entry in get(client, "/contraindications")["contraindications"]}
    assert answered["today-drink"]["expires_hours"] == 24
    assert answered["pregnancy"]["expires_hours"] is None
    assert answered["bone"]["forbids"] == ["ball", "lean", "knuckles"]
    assert all(entry["why"] and entry["when"] for entry in answered.values())


def test_steps_of_a_placement_list_the_same_positions(client: FlaskClient, catalogue: Catalogue) -> None:
    for routine in catalogue.routines:
        ways: dict[str, list[Any]] = {}
        for step in get(client, f"/routines/{routine.slug}")["steps"]:
            found = [(way["position"], way["uses"]) for way in step["variants"]]
            assert bool(found) is ("point" in step)
            assert ways.setdefault(step["placement"], found) == found
            if found:
                own = {key: step.get(key, []) for key in step["variants"][0]}
                assert own == step["variants"][0]
            assert all({"forbids", "max_seconds"} <= set(flag) for flag in step["contraindications"])


def test_self_care_carries_the_flags_of_its_kind(client: FlaskClient) -> None:
    found = {entry["slug"]: entry for entry in get(client, "/self-care")["self_care"]}

    def levels(slug: str) -> dict[str, str]:
        return {flag["condition"]: flag["level"] for flag in found[slug]["contraindications"]}

    assert levels("cat-cow")["pregnancy"] == levels("glute-bridge")["pregnancy"] == "avoid"
    assert levels("cat-cow")["knee"] == "adapt"
    assert "knee" not in levels("glute-bridge")
    assert levels("warmth")["today-drink"] == levels("cold-pack")["implant"] == "avoid"
    assert levels("hamstring-stretch")["spine"] == "avoid"
    assert levels("sitting") == levels("sleep") == {}


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("meridian=LI", ["LI4"]),
        ("region=knee", ["BL40"]),
        ("condition=piriformis-syndrome", ["GB30"]),
        ("without=pregnancy", []),
        ("without=hip", ["LI4", "BL23", "BL25", "GV3"]),
        ("without=knee,veins", ["LI4", "BL23", "BL25", "BL54", "GB30", "GV3"]),
        ("q=li+4", ["LI4"]),
        ("q=UB40", ["BL40"]),
        ("q=shenshu", ["BL23"]),
        ("q=Sh%C3%A8nsh%C3%B9", ["BL23"]),
        ("q=%E5%A7%94%E4%B8%AD", ["BL40"]),
        ("q=%E3%81%94%E3%81%86%E3%81%93%E3%81%8F", ["LI4"]),
        ("q=%ED%95%A9%EA%B3%A1", ["LI4"]),
        ("q=hop+coc", ["LI4"]),
        ("q=BL99", []),
        ("q=B54", []),
        ("q=zzzz", []),
        ("q=", []),
        ("meridian=BL&q=kidney", ["BL23"]),
    ],
)
def test_filters_and_search_find_exactly(client: FlaskClient, query: str, codes: list[str]) -> None:
    assert [point["code"] for point in get(client, f"/points?{query}")["points"]] == codes


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/points?colour=red", "colour"),
        ("/points?meridian=XX", "meridian"),
        ("/points?region=moon", "region"),
        ("/points?category=master", "category"),
        ("/points?condition=none", "condition"),
        ("/points?without=pregnancy,bogus", "without"),
        ("/points?without=", "without"),
        ("/points?without=pregnancy,", "without"),
        ("/points?without=pregnancy&without=spine", "without"),
        ("/points?meridian=", "meridian"),
        ("/points?region=knee&region=hand", "region"),
        ("/points?q=" + "x" * 101, "q"),
        ("/sources?page=2", "page"),
        ("/catalogue?x=1", "x"),
        ("/routines?x=1", "x"),
    ],
)
def test_unknown_parameter_or_value_is_422_by_field(client: FlaskClient, path: str, field: str) -> None:
    answer = client.get(API + path)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert list(answer.json["errors"]) == [field]
    assert {"type", "title", "status", "detail"} <= set(answer.json)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/points?colour=red", "unknown parameter; meridian, region, category, condition, without and q are known"),
        ("/sources?page=2", "unknown parameter; none is known here"),
        ("/points?meridian=XX", "unknown value; expected one of BL, GB, GV, KI, LI (found 'XX')"),
        ("/points?without=pregnancy&without=spine", "given more than once; separate its values by commas"),
    ],
)
def test_a_refused_parameter_names_rule_value_and_way_out(client: FlaskClient, path: str, said: str) -> None:
    answer = client.get(API + path).json
    assert answer
    assert list(answer["errors"].values()) == [[said]]


def test_what_is_not_there_or_not_allowed_is_said_in_our_words(client: FlaskClient) -> None:
    nowhere, posted = client.get(f"{API}/nowhere").json, client.post(f"{API}/points").json
    assert nowhere
    assert posted
    assert nowhere["detail"] == (
        "Nothing is at this address. Pages begin at /, documents for programs at /api/v1/openapi.json."
    )
    assert posted["detail"] == "Nothing here can be changed: ask with GET or HEAD."
    assert "Nothing is at this address." in client.get("/nowhere").text


@pytest.mark.parametrize(
    ("path", "suggested"),
    [
        ("/points/BL24", "BL23"),
        ("/points/LI5", "LI4"),
        ("/points/B54", "BL54"),
        ("/routines/low-back", "low-back-ease"),
    ],
)
def test_unknown_key_is_404_with_suggestions(client: FlaskClient, path: str, suggested: str) -> None:
    answer = client.get(API + path)
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.json is not None
    assert suggested in answer.json["did_you_mean"]


def test_old_bladder_numbering_is_explained_not_mapped(client: FlaskClient) -> None:
    body = get(client, "/points/B54", 404)
    assert "older numbering" in body["detail"]


@pytest.mark.parametrize("spelling", ["li 4", "LI-4", "Hegu", "li4", "GI4"])
def test_other_spellings_redirect_to_the_who_code(client: FlaskClient, spelling: str) -> None:
    answer = client.get(f"{API}/points/{spelling}")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"{API}/points/LI4")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", [f"{API}/points", f"{API}/points/LI4", "/", "/diagrams/female/points/LI4.svg"])
def test_other_methods_are_405_with_allow(client: FlaskClient, method: str, path: str) -> None:
    answer = getattr(client, method)(path)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_method_http_does_not_know_is_501(client: FlaskClient) -> None:
    assert client.open(f"{API}/points", method="BREW").status_code == 501


def test_a_failure_outside_the_api_is_a_page(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "<h1" in answer.get_data(as_text=True)


def test_a_custom_routine_has_the_shape_of_a_published_one(client: FlaskClient) -> None:
    custom = get(client, "/routines/custom/BL23.90-GV3.30")
    assert set(custom) == set(get(client, "/routines/low-back-ease"))
    pressed = [(step["point"], step["side"], step["seconds"]) for step in custom["steps"] if step["kind"] == "press"]
    assert pressed == [("BL23", "left", 90), ("BL23", "right", 90), ("GV3", "midline", 30)]
    assert custom["seconds"] == sum(step["seconds"] for step in custom["steps"])


@pytest.mark.parametrize(
    ("spec", "part"),
    [
        ("BL99.60", "part 1"),
        ("BL23.60-BL23", "part 2"),
        ("BL23.0", "part 1"),
        ("BL23.-5", "part 1"),
        ("BL23.29", "part 1"),
        ("BL23.181", "part 1"),
        ("BL23.1000000000", "part 1"),
        ("BL23.60;DROP", "spec"),
        ("-".join(["GV3.30"] * 13), "spec"),
        ("-".join(["BL23.180"] * 6), "spec"),
        ("BL23.٦٠", "part 1"),
    ],
)
def test_a_bad_custom_routine_is_422_naming_the_part(client: FlaskClient, spec: str, part: str) -> None:
    answer = client.get(f"{API}/routines/custom/{spec}")
    assert answer.status_code == 422
    assert answer.json is not None
    assert list(answer.json["errors"]) == [part]


def test_openapi_is_valid_3_1_and_describes_every_path(client: FlaskClient, app: Flask) -> None:
    document = get(client, "/openapi.json")
    assert document["openapi"].startswith("3.1")
    validate(document)
    described = set(document["paths"])
    rules = {rule.rule.replace("<", "{").replace(">", "}") for rule in app.url_map.iter_rules()}
    assert {rule for rule in rules if rule.startswith(API) and not rule.endswith("openapi.json")} == {
        path for path in described if path.startswith(API)
    }


def test_openapi_describes_the_drawings_and_the_limit(client: FlaskClient, app: Flask) -> None:
    paths = get(client, "/openapi.json")["paths"]
    drawn = {path for path in paths if path.startswith("/diagrams/")}
    assert drawn == {
        rule.rule.replace("<any(svg, png):kind>", "{kind}").replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/diagrams/")
    }
    for operation in (one for group in list_operations(app).values() for one in group if one.path in drawn):
        assert client.get(operation.example).content_type.startswith("image/svg+xml"), operation
        assert client.get(operation.example.replace("female", "nobody")).status_code == 404
    names = [item["get"]["operationId"] for item in paths.values()]
    assert len(set(names)) == len(names)
    for item in paths.values():
        assert "Retry-After" in item["get"]["responses"]["429"]["headers"]


@pytest.mark.no_cover
@pytest.mark.parametrize("code", EIGHT)
def test_sides_get_equal_time_and_totals_add_up(client: FlaskClient, code: str, catalogue: Catalogue) -> None:
    for routine in catalogue.routines:
        steps = get(client, f"/routines/{routine.slug}")["steps"]
        by_side: dict[str, int] = {}
        for step in steps:
            if step.get("point") == code:
                by_side[step["side"]] = by_side.get(step["side"], 0) + step["seconds"]
        assert len(set(by_side.values())) <= 1


def test_cues_lie_inside_their_step_at_every_allowed_length(catalogue: Catalogue) -> None:
    for routine in catalogue.routines:
        for step in catalogue.steps(routine.slug):
            lengths = (step.bounds.min, step.seconds, step.bounds.max) if step.bounds else (step.seconds,)
            for length in lengths:
                for cue in step.cues:
                    anchor = {"start": 0, "half": length / 2, "end": length}[cue.anchor]
                    assert 0 <= anchor + cue.offset < length, (routine.slug, step.title, cue)


@pytest.mark.parametrize("address", ["routines/heat", "routines/custom/heat.900"])
def test_heat_in_pregnancy_comes_with_how_to_do_it(client: FlaskClient, address: str) -> None:
    pregnancy = client.get(f"{API}/{address}").get_json()["pregnancy"]
    assert pregnancy["allowed"] is True
    assert "Never put it on your tummy." in pregnancy["reason"]
