"""The contact sheet holds every drawing once, and needs nothing but itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from diagrams import atlas, palette, postures, views
from diagrams.anatomy import BODIES
from points.catalogue import Catalogue
from tests.support import svg_reader


def test_atlas_shows_every_drawing_body_and_skin_tone(catalogue: Catalogue) -> None:
    page = atlas.contact_sheet(catalogue)
    each_body = len(views.views()) + len(catalogue.points) + len(postures.drawing_names(catalogue))
    wanted = len(BODIES) * each_body + 2 * len(palette.SKIN_TONES)
    assert page.count("<svg ") == wanted
    known = svg_reader.identifiers(page)
    assert len(known) == len(set(known))
    assert not re.search(r"<script|<link|@import|src=", page)


def test_the_atlas_command_writes_the_file_it_is_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "new" / "atlas.html"
    assert atlas.main([str(target)]) == 0
    assert target.read_text("utf-8").startswith("<!doctype html>")
    assert "atlas.html" in capsys.readouterr().out
    assert atlas.main([]) == 2
    assert "usage" in capsys.readouterr().err
