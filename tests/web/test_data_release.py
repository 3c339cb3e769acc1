"""The data release (`make data`): a data package whose files are complete, described and checked."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from points.catalogue import Catalogue
from server.delivery import data_release
from tests.support.paths import ROOT

Package = tuple[Path, dict[str, Any]]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = tmp_path_factory.mktemp("release") / "data"
    data_release.release(folder)
    return folder, json.loads((folder / "datapackage.json").read_text("utf-8"))


def test_checksums_cover_every_file(package: Package) -> None:
    folder, descriptor = package
    stated = {one["path"]: (one["bytes"], one["hash"]) for one in descriptor["resources"]}
    bodies = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "datapackage.json"}
    assert stated == {name: (len(body), f"sha256:{hashlib.sha256(body).hexdigest()}") for name, body in bodies.items()}


def test_descriptor_names_version_licence_and_sources(package: Package, catalogue: Catalogue) -> None:
    folder, descriptor = package
    assert descriptor["version"].endswith(f"+{catalogue.version}")
    assert [one["name"] for one in descriptor["licenses"]] == ["CC-BY-4.0"]
    assert (folder / "LICENSE").read_bytes() == (ROOT / "LICENSE-CATALOGUE").read_bytes()
    assert all((folder / one["path"]).exists() for one in descriptor["sources"])


def test_every_point_is_released_whole(package: Package, catalogue: Catalogue) -> None:
    folder, _ = package
    points = json.loads((folder / "points.json").read_text("utf-8"))["points"]
    assert [point["code"] for point in points] == [point.code for point in catalogue.points]
    assert all(point["contraindications"] for point in points)
    with (folder / "points.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert {code: row["pregnancy.level"] for code, row in rows.items()} == {
        point.code: "avoid" if point.code == "LI4" else "caution" for point in catalogue.points
    }
    assert rows["BL23"]["names.pinyin"] == "Shènshù"
    assert "second lumbar vertebra (L2), 1.5 B-cun lateral" in rows["BL23"]["sentence"]


def test_every_cited_source_is_released(package: Package) -> None:
    folder, _ = package
    keys = {source["key"] for source in json.loads((folder / "sources.json").read_text("utf-8"))["sources"]}
    with (folder / "landmarks.csv").open(encoding="utf-8", newline="") as file:
        cited = {key for row in csv.DictReader(file) for key in row["sources"].split()}
    assert cited and cited <= keys


def test_release_leaves_a_foreign_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(FileExistsError, match="left alone"):
        data_release.release(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
