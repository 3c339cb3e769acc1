"""Parsers of single settings; each returns the value or raises `SettingError` with the rule and a way out."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

#: Who may read /metrics: nobody, programs on this machine that come without a proxy, everybody.
ACCESS_MODES: Final = ("off", "local", "on")
#: How the site is prepared: compressed as far as it goes, or in a tenth of the time, for tests and trials.
FULL, DRAFT = "full", "draft"
#: A host name (RFC 1123, 2.1; underscores as many systems allow them) or an address of either version.
_HOST: Final = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?|[0-9A-Fa-f:.]+(%\w+)?", re.ASCII
)
_PATH: Final = re.compile(r"(/[A-Za-z0-9._~-]+)*", re.ASCII)
_RATE: Final = re.compile(
    r"\s*([1-9][0-9]{0,8})\s*(/|per)\s*([1-9][0-9]{0,4})?\s*(second|minute|hour|day)s?\s*", re.ASCII
)
#: What somebody writes who means `off`; none of them is a folder or an address of a cache.
_NEGATIONS: Final = frozenset({"0", "false", "no", "none", "null", "disabled"})
_AFFIRMATIONS: Final = frozenset({"1", "true", "yes", "on", "enabled"})


class SettingError(ValueError):
    """A setting that cannot be used: its name, the rule, the value found, a way out, in one line."""

    def __init__(self, name: str, rule: str, value: object, remedy: str) -> None:
        self.name = name
        found = re.sub(r"(?<=:)[^:@/]*(?=@)", "…", str(value))  # no password reaches a log
        super().__init__(f"{name}: {rule} (found {found[:80]!r}); {remedy}")


def integer(name: str, low: int, high: int, example: int) -> Callable[[str], int]:
    """Return a parser of whole numbers within bounds."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
            raise SettingError(
                name, f"expected a whole number from {low} to {high}", text, f"for example {name}={example}"
            )
        return int(text)

    return parse


def host(text: str) -> str:
    """Return a host name or address; whether this machine can listen there is for `server.ops.listener` to find out."""
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    if not _HOST.fullmatch(bare) or _is_invalid_address(bare):
        raise SettingError(
            "HOST",
            "expected the name or address of this machine, without scheme and port",
            text,
            "for example HOST=127.0.0.1, HOST=:: or HOST=guide.local",
        )
    return bare


def _is_invalid_address(text: str) -> bool:
    """Whether a text of digits, colons and dots, which can be no name, is no address either."""
    if ":" not in text and not re.fullmatch(r"[0-9]*\.[0-9.]*", text, re.ASCII):
        return False
    version = ipaddress.IPv6Address if ":" in text else ipaddress.IPv4Address
    try:
        version(text)
    except ValueError:
        return True
    return False


def base_url(text: str) -> str:
    """Return the public address without a slash at its end, or '' where none is given."""
    if text and not _is_base_url(text):
        raise SettingError(
            "BASE_URL",
            "expected the address at which people open the guide: http or https, a host, with or without a path",
            text,
            "for example BASE_URL=https://guide.example",
        )
    return text.rstrip("/")


def _is_base_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:  # a port that is no number, a bracket that is not closed
        return False
    if text != text.strip() or not text.isascii() or not text.isprintable() or re.search(r"[\s\\?#@]", text):
        return False
    if parts.scheme not in ("http", "https") or port == 0 or parts.netloc.endswith(":"):
        return False
    return _is_public_host(parts) and _PATH.fullmatch(parts.path.rstrip("/")) is not None and "//" not in parts.path


def _is_public_host(parts: SplitResult) -> bool:
    """Whether the host is one that somebody can open: `0.0.0.0` and `::` are for listening only."""
    name = parts.hostname or ""
    if ":" in name:
        try:
            return not is_unspecified(name)
        except ValueError:
            return False
    return _HOST.fullmatch(name) is not None and not _is_invalid_address(name) and not is_unspecified(name)


def is_unspecified(address: str) -> bool:
    """Whether an address means every interface: `0.0.0.0`, `::`, `::ffff:0.0.0.0`. A name is none."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address == "0"
    mapped = known.ipv4_mapped if isinstance(known, ipaddress.IPv6Address) else None
    return (mapped or known).is_unspecified


def is_loopback(url: str) -> bool:
    """Whether a URL names the machine that opens it."""
    name = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def cache_url(text: str) -> str:
    """Return the address of a Redis, or '' for none."""
    if not text:
        return text
    try:
        if not re.fullmatch(r"rediss?://[^\s/?#]*(/[0-9]*)?(\?[^\s#]*)?", text, re.ASCII):
            raise ValueError
        from redis import ConnectionPool

        ConnectionPool.from_url(text).make_connection()  # does not connect yet
    except (ValueError, TypeError, UnicodeError):
        raise SettingError(
            "CACHE_URL",
            "expected the address of a Redis",
            text,
            "for example CACHE_URL=redis://127.0.0.1:6379/0, or leave it empty",
        ) from None
    return text


def rate_limit(text: str) -> str:
    """Return the limit of one client, such as `120 per minute`, or `off`."""
    if text != "off" and not all(_RATE.fullmatch(part) for part in re.split("[,;|]", text)):
        raise SettingError(
            "RATE_LIMIT",
            "expected requests per second, minute, hour or day",
            text,
            "for example RATE_LIMIT='120 per minute', or RATE_LIMIT=off for none",
        )
    return text


def one_of(name: str, words: tuple[str, ...], remedy: str) -> Callable[[str], str]:
    """Return a parser of one of some words."""

    def parse(text: str) -> str:
        if text not in words:
            raise SettingError(name, f"expected one of {', '.join(words)}", text, remedy)
        return text

    return parse


def catalogue(text: str) -> str:
    """Return the folder of a catalogue, or '' for the one that ships."""
    if not text:
        return text
    folder = _folder("CATALOGUE", text, "name the folder with the TOML files, or leave it empty for the one that ships")
    if not Path(folder).is_dir() or not any(Path(folder).glob("*.toml")):
        raise SettingError(
            "CATALOGUE",
            "expected a folder with the TOML files of a catalogue",
            text,
            "name it, or leave it empty for the one that ships",
        )
    return folder


def store(text: str) -> str:
    """Return the folder of the store, or '' for `off`."""
    if text in ("", "off"):
        return ""
    folder = _folder("STORE", text, "name a folder such as STORE=/var/cache/thumbwidth, or STORE=off for none")
    existing = next((path for path in (Path(folder), *Path(folder).parents) if path.exists()), None)
    if existing and not existing.is_dir():
        raise SettingError(
            "STORE", f"expected a folder, but {existing} is a file", text, "name another, or STORE=off for none"
        )
    return folder


def _folder(name: str, text: str, remedy: str) -> str:
    """Return a path that can only be meant as a folder's."""
    is_url = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text)
    if text != text.strip() or not text.isprintable() or is_url or text.startswith("~"):
        raise SettingError(name, "expected a folder, as a plain path", text, remedy)
    if text.lower() in _NEGATIONS | _AFFIRMATIONS:
        raise SettingError(name, "expected a folder", text, remedy)
    return text
