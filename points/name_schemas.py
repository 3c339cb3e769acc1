"""Schema of the names of all points of a meridian."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema

from points import records
from points.fields import Entry, string, strings


class PointNamesSchema(Entry):
    record = records.PointNames
    key = string()
    names = strings(required=True)


TABLES: Final[dict[str, tuple[type[Schema], str]]] = {"point_name": (PointNamesSchema, "point_names.toml")}
