"""Search: all scripts, fuzzy words, exact codes, and equal results on the phone.

Cases, run by the service and by the phone: tests/shared_cases/search_cases.json. Names and code families:
tests/authorities/names.toml.
"""

from __future__ import annotations

import json
import random
import subprocess
import tomllib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from flask.testing import FlaskClient

from points import codes
from points.catalogue import Catalogue
from points.errors import UnknownKey
from points.search import fold
from points.search.edit_distance import edit_distance
from tests.support.effort import scaled
from tests.support.paths import ROOT, SHARED_CASES
from tests.support.tools import node

CASES: dict[str, list[Any]] = json.loads((SHARED_CASES / "search_cases.json").read_text("utf-8"))
AUTHORITY = tomllib.loads((ROOT / "tests" / "authorities" / "names.toml").read_text("utf-8"))
NAMES = [(text, code) for table in AUTHORITY.values() for code, texts in table.items() for text in texts]
FINDS = [*CASES["finds"], *CASES["slips"]]


def on_the_phone(client: FlaskClient, queries: Sequence[str]) -> list[dict[str, Any]]:
    """Return the phone's answers, made by its own module from the published index."""
    told = json.dumps({"index": client.get("/api/v1/search-index").json, "queries": list(queries)})
    script = str(ROOT / "tests" / "support" / "search-results.mjs")
    run = subprocess.run([node(), script], input=told, capture_output=True, text=True, check=True)
    return list(json.loads(run.stdout))


def by_the_service(catalogue: Catalogue, query: str) -> dict[str, Any]:
    answer = catalogue.search_all(query)
    hits = [[hit.entry.kind, hit.entry.key, hit.field.text] for hit in answer.hits]
    return {"hits": hits, "explanation": answer.explanation, "points": list(answer.points)}


def test_the_table_is_as_long_as_was_asked() -> None:
    assert len(CASES["finds"]) >= 120
    assert len(CASES["slips"]) >= 20
    assert len(CASES["nothing"]) + len(CASES["explained"]) >= 10
    assert len({query for query, _ in FINDS}) == len(FINDS)


@pytest.mark.parametrize(("query", "first"), FINDS)
def test_search_finds_first(catalogue: Catalogue, query: str, first: str) -> None:
    answer = catalogue.search_all(query)
    assert [hit.entry.key for hit in answer.hits][:1] == [first]
    assert not answer.explanation


@pytest.mark.parametrize(("query", "first"), CASES["partial"])
def test_search_finds_the_best_partial_hit_and_says_so(catalogue: Catalogue, query: str, first: str) -> None:
    """L1: one unknown word does not empty the answer; a code is never left out."""
    answer = catalogue.search_all(query)
    assert answer.hits[0].entry.key == first
    assert answer.explanation.startswith("Nothing here has all of that.")


def test_a_code_of_the_standard_is_told_from_one_that_is_none(catalogue: Catalogue) -> None:
    assert catalogue.search_all("ST36").explanation == "ST36 is not in this guide."
    assert catalogue.search_all("BL68").explanation == "There is no BL68: the standard counts 67 points on that line."
    assert catalogue.search_all("LI20").explanation == "LI20 is not in this guide."
    assert catalogue.search_all("LI21").explanation.startswith("There is no LI21")


@pytest.mark.parametrize(
    ("query", "routine"),
    [
        ("5 minutes", "five-minutes"),
        ("desk", "at-the-desk"),
        ("bum", "buttock-and-sciatica"),
        ("pregnant", "seated-breathing"),
        ("bed", "bedtime"),
        ("chair", "at-the-desk"),
        ("short", "five-minutes"),
    ],
)
def test_everyday_words_find_routines(catalogue: Catalogue, query: str, routine: str) -> None:
    assert routine in [hit.entry.key for hit in catalogue.search_all(query).hits_of("routine")]


@pytest.mark.parametrize(("text", "code"), NAMES)
def test_every_name_of_the_authorities_finds_its_point(catalogue: Catalogue, text: str, code: str) -> None:
    assert [point.code for point in catalogue.search_points(text)][:1] == [code]


@pytest.mark.parametrize("query", CASES["nothing"])
def test_search_finds_nothing_and_says_so(catalogue: Catalogue, query: str) -> None:
    answer = catalogue.search_all(query)
    assert not answer.hits
    assert answer.explanation


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kunlun", "Kunlun is BL60. It is not in this guide."),
        ("Yaoyan", "Yaoyan is EX-B7. It is not in this guide."),
        ("足三里", "Zusanli is ST36. It is not in this guide."),
        ("futu", "Futu is the name of LI18 and ST32. They are not in this guide."),
    ],
)
def test_a_name_of_another_point_is_said_to_be_one(catalogue: Catalogue, query: str, told: str) -> None:
    answer = catalogue.search_all(query)
    assert (answer.hits, answer.explanation) == ((), told)


