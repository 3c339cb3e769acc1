"""What can be wrong with a request for knowledge or with the knowledge itself.

Every error names the thing, the rule it breaks, the value found and the way out, and prints them in that
order; how an error looks to a client is the server's affair.
"""

from __future__ import annotations

from collections.abc import Sequence


class DomainError(Exception):
    """Base of all errors of the domain.

    `key` is the thing concerned, `rule` what it breaks, `value` what was found (``None``: nothing to show),
    `way_out` what the reader can do.
    """

    def __init__(self, key: str, rule: str, value: object = None, way_out: str = "") -> None:
        self.key, self.rule, self.value, self.way_out = key, rule, value, way_out
        super().__init__(key, rule, value, way_out)

    def __str__(self) -> str:
        found = "" if self.value is None else f" (found {self.value!r})"
        out = f"; {self.way_out}" if self.way_out else ""
        return f"{self.key}: {self.rule}{found}{out}"


class LocationError(DomainError):
    """A location expression that cannot be read, or that joins what does not join."""


class UnknownKey(DomainError):
    """Nothing in the catalogue has this key; `suggestions` are keys that may have been meant."""

    def __init__(self, kind: str, key: str, suggestions: Sequence[str] = (), rule: str = "") -> None:
        self.kind, self.suggestions = kind, tuple(suggestions)
        way_out = f"did you mean {' or '.join(self.suggestions)}?" if suggestions else ""
        super().__init__(key, rule or f"no such {kind}", None, way_out)


class SpecError(DomainError):
    """A custom-routine specification whose named part is not valid."""


class CatalogueError(Exception):
    """All problems found in the catalogue files, each a line naming file, entry, field and expectation."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("the catalogue cannot be used:\n" + "\n".join(f"  {line}" for line in self.problems))
