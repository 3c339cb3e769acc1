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
_HEADER_BYTES: Final = len(_MAGIC) + 16 + 64
Headers = list[tuple[str, str]]


class StoreError(Exception):
    """A store that cannot be used: not there, cut short, changed, or of another edition of the site."""


def content_hash(body: bytes) -> str:
    """Return the name of a body."""
    return hashlib.sha256(body).hexdigest()


def etag_for(name: str, encoding: str) -> str:
    """Return the ETag, without quotes, of a body with this name when sent in an encoding."""
    return name[:20] if encoding == IDENTITY else f"{name[:20]}-{encoding}"


@dataclass(frozen=True)
class StoredResponse:
    """One address: its headers but for length, tag and encoding, and {encoding: name of the body}."""

    headers: Headers
    body_names: Mapping[str, str]

    def headers_for(self, encoding: str, length: int) -> Headers:
        """Return all headers of this answer in one of its forms."""
        own = [*self.headers, ("Content-Length", str(length)), ("ETag", f'"{self.etag(encoding)}"')]
        return own if encoding == IDENTITY else [*own, ("Content-Encoding", encoding)]

    def etag(self, encoding: str) -> str:
        return etag_for(self.body_names[IDENTITY], encoding)


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
            self.build_id: str = index["key"]
            self.responses = _stored_responses(index["answers"], index["headers"])
            self.error_responses = _stored_responses(index["failures"], index["headers"])
            self.codec_versions: str = index["methods"]
            self.bundles: list[dict[str, Any]] = index["parts"]
            self.pngs: dict[str, str] = index["pictures"]
            self._offsets: dict[str, tuple[int, int]] = index["bodies"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{path}: {error}") from error
        if key not in ("", self.build_id):
            raise StoreError(f"{path}: is of edition {self.build_id}, not {key}")

    def _read_index(self) -> dict[str, Any]:
        head = os.pread(self._file, _HEADER_BYTES, 0)
        if len(head) != _HEADER_BYTES or not head.startswith(_MAGIC):
            raise ValueError("is not a store")
        length = int(head[len(_MAGIC) : len(_MAGIC) + 16])
        text = os.pread(self._file, length, _HEADER_BYTES)
        if content_hash(text).encode() != head[-64:]:
            raise ValueError("its index is not what was written")
        self._start = _HEADER_BYTES + length
        index: dict[str, Any] = json.loads(text)
        expected, found = self._start + index["size"], os.fstat(self._file).st_size
        if expected != found:
            raise ValueError(f"expected {expected} bytes (found {found})")
        return index

    def body(self, name: str) -> bytes:
        """Return a body. Raises `StoreError` when the file has changed under it."""
        offset, length = self._offsets[name]
        try:
            body = os.pread(self._file, length, self._start + offset)
        except OSError as error:
            raise StoreError(f"{self.path}: {error}") from error
        if content_hash(body) != name:
            raise StoreError(f"{self.path}: the body at {offset} is not what was written")
        return body

    def length(self, name: str) -> int:
        return self._offsets[name][1]

    def __contains__(self, name: str) -> bool:
        return name in self._offsets

    def is_at(self, path: Path) -> bool:
        """Whether a path still leads to the file that is open here."""
        try:
            return os.path.samestat(os.fstat(self._file), path.stat())
        except OSError:
            return False

    def close(self) -> None:
        """Close the file; what was read stays."""
        os.close(self._file)


def _stored_responses(entries: Mapping[str, list[Any]], header_sets: list[Headers]) -> dict[str, StoredResponse]:
    return {
        url: StoredResponse([(name, value) for name, value in header_sets[number]], body_names)
        for url, (number, body_names) in entries.items()
    }


def write_store(
    path: Path,
    build_id: str,
    bodies: Mapping[str, bytes],
    *,
    codec_versions: str,
    responses: Mapping[str, StoredResponse],
    error_responses: Mapping[str, StoredResponse],
    bundles: list[dict[str, Any]],
    pngs: Mapping[str, str],
) -> None:
    """Write a store and put it in place at once."""
    header_sets: list[Headers] = []
    offsets, size = {}, 0
    for name, body in bodies.items():
        offsets[name], size = (size, len(body)), size + len(body)
    index = {
        "key": build_id,
        "methods": codec_versions,
        "size": size,
        "answers": {address: _index_entry(answer, header_sets) for address, answer in responses.items()},
        "failures": {address: _index_entry(answer, header_sets) for address, answer in error_responses.items()},
        "headers": header_sets,
        "parts": bundles,
        "pictures": pngs,
        "bodies": offsets,
    }
    text = json.dumps(index, separators=(",", ":")).encode()
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.unfinished")
    with unfinished.open("wb") as file:
        file.write(_MAGIC + b"%016d" % len(text) + content_hash(text).encode() + text)
        file.writelines(bodies.values())
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _index_entry(response: StoredResponse, header_sets: list[Headers]) -> list[Any]:
    if response.headers not in header_sets:
        header_sets.append(response.headers)
    return [header_sets.index(response.headers), response.body_names]