def test_names_of_all_points_of_the_standard_are_known(catalogue: Catalogue) -> None:
    """Its own count of each meridian; the eight of this guide by the names that the authorities give them."""
    names = [name.split(" ") for item in catalogue.point_names for name in item.names]
    counted = Counter(code.rstrip("0123456789") for code, *_ in names)
    assert {prefix: counted[prefix] for prefix in codes.WHO_POINTS} == dict(codes.WHO_POINTS)
    assert sum(codes.WHO_POINTS.values()) == 361
    written = {code: {fold.match_key(name) for name in rest} for code, *rest in names}
    ours = {code: {fold.match_key(text) for text in texts} for code, texts in AUTHORITY["names"].items()}
    assert [code for code in ours if len(ours[code] & written[code]) < 2] == []
    assert [name for name in catalogue.search_index.other_points if catalogue.search_all(name).hits] == []


@pytest.mark.parametrize(("query", "points"), CASES["explained"])
def test_search_explains_and_never_maps(catalogue: Catalogue, query: str, points: list[str]) -> None:
    answer = catalogue.search_all(query)
    assert not answer.hits
    assert answer.explanation
    assert list(answer.points) == points


@pytest.mark.parametrize("query", ["", " ", "...", "·", "'", "\u0301"])
def test_nothing_typed_is_neither_found_nor_explained(catalogue: Catalogue, query: str) -> None:
    assert by_the_service(catalogue, query) == {"hits": [], "explanation": "", "points": []}


@pytest.mark.parametrize("query", ["spine", "pain", "back", "kidney", "sciatica", "sciattica", "li4", "shen"])
def test_hits_stand_by_kind_and_then_from_the_best(catalogue: Catalogue, query: str) -> None:
    order = ["point", "condition", "routine", "self-care", "red-flag", "page"]
    ranks = [(order.index(hit.entry.kind), -hit.score) for hit in catalogue.search_all(query).hits]
    assert ranks == sorted(ranks)
    assert ranks


def test_a_whole_name_comes_before_a_word_of_a_sentence(catalogue: Catalogue) -> None:
    first, *rest = catalogue.search_all("sciatica").hits_of("condition")
    assert first.entry.key == "sciatica"
    assert all(hit.score < first.score for hit in rest)


def test_a_code_finds_its_point_and_the_routines_that_press_it(catalogue: Catalogue) -> None:
    answer = catalogue.search_all("ki 3")
    assert [hit.entry.key for hit in answer.hits_of("point")] == ["KI3"]
    pressing = {one.slug for one in catalogue.routines if any(item.point == "KI3" for item in one.items)}
    assert {hit.entry.key for hit in answer.hits_of("routine")} == pressing


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("hop coc", "Hợp cốc"),
        ("ごうこく", "ごうこく"),
        ("합곡", "합곡"),
        ("goukoku", "Gōkoku"),
        ("he2gu3", "Hégǔ"),
        ("thumb", "thumb"),
        ("large intestine meridian", "Large Intestine meridian"),
    ],
)
def test_a_hit_says_what_matched(catalogue: Catalogue, query: str, field: str) -> None:
    (hit,) = catalogue.search_all(query).hits_of("point")[:1]
    assert (hit.entry.key, hit.field.text) == ("LI4", field)


def test_a_slip_is_forgiven_only_where_nothing_matches_as_typed(catalogue: Catalogue) -> None:
    assert all("sciatic" in hit.field.text.lower() for hit in catalogue.search_all("sciatic").hits_of("point"))
    assert not catalogue.search_all("lang").hits  # `long` is a word here, but a short one
    assert not catalogue.search_all("fciatica").hits  # the first letter must be right


@pytest.mark.parametrize(
    ("typed", "meant", "most", "found"),
    [
        ("weizong", "weizhong", 1, 1),
        ("huantaio", "huantiao", 1, 1),
        ("sciatica", "sciatica", 1, 0),
        ("scatca", "sciatica", 2, 2),
        ("scatc", "sciatica", 2, None),
        ("ankle", "uncle", 2, None),
        ("knee", "knee", 0, None),
        ("abcdef", "axyzef", 2, None),
    ],
)
def test_slips_are_counted(typed: str, meant: str, most: int, found: int | None) -> None:
    assert edit_distance(typed, meant, most) == found


@pytest.mark.no_cover
def test_phone_and_service_agree_on_every_case(client: FlaskClient, catalogue: Catalogue) -> None:
    queries = (
        [query for query, _ in (*FINDS, *CASES["explained"], *CASES["partial"], *NAMES)]
        + CASES["nothing"]
        + ["", "...", " 4 "]
    )
    queries += [query[:length] for query in queries for length in range(1, len(query))]
    for query, phone in zip(queries, on_the_phone(client, queries), strict=True):
        assert phone == by_the_service(catalogue, query), query


