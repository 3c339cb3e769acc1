"""The layer that answers from the store: byte for byte and header for header what Flask says, and never in its way."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from server.delivery import build_id, prebuilt, wsgi_stack
from server.delivery.offline_bundle import OfflineBundles
from server.delivery.prebuilt import Prebuilt
from server.delivery.store import Store, StoreError

ENCODINGS = ("br", "zstd", "gzip", "identity")
PAGE = "/points/BL23"
#: What is asked for in every way: Flask composes it anew each time.
ONE_OF_EACH_KIND = {
    PAGE,
    "/",
    "/robots.txt",
    "/sitemap.xml",
    "/sw.js",
    "/api/v1/points",
    "/api/v1/points/BL23",
    "/diagrams/female/points/BL23.svg",
    "/routines/low-back-ease/session",
}


@pytest.fixture(scope="module")
def layer(store: Store) -> Prebuilt:
    """The layer alone: whatever it does not answer is an error."""

    def nobody(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        raise LookupError(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} was passed on")

    made = Prebuilt(nobody)
    made.use_store(store)
    return made


@pytest.fixture
def fast(layer: Prebuilt) -> Client:
    return Client(layer)


def told(answer: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return an answer but for its date, which the server adds where Flask has not."""
    headers = sorted((name.lower(), value) for name, value in answer.headers if name != "Date")
    return answer.status_code, headers, answer.data


@pytest.mark.no_cover
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_address_answers_as_flask_does(store: Store, fast: Client, app: Flask, encoding: str) -> None:
    slow = app.test_client()
    asked = {"Accept-Encoding": encoding}
    for address in store.responses:
        answer = fast.get(address, headers=asked)
        assert told(answer) == told(slow.get(address, headers=asked)), address
        again = asked | {"If-None-Match": answer.headers["ETag"]}
        unchanged = fast.get(address, headers=again)
        assert unchanged.status_code == 304
        if address in ONE_OF_EACH_KIND:
            assert told(unchanged) == told(slow.get(address, headers=again)), address
            assert told(fast.head(address, headers=asked)) == told(slow.head(address, headers=asked)), address


def test_one_of_each_kind_is_prepared(store: Store) -> None:
    assert set(store.responses) >= ONE_OF_EACH_KIND


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Accept-Encoding": ""},
        {"Accept-Encoding": "*"},
        {"Accept-Encoding": "deflate"},
        {"Accept-Encoding": "br;q=0.2, gzip;q=0.7, *;q=0"},
        {"Accept-Encoding": "identity, gzip;q=0.5"},
        {"If-None-Match": "*"},
        {"If-None-Match": 'W/"nothing", "else"'},
        {"If-Modified-Since": "Sat, 21 Nov 2026 00:00:00 GMT"},
        {"Range": "bytes=0-9"},
        {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"},
    ],
    ids=str,
)
@pytest.mark.parametrize("address", [PAGE, "/robots.txt", "/sitemap.xml"])
def test_odd_requests_get_what_flask_says(fast: Client, app: Flask, address: str, headers: dict[str, str]) -> None:
    assert told(fast.get(address, headers=headers)) == told(app.test_client().get(address, headers=headers))


def test_a_tag_is_compared_weakly_and_in_lists(fast: Client) -> None:
    tag = fast.get(PAGE).headers["ETag"]
    for condition in (f"W/{tag}", f'"other", {tag}', f'W/"other",W/{tag}'):
        assert fast.get(PAGE, headers={"If-None-Match": condition}).status_code == 304
    assert fast.get(PAGE, headers={"If-None-Match": tag, "Accept-Encoding": "br"}).status_code == 200


def test_answers_over_tls_carry_hsts_as_flasks_do(fast: Client, app: Flask) -> None:
    base = "https://thumbwidth.example"
    for headers in ({}, {"If-None-Match": "*"}):
        answer = fast.get(PAGE, headers=headers, base_url=base)
        assert "Strict-Transport-Security" in answer.headers
        assert told(answer) == told(app.test_client().get(PAGE, headers=headers, base_url=base))
    assert "Strict-Transport-Security" not in fast.get(PAGE).headers


@pytest.mark.parametrize(
    ("method", "address", "headers"),
    [
        ("GET", f"{PAGE}?q=1", {}),
        ("GET", "/points/bl23", {}),
        ("GET", f"{PAGE}/", {}),
        ("GET", f"{PAGE}\0", {}),
        ("POST", PAGE, {}),
        ("OPTIONS", PAGE, {}),
        ("GET", PAGE, {"If-Match": '"x"'}),
        ("GET", PAGE, {"Transfer-Encoding": "chunked"}),
    ],
)
def test_what_is_not_listed_is_passed_on(fast: Client, method: str, address: str, headers: dict[str, str]) -> None:
    with pytest.raises(LookupError, match="passed on"):
        fast.open(address, method=method, headers=headers)


