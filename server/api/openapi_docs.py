"""Operations of the OpenAPI document, for the human page at /api."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class QueryParameter:
    """A query parameter; `example` is a URL that contains it."""

    name: str
    meaning: str
    example: str


@dataclass(frozen=True)
class Operation:
    """One operation; `example` is its URL with all path parameters filled in."""

    path: str
    summary: str
    example: str
    filters: tuple[QueryParameter, ...]


def path_param(name: str, example: str) -> dict[str, Any]:
    """Return the OpenAPI description of a path parameter; `example` must exist in the catalogue."""
    return {"in": "path", "name": name, "schema": {"type": "string", "minLength": 1}, "example": example}


def operations_of(document: dict[str, Any]) -> dict[str, list[Operation]]:
    """Return {description of a tag: its operations} in the order of an OpenAPI document."""
    by_tag: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, item in document["paths"].items():
        by_tag[item["get"]["tags"][0]].append(_operation(path, item))
    return {tag["description"]: by_tag[tag["name"]] for tag in document["tags"]}


def _operation(path: str, item: dict[str, Any]) -> Operation:
    parts = {part["name"]: quote(part["example"], safe="") for part in item.get("parameters", ())}
    example = path.format(**parts)
    filters = (_query_parameter(example, part) for part in item["get"].get("parameters", ()) if part["in"] == "query")
    return Operation(path, item["get"]["summary"], example, tuple(filters))


def _query_parameter(url: str, parameter: dict[str, Any]) -> QueryParameter:
    query = urlencode({parameter["name"]: parameter["schema"]["example"]})
    return QueryParameter(parameter["name"], parameter["description"], f"{url}?{query}")
