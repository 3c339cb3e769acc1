"""`python -m server.export [folder]`: the whole site as files, for any static host; `make export` calls it.

Every address of the sitemap answers under the same name, with the same headers where the host lets a site set them:
`_headers` and `_redirects` (Netlify, Cloudflare), `_nginx.conf`. What each host must do is in `docs/deploy.md`. A
static copy answers no question (filters, custom routines, widths of a PNG); the phone does not need them.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server import create_app, hosts, static
from server.pack import MANIFEST, addresses, is_page

DEFAULT: Final = Path("build/site")
ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}
#: An address that nobody has, below each place where failures look different: {what it is asked as: its file}.
FAILURES: Final = {"/404": "404.html", "/api/404": hosts.PROBLEM_404}


def file_of(address: str) -> str:
    """Return the file that answers for an address: pages end in .html, JSON documents in .json."""
    if address == "/":
        return "index.html"
    if is_page(address) and "." not in address.rsplit("/", 1)[1]:
        return f"{address[1:]}.html"
    if address.startswith("/api/") and not address.endswith(".json"):
        return f"{address[1:]}.json"
    return address[1:]


def export(app: Flask, folder: Path, *, pictures: bool = True) -> int:
    """Write the site of an application into a folder, which is emptied first; return the number of addresses.

    Without `pictures` the drawings are there as SVG only, which saves most of the time.
    """
    if folder.exists():
        if any(folder.iterdir()) and not (folder / hosts.NGINX).exists():
            raise FileExistsError(f"{folder}: is not empty and not an earlier export, so it is left alone")
        shutil.rmtree(folder)
    client = app.test_client()
    count = 0
    for address in everything(app, pictures=pictures):
        _write(client, address, folder / file_of(address))
        count += 1
    for address, name in FAILURES.items():
        _write(client, address, folder / name, expected=404)
    for name, text in hosts.files(app).items():
        (folder / name).write_text(text, "utf-8")
    return count


def everything(app: Flask, *, pictures: bool) -> Iterator[str]:
    """Yield every address of the export: the sitemap's, the drawings as PNG, and what makes them installable."""
    listed = addresses(app.extensions["catalogue"])
    yield from listed
    if pictures:
        yield from (f"{address.removesuffix('.svg')}.png" for address in listed if address.startswith("/diagrams/"))
    yield from (app.extensions["asset"](name) for name in static.files())
    yield from (part.address for part in app.extensions["pack"].parts)
    yield from (MANIFEST, "/sw.js", "/sitemap.xml", "/robots.txt")


def _write(client: FlaskClient, address: str, path: Path, expected: int = 200) -> None:
    """Write an answer, and beside it its compressed forms, which some servers send as they are."""
    answer = _answer(client, address, expected, "identity")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(answer.data)
    for encoding, suffix in ENCODINGS.items() if "Accept-Encoding" in answer.headers.get("Vary", "") else ():
        compressed = _answer(client, address, expected, encoding)
        if compressed.headers.get("Content-Encoding") == encoding:
            path.with_name(path.name + suffix).write_bytes(compressed.data)


def _answer(client: FlaskClient, address: str, expected: int, encoding: str) -> TestResponse:
    answer = client.get(address, headers={"Accept-Encoding": encoding})
    if answer.status_code != expected:
        raise RuntimeError(f"{address}: expected {expected} for the export (found {answer.status_code})")
    return answer


def main() -> None:
    """Export to the folder named on the command line; `BASE_URL` is the address the sitemap names."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    app = create_app({"RATE_LIMIT": "off"})
    try:
        count = export(app, folder)
    except FileExistsError as error:
        sys.exit(str(error))
    if not os.environ.get("BASE_URL"):
        print(f"The sitemap names {app.config['BASE_URL']}; set BASE_URL to the public address.")
    print(f"{count} addresses written to {folder}")


if __name__ == "__main__":
    main()
