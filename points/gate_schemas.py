"""Schemas of the entries of `gate.toml` (marshmallow)."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, ValidationError, fields

from points import gate
from points.fields import KEY, Record, boolean, choice, integer, string, strings
from points.schemas import AREAS

MAX_LINE_WORDS: Final = 10
#: A body area without points; in an answer to a by-area question it concerns heat and cold alone.
ELSEWHERE: Final = "elsewhere"


def _is_short(value: str) -> None:
    if not value.strip():
        raise ValidationError("must not be empty")
    if len(value.split()) > MAX_LINE_WORDS:
        raise ValidationError(
            f"at most {MAX_LINE_WORDS} words (found {len(value.split())}: {value!r}); "
            "shorten it, the full wording stays with the sign or question"
        )


class ScreenSchema(Record):
    record = gate.Screen
    slug = string(validate=KEY)
    order = integer(1, 9)
    title = string(validate=_is_short)
    yes = string(required=False)
    no = string(required=False)


class PartSchema(Record):
    record = gate.Part
    text = string()
    signs = strings()
    questions = strings()
    areas = fields.List(choice((*AREAS, ELSEWHERE)), load_default=list)


class LineSchema(Record):
    record = gate.Line
    slug = string(validate=KEY)
    screen = string()
    tile = string()
    text = string(validate=_is_short)
    signs = strings()
    questions = strings()
    parts = fields.List(fields.Nested(PartSchema), load_default=list)
    reason = string(required=False)
    say = string(required=False)
    after = string(required=False)


class TileSchema(Record):
    record = gate.Tile
    slug = string(validate=KEY)
    text = string(validate=_is_short)
    every_line = boolean(default=False)


#: Table in TOML -> (schema, file below `data/`)
TABLES: Final[dict[str, tuple[type[Schema], str]]] = {
    "line": (LineSchema, "gate.toml"),
    "screen": (ScreenSchema, "gate.toml"),
    "tile": (TileSchema, "gate.toml"),
}
