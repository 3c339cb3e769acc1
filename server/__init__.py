"""The web service: application factory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Return the application. Raises `points.errors.CatalogueError` for a catalogue that cannot be used.

    Flask and the parts are imported here, because workers send prebuilt responses before they are loaded.
    """
    from flask import Flask

    app = Flask(__name__, static_folder=None, template_folder="web/templates")
    _configure(app, overrides)
    _load_catalogue(app)
    _init_observation(app)
    _init_content(app)
    _init_responses(app)
    return app


def _configure(app: Flask, overrides: dict[str, Any] | None) -> None:
    """Set Flask, Jinja and the URL map by the settings."""
    from server import config, urls

    app.config.from_mapping(config.settings(overrides))
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # its redirects would repeat the Host header
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    urls.init_app(app)


def _load_catalogue(app: Flask) -> None:
    from points import catalogue, load

    app.extensions["catalogue"] = catalogue.load(Path(app.config["CATALOGUE"] or load.DATA))


def _init_observation(app: Flask) -> None:
    """Register the first hooks: metrics and logs include requests that later hooks refuse."""
    from server.ops import json_logging, metrics

    metrics.init_app(app)
    json_logging.init_app(app)


def _init_content(app: Flask) -> None:
    """Register what responses are made of, then the blueprints that make them."""
    from server import api, filters
    from server.delivery import assets, cache
    from server.web import drawings, embedding, gate_rules, handouts, home_choices, pages, pwa, share, template_context

    for part in (cache, assets, drawings, api, filters, template_context, gate_rules, home_choices):
        part.init_app(app)
    for module in (pages, handouts, share, embedding):
        app.register_blueprint(module.blueprint)
    pwa.init_app(app)


def _init_responses(app: Flask) -> None:
    """Register the hooks around every view. Flask runs those after a request from the last to the first:

    version header, integrity attributes, then compression and the ETag of the finished body.
    """
    from server import errors, version
    from server.delivery import subresource_integrity
    from server.ops import headers, limits

    for part in (errors, limits, headers, subresource_integrity, version):
        part.init_app(app)
