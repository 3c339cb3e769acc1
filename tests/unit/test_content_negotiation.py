"""Which encoding and which tag a request asks for: as RFC 9110 has it, and as Werkzeug reads the same headers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_etags

from server.delivery.content_negotiation import ENCODINGS, choose_encoding, has_tag

NAMES = st.sampled_from(["br", "gzip", "zstd", "identity", "*", "deflate", "BR", "x-gzip"])
QUALITIES = st.sampled_from(["", ";q=0", ";q=0.5", "; q=1", ";Q=0.25", ";q=1.000", ";q=2", ";q=x", ";q=0.1234"])
HEADERS = st.lists(
    st.tuples(NAMES, QUALITIES).map("".join), max_size=5, unique_by=lambda one: one.split(";")[0].lower()
)


@given(HEADERS.map(", ".join))
def test_encoding_choice_matches_werkzeug_qualities(header: str) -> None:
    asked: Accept = parse_accept_header(header)
    chosen = choose_encoding(header)
    if chosen != "identity":
        assert asked.quality(chosen) == max(asked.quality(name) for name in ENCODINGS) > 0
    else:
        identity = asked.quality("identity")
        assert all(asked.quality(name) == 0 or asked.quality(name) < identity for name in ENCODINGS)


@given(st.text(max_size=40))
def test_no_header_is_too_odd_to_choose(header: str) -> None:
    assert choose_encoding(header) in (*ENCODINGS, "identity")
    assert has_tag(header, "0123") <= (header.strip() == "*" or "0123" in header)


@pytest.mark.parametrize(
    "header",
    ['"a"', 'W/"a"', '"b", "a"', '"b",W/"a" , "c"', "*", "a", "b, a", '"b"', '"aa"', "", '"a', "W/*", '"b" "a"'],
)
def test_a_tag_is_found_where_werkzeug_finds_it(header: str) -> None:
    assert has_tag(header, "a") is parse_etags(header).contains_weak("a")
