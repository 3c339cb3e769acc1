"""What a request's headers ask for: which encoding, and whether the client has this very answer already.

Plain strings in, plain values out, so that answers made beforehand and Flask's own are chosen by the same rules.
"""

from __future__ import annotations

import re
from typing import Final

#: Ours, best first.
ENCODINGS: Final = ("br", "zstd", "gzip")
IDENTITY: Final = "identity"
#: RFC 9110, 12.4.2, but for the number of decimals.
_QUALITY: Final = re.compile(r"0(?:\.\d*)?|1(?:\.0*)?", re.ASCII)
#: RFC 9110, 8.8.3; a tag without quotes is taken for what it says.
_TAG: Final = re.compile(r'(?:^|,)\s*(?:[Ww]/)?(?:"([^"]*)"|([^"\s,]+))\s*(?=,|$)', re.ASCII)


def choose_encoding(header: str) -> str:
    """Return the encoding to answer in: the client's favourite, ours among equals, identity if none."""
    asked = _qualities(header)
    other = asked.get("*", 0.0)
    best = max(ENCODINGS, key=lambda name: (asked.get(name, other), -ENCODINGS.index(name)))
    quality = asked.get(best, other)
    return best if quality > 0 and quality >= asked.get(IDENTITY, other) else IDENTITY


def _qualities(header: str) -> dict[str, float]:
    """Return {encoding: quality}; an encoding whose quality makes no sense was not asked for."""
    found: dict[str, float] = {}
    for item in header.split(","):
        name, *parameters = (part.strip().lower() for part in item.split(";"))
        quality = next((value[2:].strip() for value in parameters if value.startswith("q=")), "1")
        if name and _QUALITY.fullmatch(quality):
            found[name] = max(float(quality), found.get(name, 0.0))
    return found


def has_tag(header: str, tag: str) -> bool:
    """Whether an `If-None-Match` names this tag (without its quotes), weakly compared, or any tag by `*`."""
    return header.strip() == "*" or any(tag in (quoted, bare) for quoted, bare in _TAG.findall(header))
