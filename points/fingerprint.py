"""Fingerprint of catalogue records: equal records have equal fingerprints.

The names in the hashed text are fixed, so that renaming a class does not announce a changed warning to every phone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Final

#: Name of a class -> its name in the hashed text, where the two differ.
_HASHED_NAMES: Final[Mapping[str, str]] = {
    "ContraindicationLevel": "Level",
    "DurationRange": "Seconds",
    "RoutineItem": "Item",
}


def fingerprint(value: Any) -> str:
    """Return twelve hexadecimal digits of the SHA-256 of a value's text."""
    return hashlib.sha256(_text(value).encode()).hexdigest()[:12]


def _text(value: Any) -> str:
    """Return a value as `repr` writes it, with the names of `_HASHED_NAMES`."""
    name = _HASHED_NAMES.get(type(value).__name__, type(value).__name__)
    if is_dataclass(value):
        return f"{name}({', '.join(f'{field.name}={_text(getattr(value, field.name))}' for field in fields(value))})"
    if isinstance(value, Enum):
        return f"<{name}.{value.name}: {value.value!r}>"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_text(key)}: {_text(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_text, value))}{',' * (len(value) == 1)})"
    return repr(value)
