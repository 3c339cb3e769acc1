"""The body to point at: regions that lie on the skin and apart, and links that a thumb and a keyboard can use."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect

from diagrams import anatomy, body_map
from diagrams.anatomy import BODIES
from diagrams.body_map import Region
from diagrams.geometry.curves import bounds, ring_contains
from diagrams.geometry.vectors import XY
from diagrams.parts import skin
from points.errors import UnknownKey
from server.web.drawings import fragment_of
from tests.support import svg_reader
from tests.support.edited_catalogues import shipped
from tests.support.phone import choose_body, phone_in
from tests.support.programs import Server

CATALOGUE = shipped()
GROUPS = list(dict.fromkeys(clue.group for clue in CATALOGUE.clues))
#: The one group of clues that has no place on the body.
NOWHERE = "when does it hurt?"
#: WCAG 2.2, 2.5.8, in pixels.
TARGET = 24


def on_skin(place: XY, body: str) -> bool:
    rings = skin.silhouette(anatomy.figure(body_map.VIEW_SLUG, body))
    return sum(ring_contains(ring, place) for ring in rings) % 2 == 1


def within(place: XY, region: Region) -> bool:
    return any(ring_contains(ring, place) for ring in region.rings)


def test_every_group_of_clues_that_has_a_place_has_its_region() -> None:
    for body in BODIES:
        assert [region.key for region in body_map.regions(body)] == [group for group in GROUPS if group != NOWHERE]


@pytest.mark.parametrize("body", BODIES)
def test_regions_lie_on_the_skin_and_none_on_another(body: str) -> None:
    found = body_map.regions(body)
    for region in found:
        corners = [corner for ring in region.rings for corner in ring]
        assert all(on_skin(corner, body) for corner in corners), region.key
        others = [other for other in found if other is not region]
        assert not [corner for corner in corners for other in others if within(corner, other)]


@pytest.mark.parametrize("body", BODIES)
def test_regions_are_alike_on_both_sides(body: str) -> None:
    for region in body_map.regions(body):
        corners = {(round(x, 3) + 0.0, round(y, 3)) for ring in region.rings for x, y in ring}
        assert corners == {(-x + 0.0, y) for x, y in corners}, region.key


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    ("landmark", "side", "region"),
    [
        ("spinous-process-L2", "midline", "lower back"),
        ("spinous-process-L5", "midline", "lower back"),
        ("posterior-superior-iliac-spine", "right", None),
        ("sacral-hiatus", "midline", "buttock"),
        ("coccyx-tip", "midline", "buttock"),
        ("ischial-tuberosity", "left", "buttock"),
        ("greater-trochanter-prominence", "right", "buttock"),
        ("popliteal-crease-lateral", "left", "leg and groin"),
        ("scapula-inferior-angle", "left", None),
        ("heel-back", "right", None),
    ],
)
def test_landmarks_lie_in_their_region(body: str, landmark: str, side: str, region: str | None) -> None:
    figure = anatomy.figure(body_map.VIEW_SLUG, body)
    x, y = figure.project_landmark(landmark, side)
    inside = [one.key for one in body_map.regions(body) if within((0.85 * x, y), one)]  # the skin ends near some
    assert inside == ([region] if region else [])


@pytest.mark.parametrize("body", BODIES)
def test_the_leg_region_has_the_calf_and_feet_have_soles(body: str) -> None:
    figure = anatomy.figure(body_map.VIEW_SLUG, body)
    knee, ankle = (
        [
            sum(pair) / 2
            for pair in zip(*(figure.project_landmark(key.format(side), "right") for side in ends), strict=True)
        ]
        for key, ends in (
            ("popliteal-crease-{}", ("medial", "lateral")),
            ("{}-malleolus-prominence", ("medial", "lateral")),
        )
    )
    for share in (0.2, 0.5, 0.8):
        calf = (knee[0] + share * (ankle[0] - knee[0]), knee[1] + share * (ankle[1] - knee[1]))
        assert [one.key for one in body_map.regions(body) if within(calf, one)] == ["leg and groin"]
    assert (
        svg_reader.view_box(body_map.body_map(body))[3]
        >= figure.project_landmark("sole-at-lateral-malleolus", "right")[1]
    )


@pytest.mark.parametrize("body", BODIES)
def test_region_names_fit_and_regions_are_tappable(body: str) -> None:
    svg = body_map.body_map(body)
    x0, _, x1, _ = svg_reader.view_box(svg)
    for region in body_map.regions(body):
        assert within(region.name_at, region)
        for ring in region.rings:
            left, top, right, bottom = bounds(ring)
            assert min(right - left, bottom - top) * 320 / (x1 - x0) >= TARGET
    assert re.findall(r'data-region="([^"]+)"', svg) == [region.key for region in body_map.regions(body)]


def test_a_body_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownKey):
        body_map.body_map("neither")


@pytest.mark.parametrize("body", BODIES)
def test_the_drawing_has_an_address_of_its_own(client: FlaskClient, body: str) -> None:
    answer = client.get(f"/diagrams/{body}/where.svg")
    assert answer.status_code == 200
    assert svg_reader.root(answer.text).find(f"{svg_reader.SVG}title") is not None
    assert "<a " not in answer.text
    assert client.get(f"/diagrams/{body}/where.png?width=300").mimetype == "image/png"


def test_every_region_leads_to_its_clues_without_javascript(client: FlaskClient) -> None:
    page = client.get("/conditions").text
    sections = dict(re.findall(r'<section id="([^"]+)">\s*<h3>([^<]+)</h3>', page))
    assert sections == {fragment_of(group): group.capitalize() for group in GROUPS}
    led = dict(re.findall(r'<a [^>]*class="region" data-region="([^"]+)" href="#([^"]+)"', page))
    assert led == {group: fragment_of(group) for group in GROUPS if group != NOWHERE}
    assert f'href="#{fragment_of(NOWHERE)}"' in page


# In a browser ------------------------------------------------------------------------------------------


def large_enough(page: Page) -> None:
    for link in page.locator("a.region").all():
        for area in link.locator(".region-area").all():
            box = area.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= TARGET


@pytest.mark.browser
@pytest.mark.parametrize("body", BODIES)
def test_region_opens_its_clues_by_tap_and_enter(page: Page, server: Server, body: str) -> None:
    page.goto(f"{server.url}/conditions")
    choose_body(page, body)
    expect(page.locator('[data-diagram="where"]')).to_have_attribute("data-shown", body)
    expect(page.get_by_role("link", name="Buttock", exact=True)).to_have_count(1)
    large_enough(page)
    page.get_by_role("link", name="Buttock", exact=True).locator(".region-name").click()
    expect(page).to_have_url(f"{server.url}/conditions#buttock")
    expect(page.get_by_role("heading", name="Buttock", exact=True)).to_be_in_viewport()
    page.mouse.move(0, 0)  # what was scrolled under the pointer looks as if it were meant
    link = page.get_by_role("link", name="Leg and groin", exact=True)
    plain = link.locator(".region-area").first.evaluate("(area) => getComputedStyle(area).strokeWidth")
    page.get_by_role("link", name="Lower back", exact=True).focus()
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    focused = link.locator(".region-area").first.evaluate("(area) => getComputedStyle(area).strokeWidth")
    assert focused != plain
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{server.url}/conditions#leg-and-groin")


@pytest.fixture
def scriptless(browser: Browser) -> Iterator[BrowserContext]:
    with phone_in(browser, java_script_enabled=False) as opened:
        yield opened


@pytest.mark.browser
def test_it_leads_there_without_javascript_too(scriptless: BrowserContext, server: Server) -> None:
    page = scriptless.pages[0]
    page.goto(f"{server.url}/conditions")
    page.get_by_role("link", name="Lower back", exact=True).locator(".region-name").click()
    expect(page).to_have_url(f"{server.url}/conditions#lower-back")
    expect(page.get_by_role("heading", name="Lower back", exact=True)).to_be_in_viewport()
