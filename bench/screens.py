"""`python -m bench.screens` (`make screens`): real screenshots for the install dialog, into static/screens/."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.support.paths import ROOT
from tests.support.phone import phone, wait_until_offline_ready
from tests.support.programs import Server

FOLDER: Final = ROOT / "static" / "screens"
NARROW: Final = {"width": 412, "height": 846}
WIDE: Final = {"width": 1024, "height": 640}
COLOURS: Final = 200  # with fewer the red of a mark comes out brown
MOST: Final = 60_000  # bytes
#: {file: (window, address)}; `server.web.pwa` names the same files in the manifest.
SHOTS: Final = {
    "narrow-routines.png": (NARROW, "/routines"),
    "narrow-point.png": (NARROW, "/points/BL23"),
    "wide-point.png": (WIDE, "/points/BL23"),
}


def shoot(page: Page, url: str, name: str) -> None:
    """Take one screenshot, with few colours, because a phone downloads it before it installs."""
    window, address = SHOTS[name]
    page.set_viewport_size(window)  # type: ignore[arg-type]
    page.goto(url + address)
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(FOLDER / name, optimize=True)
    size = (FOLDER / name).stat().st_size
    assert size <= MOST, f"{name}: {size} bytes, at most {MOST}"
    print(f"{name}: {few.width}x{few.height}, {size} bytes")


def main() -> None:
    """Take every screenshot from a server of its own."""
    FOLDER.mkdir(exist_ok=True)
    running = Server()
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            sync_playwright() as playwright,
            phone(playwright, Path(folder), color_scheme="light") as context,
        ):
            page = context.pages[0]
            page.goto(running.url)
            wait_until_offline_ready(page)  # nothing of the first visit is left on the screen
            for name in SHOTS:
                shoot(page, running.url, name)
    finally:
        running.kill()


if __name__ == "__main__":
    main()
