"""HTTP and nothing else: the application factory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Return the application. Raises `points.errors.CatalogueError` when the catalogue cannot be used.

    What it is made of is imported here, because what is answered beforehand (`server.prebuilt`) needs none of it.
    """
    from flask import Flask

    from points import catalogue, loader
    from server import (
        api,
        caching,
        choosing,
        config,
        diagrams,
        embedding,
        errors,
        gate_rules,
        handouts,
        handover,
        headers,
        integrity,
        labels,
        limits,
        logs,
        metrics,
        pages,
        pwa,
        static,
        urls,
        version,
    )

    app = Flask(__name__, static_folder=None)
    app.config.from_mapping(config.settings(overrides))
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # its redirects would repeat the Host header
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    urls.init_app(app)
    app.extensions["catalogue"] = catalogue.load(Path(app.config["CATALOGUE"] or loader.DATA))
    metrics.init_app(app)
    logs.init_app(app)
    caching.init_app(app)
    static.init_app(app)
    diagrams.init_app(app)
    api.init_app(app)
    labels.init_app(app)
    gate_rules.init_app(app)
    choosing.init_app(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(handouts.blueprint)
    app.register_blueprint(handover.blueprint)
    app.register_blueprint(embedding.blueprint)
    pwa.init_app(app)
    errors.init_app(app)
    limits.init_app(app)
    headers.init_app(app)
    integrity.init_app(app)
    version.init_app(app)
    return app
