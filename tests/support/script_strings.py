"""The texts in a script: its string and template literals, without comments and regular expressions."""

from __future__ import annotations

import re
from typing import Final

_SPACE_OR_COMMENT: Final = re.compile(r"\s+|//[^\n]*|/\*.*?\*/", re.DOTALL)
_STRING: Final = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_REGEX: Final = re.compile(r"/(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_WORD: Final = re.compile(r"[\w$]+")
#: After these a slash begins a regular expression; after a name, a number or a closing bracket it divides.
_BEFORE_REGEX: Final = re.compile(r"(?:^|[(,=:\[!&|?{};>+]|\breturn)$")


class _Scanner:
    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0
        self.texts: list[str] = []

    def scan(self, end: str = "") -> None:
        """Read code up to the bracket `end` of its own level, or all of it."""
        last, depth = "", 0
        while self.place < len(self.source):
            character = self.source[self.place]
            if match := _SPACE_OR_COMMENT.match(self.source, self.place):
                self.place = match.end()
                continue
            if depth == 0 and character == end:
                self.place += 1
                return
            depth += {"{": 1, "}": -1}.get(character, 0)
            last = self._token(character, last)

    def _token(self, character: str, last: str) -> str:
        """Read one token, keep its text if it has one, and return what the next slash is judged by."""
        if match := _STRING.match(self.source, self.place):
            self.texts.append(match[0][1:-1])
        elif character == "`":
            self._template()
            return '"'
        elif character == "/" and _BEFORE_REGEX.search(last):
            match = _REGEX.match(self.source, self.place)
        else:
            match = _WORD.match(self.source, self.place)
        self.place = match.end() if match else self.place + 1
        return match[0] if match else character

    def _template(self) -> None:
        """Read a template literal, with "value" in the place of each `${…}`, whose own texts are kept too."""
        self.place += 1
        text = ""
        while (character := self.source[self.place]) != "`":
            if self.source.startswith("${", self.place):
                self.place += 2
                self.scan("}")
                text += "value"
            else:
                size = 2 if character == "\\" else 1
                text += self.source[self.place : self.place + size]
                self.place += size
        self.place += 1
        self.texts.append(text)


def script_strings(source: str) -> list[str]:
    """Return the string and template literals of a script, with the word `value` for what a template puts in."""
    scanner = _Scanner(source)
    scanner.scan()
    return scanner.texts
