"""`python -m bench.look [page …]` (`make look`): a strip of every kind of page for human eyes, into build/look/.

At a phone's, a tablet's and a desk's width, light and dark; `index.html` shows them side by side. Measures nothing.
"""

from __future__ import annotations

import io
import sys
from typing import Final, Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.kinds import kinds
from server import create_app
from tests.support.paths import ROOT
from tests.support.phone import CHROMIUM, CHROMIUM_FLAGS
from tests.support.programs import Server

FOLDER: Final = ROOT / "build" / "look"
WIDTHS: Final = (360, 768, 1280)
Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
HEIGHT, SCREENS, GAP = 800, 4, 10


def strip(page: Page, width: int) -> Image.Image:
    """Return the first screens of a page beside each other, as somebody scrolls through them."""
    shots = []
    for _ in range(SCREENS if width < 1000 else 2):
        shots.append(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
        before = page.evaluate("() => scrollY")
        page.mouse.wheel(0, HEIGHT - 100)
        page.wait_for_timeout(250)
        if page.evaluate("() => scrollY") == before:
            break
    sheet = Image.new("RGB", (len(shots) * (width + GAP), HEIGHT), "white")
    for number, shot in enumerate(shots):
        sheet.paste(shot, (number * (width + GAP), 0))
    return sheet


def shoot(browser: Browser, url: str, width: int, theme: Theme) -> Image.Image:
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT},
        color_scheme=theme,
        service_workers="block",
    )
    try:
        page = context.new_page()
        page.goto(url)
        page.wait_for_load_state("networkidle")
        return strip(page, width)
    finally:
        context.close()


def main() -> None:
    """Take the pages named, or one of each kind."""
    known = kinds(create_app({"TESTING": True}))
    chosen = sys.argv[1:] or list(known)
    FOLDER.mkdir(parents=True, exist_ok=True)
    running = Server()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
            for kind in chosen:
                for width in WIDTHS:
                    for theme in THEMES:
                        sheet = shoot(browser, running.url + known.get(kind, kind), width, theme)
                        sheet.save(FOLDER / f"{name_of(kind)}-{width}-{theme}.png")
                print(kind, flush=True)
    finally:
        running.kill()
        write_index()


def write_index() -> None:
    """Write the page that shows what has been taken, this time and before."""
    names = sorted(path.name for path in FOLDER.glob("*.png"))
    pictures = "\n".join(f'<h2>{name}</h2><img src="{name}" alt="" loading="lazy">' for name in names)
    (FOLDER / "index.html").write_text(f"<!doctype html><title>Pages</title>\n{pictures}\n", "utf-8")


def name_of(kind: str) -> str:
    """Return a file's name for a kind of page: `/routines/*/session` is `routines-x-session`."""
    return kind.strip("/").replace("/", "-").replace("*", "x") or "home"


if __name__ == "__main__":
    main()
