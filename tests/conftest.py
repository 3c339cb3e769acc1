"""Fixtures shared by all tests: the catalogue that ships, and an application on it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from points.catalogue import Catalogue, load
from server import create_app


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture(scope="session")
def app() -> Flask:
    return create_app({"TESTING": True, "BASE_URL": "https://thumbwidth.example"})


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
