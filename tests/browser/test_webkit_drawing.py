"""The large drawing in a second engine, WebKitGTK: mirrored, and saved as it is seen."""

from __future__ import annotations

import base64
import io
import sys
from typing import Final

import pytest
from PIL import Image
from selenium.webdriver import WebKitGTK

from diagrams import palette
from tests.support import svg_reader
from tests.support.programs import Server
from tests.support.webkit import until, webkit

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(sys.platform != "linux", reason="WebKitGTK runs on Linux only"),
]
#: Press the button that saves, and return the name and the bytes (base64) of the file in place of a download.
SAVE: Final = """const [kind, done] = arguments;
const create = URL.createObjectURL;
const files = new Map();
URL.createObjectURL = (blob) => {
  const address = create.call(URL, blob);
  files.set(address, blob);
  return address;
};
HTMLAnchorElement.prototype.click = function () {
  const reader = new FileReader();
  reader.onload = () => done([this.download, reader.result.split(",")[1]]);
  reader.readAsDataURL(files.get(this.href));
};
document.querySelector(`[data-save=${kind}]`).click();"""
CAPTION: Final = "return document.querySelector('#side').textContent"


def saved(driver: WebKitGTK, kind: str) -> tuple[str, bytes]:
    name, content = driver.execute_async_script(SAVE, kind)
    return name, base64.b64decode(content)


def test_webkit_mirrors_a_drawing_and_saves_it(server: Server) -> None:
    with webkit() as driver:
        driver.get(f"{server.url}/points/KI3/show#left,no-bones")
        until(driver, lambda: driver.execute_script(CAPTION) == "Left side, female body")
        svg_name, svg = saved(driver, "svg")
        png_name, png = saved(driver, "png")
    assert (svg_name, png_name) == ("KI3-close-up-left.svg", "KI3-close-up-left.png")
    text = svg.decode()
    assert {group.attrib["data-layer"] for group in svg_reader.with_class(text, "layer")} == {
        "skin",
        "ruler",
        "marks",
        "labels",
    }
    assert str(svg_reader.with_class(text, "caption")[0].text).startswith("Left ankle")
    mark = svg_reader.marks(text)[0]
    assert mark.side == "left"
    x0, y0, x1, _ = svg_reader.view_box(text)
    with Image.open(io.BytesIO(png)) as opened:
        image = opened.convert("RGB")
    scale = image.width / (x1 - x0)
    assert image.width == 2400
    found = image.getpixel((round((mark.at[0] - x0) * scale), round((mark.at[1] - y0) * scale)))
    assert found == tuple(int(palette.MARK[at : at + 2], 16) for at in (1, 3, 5))
