"""Edit distance of a mistyped word, and its permitted maximum."""

from __future__ import annotations

from typing import Final

from points.search.fold import has_digit

#: Shortest words for one edit and for two; shorter words are too similar, such as `lung` and `long`.
ONE_EDIT_LENGTH: Final = 5
TWO_EDITS_LENGTH: Final = 8


def max_edits(word: str, one_edit_length: int = ONE_EDIT_LENGTH) -> int:
    """Return the permitted edits of a word; none for a word with a digit, which is matched exactly."""
    if has_digit(word):
        return 0
    return 2 if len(word) >= TWO_EDITS_LENGTH else 1 if len(word) >= one_edit_length else 0


def edit_distance(typed: str, meant: str, limit: int) -> int | None:
    """Return the optimal string alignment distance, or None for more than `limit` edits.

    The first letter must match: typing errors there are rare, and without this rule too many words match.
    """
    if not limit or typed[:1] != meant[:1] or abs(len(typed) - len(meant)) > limit:
        return None
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for place, letter in enumerate(typed, 1):
        older, before, row = before, row, [place]
        for other, known in enumerate(meant, 1):
            cost = min(before[other] + 1, row[other - 1] + 1, before[other - 1] + (letter != known))
            if place > 1 and other > 1 and letter == meant[other - 2] and known == typed[place - 2]:
                cost = min(cost, older[other - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return None
    return row[-1] if row[-1] <= limit else None
