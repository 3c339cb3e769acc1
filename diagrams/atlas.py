"""Contact sheet of every drawing: `python -m diagrams.atlas build/atlas.html`.

One HTML file with every view, close-up and posture of both bodies at the width of a phone, then one drawing in every
skin tone on a light and on a dark page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Final

from diagrams import compose, palette, postures, views
from diagrams.anatomy import BODIES
from diagrams.layout.sheet import PHONE_WIDTH_PX
from points.catalogue import Catalogue, load

_STYLE: Final = f"""
body{{margin:1rem;font:1rem/1.4 Arial,'Liberation Sans',sans-serif}}
section{{display:flex;flex-wrap:wrap;gap:1.5rem;align-items:start}}
figure{{margin:0;width:{PHONE_WIDTH_PX}px}}
figcaption{{font-weight:bold;margin:.5rem 0}}
[data-theme]{{padding:.5rem}}
[data-theme=light]{{background:#fff;color:#222}}
[data-theme=dark]{{background:#171412;color:#ece7e2}}
"""


def contact_sheet(catalogue: Catalogue) -> str:
    """Return the contact sheet as an HTML page."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Atlas of all drawings</title>'
        f"<style>{palette.css()}{_STYLE}</style></head><body data-theme=light>\n<h1>Atlas of all drawings</h1>\n"
        + "\n".join(_sections(catalogue))
        + "\n</body></html>\n"
    )


def _sections(catalogue: Catalogue) -> Iterator[str]:
    for view in views.views():
        yield _section(
            f"View: {view.title}",
            [
                (body, compose.view_drawing(catalogue, view.slug, body, prefix=f"{body}-{view.slug}-"))
                for body in BODIES
            ],
        )
    for point in catalogue.points:
        yield _section(
            f"Close-up: {point.code} {point.names.pinyin}",
            [
                (body, compose.close_up_drawing(catalogue, point, body, prefix=f"{body}-{point.code}-"))
                for body in BODIES
            ],
        )
    for item in postures.postures():
        sides = postures.drawn_sides(catalogue, item)
        yield _section(
            f"Posture: {item.title}, {item.point}",
            [
                (
                    f"{body}, {side}",
                    postures.posture_drawing(
                        catalogue, item.key, body, side=side, prefix=f"{body}-{postures.drawing_name(item, side)}-"
                    ),
                )
                for body in BODIES
                for side in sides
            ],
        )
    shown = views.views()[1].slug
    for theme in ("light", "dark"):
        tones = [
            (
                f"{skin.name}, {theme} page",
                compose.view_drawing(catalogue, shown, BODIES[0], prefix=f"{theme}-{key}-"),
                f'data-skin="{key}" data-theme="{theme}"',
            )
            for key, skin in palette.SKIN_TONES.items()
        ]
        yield _section(f"Skin tones on a {theme} page", tones)


def _section(title: str, drawings: list[tuple[str, str]] | list[tuple[str, str, str]]) -> str:
    figures = "".join(
        f"<figure {' '.join(attributes)}><figcaption>{escape(words)}</figcaption>{svg}</figure>"
        for words, svg, *attributes in drawings
    )
    return f"<h2>{escape(title)}</h2>\n<section>{figures}</section>"


def main(arguments: list[str]) -> int:
    """Write the sheet to the one file named; return the exit status."""
    if len(arguments) != 1:
        print("usage: python -m diagrams.atlas FILE", file=sys.stderr)
        return 2
    target = Path(arguments[0])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(contact_sheet(load()), "utf-8")
    print(f"{target}: {target.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
