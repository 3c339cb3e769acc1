"""Short and spoken texts of a point: record, schema and word limits.

`{side}` in a text stands for left or right, `{Side}` at the start of a sentence. No text names pain or a code, and only
the texts of a point that may ache mention an ache.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import ValidationError, fields, validate

from points.fields import KEY, NON_EMPTY, Entry, at_most, string

MAX_PLAIN_WORDS: Final = 6
LAY_WORDS: Final = 2
MAX_FIND_WORDS: Final = 14
MAX_PRESS_WORDS: Final = 12
MAX_SPOKEN_WORDS: Final = 20
_UPRIGHT: Final = validate.Regexp(
    r"(?is)^(?!.*\b(lean|ball|fist|knuckle)).*\Z", error="names neither leaning nor a ball, a fist or knuckles"
)
_FORBIDDEN: Final = re.compile(r"\bpain|\b[A-Z]{2}\d", re.IGNORECASE)


@dataclass(frozen=True)
class SpokenGuidance:
    """Spoken texts of a point.

    `find_lines` has the lines of each find step, `press_in` a sentence for each position, `upright` one without
    leaning, ball or knuckles. `before` is an initial warning, `switch` leads to the other side; both may be ''.
    """

    where: str
    find_lines: tuple[tuple[str, ...], ...]
    again: str
    press_in: Mapping[str, str]
    upright: str
    press: tuple[str, ...]
    ease: str
    sources: tuple[str, ...]
    before: str = ""
    switch: str = ""

    def lines(self) -> Iterator[str]:
        """Yield each text once."""
        yield from (self.where, self.again, self.upright, self.ease)
        yield from (line for step in self.find_lines for line in step)
        yield from (*self.press_in.values(), *self.press)
        yield from filter(None, (self.before, self.switch))


def _check_spoken(value: str) -> bool:
    if match := _FORBIDDEN.search(value):
        raise ValidationError(f"a spoken text names no pain and no code (found {match[0]!r})")
    return all(at_most(MAX_SPOKEN_WORDS)(sentence) for sentence in re.split(r"(?<=[.?!])\s+", value))


def _spoken_line() -> fields.String:
    return string(validate=_check_spoken)


class _Lines(fields.List[Any]):
    """A list field that loads a tuple."""

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(*args, **kwargs))


class SpokenGuidanceSchema(Entry):
    """Schema of `[point.say]`."""

    record = SpokenGuidance
    where = _spoken_line()
    find_lines = fields.List(_Lines(_spoken_line(), validate=NON_EMPTY), required=True, validate=NON_EMPTY)
    again = _spoken_line()
    press_in = fields.Dict(keys=string(validate=KEY), values=_spoken_line(), required=True, validate=NON_EMPTY)
    upright = string(validate=[_check_spoken, _UPRIGHT])
    press = fields.List(_spoken_line(), required=True, validate=NON_EMPTY)
    ease = _spoken_line()
    before = string(required=False, validate=_check_spoken)
    switch = string(required=False, validate=_check_spoken)


def lay_field() -> fields.String:
    """Return the field for the lay name of the part of the body, which stands behind left or right: left waist."""
    return string(validate=at_most(LAY_WORDS))


def plain_field() -> fields.String:
    """Return the field of the place of a point in plain words."""
    return string(validate=at_most(MAX_PLAIN_WORDS))


def find_short_field() -> fields.List[Any]:
    """Return the field of one to three short find steps."""
    return fields.List(string(validate=at_most(MAX_FIND_WORDS)), required=True, validate=validate.Length(min=1, max=3))


def press_short_field() -> fields.String:
    """Return the field of the sentence on the screen of a press."""
    return string(validate=at_most(MAX_PRESS_WORDS))


def check_guidance(point: Mapping[str, Any]) -> Iterator[str]:
    """Yield the contradictions between the texts of one loaded point."""
    code, spoken = point["code"], point["say"]
    if len(spoken.find_lines) != len(point["find_short"]):
        yield f"{code}: say.find_lines: expected as many steps as find_short (found {len(spoken.find_lines)})"
    if set(spoken.press_in) != set(point["press"].how):
        missing = sorted(set(point["press"].how) ^ set(spoken.press_in))
        yield f"{code}: say.press_in: expected the positions of press.how (differs in {', '.join(missing)})"
    if (point["laterality"] == "bilateral") != bool(spoken.switch):
        yield f"{code}: say.switch: expected exactly for a point with two sides"
    if point["press"].feel != "ache" and any("ache" in line for line in spoken.lines()):
        yield f"{code}: say: speaks of an ache, which is not to be felt here; press.feel is {point['press'].feel!r}"
