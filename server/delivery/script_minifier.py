"""JavaScript as it is sent: what is written for people who read the source, comments and indentation, stays at home.

Nothing is renamed, joined or reordered, and what strings, templates and regular expressions hold is never touched; so
each line that is sent is a line of the source. A slash after `}`, `++` or `--` is refused, not guessed; one after `)`
divides, since no script here has a regular expression for a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_TOKEN: Final = re.compile(
    r"""(?P<room>(?:\s+|//[^\n]*|/\*.*?\*/)+)
      | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
      | (?P<plain>[^\s"'`/{}]+)
      | (?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)
_WORD: Final = re.compile(r"[\w$#]+\Z")
_REGEX: Final = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
_TEMPLATE: Final = re.compile(r"(?:\\.|\$(?!\{)|[^\\`$])*(`|\$\{)", re.DOTALL)
#: A slash after one of these words begins a regular expression, after any other word it divides.
_BEFORE_REGEX: Final = frozenset(
    {"await", "case", "delete", "do", "else", "in", "instanceof", "of", "return", "throw", "typeof", "void", "yield"}
)


class Unclear(ValueError):
    """A script that cannot be cut safely; says where, and how to write it otherwise."""


def slim(source: str, name: str = "script") -> str:
    """Return a script without comments, indentation and empty lines; raises `Unclear`."""
    text = "".join(_tokens(source, name))
    return text.strip() + "\n"


def _tokens(source: str, name: str) -> Iterator[str]:
    """Yield what is kept, token by token, with one line feed or one blank between where there was room."""
    place, before, room = 0, "", ""
    braces: list[bool] = []  # for each that is open, whether it stands in a template
    while place < len(source):
        found = _TOKEN.match(source, place)
        assert found
        kind, text = found.lastgroup, found[0]
        if kind == "room":
            room = "\n" if "\n" in text else " "
            place = found.end()
            continue
        if text == "{":
            braces.append(False)
        elif text == "`" or (text == "}" and braces and braces.pop()):
            text = _template(source, place, name)
            if text.endswith("${"):
                braces.append(True)
        elif text == "/" and _begins_regex(source, place, before, name):
            text = _matched(_REGEX, source, place, name)[0]
        yield room + text
        place, before, room = place + len(text), text, ""


def _template(source: str, place: int, name: str) -> str:
    """Return a template from its backtick, or from the brace that ends a value in it, to its end or its next value."""
    end = _matched(_TEMPLATE, source, place + 1, name).end()
    return source[place:end]


def _begins_regex(source: str, place: int, before: str, name: str) -> bool:
    if before == "}" or source[:place].rstrip().endswith(("++", "--")):
        raise Unclear(f"{_where(source, place, name)}: this slash may divide or not; put what it divides into a name")
    if word := _WORD.search(before):
        return word[0] in _BEFORE_REGEX
    return not before.endswith((")", "]", '"', "'", "`")) and not _REGEX.fullmatch(before)


def _matched(pattern: re.Pattern[str], source: str, place: int, name: str) -> re.Match[str]:
    found = pattern.match(source, place)
    if not found:
        raise Unclear(f"{_where(source, place, name)}: what begins here has no end")
    return found


def _where(source: str, place: int, name: str) -> str:
    return f"{name}:{source.count(chr(10), 0, place) + 1}"
