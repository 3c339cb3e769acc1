"""Field types and base schemas of catalogue entries (marshmallow).

The schemas of the tables are in `points.schemas`, `points.routine_schemas`, `points.gate_schemas`, `points.content` and
`points.guidance`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING
from dataclasses import fields as record_fields
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Final, get_type_hints

from marshmallow import Schema, ValidationError, fields, post_load, validate

from points.errors import LocationError
from points.location import parse

Document = dict[str, Any]
KEY: Final = validate.Regexp(r"^[a-z0-9][A-Za-z0-9-]*\Z", error="expected lower-case words joined by hyphens")
NON_EMPTY: Final = validate.Length(min=1, error="must not be empty")
#: Seconds for which a point may be pressed on one side; a point's own range lies inside.
MIN_PRESS_SECONDS: Final = 30
MAX_PRESS_SECONDS: Final = 180
_REQUIRED: Final = object()
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
    """Return a validator for a text of 1 to `limit` words."""

    def check(value: str) -> bool:
        found = word_count(value)
        if not 1 <= found <= limit:
            raise ValidationError(f"expected 1 to {limit} words (found {found}); shorten it")
        return True

    return check


def string(required: bool = True, **kwargs: Any) -> fields.String:
    """Return a field for a text; an optional one loads as ''."""
    if not required:
        return fields.String(load_default="", **kwargs)
    return fields.String(required=True, validate=kwargs.pop("validate", NON_EMPTY), **kwargs)


def choice(allowed: tuple[str, ...]) -> fields.String:
    """Return a required field for one of the allowed words."""
    return fields.String(required=True, validate=validate.OneOf(allowed, error=f"expected one of {', '.join(allowed)}"))


def strings(required: bool = False) -> fields.List[Any]:
    """Return a field for a list of texts; an optional one loads as an empty list."""
    if required:
        return fields.List(string(), required=True, validate=NON_EMPTY)
    return fields.List(string(), load_default=list)


def integer(low: int, high: int | None = None, default: Any = _REQUIRED) -> fields.Integer:
    """Return a field for a whole number from `low` to `high`; without a default it is required."""
    within = validate.Range(min=low, max=high)
    if default is _REQUIRED:
        return fields.Integer(required=True, strict=True, validate=within)
    return fields.Integer(load_default=default, strict=True, validate=within)


def press_seconds(required: bool = True) -> fields.Integer:
    """Return a field for the seconds of a press on one side; an optional one loads as None."""
    low, high = MIN_PRESS_SECONDS, MAX_PRESS_SECONDS
    within = validate.Range(min=low, max=high, error=f"expected {low} to {high} seconds")
    if required:
        return fields.Integer(required=True, strict=True, validate=within)
    return fields.Integer(load_default=None, strict=True, validate=within)


def boolean(default: Any = _REQUIRED) -> fields.Boolean:
    """Return a field for `true` or `false`; without a default it is required."""
    if default is _REQUIRED:
        return fields.Boolean(required=True, truthy={True}, falsy={False})
    return fields.Boolean(load_default=default, truthy={True}, falsy={False})


def entries(schema: type[Schema]) -> fields.List[Any]:
    """Return a required field for one or more nested entries."""
    return fields.List(fields.Nested(schema), required=True, validate=NON_EMPTY)


def day() -> fields.Raw:
    """Return a required field for a TOML date, which is written without quotes."""

    def check(value: Any) -> bool:
        if not isinstance(value, date) or isinstance(value, datetime):
            raise ValidationError("expected a date written without quotes, such as 2026-11-21")
        return True

    return fields.Raw(required=True, validate=check)


_OPTIONAL_FIELDS: Final[Mapping[Any, Callable[..., fields.Field[Any]]]] = {
    str: fields.String,
    int: lambda **kwargs: fields.Integer(strict=True, **kwargs),
    bool: lambda **kwargs: fields.Boolean(truthy={True}, falsy={False}, **kwargs),
    tuple[str, ...]: lambda **kwargs: fields.List(string(), **kwargs),
}


def with_optional_fields(record: type, schema: type[Schema]) -> type[Schema]:
    """Return a schema that also loads the fields of a record that have a default and that the schema does not state.

    Raises `KeyError` for a field of another type than a text, whole number, truth value or tuple of texts.
    """
    hints = get_type_hints(record)
    added = {
        field.name: _OPTIONAL_FIELDS[hints[field.name]](load_default=field.default)
        for field in record_fields(record)
        if field.default is not MISSING and field.name not in schema._declared_fields
    }
    return schema.from_dict(added, name=schema.__name__)


def lists_to_tuples(values: Mapping[str, Any]) -> Document:
    """Return a copy in which each list is a tuple, as frozen records need it."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


class Record(Schema):
    """A schema that loads the record class in `record`."""

    record: Callable[..., Any]

    @post_load
    def to_record(self, values: Document, **_: Any) -> Any:
        return type(self).record(**lists_to_tuples(values))


class Entry(Record):
    """A record with sources."""

    sources = strings(required=True)
