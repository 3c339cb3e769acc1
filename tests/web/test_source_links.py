"""Every statement links to its sources, and the page of sources links back."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from itertools import chain

import pytest
from flask.testing import FlaskClient

from points import citations, load
from points.catalogue import Catalogue
from points.records import OUR_JUDGEMENT, Point

ENTRIES = load.read_tables()
#: Tables whose entries say nothing about bodies or safety, or are where sources are named.
SILENT = {"source", "direction", "screen", "line", "tile"}
#: Shorter texts ("Book to see a doctor.") are said of several things, which rest on different sources.
SHORT = 30


def claims(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every statement that any page may print whole, with what it rests on."""
    for flag in catalogue.red_flags:
        yield flag.advice, flag.sources
    for rule in catalogue.stop_rules:
        yield rule.action, rule.sources
    for question in catalogue.questions:
        yield question.why, question.sources
    for care in catalogue.self_care:
        yield care.summary, care.sources
    for threshold in catalogue.thresholds:
        yield threshold.reason, threshold.sources
    for condition in catalogue.conditions:
        yield condition.see_someone, condition.sources
    for clue in catalogue.clues:
        yield clue.often, clue.sources
    for routine in catalogue.routines:
        yield routine.evidence, routine.sources
        yield from ((item.instruction, item.sources) for item in routine.items if item.instruction)
    for difference in catalogue.differences:
        yield difference.choice, difference.sources
        yield from ((side.text, side.sources) for side in difference.say)


def claims_of_point(point: Point) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the statements of a point's own page, which other points may make in the same words for other reasons."""
    yield point.location.sentence, point.location.sources
    yield point.press.technique, point.press.sources
    yield from ((item.text, item.sources) for item in point.indications)
    yield from ((item.note, item.sources) for item in point.structures)
    yield from ((item.reason, item.sources) for item in point.flags if item.sources)


def read(page: str) -> str:
    """Return what a page shows: no data for scripts, no drawings, and a list of points only names them."""
    hidden = r"<script.*?</script>|<svg.*?</svg>|<head>.*?</head>|<figcaption>.*?</figcaption>"
    return html.unescape(re.sub(hidden, "", page, flags=re.S))


@pytest.mark.parametrize("table", sorted(set(ENTRIES) - SILENT))
def test_entry_of_every_table_cites_a_source(table: str) -> None:
    known = {source.key for source in ENTRIES["source"]}
    for entry in ENTRIES[table]:
        found = set(citations.iter_source_keys(entry))
        assert found and found <= known, f"{table} {citations.key_of(entry)} rests on {found or 'nothing'}"


def test_page_shows_what_every_statement_rests_on(catalogue: Catalogue, pages: Mapping[str, str]) -> None:
    bare = []
    shown = 0
    everywhere = tuple(claims(catalogue))
    for address, page in pages.items():
        text = read(page)
        own = [claims_of_point(point) for point in catalogue.points if address == f"/points/{point.code}"]
        for claim, keys in chain(everywhere, *own):
            if len(claim) < SHORT or claim not in text:
                continue
            shown += 1
            named = [key for key in keys if key != OUR_JUDGEMENT]
            missing = [key for key in named if f'href="/sources#{key}"' not in text]
            unmarked = OUR_JUDGEMENT in keys and "our own cautious choice" not in text.casefold()
            if missing or unmarked:
                bare.append(f"{address}: {claim[:60]!r} without {missing or 'the mark of our own judgement'}")
    assert shown > 500
    assert not bare, "\n".join(bare[:20])


def test_link_to_a_source_meets_it_on_the_page_of_sources(pages: Mapping[str, str]) -> None:
    anchors = set(re.findall(r'id="([^"]+)"', read(pages["/sources"])))
    for address, page in pages.items():
        wanted = set(re.findall(r'href="/sources#([^"]+)"', read(page)))
        assert wanted <= anchors, f"{address} leads to {sorted(wanted - anchors)}"


def test_sources_lead_back_to_places_that_exist(catalogue: Catalogue, client: FlaskClient) -> None:
    sources = client.get("/api/v1/sources").get_json()["sources"]
    texts: dict[str, str] = {}
    for source in sources:
        assert source["used_for"], f"{source['key']} is cited by nothing: leave it out"
        for link in source["used_for"]:
            path, _, anchor = link["href"].partition("#")
            if path not in texts:
                answer = client.get(path)
                assert answer.status_code == 200, link
                texts[path] = answer.get_data(as_text=True)
            assert not anchor or f'id="{anchor}"' in texts[path], link


def test_sources_page_stands_in_the_order_of_authority(catalogue: Catalogue, client: FlaskClient) -> None:
    text = read(client.get("/sources").text)
    titles = ["International standard", "Guideline or health service", "Review of trials", "Trial", "Our own judgement"]
    places = [text.index(f">{title}</h2>") for title in titles]
    assert places == sorted(places)


def test_differences_page_says_both_sides_and_the_choice(catalogue: Catalogue, client: FlaskClient) -> None:
    text = read(client.get("/differences").text)
    assert len(catalogue.differences) > 30
    for item in catalogue.differences:
        assert item.title in text and item.choice in text and item.why in text
        assert all(side.text in text for side in item.say)


def test_differences_are_published(catalogue: Catalogue, client: FlaskClient) -> None:
    told = client.get("/api/v1/differences").get_json()["differences"]
    assert [item["slug"] for item in told] == [item.slug for item in catalogue.differences]
    gb30 = next(item for item in told if item["slug"] == "two-places-for-gb30")
    assert gb30["concerns"] == ["GB30"] and gb30["say"][0]["sources"] == ["S01"]


@pytest.mark.parametrize("code", ["GB30", "LI4", "BL23"])
def test_point_leads_to_what_sources_disagree_about(code: str, catalogue: Catalogue, client: FlaskClient) -> None:
    text = read(client.get(f"/points/{code}").text)
    about = [item for item in catalogue.differences if code in item.concerns]
    assert about and all(f"/differences#{item.slug}" in text for item in about)


def test_no_text_names_a_week_or_a_medicine(catalogue: Catalogue) -> None:
    told = " ".join(
        f"{item.title} {item.choice} {item.why} {' '.join(s.text for s in item.say)}" for item in catalogue.differences
    )
    assert not re.search(
        r"\b\d+ weeks (pregnant|of pregnancy)|week \d+|paracetamol|ibuprofen|NSAID|labour\b", told, re.I
    )
