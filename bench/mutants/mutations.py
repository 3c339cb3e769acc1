"""Mutants of a Python file: mutmut's operators on every node, and two of our own for what is listed or called.

mutmut itself mutates plain functions only. Half of what this product decides stands in constants, properties and
cached functions, so its operators are applied here to the whole file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, Final

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

#: Calls of which no argument is mutated: what fails in them fails everywhere.
_PLAIN_CALLS: Final = frozenset(("len", "isinstance"))
_SKIPPED: Final = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom)
_DISPLAYS: Final = (cst.Tuple, cst.List, cst.Set, cst.Dict)


@dataclass(frozen=True)
class Mutant:
    """One fault in one file. `scope` is the function, class or constant it is in, with dots."""

    path: str
    line: int
    scope: str
    old: str
    new: str
    source: str

    @property
    def name(self) -> str:
        """Return the place and the change, on one line."""
        return f"{self.path}:{self.line}: {self.old} -> {self.new}"


@dataclass(frozen=True)
class Change:
    """A node that may be replaced, before the mutated source is written out."""

    line: int
    scope: str
    original: cst.CSTNode
    mutated: cst.CSTNode


def _without_element(node: cst.Tuple | cst.List | cst.Set | cst.Dict) -> Iterator[cst.CSTNode]:
    """Yield a display without each of its elements, while two or more are left to tell apart."""
    elements: tuple[Any, ...] = tuple(node.elements)
    if len(elements) < 3:
        return
    for index in range(len(elements)):
        yield node.with_changes(elements=[*elements[:index], *elements[index + 1 :]])


def _without_statement(node: cst.SimpleStatementLine) -> Iterator[cst.CSTNode]:
    """Yield `pass` in place of a call or a yield whose value nobody uses."""
    statement = node.body[0]
    if isinstance(statement, cst.Expr) and isinstance(statement.value, cst.Call | cst.Yield):
        yield node.with_changes(body=[cst.Pass()])


def _replacements(node: cst.CSTNode) -> Iterable[cst.CSTNode]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from operator(node)
    if isinstance(node, _DISPLAYS):
        yield from _without_element(node)
    if isinstance(node, cst.SimpleStatementLine):
        yield from _without_statement(node)


class _Visitor(cst.CSTVisitor):  # type: ignore[misc, unused-ignore]  # typed where libcst is installed
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[Change] = []
        self._scope: list[str] = []
        self._constants: set[cst.CSTNode] = set()

    def on_visit(self, node: cst.CSTNode) -> bool:
        if isinstance(node, _SKIPPED) or _is_plain_call(node) or _is_docstring(node):
            return False
        if isinstance(node, cst.FunctionDef | cst.ClassDef):
            self._scope.append(node.name.value)
        elif not self._scope and (name := _constant(node)):
            self._scope.append(name)
            self._constants.add(node)
        position = self.get_metadata(PositionProvider, node, None)
        if position is not None:
            line, scope = position.start.line, ".".join(self._scope)
            self.changes += [Change(line, scope, node, mutated) for mutated in _replacements(node)]
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        if isinstance(original_node, cst.FunctionDef | cst.ClassDef) or original_node in self._constants:
            self._scope.pop()


def _constant(node: cst.CSTNode) -> str:
    """Return the name that an assignment gives a value, or ''."""
    target = node.target if isinstance(node, cst.AnnAssign) else None
    if isinstance(node, cst.Assign):
        target = node.targets[0].target
    return target.value if isinstance(target, cst.Name) else ""


def _is_plain_call(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in _PLAIN_CALLS


def _is_docstring(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Expr) and isinstance(node.value, cst.BaseString)


def changes(source: str) -> tuple[cst.Module, list[Change]]:
    """Return the parsed file and everything in it that may be replaced, in order of appearance."""
    wrapper = MetadataWrapper(cst.parse_module(source))
    visitor = _Visitor()
    wrapper.visit(visitor)
    return wrapper.module, visitor.changes


def mutant(path: str, module: cst.Module, change: Change) -> Mutant | None:
    """Return the mutant of a change, or None where the mutated file would not compile."""
    mutated = module.deep_replace(change.original, change.mutated)
    assert isinstance(mutated, cst.Module)
    try:
        compile(mutated.code, path, "exec")
    except SyntaxError:
        return None
    old, new = _difference(module.code, mutated.code)
    return Mutant(path, change.line, change.scope, old, new, mutated.code)


def mutants_of(root: Path, path: str) -> Iterator[Mutant]:
    """Yield every mutant of a file."""
    module, found = changes((root / path).read_text("utf-8"))
    for change in found:
        made = mutant(path, module, change)
        if made is not None and made.source != module.code:
            yield made


def _difference(before: str, after: str) -> tuple[str, str]:
    """Return the lines that differ, without their indentation, joined by one space."""
    old, new = before.splitlines(), after.splitlines()
    first = _shared(old, new)
    last = _shared(old[first:][::-1], new[first:][::-1])
    return _joined(old[first : len(old) - last]), _joined(new[first : len(new) - last])


def _shared(old: list[str], new: list[str]) -> int:
    """Return how many lines both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)
