"""What an exercise is made of, told apart: so that a change of it can be named."""

from __future__ import annotations

import ast
import functools
import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from autograde.suite.define import Chapter, SuiteExercise

_OWN = ("autograde.suite", "solutions")
_LENGTH = 12  # hexadecimal digits
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def aspects_of(exercise: SuiteExercise) -> dict[str, str]:
    """Digest each thing that an exercise's marks depend on.

    Functions are digested by their code and by that of the functions of this course that they
    use, without comments, docstrings and layout. What `neurona` does is not part of it.

    Parameters
    ----------
    exercise : SuiteExercise
        What the suite knows of it.

    Returns
    -------
    dict of str to str
        By aspect: ``"points"``, ``"public cases"``, ``"hidden cases"``, ``"reference"``,
        ``"named mistakes"``, ``"tolerance"``. The same in every process.
    """
    parts = [(part.id, part.points, part.of_cases, part.at_least) for part in exercise.parts]
    rules = (
        exercise.tolerance,
        exercise.warnings_count,
        exercise.global_random_counts,
        exercise.view,
        exercise.patience,
    )
    return {
        "points": _digest(parts),
        "public cases": _digest(exercise.public),
        "hidden cases": _digest(exercise.draw),
        "reference": _digest(exercise.reference),
        "named mistakes": _digest([(one.id, one.function) for one in exercise.mistakes]),
        "tolerance": _digest(rules),
    }


def _digest(value: Any) -> str:
    found = hashlib.sha256()
    for piece in _Pieces().of(value):
        found.update(piece.encode() if isinstance(piece, str) else piece)
        found.update(b"\0")
    return found.hexdigest()[:_LENGTH]


class _Pieces:
    """Lists what a value consists of; whatever was met before is not listed again."""

    def __init__(self) -> None:
        self._met: dict[int, Any] = {}  # kept alive, so that no other object gets its id

    def of(self, value: Any) -> Iterator[str | bytes]:
        """List the pieces of a value."""
        if value is None or isinstance(value, bool | int | float | complex | str | bytes):
            yield f"{type(value).__name__} {value!r}"
            return
        if id(value) in self._met:
            yield "again"
            return
        self._met[id(value)] = value
        yield type(value).__name__
        if isinstance(value, np.ndarray):
            yield from self._array(value)
        elif isinstance(value, np.generic):
            yield repr(value.item())
        elif isinstance(value, dict):
            yield from self._each(part for item in value.items() for part in item)
        elif isinstance(value, set | frozenset):
            yield from sorted(map(_digest, value))
        elif isinstance(value, list | tuple):
            yield from self._each(value)
        else:
            yield from self._object(value)

    def _each(self, values: Iterable[Any]) -> Iterator[str | bytes]:
        for value in values:
            yield from self.of(value)

    def _array(self, value: np.ndarray) -> Iterator[str | bytes]:
        yield f"{value.dtype.str} {value.shape}"
        if value.dtype.hasobject:
            yield from self._each(value.tolist())
        else:
            yield value.tobytes()

    def _object(self, value: Any) -> Iterator[str | bytes]:
        if isinstance(value, Chapter | SuiteExercise | ModuleType):
            yield getattr(value, "__name__", getattr(value, "name", ""))
        elif isinstance(value, MethodType):
            yield from self._each((value.__func__, value.__self__))
        elif isinstance(value, functools.partial):
            yield from self._each((value.func, value.args, value.keywords))
        elif isinstance(value, FunctionType):
            yield from self._function(value)
        elif isinstance(value, type):
            yield from self._class(value)
        elif hasattr(value, "__wrapped__"):
            yield from self.of(value.__wrapped__)
        else:
            # Not its repr, which may tell where it lies in memory.
            yield f"{type(value).__module__} {getattr(value, '__qualname__', '')}"
            yield from self.of(getattr(value, "__name__", None))  # of ufuncs
            yield from self.of(type(value))
            yield from self._each(_state(value).items())

    def _function(self, function: FunctionType) -> Iterator[str | bytes]:
        yield f"{function.__module__}.{function.__qualname__}"
        if not _is_own(function):
            return
        yield _source(function)
        yield from self._each((function.__defaults__, function.__kwdefaults__))
        for cell in function.__closure__ or ():
            yield from self.of(cell.cell_contents)
        yield from self._named(function.__code__, function.__globals__)

    def _named(self, code: CodeType, names: dict[str, Any]) -> Iterator[str | bytes]:
        """List what the code takes from its module, and from modules of ours that it names."""
        used = _names_in(code)
        for name in used:
            value = names.get(name)
            if isinstance(value, ModuleType) and value.__name__.startswith(_OWN):
                yield from self._each(vars(value)[one] for one in used if one in vars(value))
            elif name in names:
                yield from self.of(value)

    def _class(self, value: type) -> Iterator[str | bytes]:
        yield f"{value.__module__}.{value.__qualname__}"
        if not _is_own(value):
            return
        yield _source(value)
        for member in vars(value).values():
            function = getattr(member, "__func__", getattr(member, "fget", member))
            if isinstance(function, FunctionType) and _is_own(function):
                yield from self._named(function.__code__, function.__globals__)


def _is_own(value: Any) -> bool:
    return str(getattr(value, "__module__", "")).startswith(_OWN)


def _state(value: Any) -> dict[str, Any]:
    state = dict(getattr(value, "__dict__", {}))
    for name in getattr(type(value), "__slots__", ()):
        state[name] = getattr(value, name, None)
    return state


def _names_in(code: CodeType) -> list[str]:
    names = dict.fromkeys(code.co_names)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            names |= dict.fromkeys(_names_in(constant))
    return list(names)


def _source(value: Any) -> str:
    """Return the code of a function or class without what changes nothing."""
    if isinstance(value, type):
        file = getattr(sys.modules.get(value.__module__), "__file__", None) or ""
        return _written(file, value.__name__, 0)
    code = value.__code__
    return _written(code.co_filename, code.co_name, code.co_firstlineno)


@functools.cache
def _written(file: str, name: str, line: int) -> str:
    return "\n".join(map(ast.unparse, _nodes(file).get((name, line), ())))


@functools.cache
def _nodes(file: str) -> dict[tuple[str, int], list[ast.AST]]:
    """Parse a module, and list what it defines by name and first line; classes by name.

    Decorators and docstrings are taken out. What was made while the program runs, as methods of
    dataclasses are, has no file and no nodes.
    """
    try:
        tree = ast.parse(Path(file).read_bytes())
    except OSError:
        return {}
    found: dict[tuple[str, int], list[ast.AST]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.Lambda):
            found["<lambda>", node.lineno].append(node)
        elif isinstance(node, _DEFINITIONS):
            is_class = isinstance(node, ast.ClassDef)
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            found[node.name, 0 if is_class else first].append(node)
            node.decorator_list = []
            if ast.get_docstring(node) is not None:
                node.body = node.body[1:] or [ast.Pass()]
    return found
