"""URLs of the site, which may lie below a path of its host (`BASE_URL=https://guide.example/pressure`).

The path is Flask's `APPLICATION_ROOT` and WSGI's `SCRIPT_NAME`: routes, the store and every listing hold paths without
it, `url_for` and `url` put it in front of what a response names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, has_app_context

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def root_of(settings: Mapping[str, Any]) -> str:
    """Return the path of the public address, without a slash at its end: '' or, say, '/pressure'."""
    return urlsplit(str(settings["BASE_URL"])).path.rstrip("/")


def root() -> str:
    """Return the path below which the current application lies; '' where documents are made without one."""
    return root_of(current_app.config) if has_app_context() else ""


def url(path: str) -> str:
    """Return the URL of a path of this site."""
    return root() + path


def origin() -> str:
    """Return the public address without its path, to which `url_for` and `url` are added."""
    return str(current_app.config["BASE_URL"]).removesuffix(root())


class PathMount:
    """A WSGI application below a path. A proxy may pass the path on or take it off."""

    def __init__(self, app: Application, root: str) -> None:
        self._app, self._root, self._below = app, root, f"{root}/"

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == self._root:
            start_response("308 PERMANENT REDIRECT", [("Location", self._below), ("Content-Length", "0")])
            return []
        if path.startswith(self._below):
            environ["PATH_INFO"] = path[len(self._root) :]
        environ["SCRIPT_NAME"] = self._root
        return self._app(environ, start_response)


def mount(app: Application, settings: Mapping[str, Any]) -> Application:
    """Return an application as it answers at the public address."""
    root = root_of(settings)
    return PathMount(app, root) if root else app


def init_app(app: Flask) -> None:
    """Tell Flask where the application lies, and give `url` to the templates."""
    root = root_of(app.config)
    app.config["APPLICATION_ROOT"] = root or "/"
    if root:
        app.config["API_SPEC_OPTIONS"] = {"servers": [{"url": root}]}
    app.jinja_env.globals["url"] = url
