"""`python -m server.delivery.data_release [folder]`: the catalogue as JSON and CSV, for other programs.

The folder is a Frictionless Data Package (https://specs.frictionlessdata.io/data-package/): `datapackage.json` names
version, licence, provenance and, for each file, size and SHA-256. The JSON files are the documents of the API, so they
follow the same schemas (`openapi.json`); the CSV files hold the lists that fit a table.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from flask.testing import FlaskClient

from server import create_app, version

DEFAULT: Final = Path("build/data")
LICENCE_FILE: Final = Path(__file__).parents[2] / "LICENSE-CATALOGUE"
#: API documents that are released, by the name of their file.
LISTS: Final = (
    "points",
    "routines",
    "conditions",
    "clues",
    "contraindications",
    "red-flags",
    "stop-rules",
    "gate",
    "self-care",
    "thresholds",
    "meridians",
    "landmarks",
    "views",
    "differences",
    "passages",
    "studies",
    "omissions",
    "reviews",
    "sources",
)
#: Lists that are written as CSV too: file, key of the list in its document, columns as paths into an entry.
TABLES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "points": (
        "points",
        (
            "code",
            "meridian.code",
            "names.pinyin",
            "names.hanzi_traditional",
            "names.hanzi_simplified",
            "names.korean",
            "names.japanese",
            "names.vietnamese",
            "region",
            "area",
            "laterality",
            "sentence",
            "pregnancy.level",
            "reviewed",
        ),
    ),
    "landmarks": ("landmarks", ("key", "name", "lay", "region", "laterality", "sources")),
    "sources": ("sources", ("key", "tier", "title", "detail", "url")),
}


def field(entry: Mapping[str, Any], path: str) -> str:
    """Return a value of an entry as text: nothing for a missing one, lists joined by a space."""
    value: Any = entry
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return "" if value is None else str(value)


def table(entries: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> str:
    """Return entries as CSV (RFC 4180) with a header."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([field(entry, column) for column in columns] for entry in entries)
    return text.getvalue()


def lists(client: FlaskClient) -> dict[str, Any]:
    """Return the released lists of the API by file name."""
    return {name: client.get(f"/api/v1/{name}").get_json() for name in LISTS}


def whole(client: FlaskClient, listed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the lists with the full document of each point and routine in place of its summary."""
    found = dict(listed)
    for name, key in (("points", "code"), ("routines", "slug")):
        full = [client.get(f"/api/v1/{name}/{entry[key]}").get_json() for entry in listed[name][name]]
        found[name] = listed[name] | {name: full}
    return found


def files(client: FlaskClient) -> dict[str, bytes]:
    """Return the files of the release by name, without `datapackage.json`."""
    listed = lists(client)
    made = {
        f"{name}.json": json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        for name, document in whole(client, listed).items()
    }
    made |= {f"{name}.csv": table(listed[name][key], columns) for name, (key, columns) in TABLES.items()}
    made["openapi.json"] = client.get("/api/v1/openapi.json").get_data(as_text=True)
    return {name: text.encode() for name, text in sorted(made.items())} | {"LICENSE": LICENCE_FILE.read_bytes()}


def package(made: Mapping[str, bytes], catalogue: Mapping[str, str], origin: str) -> dict[str, Any]:
    """Return the descriptor of the data package."""
    return {
        "name": "thumbwidth-catalogue",
        "title": "Thumbwidth: catalogue of acupressure points",
        "version": f"{version.VERSION}+{catalogue['version']}",
        "created": catalogue["reviewed"],
        "homepage": origin,
        "description": "Points, landmarks, routines, contraindications, signs and sources.",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "contributors": [{"title": "Thumbwidth contributors", "role": "author"}],
        "sources": [{"title": "sources.json", "path": "sources.json"}],
        "resources": [
            {
                "name": name.replace(".", "-").lower(),
                "path": name,
                "bytes": len(body),
                "hash": f"sha256:{hashlib.sha256(body).hexdigest()}",
            }
            for name, body in made.items()
        ],
    }


def release(folder: Path) -> int:
    """Write the release into an empty folder or over an earlier release; return the number of files.

    Raises `FileExistsError` for a folder with other content.
    """
    if folder.exists():
        if any(folder.iterdir()) and not (folder / "datapackage.json").exists():
            raise FileExistsError(f"{folder}: is not empty and not an earlier release, so it is left alone")
        shutil.rmtree(folder)
    app = create_app({"RATE_LIMIT": "off"})
    client = app.test_client()
    made = files(client)
    catalogue = client.get("/api/v1/catalogue").get_json()
    descriptor = package(made, catalogue, str(app.config["BASE_URL"]))
    folder.mkdir(parents=True)
    for name, body in made.items():
        (folder / name).write_bytes(body)
    (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return len(made) + 1


def main() -> None:
    """Write the release to the folder named on the command line."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    try:
        count = release(folder)
    except FileExistsError as error:
        sys.exit(str(error))
    print(f"{count} files written to {folder}")


if __name__ == "__main__":
    main()
