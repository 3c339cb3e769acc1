"""`python -m server.delivery.export [folder]`: the whole site as files, for any static host; `make export` calls it.

Every address of the sitemap answers under the same name, with the same headers where the host lets a site set them:
`_headers` and `_redirects` (Netlify, Cloudflare), `_nginx.conf`. What each host must do is in `docs/deploy.md`. A
static copy answers no question (filters, custom routines, widths of a PNG); the phone does not need them. What is
written is what `server.delivery.prebuild` made, byte for byte.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Final

from points import catalogue, load
from points.catalogue import Catalogue
from points.errors import CatalogueError
from server import config
from server.delivery import host_config, prebuild
from server.delivery.offline_bundle import is_page
from server.delivery.store import Store, StoredResponse
from server.urls import root_of

DEFAULT_FOLDER: Final = Path("build/site")
SUFFIXES: Final = {"identity": "", "br": ".br", "gzip": ".gz", "zstd": ".zst"}
#: An address that nobody has, below each place where failures look different: {what it is asked as: its file}.
ERROR_FILES: Final = {"/404": "404.html", "/api/404": host_config.PROBLEM_404}


def file_for_url(address: str) -> str:
    """Return the file that answers for an address: pages end in .html, JSON documents in .json."""
    if address == "/":
        return "index.html"
    if is_page(address) and "." not in address.rsplit("/", 1)[1]:
        return f"{address[1:]}.html"
    if address.startswith("/api/") and not address.endswith(".json"):
        return f"{address[1:]}.json"
    return address[1:]


def export(store: Store, known: Catalogue, folder: Path, root: str = "") -> int:
    """Write the site of a store into a folder, which is emptied first; return the number of addresses.

    The folder is what a host serves at `/`; a site below a path lies in the folder of that name inside it.
    """
    if folder.exists():
        if any(folder.iterdir()) and not (folder / host_config.NGINX).exists():
            raise FileExistsError(f"{folder}: is not empty and not an earlier export, so it is left alone")
        shutil.rmtree(folder)
    below = folder / root.lstrip("/")
    for address, answer in store.responses.items():
        _write(store, answer, below / file_for_url(address))
    for address, name in ERROR_FILES.items():
        _write(store, store.error_responses[address], below / name)
    for name, text in host_config.host_files(known, root).items():
        (folder / name).write_text(text, "utf-8")
    return len(store.responses)


def _write(store: Store, answer: StoredResponse, path: Path) -> None:
    """Write an answer, and beside it its compressed forms, which some servers send as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for encoding, suffix in SUFFIXES.items():
        if encoding in answer.body_names:
            path.with_name(path.name + suffix).write_bytes(store.body(answer.body_names[encoding]))


def main() -> None:
    """Export to the folder named on the command line; `BASE_URL` is the address that sitemap and QR codes name."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER
    try:
        settings = config.settings()
        known = catalogue.load(Path(settings["CATALOGUE"] or load.DATA))
        with _store_or_temporary(settings) as place:
            made = prebuild.ensure_store(settings | {"STORE": place}, prebuild.ProgressPrinter())
            count = export(made, known, folder, root_of(settings))
    except (CatalogueError, config.SettingError, FileExistsError) as error:
        sys.exit(str(error))
    if not os.environ.get("BASE_URL"):
        print(f"The sitemap and the QR codes name {settings['BASE_URL']}; set BASE_URL to the public address.")
    print(f"{count} addresses written to {folder}")


def _store_or_temporary(settings: Mapping[str, str]) -> AbstractContextManager[str]:
    """Return where the site is prepared: in the store, or in passing where there is none."""
    return nullcontext(settings["STORE"]) if settings["STORE"] else tempfile.TemporaryDirectory()


if __name__ == "__main__":
    main()