def test_a_request_with_a_body_is_passed_on(fast: Client) -> None:
    with pytest.raises(LookupError, match="passed on"):
        fast.get(PAGE, data=b"abc")


def test_headers_given_to_a_server_are_its_own(layer: Prebuilt) -> None:
    given: list[list[tuple[str, str]]] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": PAGE, "wsgi.url_scheme": "http"}
    for _ in range(2):
        layer(environ, lambda status, headers: given.append(headers))
        given[-1].append(("X-Server", "mine"))
    assert given[0] == given[1]


def test_what_was_answered_is_counted(layer: Prebuilt, fast: Client) -> None:
    answered, unchanged = layer.ok_count, layer.not_modified_count
    fast.get(PAGE)
    fast.head(PAGE)
    fast.get(PAGE, headers={"If-None-Match": "*"})
    assert (layer.ok_count - answered, layer.not_modified_count - unchanged) == (2, 1)


def test_any_number_of_different_headers_is_forgotten_in_time(fast: Client, layer: Prebuilt) -> None:
    for number in range(1000):
        assert fast.get(PAGE, headers={"Accept-Encoding": f"br, odd-{number}"}).content_encoding == "br"
    assert len(layer._encodings) <= 256


def test_large_bodies_are_not_kept(store: Store, layer: Prebuilt, fast: Client) -> None:
    pack = store.bundles[0]["address"]
    assert len(fast.get(pack).data) > prebuilt.MAX_BODY_IN_MEMORY
    assert layer._representations[pack]["identity"].body is None
    assert layer._representations["/robots.txt"]["identity"].body is not None or fast.get("/robots.txt").data


# --- a store that cannot be used


def spoil(path: Path, how: str) -> None:
    """Damage a file as disks, interrupted copies and editors do."""
    whole = path.read_bytes()
    at = len(whole) // 2
    damaged = {
        "cut short": whole[:at],
        "empty": b"",
        "other": b"<!doctype html>" * 100,
        "index changed": whole[:2000] + b"x" + whole[2001:],
        "body changed": whole[: at // 2] + bytes(byte ^ 1 for byte in whole[at // 2 :]),
        "grown": whole + b"x",
    }
    path.write_bytes(damaged[how])


@pytest.mark.no_cover
@pytest.mark.parametrize("how", ["cut short", "empty", "other", "index changed", "grown"])
def test_a_damaged_store_is_refused(store: Store, tmp_path: Path, how: str) -> None:
    path = tmp_path / "damaged.site"
    path.write_bytes(store.path.read_bytes())
    Store(path, store.build_id).close()
    spoil(path, how)
    with pytest.raises(StoreError, match=r"damaged\.site: "):
        Store(path, store.build_id)


def test_a_store_of_another_edition_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match=f"is of edition {store.build_id}, not other"):
        Store(store.path, "other")


def settings(app: Flask, folder: Path) -> dict[str, Any]:
    return {
        "BASE_URL": app.config["BASE_URL"],
        "CATALOGUE": None,
        "STORE": str(folder),
        "PREBUILD": app.config["PREBUILD"],
        "TESTING": True,
        "RATE_LIMIT": "off",
    }


@pytest.mark.parametrize("how", ["cut short", "index changed"])
def test_the_service_answers_without_a_usable_store(
    store: Store,
    app: Flask,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    monkeypatch.setattr(OfflineBundles, "start_building", lambda _: None)  # would go on for long after this test
    chosen = settings(app, tmp_path)
    path = build_id.store_path(chosen, build_id.build_id(chosen))
    path.write_bytes(store.path.read_bytes())
    spoil(path, how)
    with caplog.at_level(logging.WARNING):
        service = wsgi_stack.build_stack(chosen)
    assert [record.getMessage().count("answering without the store") for record in caplog.records] == [1]
    assert told(Client(service).get(PAGE)) == told(app.test_client().get(PAGE))
    assert service.ok_count == 0


@pytest.mark.no_cover
@pytest.mark.parametrize("how", ["cut short", "body changed", "empty"])
def test_a_store_damaged_while_it_is_in_use_is_left(
    store: Store, app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    path = tmp_path / "damaged.site"
    path.write_bytes(store.path.read_bytes())
    layer = Prebuilt(app)
    layer.use_store(Store(path))
    spoil(path, how)
    fast, sound = Client(layer), Store(store.path)
    for address, one in sound.responses.items():
        if not address.startswith("/pack/"):
            assert fast.get(address).data == sound.body(one.body_names["identity"]), address
    assert [record.getMessage().count("answering without the store") for record in caplog.records] == [1]
