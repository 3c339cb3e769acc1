"""Links to drawings of points, views and session steps in API documents."""

from __future__ import annotations

from typing import Any, Final

from diagrams import find_frames, postures, resting_postures, views
from diagrams.anatomy import BODIES
from diagrams.compose import ALTERNATIVE_SUFFIX
from points.records import Point
from points.session_records import Step
from server.urls import url

CLOSE_UP_VIEW: Final = "close-up"
Document = dict[str, Any]


def close_up_link(point: Point, body: str) -> Document:
    alt = f"{point.code} {point.names.pinyin}, {body} body. {point.location.sentence}"
    return {"view": CLOSE_UP_VIEW, "href": url(f"/diagrams/{body}/points/{point.code}.svg"), "alt": alt}


def view_link(view: views.View, body: str) -> Document:
    return {
        "view": view.slug,
        "href": url(f"/diagrams/{body}/views/{view.slug}.svg"),
        "alt": f"{view.title}, {body} body",
    }


def posture_link(step: Step, position: str, body: str) -> Document | None:
    """Return the link to the posture drawing of a step in a position, or None where there is no drawing."""
    if not step.point:
        return _rest_link(position, body)
    shown = postures.posture_for(position, step.area, step.point)
    if shown is None:
        return None
    side = step.side or "midline"
    where = "" if side == "midline" else f", pressing the {side} side"
    return {
        "view": "posture",
        "href": url(f"/diagrams/{body}/postures/{postures.drawing_name(shown, side)}.svg"),
        "alt": f"{shown.title}{where}, {body} body",
    }


def _rest_link(position: str, body: str) -> Document | None:
    shown = resting_postures.resting_posture_in(position)
    if shown is None:
        return None
    href = url(f"/diagrams/{body}/postures/{shown.name}.svg")
    return {"view": "posture", "href": href, "alt": f"{shown.title}, {body} body"}


def frame_link(point: Point, side: str, position: str, number: int, body: str) -> Document | None:
    """Return the link to a find frame on one side of a point, or None where the frame does not fit the position."""
    if not find_frames.shows_position(point, position):
        return None
    where = "" if side == "midline" else f", {side} side"
    return {
        "view": "find",
        "href": url(f"/diagrams/{body}/find/{find_frames.frame_name(point.code, number, side)}.svg"),
        "alt": f"Finding {point.code}{where}, step {number} of {find_frames.FRAMES_PER_POINT}, {body} body",
    }


def alternative_links(point: Point, body: str) -> list[Document]:
    """Return the link to the drawing with the alternative place of the standard, if it records one."""
    if point.alternative is None:
        return []
    alt = f"{point.code} {point.names.pinyin}, second place, {body} body. {point.alternative.sentence}"
    return [
        {
            "view": "alternative",
            "href": url(f"/diagrams/{body}/points/{point.code}{ALTERNATIVE_SUFFIX}.svg"),
            "alt": alt,
        }
    ]


def drawings_of_point(point: Point) -> list[Document]:
    """Return name in the URL, title, visible sides and file name of the drawings of a point, the closest first.

    The name of a saved file is the file name and the side.
    """
    close_up_view = views.view(views.close_up_config(point.code).view)
    close_ups = [(f"points/{point.code}", "Close up", "close-up", close_up_view)]
    if point.alternative:
        name = f"points/{point.code}{ALTERNATIVE_SUFFIX}"
        close_ups.append((name, "With the second place", "second-place", close_up_view))
    views_from_near = [
        (f"views/{view.slug}", view.title, view.slug, view) for view in reversed(views.views_showing(point.code))
    ]
    return [
        {
            "name": name,
            "title": title,
            "sides": "both" if len(view.sides) == 2 else view.sides[0],
            "file_name": f"{point.code}-{part}",
        }
        for name, title, part, view in (*close_ups, *views_from_near)
    ]


def point_links(point: Point) -> list[Document]:
    return [
        link
        for body in BODIES
        for link in (
            close_up_link(point, body),
            *alternative_links(point, body),
            *(view_link(view, body) for view in views.views_showing(point.code)),
        )
    ]
