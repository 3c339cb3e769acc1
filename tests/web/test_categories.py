"""Traditional kinds of points in the API, in OpenAPI and in the search."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

API = "/api/v1"
#: Kinds of points as the sources of BL23, BL25, BL40, GB30, LI4 and KI3 name them.
CATEGORIES = {
    "back-shu": ["BL23", "BL25"],
    "he-sea": ["BL40"],
    "yuan-source": ["LI4", "KI3"],
    "shu-stream": ["KI3"],
    "earth": ["BL40", "KI3"],
    "command": ["LI4", "BL40"],
    "meeting": ["GB30"],
    "local": ["BL54", "GV3"],
}


@pytest.mark.parametrize(("category", "codes"), CATEGORIES.items())
def test_points_are_filtered_by_category(client: FlaskClient, category: str, codes: list[str]) -> None:
    listed = client.get(f"{API}/points?category={category}").json
    assert listed and {point["code"] for point in listed["points"]} == set(codes)
    for code in codes:
        document = client.get(f"{API}/points/{code}").json
        assert document and category in document["categories"]


def test_openapi_lists_the_categories(client: FlaskClient) -> None:
    document = client.get(f"{API}/openapi.json").json
    assert document
    parameters = {one["name"]: one for one in document["paths"]["/api/v1/points"]["get"]["parameters"]}
    assert parameters["category"]["schema"]["enum"] == list(CATEGORIES)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("背俞穴", {"BL23", "BL25"}),
        ("合穴", {"BL40"}),
        ("原穴", {"LI4", "KI3"}),
        ("四總穴", {"LI4", "BL40"}),
        ("foot taiyang", {"BL23", "BL25", "BL40", "BL54"}),
        ("足太阳", {"BL23", "BL25", "BL40", "BL54"}),
    ],
)
def test_professional_words_find_their_points(client: FlaskClient, words: str, codes: set[str]) -> None:
    listed = client.get(f"{API}/points", query_string={"q": words}).json
    assert listed and {point["code"] for point in listed["points"]} == codes
