"""How pages say what records hold: lengths, days, counts, and what levels and tiers are called. No facts of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from flask import Flask

from points.records import OUR_JUDGEMENT
from points.safety_records import ContraindicationLevel, Flag, Threshold
from points.session_records import Step
from points.steps import FEEL_SENTENCES

TIER_NAMES: Final = {
    "standard": "international standard",
    "guideline": "guideline or health service",
    "review": "review of trials",
    "trial": "trial",
    "hospital": "hospital advice",
    "textbook": "textbook",
    "teaching": "teaching page",
    "article": "article",
    OUR_JUDGEMENT: "our own judgement",
}
#: What each kind of source is worth, in a reader's words. No fact about a body: it explains the label.
TIER_MEANINGS: Final = {
    "standard": "What experts of the World Health Organization agreed on: where a point is, not whether it helps.",
    "guideline": "What a guideline body, a medical society or a health service advises, after weighing the proof.",
    "review": "A paper that gathers trials and judges them together.",
    "trial": "One experiment with people. A single trial, especially a small one, can be wrong.",
    "hospital": "What a hospital tells its own patients.",
    "textbook": "What is taught to practitioners.",
    "teaching": "Pages by practitioners, schools and clinics. Good for names and ways of doing, weak as proof.",
    "article": "Single studies that measure something, reports of one case, and the source articles.",
    OUR_JUDGEMENT: "No source good enough says it. We chose the careful way; no clinician has reviewed it yet.",
}
LEVEL_NAMES: Final = {
    ContraindicationLevel.AVOID: "Left out",
    ContraindicationLevel.CAUTION: "Ask first",
    ContraindicationLevel.ADAPT: "Gentler",
    ContraindicationLevel.NOT_LISTED: "Nothing found",
}
_NUMBER_WORDS: Final = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def init_app(app: Flask) -> None:
    """Give the templates these names and filters."""
    app.context_processor(lambda: _TEMPLATE_GLOBALS)
    for name in (
        duration,
        days_in_weeks,
        with_unit,
        long_date,
        by_placement,
        sources_of,
        by_level,
        sentences,
        first_sentence,
        sentences_not_in,
    ):
        app.add_template_filter(name)


_TEMPLATE_GLOBALS: Final[dict[str, Any]] = {
    "tier_names": TIER_NAMES,
    "tier_meanings": TIER_MEANINGS,
    "level_names": LEVEL_NAMES,
    "our_judgement": OUR_JUDGEMENT,
    "feels": FEEL_SENTENCES,
}


def duration(seconds: int) -> str:
    """Return a length as a person says it: `45 seconds`, `1 min 20 s`, `18 minutes`."""
    whole, rest = divmod(seconds, 60)
    if whole == 0:
        return f"{rest} seconds"
    if rest == 0:
        return "1 minute" if whole == 1 else f"{whole} minutes"
    return f"{whole} min {rest} s" if whole < 5 else f"about {(seconds + 30) // 60} minutes"


def days_in_weeks(days: int) -> str:
    """Return a number of days as a person says it: `six weeks`, `one week`, `10 days`."""
    whole, rest = divmod(days, 7)
    if rest or not whole:
        return f"{days} day" if days == 1 else f"{days} days"
    number = _NUMBER_WORDS[whole] if whole < len(_NUMBER_WORDS) else str(whole)
    return f"{number} week" if whole == 1 else f"{number} weeks"


def with_unit(threshold: Threshold) -> str:
    """Return a threshold's figure with its unit: `27 minutes`, `six weeks`, `2 points of ten`."""
    if threshold.unit == "seconds":
        return duration(threshold.value)
    if threshold.unit == "days":
        return days_in_weeks(threshold.value)
    unit = threshold.unit.replace("points", "point").replace("sessions", "session") if threshold.value == 1 else ""
    return f"{threshold.value} {unit or threshold.unit}"


def long_date(date: Any) -> str:
    """Return a date as `21 November 2026`."""
    return f"{date.day} {date:%B %Y}"


def by_placement(steps: Iterable[Step]) -> list[list[Step]]:
    """Return steps in the groups that come and go together."""
    return [list(group) for _, group in groupby(steps, key=lambda step: step.placement)]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return re.split(r"(?<=[.?!])\s+", text)


def first_sentence(text: str) -> str:
    return sentences(text)[0]


def sentences_not_in(text: str, other: str) -> str:
    """Return a text without the sentences that another text has too."""
    said = set(sentences(other))
    return " ".join(sentence for sentence in sentences(text) if sentence not in said)


def sources_of(entries: Iterable[Any]) -> list[str]:
    """Return what entries rest on together, each source once."""
    return list(dict.fromkeys(key for entry in entries for key in entry.sources))


def by_level(flags: Iterable[Flag]) -> list[Flag]:
    """Return flags with pregnancy first, then from the strictest to the mildest."""
    return sorted(flags, key=lambda flag: (flag.condition != "pregnancy", flag.level.strictness))
