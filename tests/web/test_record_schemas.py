"""API schemas derived from the records of the catalogue."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from marshmallow import fields

from server.api.record_schemas import RecordSchemaMeta, SparseDocument, meta
from tests.support.paths import ROOT

#: Printed by a process of its own, because it imports an edited copy of `points`.
_SCRIPT = """
import json
from server import create_app
client = create_app({"RATE_LIMIT": "off"}).test_client()
point = client.get("/api/v1/points/BL23").get_json()
described = client.get("/api/v1/openapi.json").get_json()["components"]["schemas"]["PointDocument"]["properties"]
print(json.dumps([point["remark"], described["remark"]]))
"""
#: Prints what is wrong with the edited copy.
_CHECK = """
from points.catalogue import load
from points.errors import CatalogueError
try:
    load()
except CatalogueError as error:
    print(error)
"""


def _insert(path: Path, before: str, line: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, line + before), "utf-8")


def test_a_field_added_to_points_is_published(tmp_path: Path) -> None:
    """The record is the only place that states the field; one point of the data has it."""
    copy = Path(shutil.copytree(ROOT / "points", tmp_path / "points", ignore=shutil.ignore_patterns("__pycache__")))
    _insert(
        copy / "records.py",
        "\n    @property\n    def sides(",
        '    remark: str = ""\n',
    )
    _insert(copy / "data" / "points" / "bladder.toml", 'category = "Back-shu point of the Kidney"', 'remark = "New"\n')
    assert json.loads(_run(_SCRIPT, tmp_path)) == ["New", {"type": "string"}]
    data = copy / "data" / "points" / "bladder.toml"
    data.write_text(data.read_text("utf-8").replace('remark = "New"', "remark = 5"), "utf-8")
    assert re.search(r"bladder\.toml.*BL23.*remark.*Not a valid string", _run(_CHECK, tmp_path))


def _run(script: str, folder: Path) -> str:
    """Return what a script prints that imports the copy of `points` in a folder."""
    environment = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@dataclass(frozen=True)
class _Inner:
    width: float


@dataclass(frozen=True)
class _Outer:
    name: str
    sources: tuple[str, ...]
    inner: _Inner | None = None
    sizes: tuple[int, ...] = ()
    secret: str = ""


class _InnerDocument(SparseDocument, record=_Inner):
    """A nested record."""


class _OuterDocument(SparseDocument, record=_Outer, omit=("secret",)):
    optional = ("inner",)
    sizes = meta("In millimetres.")
    href = fields.String()
    title = fields.String(attribute="name")


def test_fields_follow_the_record_and_the_class_body() -> None:
    """Statements keep their order, an attribute replaces its field, and sources come last."""
    schema = _OuterDocument()
    assert list(schema.fields) == ["inner", "sizes", "href", "title", "sources"]
    assert schema.fields["sizes"].metadata == {"description": "In millimetres."}
    record = _Outer("a", ("who-2008",), _Inner(1.5), (2, 3), "not published")
    assert schema.dump(record) == {"inner": {"width": 1.5}, "sizes": [2, 3], "title": "a", "sources": ["who-2008"]}
    assert "inner" not in schema.dump(_Outer("a", ("who-2008",)))


def test_a_nested_record_needs_a_schema() -> None:
    @dataclass(frozen=True)
    class Unknown:
        name: str

    @dataclass(frozen=True)
    class Holder:
        part: Unknown

    Holder.__annotations__["part"] = Unknown
    with pytest.raises(KeyError):
        RecordSchemaMeta("HolderDocument", (SparseDocument,), {}, record=Holder)
