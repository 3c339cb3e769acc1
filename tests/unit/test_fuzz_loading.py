"""Whatever is written into the catalogue, a location or a custom routine: it is read, or refused with its own error.

`tests/support/effort.py` says how many examples are tried.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from points import load, location
from points.catalogue import Catalogue
from points.errors import CatalogueError, LocationError, SpecError
from tests.support.effort import scaled

often = settings(max_examples=scaled(600))
seldom = settings(
    max_examples=scaled(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
FILES = [path.relative_to(load.DATA).as_posix() for path in load.toml_files()]
WORDS = "At Level Lateral Between Midpoint Along Beside Below ( ) , + 1.5 1/3 0/0 spinous-process-L2 back - 999 1e9 ٣"
TERMS = st.sampled_from(WORDS.split())
PARTS = st.sampled_from(["BL23", "LI4", "GV3", ".", "-", "60", "90", "0", "-1", "٦٠", "1e2", ";", "_", "bl23"])
#: What a slip of the hand, a careless merge or a broken disk puts into a file.
SCRAPS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ['"', "[[", "]]", "=", "\n", "{}", "[]", "1979-05-27", "inf", "nan", "true", "'''", "\x00", "𝟘", "-0"]
    ),
)


@often
@given(st.one_of(st.text(max_size=500), st.lists(TERMS, max_size=40).map("".join)))
@example("Beside(" * 200)
def test_any_text_is_a_location_or_a_location_error(text: str) -> None:
    try:
        found = location.parse(text)
    except LocationError:
        return
    assert location.parse(str(found)) == found


@often
@given(st.one_of(st.text(max_size=300), st.lists(PARTS, max_size=60).map("".join)))
def test_any_text_is_a_custom_routine_or_a_spec_error(catalogue: Catalogue, text: str) -> None:
    try:
        items = catalogue.step_builder.parse_spec(text)
    except SpecError:
        return
    assert catalogue.step_builder.serialize_spec(items) == text


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {name: (load.DATA / name).read_text("utf-8") for name in FILES}


@pytest.mark.no_cover
@seldom
@given(name=st.sampled_from(FILES), start=st.floats(0, 1), length=st.integers(0, 60), scrap=SCRAPS)
def test_a_file_changed_anywhere_loads_or_is_a_catalogue_error(
    texts: dict[str, str], name: str, start: float, length: int, scrap: str
) -> None:
    text = texts[name]
    place = int(start * len(text))
    _read_only(name, (text[:place] + scrap + text[place + length :]).encode("utf-8", "surrogatepass"))


@seldom
@given(name=st.sampled_from(FILES), content=st.binary(max_size=300))
def test_a_file_of_anything_is_a_catalogue_error(name: str, content: bytes) -> None:
    _read_only(name, content)


@seldom
@given(
    name=st.sampled_from(FILES),
    value=st.sampled_from(
        ["1", '"x"', "true", "[]", "{}", "[1, 2]", '{a = "b"}', "1979-05-27", "nan", "[[]]", "[{x = 1}]"]
    ),
    which=st.floats(0, 1, exclude_max=True),
)
def test_a_value_of_another_kind_is_loaded_or_a_catalogue_error(
    texts: dict[str, str], name: str, value: str, which: float
) -> None:
    lines = texts[name].splitlines()
    places = [number for number, line in enumerate(lines) if " = " in line and not line.startswith((" ", "#"))]
    place = places[int(which * len(places))]
    lines[place] = f"{lines[place].partition(' = ')[0]} = {value}"
    _read_only(name, "\n".join(lines).encode())


def _read_only(name: str, content: bytes) -> None:
    """Load the catalogue with one file replaced; only a `CatalogueError` may come of it."""
    from tempfile import TemporaryDirectory

    from points import catalogue

    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for path in load.toml_files():
            target = folder / path.relative_to(load.DATA)
            target.parent.mkdir(exist_ok=True)
            target.symlink_to(path)
        (folder / name).unlink()
        (folder / name).write_bytes(content)
        try:
            catalogue.load(folder)
        except CatalogueError as error:
            assert error.problems
