"""Field types and base schemas of catalogue entries.

Each table's own fields stand in `points.schemas`, `points.content` and `points.guidance`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, post_load, validate

from points.errors import LocationError
from points.location import parse

Document = dict[str, Any]
KEY: Final = validate.Regexp(r"^[a-z0-9][A-Za-z0-9-]*\Z", error="expected lower-case words joined by hyphens")
NON_EMPTY: Final = validate.Length(min=1, error="must not be empty")
_WORD: Final = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


class ExpressionField(fields.String):
    """A location expression such as `Level(spinous-process-L2) + Lateral(1.5, back)`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return parse(super()._deserialize(value, attr, data, **kwargs))
        except LocationError as error:
            raise ValidationError(str(error)) from error


class CunField(fields.String):
    """A number of cun written as text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return Fraction(super()._deserialize(value, attr, data, **kwargs))
        except (ValueError, ZeroDivisionError):
            raise ValidationError("expected a number of cun written as text, such as '3' or '1.5'") from None


def word_count(text: str) -> int:
    """Return the number of words of a text; a hyphenated word counts as one."""
    return len(_WORD.findall(text))


def at_most(limit: int) -> Callable[[str], bool]:
    """Return a validator that refuses an empty text and one of more than `limit` words."""

    def check(value: str) -> bool:
        found = word_count(value)
        if not 1 <= found <= limit:
            raise ValidationError(f"expected 1 to {limit} words (found {found}); shorten it")
        return True

    return check


def string(required: bool = True, **kwargs: Any) -> fields.String:
    if not required:
        return fields.String(load_default="", **kwargs)
    return fields.String(required=True, validate=kwargs.pop("validate", NON_EMPTY), **kwargs)


def choice(allowed: tuple[str, ...]) -> fields.String:
    return fields.String(required=True, validate=validate.OneOf(allowed, error=f"expected one of {', '.join(allowed)}"))


def strings(required: bool = False) -> fields.List[Any]:
    if required:
        return fields.List(string(), required=True, validate=NON_EMPTY)
    return fields.List(string(), load_default=list)


def day() -> fields.Raw:
    """Return a field for a date written without quotes, as TOML knows it."""

    def check(value: Any) -> bool:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise ValidationError("expected a date written without quotes, such as 2026-11-21")
        return True

    return fields.Raw(required=True, validate=check)


def lists_to_tuples(values: Mapping[str, Any]) -> Document:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


class Record(Schema):
    """A schema whose result is the record named in `record`."""

    record: Callable[..., Any]

    @post_load
    def to_record(self, values: Document, **_: Any) -> Any:
        return type(self).record(**lists_to_tuples(values))


class Entry(Record):
    """A record that cites where it comes from."""

    sources = strings(required=True)
