"""What the API says of itself in OpenAPI, in the order and shape a person reads it: the page at /api is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class QueryParameter:
    """A parameter of a query; `example` is a whole address that has one."""

    name: str
    meaning: str
    example: str


@dataclass(frozen=True)
class Operation:
    """One address that can be asked for; `example` is one with its open parts filled."""

    path: str
    summary: str
    example: str
    filters: tuple[QueryParameter, ...]


def path_param(name: str, example: str) -> dict[str, Any]:
    """Return how OpenAPI is told of a part of an address, with a value that exists."""
    return {"in": "path", "name": name, "schema": {"type": "string", "minLength": 1}, "example": example}


def operations_of(document: dict[str, Any]) -> dict[str, list[Operation]]:
    """Return {what it is about: operations} of an OpenAPI document, in its order."""
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
