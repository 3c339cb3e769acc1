"""The kinds of page there are, and of each kind the heaviest: what is looked at and measured instead of every page."""

from __future__ import annotations

from collections import Counter

from flask import Flask

from server.delivery.offline_bundle import is_page, offline_urls


def kinds(app: Flask) -> dict[str, str]:
    """Return {kind: address}. Pages that differ only in which entry they show are one kind: `/points/*`."""
    pages = list(filter(is_page, offline_urls(app.extensions["catalogue"])))
    shapes = {page: _shape(page) for page in pages}
    shared = Counter(shapes.values())
    client = app.test_client()
    heaviest: dict[str, tuple[int, str]] = {}
    for page in pages:
        kind = shapes[page] if shared[shapes[page]] > 1 else page
        heaviest[kind] = max(heaviest.get(kind, (0, "")), (len(client.get(page).data), page))
    return {kind: page for kind, (_, page) in heaviest.items()}


def _shape(page: str) -> str:
    """Return a page's address with the entry it shows left open."""
    parts = page.split("/")
    return "/".join([*parts[:2], "*", *parts[3:]]) if len(parts) > 2 else page
