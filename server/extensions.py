"""The catalogue of the application that answers the current request."""

from __future__ import annotations

from typing import cast

from flask import current_app

from points.catalogue import Catalogue


def get_catalogue() -> Catalogue:
    """Return the catalogue this application was started with."""
    return cast(Catalogue, current_app.extensions["catalogue"])
