"""What is offered for a place, minutes and a posture, and how the start page shows it, in pictures and words.

The table is the project's design of the patient path, restated by hand; lengths are counted from the steps.
"""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from diagrams import body_map, postures, resting_postures
from diagrams.anatomy import BODIES
from points import routine_summary
from points.routine_schemas import MINUTES, PLACES, SETTINGS
from server import filters
from server.web.drawings import fragment_of
from server.web.home_choices import picture_of, place_of
from tests.support.edited_catalogues import shipped

CATALOGUE = shipped()
#: {(place, posture): (routine, minutes and seconds) for 5, 10 and 15 minutes}
OFFERED = {
    ("lower back", "chair"): (("at-the-desk", "5:00"), ("at-the-desk", "8:00"), ("at-the-desk", "11:00")),
    ("lower back", "bed"): (("five-minutes-in-bed", "5:00"), ("bedtime", "10:00"), ("bedtime", "13:00")),
    ("lower back", "standing"): (("five-minutes", "5:00"), ("low-back-ease", "9:00"), ("low-back-ease", "12:00")),
    ("buttock", "chair"): tuple(zip(["buttock-from-a-chair"] * 3, ["5:00", "8:00", "11:00"], strict=True)),
    ("buttock", "bed"): (("deep-buttock", "5:00"), ("deep-buttock", "8:00"), ("buttock-and-sciatica", "14:40")),
    ("buttock", "standing"): tuple(zip(["wall-and-ball"] * 3, ["6:40", "10:40", "14:40"], strict=True)),
    ("leg", "chair"): (("at-the-desk", "5:00"), ("at-the-desk", "8:00"), ("at-the-desk", "11:00")),
    ("leg", "bed"): tuple(zip(["buttock-and-sciatica"] * 3, ["6:40", "10:40", "14:40"], strict=True)),
    ("leg", "standing"): (("five-minutes", "5:00"), ("lead-trio", "8:00"), ("lead-trio", "11:00")),
}


def clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


def test_the_offers_are_the_designed_ones_at_counted_lengths() -> None:
    found = {}
    for choice in CATALOGUE.choices:
        assert tuple(offer.minutes for offer in choice.offers) == MINUTES
        lengths = [(offer.routine, CATALOGUE.steps(offer.routine), offer.press) for offer in choice.offers]
        found[choice.place, choice.where] = tuple(
            (slug, clock(routine_summary.seconds_at(steps, press))) for slug, steps, press in lengths
        )
    assert found == OFFERED
    assert set(found) == {(place, where) for place in PLACES for where in SETTINGS[:3]}


def test_offers_fit_the_time_and_point_limits() -> None:
    for choice in CATALOGUE.choices:
        for offer in choice.offers:
            steps = CATALOGUE.steps(offer.routine)
            assert routine_summary.seconds_at(steps, offer.press) <= (offer.minutes + 2) * 60
            assert all(step.bounds.min <= offer.press <= step.bounds.max for step in steps if step.bounds)


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        ("low-back-ease", "Stand, then sit."),
        ("lead-trio", "Stand, lie down, then sit."),
        ("at-the-desk", "Sit."),
        ("seated-breathing", "Sit."),
        ("heat", ""),
    ],
)
def test_the_postures_of_a_routine_are_told_in_their_order(slug: str, told: str) -> None:
    assert routine_summary.postures(CATALOGUE.steps(slug)) == told


def test_home_states_time_postures_and_tools(client: FlaskClient) -> None:
    html = client.get("/").text
    assert '"about": "11 minutes. Stand. With a tennis ball."' in html
    assert '"about": "9 minutes. Stand, then sit."' in html


def test_body_map_regions_are_links_without_scripts(client: FlaskClient) -> None:
    html = client.get("/").text
    regions = [region.key for region in body_map.regions(BODIES[0])]
    led = dict(re.findall(r'<a [^>]*class="region" data-region="([^"]+)" href="#([^"]+)"', html))
    assert led == {key: fragment_of(key) for key in regions if place_of(key)}
    assert sorted(map(place_of, led)) == sorted(PLACES)
    for key, target in led.items():
        section = re.search(rf'<section id="{target}" class="choose".*?</section>', html, re.DOTALL)
        assert section, key
        offered = {routine.slug for routine in CATALOGUE.routines if place_of(key) in routine.place}
        assert set(re.findall(r'data-routine="([^"]+)"', section[0])) == offered
        assert '<details class="others" open>' in section[0]


def test_routine_has_a_thumbnail_or_a_symbol(client: FlaskClient) -> None:
    for routine in CATALOGUE.routines:
        found = picture_of(CATALOGUE, routine)
        rests = [item for item in routine.items if item.kind in ("rest", "breathe") and item.position]
        if not routine.has_press and not rests:
            assert found == {"symbol": max(routine.items, key=lambda item: item.seconds).kind}
            continue
        name = re.fullmatch(r"/diagrams/female/thumbs/([\w-]+)\.svg", found["src"])
        assert name and client.get(found["src"]).status_code == 200
        if not routine.has_press:
            assert resting_postures.resting_posture(name[1]).position == rests[0].position
            continue
        first = next(item for item in routine.items if item.point)
        shown, side = postures.parse_drawing_name(CATALOGUE, name[1])
        assert shown.points == (first.point,) and first.position in shown.positions
        assert side == CATALOGUE.point(first.point).sides[0]
    for address in ("/", "/routines"):
        cards = re.findall(r'<a class="card[^>]*data-routine.*?</a>', client.get(address).text, re.DOTALL)
        assert cards
        assert [card for card in cards if '<span class="thumb"><img' not in card and 'class="symbol"' not in card] == []


def test_a_card_says_how_long_its_routine_takes(client: FlaskClient) -> None:
    html = client.get("/routines").text
    for routine in CATALOGUE.routines:
        card = re.search(rf'data-routine="{routine.slug}".*?</a>', html, re.DOTALL)
        assert card
        assert filters.duration(sum(step.seconds for step in CATALOGUE.steps(routine.slug))) in card[0]
