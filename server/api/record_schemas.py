"""Schemas derived from the records of the catalogue.

A class `X(SparseDocument, record=Y)` has a field for each field of `Y`, with `sources` and `reviewed` last. Its body
states only the differences: `meta` adds metadata, and a marshmallow field replaces the field of its name or
`attribute`, or is added after the statement before it. Statements stay in their order, also against that of the
record. `omit` names the fields that are not published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields as record_fields
from dataclasses import is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from marshmallow import Schema, fields, post_dump
from marshmallow.schema import SchemaMeta

_SCALARS: Final[dict[Any, type[fields.Field[Any]]]] = {
    bool: fields.Boolean,
    date: fields.Date,
    float: fields.Float,
    int: fields.Integer,
}
#: Fields at the end of every document.
_LAST: Final = ("sources", "reviewed")
#: Record -> the schema that nested records of its class are written by.
_SCHEMAS: Final[dict[type, type[Schema]]] = {}


class Metadata(dict[str, Any]):
    """Metadata of a derived field, such as its description."""


def meta(description: str = "", **metadata: Any) -> Any:
    """Return the metadata of a derived field; `description`, `example` and `enum` go to OpenAPI."""
    return Metadata(({"description": description} if description else {}) | metadata)


def source_keys() -> fields.List[Any]:
    """Return the field of the keys of sources."""
    return fields.List(fields.String(), metadata={"description": "Keys of /sources."})


def derived_field(hint: Any, **kwargs: Any) -> fields.Field[Any]:
    """Return the marshmallow field of a type annotation; raises `KeyError` for a record without a schema."""
    arguments = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (argument for argument in arguments if argument is not NoneType)
        return derived_field(hint, allow_none=True, **kwargs)
    if get_origin(hint) is tuple:
        return fields.List(derived_field(arguments[0]), **kwargs)
    if get_origin(hint) is Mapping:
        return fields.Dict(keys=fields.String(), values=derived_field(arguments[1]), **kwargs)
    if is_dataclass(hint):
        return fields.Nested(_SCHEMAS[hint], **kwargs)  # type: ignore[index]
    return _SCALARS.get(hint, fields.String)(**kwargs)


def _merged(record: type, omit: Iterable[str], body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a schema in order: those of the record, changed by the class body."""
    hints = get_type_hints(record)
    names = [field.name for field in record_fields(record) if field.name not in omit]
    names.sort(key=lambda name: _LAST.index(name) + 1 if name in _LAST else 0)
    order, changed, position = list(names), {}, -1
    for name, statement in body.items():
        replaced = name if isinstance(statement, Metadata) else statement.attribute or name
        if replaced in order[position + 1 :]:
            position = order.index(replaced)
            order[position] = name
        else:
            if replaced in order:
                order.remove(replaced)
                position -= 1
            position += 1
            order.insert(position, name)
        changed[name] = derived_field(hints[name], metadata=statement) if isinstance(statement, Metadata) else statement
    return {
        name: changed.get(name) or (source_keys() if name == "sources" else derived_field(hints[name]))
        for name in order
    }


class RecordSchemaMeta(SchemaMeta):
    """Metaclass that adds the fields of a record to the class body."""

    def __new__(
        mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any], record: type | None = None, omit: Any = ()
    ) -> Any:
        if record:
            body = {key: value for key, value in attrs.items() if isinstance(value, Metadata | fields.Field)}
            attrs = {key: value for key, value in attrs.items() if key not in body} | _merged(record, omit, body)
        schema = super().__new__(mcs, name, bases, attrs)
        if record:
            _SCHEMAS.setdefault(record, schema)  # type: ignore[arg-type]
        return schema

    def __init__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **_: Any) -> None:  # noqa: N805
        super().__init__(name, bases, attrs)  # type: ignore[no-untyped-call]


class SparseDocument(Schema, metaclass=RecordSchemaMeta):
    """Schema that leaves out its `optional` fields where they are empty."""

    optional: tuple[str, ...] = ()

    @post_dump
    def drop_empty(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {key: value for key, value in data.items() if value not in (None, "", []) or key not in self.optional}