def mangled(chance: random.Random, text: str) -> str:
    """Return text with a few letters lost, doubled, swapped, or from somewhere else."""
    letters = list(text)
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(letters) + 1)
        letters[place : place + chance.randrange(3)] = chance.choices("aks '-3ōｶが合ㄱЖß̈ıĐ😀\t", k=chance.randrange(3))
    return "".join(letters)


@pytest.mark.no_cover
def test_phone_and_service_agree_on_nonsense(client: FlaskClient, catalogue: Catalogue) -> None:
    chance = random.Random(7)
    texts = [field.text for entry in catalogue.search_index.entries for field in entry.fields]
    queries = [mangled(chance, chance.choice(texts)[:30]) for _ in range(scaled(500))]
    for query, phone in zip(queries, on_the_phone(client, queries), strict=True):
        assert phone == by_the_service(catalogue, query), repr(query)


@pytest.mark.no_cover
def test_api_lists_the_points_in_the_order_of_the_search(client: FlaskClient, catalogue: Catalogue) -> None:
    for query, _ in (*FINDS, *NAMES):
        answer = client.get("/api/v1/points", query_string={"q": query}).get_json()
        assert [point["code"] for point in answer["points"]] == [point.code for point in catalogue.search_points(query)]
        assert "explanation" not in answer


def test_api_explains_what_it_does_not_find(client: FlaskClient) -> None:
    answer = client.get("/api/v1/points?q=B40").get_json()
    assert answer["points"] == []
    assert "older charts" in answer["explanation"]
    assert answer["did_you_mean"] == ["BL40"]
    assert "did_you_mean" not in client.get("/api/v1/points?q=zzzz").get_json()


def test_every_entry_of_the_index_leads_to_a_page(client: FlaskClient) -> None:
    for entry in client.get("/api/v1/search-index").get_json()["entries"]:
        path, _, anchor = entry["href"].partition("#")
        page = client.get(path)
        assert page.status_code == 200
        assert not anchor or f'id="{anchor}"' in page.text, entry["href"]


def test_nobody_is_shown_the_hand_point_without_its_warning(catalogue: Catalogue) -> None:
    flags = {entry.key: entry.flags for entry in catalogue.search_index.entries if entry.kind == "point"}
    assert "Never in pregnancy" in flags.pop("LI4")
    assert all("Ask first in pregnancy" in found for found in flags.values())


def test_page_answers_without_scripts(client: FlaskClient) -> None:
    page = client.get("/points", query_string={"q": "hop coc"}).text
    found = page[page.index('id="found"') : page.index('id="all"')]
    assert '<span class="code">LI4</span>' in found
    assert "Hợp cốc" in found
    assert "Never in pregnancy" in found
    assert 'id="all" hidden' in page


def test_page_shows_every_point_where_nothing_is_found(client: FlaskClient) -> None:
    page = client.get("/points?q=<script>zzzz").text
    assert "Nothing found" in page
    assert "<script>zzzz" not in page
    assert 'id="all" hidden' not in page
    assert client.get("/points", query_string={"q": "x" * 500}).status_code == 200


@pytest.mark.parametrize(
    ("text", "code"),
    [("li 4", "LI4"), ("Hegu", "LI4"), ("hé gǔ", "LI4"), ("DU3", "GV3"), ("UB54", "BL54"), ("KID3", "KI3")],
)
def test_resolve_reads_other_spellings(catalogue: Catalogue, text: str, code: str) -> None:
    assert catalogue.resolve(text).code == code


@pytest.mark.parametrize(
    ("text", "first", "rule"),
    [
        ("BL24", "BL23", "no such point"),
        ("BL53", "BL54", "no such point"),
        ("Hegoo", None, "no such point"),
        ("B54", "BL54", "older numbering"),
        ("B36", "BL36", "older numbering"),
        ("CO4", "LI4", "older English charts"),
        ("IG4", "LI4", "Spanish charts"),
    ],
)
def test_resolve_refuses_with_suggestions(catalogue: Catalogue, text: str, first: str | None, rule: str) -> None:
    with pytest.raises(UnknownKey, match=rule) as caught:
        catalogue.resolve(text)
    assert caught.value.suggestions
    if first:
        assert caught.value.suggestions[0] == first


def test_an_unknown_key_of_any_kind_names_kind_and_near_keys(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownKey, match=r"no such landmark.*did you mean") as caught:
        catalogue.landmark("sacral-hiatu")
    assert caught.value.suggestions[0] == "sacral-hiatus"
    for look_up, key in (
        (catalogue.ruler, "back"),
        (catalogue.position, "standing"),
        (catalogue.question, "bone"),
    ):
        assert look_up(key).key == key
