"""Every page, drawing and style sheet is valid to the Nu checker."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from points.catalogue import Catalogue
from server.delivery import assets
from server.delivery.offline_bundle import offline_urls
from tests.support.tools import nu_findings

pytestmark = pytest.mark.service


@pytest.mark.no_cover
def test_every_page_drawing_and_style_sheet_is_valid(
    client: FlaskClient, app: Flask, catalogue: Catalogue, tmp_path: Path
) -> None:
    wanted = [address for address in offline_urls(catalogue) if not address.startswith("/api/")]
    wanted += ["/nowhere", *(assets.asset_url(name) for name in assets.asset_names() if name.endswith(".css"))]
    files = []
    for address in wanted:
        answer = client.get(address)
        suffix = {"text/html": ".html", "image/svg+xml": ".svg", "text/css": ".css"}[answer.mimetype or ""]
        path = tmp_path / (address.strip("/").replace("/", "_").removesuffix(suffix) + suffix)
        path.write_bytes(answer.data)
        files.append(path)
    assert nu_findings(files) == []
