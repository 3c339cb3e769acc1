"""Rows of the screen `Something feels wrong`, built from stop rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from points.safety_records import StopRule


@dataclass(frozen=True)
class StopRow:
    """One row of `Something feels wrong`: one stop rule, or several that share a row."""

    rules: tuple[StopRule, ...]

    @property
    def slug(self) -> str:
        return self.rules[0].slug

    @property
    def emergency(self) -> bool:
        return self.rules[0].emergency

    @property
    def only_for(self) -> str:
        return self.rules[0].only_for

    @property
    def seconds(self) -> int:
        return self.rules[0].seconds

    @property
    def button(self) -> str:
        """All signs of the row in one phrase."""
        first, *rest = (rule.button for rule in self.rules)
        return "".join([first, *(f", or {text[0].lower()}{text[1:]}" for text in rest)])

    @property
    def act(self) -> str:
        """The first actions; each sentence once."""
        sentences = (part.strip(".") for rule in self.rules for part in rule.act.split(". "))
        return " ".join(f"{part}." for part in dict.fromkeys(sentences))

    @property
    def say(self) -> str:
        return " ".join(rule.say for rule in self.rules if rule.say)

    def by_action(self) -> list[list[StopRule]]:
        """Return the rules grouped by their whole advice."""
        return [list(group) for _, group in groupby(self.rules, key=lambda rule: rule.action)]

    @property
    def action(self) -> str:
        return " ".join(dict.fromkeys(rule.action for rule in self.rules))


def stop_rows(rules: Sequence[StopRule]) -> tuple[StopRow, ...]:
    """Return the rows of stop rules in file order."""
    leads = [rule for rule in rules if not rule.shares]
    return tuple(StopRow((rule, *(other for other in rules if other.shares == rule.slug))) for rule in leads)
