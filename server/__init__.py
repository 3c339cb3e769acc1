"""HTTP and nothing else: the application factory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(overrides: dict[str, Any] | None = None) -> Flask:
    """Return the application. Raises `points.errors.CatalogueError` when the catalogue cannot be used.

    Its parts are imported here, because prebuilt responses (`server.delivery.prebuilt`) need none of them.
    """
    from flask import Flask

    from points import catalogue, load
    from server import api, config, errors, filters, urls, version
    from server.delivery import assets, cache, subresource_integrity
    from server.ops import headers, limits, metrics, request_logging
    from server.web import drawings, embedding, gate_rules, handouts, home_choices, pages, pwa, share, template_context

    app = Flask(__name__, static_folder=None, template_folder="web/templates")
    app.config.from_mapping(config.settings(overrides))
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.url_map.merge_slashes = False  # its redirects would repeat the Host header
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    urls.init_app(app)
    app.extensions["catalogue"] = catalogue.load(Path(app.config["CATALOGUE"] or load.DATA))
    metrics.init_app(app)
    request_logging.init_app(app)
    cache.init_app(app)
    assets.init_app(app)
    drawings.init_app(app)
    api.init_app(app)
    filters.init_app(app)
    template_context.init_app(app)
    gate_rules.init_app(app)
    home_choices.init_app(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(handouts.blueprint)
    app.register_blueprint(share.blueprint)
    app.register_blueprint(embedding.blueprint)
    pwa.init_app(app)
    errors.init_app(app)
    limits.init_app(app)
    headers.init_app(app)
    subresource_integrity.init_app(app)
    version.init_app(app)
    return app
