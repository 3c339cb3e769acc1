"""The store: every answer that can be listed, in every encoding, in one file that all workers read.

An index in JSON, protected by its hash, then the bodies, each named by its own hash: equal bodies lie there once, and
a body that is not what its name says is never sent. The file is written under another name and put in place at once.
`server.delivery.prebuild` writes it, `server.delivery.prebuilt` sends from it. Flask is not needed here.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from server.delivery.content_negotiation import IDENTITY

_MAGIC: Final = b"thumbwidth store 1\n"
#: After the magic: how long the index is, in 16 digits, and its hash.
_HEAD: Final = len(_MAGIC) + 16 + 64
Headers = list[tuple[str, str]]


class StoreError(Exception):
    """A store that cannot be used: not there, cut short, changed, or of another edition of the site."""


def digest(body: bytes) -> str:
    """Return the name of a body."""
    return hashlib.sha256(body).hexdigest()


def tag_of(name: str, encoding: str) -> str:
    """Return the ETag, without quotes, of a body with this name when sent in an encoding."""
    return name[:20] if encoding == IDENTITY else f"{name[:20]}-{encoding}"


@dataclass(frozen=True)
class Answer:
    """One address: its headers but for length, tag and encoding, and {encoding: name of the body}."""

    headers: Headers
    forms: Mapping[str, str]

    def head(self, encoding: str, length: int) -> Headers:
        """Return all headers of this answer in one of its forms."""
        own = [*self.headers, ("Content-Length", str(length)), ("ETag", f'"{self.tag(encoding)}"')]
        return own if encoding == IDENTITY else [*own, ("Content-Encoding", encoding)]

    def tag(self, encoding: str) -> str:
        return tag_of(self.forms[IDENTITY], encoding)


class Store:
    """An open store: `answers` and `failures` by address, `parts` of the pack, `pictures` by hash of their SVG, and
    `methods`, which says how bodies were compressed and pictures made.
    """

    def __init__(self, path: Path, key: str = "") -> None:
        """Open and check. Raises `StoreError`; with a `key`, also when the store is of another edition."""
        self.path = path
        try:
            self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            index = self._read_index()
            self.key: str = index["key"]
            self.answers = {name: _answer(one, index["headers"]) for name, one in index["answers"].items()}
            self.failures = {name: _answer(one, index["headers"]) for name, one in index["failures"].items()}
            self.methods: str = index["methods"]
            self.parts: list[dict[str, Any]] = index["parts"]
            self.pictures: dict[str, str] = index["pictures"]
            self._places: dict[str, tuple[int, int]] = index["bodies"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path}: {error}") from error
        if key not in ("", self.key):
            raise StoreError(f"{path}: is of edition {self.key}, not {key}")

    def _read_index(self) -> dict[str, Any]:
        head = os.pread(self._file, _HEAD, 0)
        if len(head) != _HEAD or not head.startswith(_MAGIC):
            raise ValueError("is not a store")
        length = int(head[len(_MAGIC) : len(_MAGIC) + 16])
        text = os.pread(self._file, length, _HEAD)
        if digest(text).encode() != head[-64:]:
            raise ValueError("its index is not what was written")
        self._start = _HEAD + length
        index: dict[str, Any] = json.loads(text)
        expected, found = self._start + index["size"], os.fstat(self._file).st_size
        if expected != found:
            raise ValueError(f"expected {expected} bytes (found {found})")
        return index

    def body(self, name: str) -> bytes:
        """Return a body. Raises `StoreError` when the file has changed under it."""
        offset, length = self._places[name]
        try:
            body = os.pread(self._file, length, self._start + offset)
        except OSError as error:
            raise StoreError(f"{self.path}: {error}") from error
        if digest(body) != name:
            raise StoreError(f"{self.path}: the body at {offset} is not what was written")
        return body

    def length(self, name: str) -> int:
        return self._places[name][1]

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def is_at(self, path: Path) -> bool:
        """Whether a path still leads to the file that is open here."""
        try:
            return os.path.samestat(os.fstat(self._file), path.stat())
        except OSError:
            return False

    def close(self) -> None:
        """Close the file; what was read stays."""
        os.close(self._file)


def _answer(entry: list[Any], headers: list[Headers]) -> Answer:
    place, forms = entry
    return Answer([(name, value) for name, value in headers[place]], forms)


def write(
    path: Path,
    key: str,
    bodies: Mapping[str, bytes],
    *,
    methods: str,
    answers: Mapping[str, Answer],
    failures: Mapping[str, Answer],
    parts: list[dict[str, Any]],
    pictures: Mapping[str, str],
) -> None:
    """Write a store and put it in place at once."""
    sets: list[Headers] = []
    places, size = {}, 0
    for name, body in bodies.items():
        places[name], size = (size, len(body)), size + len(body)
    index = {
        "key": key,
        "methods": methods,
        "size": size,
        "answers": {address: _entry(answer, sets) for address, answer in answers.items()},
        "failures": {address: _entry(answer, sets) for address, answer in failures.items()},
        "headers": sets,
        "parts": parts,
        "pictures": pictures,
        "bodies": places,
    }
    text = json.dumps(index, separators=(",", ":")).encode()
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    with unfinished.open("wb") as file:
        file.write(_MAGIC + b"%016d" % len(text) + digest(text).encode() + text)
        file.writelines(bodies.values())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _entry(answer: Answer, sets: list[Headers]) -> list[Any]:
    if answer.headers not in sets:
        sets.append(answer.headers)
    return [sets.index(answer.headers), answer.forms]
