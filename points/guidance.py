"""What is shown large and said aloud of a point while it is found and pressed: record, schema and limits.

In a text `{side}` stands for left or right, `{Side}` at the beginning of a sentence. The limits are those of the
screens of a session: a find step has at most 14 words, a press sentence at most 12. No sentence names pain or a code,
and only a point that may ache speaks of an ache.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from marshmallow import ValidationError, fields, validate

from points.fields import KEY, NON_EMPTY, Entry, at_most, string

PLAIN_WORDS: Final = 6
FIND_WORDS: Final = 14
PRESS_WORDS: Final = 12
SPOKEN_WORDS: Final = 20
_UPRIGHT: Final = r"(?is)^(?!.*\b(lean|ball|fist|knuckle)).*\Z"
_FORBIDDEN: Final = re.compile(r"\bpain|\b[A-Z]{2}\d", re.IGNORECASE)


@dataclass(frozen=True)
class Spoken:
    """Spoken forms of a point. `find_lines` has the lines of each find step; `press_in` is by position.

    `upright` is the same without leaning, ball or knuckles. `before` is a warning said first, `switch` leads to the
    other side; both may be ''.
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
        """Yield every text once."""
        yield from (self.where, self.again, self.upright, self.ease)
        yield from (line for step in self.find_lines for line in step)
        yield from (*self.press_in.values(), *self.press)
        yield from (one for one in (self.before, self.switch) if one)


def _spoken(value: str) -> bool:
    if match := _FORBIDDEN.search(value):
        raise ValidationError(f"a spoken text names no pain and no code (found {match[0]!r})")
    return all(at_most(SPOKEN_WORDS)(sentence) for sentence in re.split(r"(?<=[.?!])\s+", value))


def _line() -> fields.String:
    return string(validate=_spoken)


class _Lines(fields.List[Any]):
    """A list of lines that loads as a tuple."""

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(*args, **kwargs))


class SpokenSchema(Entry):
    """Loads `[point.say]`."""

    record = Spoken
    where = _line()
    find_lines = fields.List(_Lines(_line(), validate=NON_EMPTY), required=True, validate=NON_EMPTY)
    again = _line()
    press_in = fields.Dict(keys=string(validate=KEY), values=_line(), required=True, validate=NON_EMPTY)
    upright = string(
        validate=[_spoken, validate.Regexp(_UPRIGHT, error="names neither leaning nor a ball, a fist or knuckles")]
    )
    press = fields.List(_line(), required=True, validate=NON_EMPTY)
    ease = _line()
    before = string(required=False, validate=_spoken)
    switch = string(required=False, validate=_spoken)


def plain() -> fields.String:
    """Return the field for the place of a point in a few plain words."""
    return string(validate=at_most(PLAIN_WORDS))


def find_short() -> fields.List[Any]:
    """Return the field for one to three short find steps."""
    return fields.List(string(validate=at_most(FIND_WORDS)), required=True, validate=validate.Length(min=1, max=3))


def press_short() -> fields.String:
    """Return the field for the sentence that is shown while a point is pressed."""
    return string(validate=at_most(PRESS_WORDS))


def problems(point: Mapping[str, Any]) -> Iterator[str]:
    """Yield what does not fit together in the spoken forms of one point, as the loader read it."""
    code, said = point["code"], point["say"]
    if len(said.find_lines) != len(point["find_short"]):
        yield f"{code}: say.find_lines: expected as many steps as find_short (found {len(said.find_lines)})"
    if set(said.press_in) != set(point["press"].how):
        missing = sorted(set(point["press"].how) ^ set(said.press_in))
        yield f"{code}: say.press_in: expected the positions of press.how (differs in {', '.join(missing)})"
    if (point["laterality"] == "bilateral") != bool(said.switch):
        yield f"{code}: say.switch: expected exactly for a point with two sides"
    if point["press"].feel != "ache" and any("ache" in line for line in said.lines()):
        yield f"{code}: say: speaks of an ache, which is not to be felt here; press.feel is {point['press'].feel!r}"
