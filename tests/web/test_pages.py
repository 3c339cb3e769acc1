"""HTML pages: content without JavaScript, and the links in their drawings."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from diagrams import palette
from points.catalogue import Catalogue
from points.safety_records import ContraindicationLevel
from server import filters
from server.delivery import assets


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def test_every_page_says_when_what_it_says_was_checked(pages: Mapping[str, str]) -> None:
    for address, html in pages.items():
        assert re.search(r"\b\d{1,2} [A-Z][a-z]+ 20\d\d\b", html), address


def test_the_marks_of_a_view_are_named_links_to_their_points(client: FlaskClient, catalogue: Catalogue) -> None:
    html = page(client, "/points")
    found = re.findall(r'<a aria-label="([^"]+)" class="mark-link" href="(/points/\w+)"', html)
    links = [(href, name) for name, href in found]
    assert ("/points/BL23", "BL23 Shènshù, left side") in links
    assert ("/points/GV3", "GV3 Yāoyángguān, on the midline") in links
    assert len(links) == len(set(links)) == 11
    assert re.findall(r'<svg aria-labelledby="posterior-drawing-title[^>]* role="(\w+)"', html) == ["group"]


def test_a_point_says_every_caution_with_its_basis(client: FlaskClient, catalogue: Catalogue) -> None:
    for point in catalogue.points:
        html = page(client, f"/points/{point.code}")
        for flag in point.flags:
            if flag.level is not ContraindicationLevel.NOT_LISTED:
                assert flag.reason.replace("'", "&#39;") in html
        assert point.location.sentence in html
        assert all(step.replace("'", "&#39;") in html for step in point.location.find)


def test_a_drawing_has_switches_for_its_parts(client: FlaskClient) -> None:
    html = page(client, "/points/BL23")
    assert re.findall(r'data-shows="(\w+)" checked', html) == ["skin", "bones", "ruler", "marks", "labels"]
    assert re.findall(r'data-shows="(\w+)">', html) == ["muscles"]


def test_every_position_of_a_point_shows_how_the_body_is_held(client: FlaskClient, catalogue: Catalogue) -> None:
    for point in catalogue.points:
        html = page(client, f"/points/{point.code}")
        assert html.count('data-diagram="postures/') == len(point.press.how)


def test_routine_page_states_needs_cautions_and_stop_rules(client: FlaskClient, catalogue: Catalogue) -> None:
    for routine in catalogue.routines:
        text = unescape(page(client, f"/routines/{routine.slug}"))
        published = client.get(f"/api/v1/routines/{routine.slug}").get_json()
        wanted = [
            *filters.sentences(routine.not_for),
            routine.evidence,
            routine.frequency,
            filters.duration(published["seconds"]),
        ]
        wanted += [words for rule in catalogue.stop_rules for words in (rule.sign, rule.action)]
        assert [words for words in wanted if words not in text] == [], routine.slug
        named = [*published["equipment"], *(position["name"] for position in published["positions"])]
        assert [name for name in named if name.lower() not in text.lower()] == [], routine.slug


def test_a_stiff_hand_is_offered_only_tools_of_the_point(client: FlaskClient, catalogue: Catalogue) -> None:
    """Knuckles and balls stand where a point has them, and nowhere else; without a press there is no such line."""
    for routine in catalogue.routines:
        text = unescape(page(client, f"/routines/{routine.slug}/session"))
        assert ('id="other-tool"' in text) == routine.has_press, routine.slug
        if not routine.has_press:
            continue
        fold = text.partition('id="other-tool"')[2].partition("</details>")[0]
        for code in {item.point for item in routine.items if item.point}:
            point = catalogue.point(code)
            said = fold.partition(f"<dt>{point.plain}</dt>")[2].partition("</div>")[0]
            tools = {"knuckles": "knuckles", "ball": "tennis ball"}
            for manner, tool in tools.items():
                expected = [way.text for ways in point.press.how.values() for way in ways if manner in way.uses]
                assert [way for way in expected if way not in said] == [], code
                assert (tool in said) == (tool in point.press.tools), code
            if not set(tools.values()) & set(point.press.tools):
                assert f"Only with {' or '.join(point.press.tools)}." in said


def test_nothing_runs_or_styles_itself_inline(pages: Mapping[str, str]) -> None:
    for address, html in pages.items():
        assert not re.search(r"\sstyle=|\son\w+=|javascript:", html), address
        for script in re.findall(r"<script[^>]*>", html):
            assert "src=" in script or "application/json" in script or "application/ld+json" in script, address


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/points/li4", "/points/LI4"),
        ("/points/UB40", "/points/BL40"),
        ("/points/肾俞", "/points/BL23"),
        ("/points/ub40/show", "/points/BL40/show"),
    ],
)
def test_other_spellings_lead_to_the_point(client: FlaskClient, path: str, to: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (308, to)


def test_an_unknown_point_offers_near_ones(client: FlaskClient) -> None:
    answer = client.get("/points/BL24")
    assert answer.status_code == 404
    assert "/points/BL23" in answer.text


def test_ids_in_a_page_are_unique(pages: Mapping[str, str]) -> None:
    for address, html in pages.items():
        found = re.findall(r'\sid="([^"]+)"', html)
        assert len(found) == len(set(found)), address


def test_pages_and_drawings_share_no_style_property() -> None:
    sheets = (assets.ROOT / "css" / "tokens.css").read_text("utf-8"), palette.css()
    pages, drawings = (set(re.findall(r"(--[a-z-]+):", sheet)) - {"--sheet"} for sheet in sheets)
    assert pages
    assert not pages & drawings


def test_session_page_deduplicates_flags(client: FlaskClient, catalogue: Catalogue) -> None:
    for routine in catalogue.routines:
        page = client.get(f"/routines/{routine.slug}/session").text
        carried = json.loads(re.findall(r'id="routine">(.*?)</script>', page)[0])
        flags = carried.pop("flags")
        assert all(one not in flags[:place] for place, one in enumerate(flags))
        published = client.get(f"/api/v1/routines/{routine.slug}").get_json()["steps"]
        for step, whole in zip(carried["steps"], published, strict=True):
            step["contraindications"] = [flags[place] for place in step["contraindications"]]
            whole["contraindications"] = [without(flag, "sources") for flag in whole["contraindications"]]
            first = [{name: one[name] for name in ("position", "uses")} for one in whole["variants"][:1]]
            whole["variants"] = first + [played(one) for one in whole["variants"][1:]]
            assert step == played(whole)


def without(document: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != name}


def played(step: dict[str, Any]) -> dict[str, Any]:
    """Return of a step, or of a way to do it, what a session reads."""
    lines = [without(line, "at") for line in step["speech"]]
    said = [line if line["occasion"] else without(line, "occasion") for line in lines]
    return drawn_at(without(step, "parts")) | {"speech": said, "frames": [drawn_at(one) for one in step["frames"]]}


def drawn_at(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with its drawings' addresses alone."""
    drawings = {name: entry[name] for name in ("diagram", "posture") if entry.get(name)}
    return entry | {name: {"href": drawing["href"]} for name, drawing in drawings.items()}


def test_a_sign_says_nothing_twice(client: FlaskClient) -> None:
    """The reason and the advice of a sign stand beside each other on this page alone."""
    answers = re.findall(r'<div class="clue-text">(.*?)</div>', client.get("/safety").text, re.DOTALL)
    paragraphs = [text for answer in answers for text in re.findall(r"<p>(.*?)</p>", answer, re.DOTALL)]
    assert len(paragraphs) > 30
    for text in paragraphs:
        sentences = re.split(r"(?<=[.?!])\s+", unescape(re.sub(r"<[^>]+>", " ", text)).strip())
        assert len(sentences) == len(set(sentences)), text


def test_handout_of_a_routine_names_what_closes_all_of_it(client: FlaskClient, catalogue: Catalogue) -> None:
    for routine in catalogue.routines:
        if not routine.has_press:
            continue
        text = unescape(client.get(f"/routines/{routine.slug}/handout").text)
        for key in ("today-drink", "today-skin"):
            assert catalogue.question(key).when in text, (routine.slug, key)
