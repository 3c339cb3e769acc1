"""Every drawing with words, for what must hold of all of them."""

from __future__ import annotations

from collections.abc import Iterator

from diagrams import body_map, compose, find_frames, postures, resting_postures, views
from points.catalogue import Catalogue


def written_drawings(catalogue: Catalogue, body: str) -> Iterator[tuple[str, str]]:
    """Yield every drawing with words of one body, with its name."""
    yield "where", body_map.body_map(body)
    for view in views.views():
        yield view.slug, compose.view_drawing(catalogue, view.slug, body)
    for point in catalogue.points:
        yield point.code, compose.close_up_drawing(catalogue, point, body)
        if point.alternative:
            drawing = compose.close_up_drawing(catalogue, point, body, with_alternative=True)
            yield f"{point.code}, alternative place", drawing
    for shown in postures.postures():
        for side in postures.drawn_sides(catalogue, shown):
            yield f"{shown.key} {side}", postures.posture_drawing(catalogue, shown.key, body, side=side)
    for name in find_frames.frame_names(catalogue):
        yield name, find_frames.find_frame(catalogue, name, body)
    for name in resting_postures.resting_posture_names():
        yield name, resting_postures.resting_posture_drawing(name, body)
