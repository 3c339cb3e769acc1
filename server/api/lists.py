"""Routes that answer a whole list of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_smorest import Blueprint
from marshmallow import RAISE, Schema

from points.catalogue import Catalogue
from server.api import parameters, schemas
from server.api.serializers import catalogue_info
from server.extensions import get_catalogue

Entries = Callable[[Catalogue], Sequence[Any]]


def add_list(blueprint: Blueprint, path: str, plural: str, schema: type[Schema], entries: Entries) -> None:
    """Add a route that answers all entries of a kind with the version of the catalogue."""

    @blueprint.arguments(parameters.NoParameters, location="query", unknown=RAISE, as_kwargs=True)
    @blueprint.response(200, schemas.list_schema(plural, schema))
    def view() -> dict[str, Any]:
        known = get_catalogue()
        return {"catalogue": catalogue_info(known), plural: list(entries(known))}

    view.__name__ = f"list_{plural}"
    view.__doc__ = f"List {plural.replace('_', ' ')}."
    blueprint.route(path, endpoint=view.__name__)(view)
