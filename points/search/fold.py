"""Folding of text for search: no case, no diacritics, one width.

`static/js/search/rank.js` folds queries in the same way; both run `tests/shared_cases/search_cases.json`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Combining marks of Latin letters, and voicing marks of kana.
_DIACRITICS: Final = re.compile("[\u0300-\u036f\u3099\u309a]")
_APOSTROPHES: Final = re.compile("['\u2018\u2019\u02bc`]")
_SPACE: Final = re.compile(r"[\t\n\v\f\r ]+")
_KATAKANA_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_LETTER_FOLDS: Final = {ord("đ"): ord("d"), ord("ı"): ord("i"), ord("ł"): ord("l"), ord("ø"): ord("o")}
#: A run of Latin letters and digits, or of letters of other scripts: `合谷LI4` is two tokens.
_TOKEN: Final = re.compile("[0-9a-z\u00df-\u024f]+|[^\\W_0-9a-z\u00df-\u024f]+")


def fold(text: str) -> str:
    """Return folded text. Hangul is decomposed into jamo, so that a half-typed syllable matches."""
    plain = _DIACRITICS.sub("", unicodedata.normalize("NFKD", text).lower())
    plain = _APOSTROPHES.sub("", plain).translate(_LETTER_FOLDS | _KATAKANA_TO_HIRAGANA)
    return _SPACE.sub(" ", plain).strip()


def match_key(text: str) -> str:
    """Return folded text without spaces: `Shèn shù` and `shenshu` are equal. `2 3` does not become `23`."""
    spaced = " ".join(_TOKEN.findall(fold(text)))
    return re.sub(" (?![0-9])", "", re.sub("([^0-9]) ", r"\1", spaced))


def tokens(text: str) -> list[str]:
    """Return the folded words of a text."""
    return _TOKEN.findall(fold(text))


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, English plurals as singulars."""
    return tuple(singular(word) for word in tokens(text))


def singular(word: str) -> str:
    """Return a word without the s of a plural; `pelvis`, `across` and short words are unchanged."""
    plural = len(word) >= 4 and word.isascii() and word.endswith("s") and word[-2] not in "siu"
    return word[:-1] if plural else word


def has_digit(text: str) -> bool:
    """Return whether a folded text has a digit and must therefore match exactly."""
    return any("0" <= letter <= "9" for letter in text)
