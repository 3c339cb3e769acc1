"""Names that a JavaScript module uses as variables."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Comments, strings and regular expressions: an expression stands where a value begins.
_SKIPPED = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
    r"""|(?:(?<=[(,=>:\[!&|?{};\n])|(?<=return))\s*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/""",
    re.DOTALL,
)
_TEMPLATE_TEXT = re.compile(r"(?:\\.|[^`\\$]|\$(?!\{))*", re.DOTALL)
#: A name that is neither a member (`a.name`) nor the key of an object or a pattern (`{name: value}`).
_NAME = re.compile(r"(?:(?<![\w$.#])|(?<=\.\.\.))[A-Za-z_$][\w$]*+(?!\s*:)")


def script_code(source: str) -> str:
    """Return a script without comments, strings and regular expressions; code inside of templates stays."""
    code: list[str] = []
    depths: list[int] = []  # of braces, for each template whose `${}` encloses the position
    position = 0
    while position < len(source):
        if skipped := _SKIPPED.match(source, position):
            code.append(" ")
            position = skipped.end()
            continue
        character = source[position]
        position += 1
        if character == "{" and depths:
            depths[-1] += 1
        if character == "}" and depths:
            depths[-1] -= 1
        if character == "`" or (depths and depths[-1] < 0):
            if character == "}":
                depths.pop()
            position = _TEMPLATE_TEXT.match(source, position).end()  # type: ignore[union-attr]  # may be empty
            if source[position] == "$":
                depths.append(0)
                position += 1
            position += 1
            character = " "
        code.append(character)
    return "".join(code)


def script_names(source: str) -> Iterator[str]:
    """Yield the names in a script that are no members and no keys."""
    for found in _NAME.finditer(script_code(source)):
        yield found.group()
