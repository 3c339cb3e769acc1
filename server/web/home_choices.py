"""Choices of the start page: places on the body, routines for each, and thumbnails."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, Final

from flask import Flask
from markupsafe import Markup

from diagrams import body_map as bodymap
from diagrams import resting_postures, thumbnails
from diagrams.anatomy import BODIES
from diagrams.canvas import Link
from points import routine_summary
from points.catalogue import Catalogue
from points.routine_schemas import PLACES
from points.session_records import Choice, Offer, Routine, RoutineItem
from server import extensions
from server.urls import url
from server.web import drawings

Document = dict[str, Any]

#: Step kinds with a resting posture.
_REST_KINDS: Final = ("rest", "breathe")


def place_of(region: str) -> str:
    """Return the place of routines of a region of the body map, or '' where there are none."""
    return next((place for place in PLACES if region.startswith(place)), "")


def places(known: Catalogue) -> list[Document]:
    """Return key, name, fragment and routines of each place, in the order of the body map."""
    return [
        {
            "key": place,
            "name": region.key.capitalize(),
            "anchor": drawings.fragment_of(region.key),
            "routines": [routine for routine in known.routines if place in routine.place],
        }
        for region in bodymap.regions(BODIES[0])
        if (place := place_of(region.key))
    ]


def offers(known: Catalogue) -> Document:
    """Return {place: {where: {minutes: offer}}} for the script of the start page."""
    found: Document = {place: {} for place in PLACES}
    for choice in known.choices:
        found[choice.place][choice.where] = {
            str(offer.minutes): _offer(known, choice, offer) for offer in choice.offers
        }
    return found


def _offer(known: Catalogue, choice: Choice, offer: Offer) -> Document:
    steps = known.steps(offer.routine)
    tools_by_position = {position.key: position.tools for position in known.positions}
    sentences = [
        f"{round(routine_summary.seconds_at(steps, offer.press) / 60)} minutes.",
        routine_summary.postures(steps),
    ]
    about = " ".join(filter(None, [*sentences, routine_summary.tools(steps, tools_by_position)]))
    return {"slug": offer.routine, "press": offer.press, "about": about}


def picture_of(known: Catalogue, routine: Routine) -> Document:
    """Return the `src` of the first press or rest of a routine, or the `symbol` of its longest step kind."""
    for item in sorted(routine.items, key=lambda item: item.kind != "press"):
        if src := picture_of_item(known, item):
            return {"src": src}
    longest = max(routine.items, key=lambda item: item.seconds)
    return {"symbol": longest.kind}


def picture_of_item(known: Catalogue, item: RoutineItem) -> str:
    """Return the URL of the thumbnail of an item, a press or a rest, or '' where there is none."""
    if item.point:
        return picture_of_point(known, item.point, item.position)
    shown = resting_postures.resting_posture_in(item.position) if item.kind in _REST_KINDS else None
    return _thumbnail(shown.name) if shown else ""


def picture_of_point(known: Catalogue, code: str, position: str = "") -> str:
    """Return the URL of a point's thumbnail on its first side, or '' where there is none.

    The default position is the usual one of the point.
    """
    name = thumbnails.thumbnail_of(known, code, known.point(code).sides[0], position)
    return _thumbnail(name) if name else ""


def _thumbnail(name: str) -> str:
    return url(f"/diagrams/{BODIES[0]}/thumbs/{name}.svg")


def body_map(known: Catalogue, body: str) -> Markup:
    """Return the body map with every region a link and its name on a pill large enough to tap."""
    links = {
        region.key: Link(_where_to(region.key), f"{region.key.capitalize()}, see what helps")
        for region in bodymap.regions(body)
    }
    return Markup(bodymap.body_map(body, prefix="where-", links=links, has_pills=True))


def _where_to(region: str) -> str:
    """Return the URL of a region: its routines on this page, or its section of the page of conditions."""
    fragment = f"#{drawings.fragment_of(region)}"
    return fragment if place_of(region) else url(f"/conditions{fragment}")


def init_app(app: Flask) -> None:
    """Register the documents, pictures and body map of templates, each built once per application."""
    made = {name: cache(partial(_call_with_catalogue, make)) for name, make in _DOCUMENTS.items()}
    pictures: Callable[[Routine], Document] = cache(lambda routine: picture_of(extensions.get_catalogue(), routine))
    maps = cache(lambda body: body_map(extensions.get_catalogue(), body))
    items: Callable[[RoutineItem], str] = cache(lambda item: picture_of_item(extensions.get_catalogue(), item))
    app.context_processor(lambda: {**made, "picture_of": pictures, "picture_of_item": items, "body_map": maps})
    app.add_template_test(lambda text, part: part in text, "holding")


def _call_with_catalogue(make: Callable[[Catalogue], Any]) -> Any:
    return make(extensions.get_catalogue())


def point_pictures(known: Catalogue) -> dict[str, str]:
    """Return {code: URL of its first thumbnail} for custom routines."""
    found = {point.code: picture_of_point(known, point.code) for point in known.points}
    return {code: src for code, src in found.items() if src}


_DOCUMENTS: Final[dict[str, Callable[[Catalogue], Any]]] = {
    "choice_places": places,
    "choice_offers": offers,
    "point_pictures": point_pictures,
}
