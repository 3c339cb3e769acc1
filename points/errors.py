"""Errors of the domain.

Each message states the thing, the rule, the value found and the way out, in this order. `server.errors` turns errors
into responses.
"""

from __future__ import annotations

from collections.abc import Sequence


class DomainError(Exception):
    """Base class of domain errors.

    `key` identifies the thing, `rule` states the broken rule, `value` is the value found (None: not shown) and
    `way_out` advises the reader.
    """

    def __init__(self, key: str, rule: str, value: object = None, way_out: str = "") -> None:
        self.key, self.rule, self.value, self.way_out = key, rule, value, way_out
        super().__init__(key, rule, value, way_out)

    def __str__(self) -> str:
        found = "" if self.value is None else f" (found {self.value!r})"
        out = f"; {self.way_out}" if self.way_out else ""
        return f"{self.key}: {self.rule}{found}{out}"


class LocationError(DomainError):
    """An invalid location expression."""


class UnknownKey(DomainError):
    """An unknown key; `suggestions` are similar keys."""

    def __init__(self, kind: str, key: str, suggestions: Sequence[str] = (), rule: str = "") -> None:
        self.kind, self.suggestions = kind, tuple(suggestions)
        way_out = f"did you mean {' or '.join(self.suggestions)}?" if suggestions else ""
        super().__init__(key, rule or f"no such {kind}", None, way_out)


class SpecError(DomainError):
    """An invalid part of a custom-routine specification."""


class CatalogueError(Exception):
    """All problems of the catalogue files, one line each, with file, entry, field and expectation."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("the catalogue cannot be used:\n" + "\n".join(f"  {line}" for line in self.problems))
