"""Typed access to the objects of an application that several modules use."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

if TYPE_CHECKING:
    from points.catalogue import Catalogue
    from server.delivery.offline_bundle import OfflineBundles
    from server.ops.health import Health
    from server.ops.limits import Limits
    from server.ops.metrics import Metrics
    from server.web.png_worker import PngWorker


def get_catalogue(app: Flask = current_app) -> Catalogue:
    """Return the catalogue that the application was created with."""
    return cast("Catalogue", app.extensions["catalogue"])


def get_bundles(app: Flask = current_app) -> OfflineBundles:
    """Return the offline bundles."""
    return cast("OfflineBundles", app.extensions["bundles"])


def get_png_worker(app: Flask = current_app) -> PngWorker:
    """Return the process that renders drawings as PNG."""
    return cast("PngWorker", app.extensions["png_worker"])


def get_metrics(app: Flask = current_app) -> Metrics:
    """Return the counters of the application."""
    return cast("Metrics", app.extensions["metrics"])


def get_limits(app: Flask = current_app) -> Limits:
    """Return the rate and concurrency limits."""
    return cast("Limits", app.extensions["limits"])


def get_health(app: Flask = current_app) -> Health | None:
    """Return the health of the worker process, or None outside of the WSGI stack."""
    return cast("Health | None", app.extensions.get("health"))
