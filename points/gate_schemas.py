"""The shape of every entry of `gate.toml` (marshmallow); what an entry means for another is `points.safety_checks`'."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, post_load, validate

from points import gate
from points.fields import KEY as _KEY
from points.fields import Document
from points.fields import Record as _Record
from points.fields import choice as _choice
from points.fields import lists_to_tuples as _tuples
from points.fields import string as _text
from points.fields import strings as _texts
from points.schemas import AREAS

MAX_LINE_WORDS: Final = 10
#: A body area that no point lies in: it answers a by-area question for heat and cold alone.
ELSEWHERE: Final = "elsewhere"


def _short(value: str) -> None:
    if not value.strip():
        raise ValidationError("must not be empty")
    if len(value.split()) > MAX_LINE_WORDS:
        raise ValidationError(
            f"at most {MAX_LINE_WORDS} words (found {len(value.split())}: {value!r}); "
            "shorten it, the full wording stays with the sign or question"
        )


class ScreenSchema(_Record):
    record = gate.Screen
    slug = _text(validate=_KEY)
    order = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=9))
    title = _text(validate=_short)
    yes = _text(required=False)
    no = _text(required=False)


class PartSchema(Schema):
    text = _text()
    signs = _texts()
    questions = _texts()
    areas = fields.List(_choice((*AREAS, ELSEWHERE)), load_default=list)

    @post_load
    def make(self, values: Document, **_: Any) -> gate.Part:
        return gate.Part(**_tuples(values))


class LineSchema(_Record):
    record = gate.Line
    slug = _text(validate=_KEY)
    screen = _text()
    tile = _text()
    text = _text(validate=_short)
    signs = _texts()
    questions = _texts()
    parts = fields.List(fields.Nested(PartSchema), load_default=list)
    reason = _text(required=False)
    say = _text(required=False)
    after = _text(required=False)


class TileSchema(_Record):
    record = gate.Tile
    slug = _text(validate=_KEY)
    text = _text(validate=_short)
    every_line = fields.Boolean(load_default=False, truthy={True}, falsy={False})


#: Table in TOML -> (schema, file below `data/`)
TABLES: Final[dict[str, tuple[type[Schema], str]]] = {
    "line": (LineSchema, "gate.toml"),
    "screen": (ScreenSchema, "gate.toml"),
    "tile": (TileSchema, "gate.toml"),
}
