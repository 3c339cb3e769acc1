"""Queries: the point codes in a text, and its other words.

`static/js/search/rank.js` parses queries in the same way, with the words and prefixes of the published index.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from points import codes
from points.search import fold

#: Words for "point" and "acupuncture" in several languages, ignored in a query.
FILLERS: Final = tuple(
    fold.fold(word)
    for word in (
        *("acupoint", "acupoints", "acupressure", "acupuncture", "point", "points"),
        *("agopunto", "akupunkturpunkt", "huyệt", "hyeol", "ponto", "pressure", "punkt", "punto", "tsubo", "xue"),
        *("穴", "穴位", "穴道", "ツボ", "つぼ", "혈", "혈자리"),
    )
)
#: Such words at the end of a name.
SUFFIXES: Final = tuple(fold.fold(word) for word in ("穴位", "穴道", "のツボ", "ツボ", "穴", "혈자리", "혈"))
#: Letters required before such a suffix; it may be the second character of a name (氣穴).
MIN_NAME_LETTERS: Final = 2
MIN_HANGUL_LETTERS: Final = 4
_NUMBER: Final = re.compile(r"0{0,2}[1-9][0-9]?")
#: Words of a meridian name before its number.
_MAX_PREFIX_WORDS: Final = 2


@dataclass(frozen=True)
class Query:
    """A parsed query. `key` is the match key of all words except fillers."""

    key: str
    codes: tuple[str, ...]
    words: tuple[str, ...]
    disambiguation: str = ""


def parse(text: str, disambiguations: Collection[str]) -> Query:
    """Take a query apart; `aside` names a code in it that could be taken for another place."""
    tokens = [_without_suffix(token) for token in fold.tokens(text)]
    tokens = [token for token in tokens if token not in FILLERS] or tokens
    found: list[str] = []
    words: list[str] = []
    for token in tokens:
        code, used = _match_code(words, token, disambiguations)
        if code in disambiguations:
            return Query("", (), (), code)
        if code:
            del words[len(words) - used :]
            found.append(code)
        else:
            words.append(token)
    return Query(fold.match_key(" ".join(tokens)), tuple(found), tuple(fold.singular(word) for word in words))


def _without_suffix(token: str) -> str:
    for suffix in SUFFIXES:
        shortest = MIN_HANGUL_LETTERS if "\u1100" <= suffix[0] <= "\u11ff" else MIN_NAME_LETTERS
        if token.endswith(suffix) and len(token) - len(suffix) >= shortest:
            return token.removesuffix(suffix)
    return token


def _match_code(before: list[str], token: str, disambiguations: Collection[str]) -> tuple[str, int]:
    """Return the code or ambiguous code that a token completes, or '', and the number of earlier words in it."""
    if not _NUMBER.fullmatch(token):
        whole = token if token in disambiguations else codes.who_code(token) if fold.has_digit(token) else None
        return whole or "", 0
    for prefix, used in _prefixes(before):
        joined = f"{prefix}{int(token)}"
        if joined in disambiguations:
            return joined, used
        # A single letter is more often a word than a meridian.
        if prefix in codes.PREFIXES and (len(prefix) > 1 or not prefix.isascii()):
            return codes.PREFIXES[prefix] + str(int(token)), used
    return "", 0


def _prefixes(before: list[str]) -> Iterator[tuple[str, int]]:
    for used in range(min(_MAX_PREFIX_WORDS, len(before)), 0, -1):
        yield "".join(before[-used:]), used
