"""Finds points by what people type: a code in any spelling, a name in any script, a word of a description.

Codes and numbers are matched whole and never fuzzily; words match from their beginning, without regard to
case, tone marks or other diacritics.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from points.codes import is_old_bladder_number, who_code
from points.model import Point


def fold(text: str) -> str:
    """Return text for comparison: no case, no diacritics, compatibility forms unified."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    stripped = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFKC", stripped.replace("đ", "d").replace("'", "").replace("’", ""))


def words(text: str) -> tuple[str, ...]:
    """Split folded text into words; runs of one script stay whole."""
    return tuple(re.findall(r"[^\W_]+", fold(text)))


def haystack(point: Point, meridian_name: str) -> tuple[str, ...]:
    """Return every text a word of a query may begin a word of."""
    names = point.names
    return (
        names.pinyin,
        names.pinyin.replace(" ", ""),
        names.hanzi_traditional,
        names.hanzi_simplified,
        *names.english,
        names.korean,
        names.korean_reading,
        names.japanese,
        names.japanese_kana,
        names.japanese_reading,
        names.vietnamese,
        *point.aliases,
        point.region,
        point.area,
        meridian_name,
        point.category,
        *(claim.text for claim in point.indications),
        point.location.sentence,
    )


def matches(point: Point, query: str, meridian_name: str) -> bool:
    """Return whether a query finds a point. A query that is a code finds that code alone."""
    if is_old_bladder_number(query):
        return False
    code = who_code(query)
    if code is not None:
        return code == point.code
    wanted = words(query)
    if not wanted:
        return False
    have = {word for text in haystack(point, meridian_name) for word in (*words(text), "".join(words(text)))}
    return all(_found(word, have) for word in wanted) or "".join(wanted) in have


def _found(word: str, have: set[str]) -> bool:
    if any(char.isdigit() for char in word):
        return word in have
    return any(other.startswith(word) for other in have)


def find(points: Sequence[Point], query: str, meridian_names: dict[str, str]) -> tuple[Point, ...]:
    """Return the points a query finds, in catalogue order."""
    return tuple(point for point in points if matches(point, query, meridian_names[point.meridian]))
