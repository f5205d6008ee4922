"""The copy of `neurona` that a notebook carries, so that it needs nothing but itself."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import zipfile
from collections.abc import Iterator, Mapping

LIMIT = 100_000
"""A carried copy must be smaller than this, in bytes of its zip file."""

INNER = "neurona.zip"
"""The one file in the zip file: another, which holds the package."""

_DRAWING = ("panels", "plots")
_NAMED = ("mnist", "frameworks")
"""Packages that a notebook carries where it names them, and not otherwise."""
_INSTALLED = ("update",)
"""Packages that only an installed copy has."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def select_files(files: Mapping[str, bytes], chapter: str, code: str) -> dict[str, bytes]:
    """Leave out what only other chapters need.

    Of the modules that draw, a notebook carries its chapter's own and those that they import;
    of the frozen data, its chapter's; what reads MNIST or speaks to frameworks, where the chapter
    says its name; what updates notebooks, never. It carries everything else, with short docstrings
    and no comments.

    Parameters
    ----------
    files : mapping of str to bytes
        The package, by path within it.
    chapter : str
        The name of the chapter, without its number.
    code : str
        What its notebook's code cells hold.

    Returns
    -------
    dict of str to bytes
        What the chapter's notebook must carry.
    """
    folders = ("frozen", *_DRAWING, *_NAMED, *_INSTALLED)
    others = {path for path in files if path.split("/")[0] in folders}
    needed = {path for path in files if path not in others} | {f"frozen/{chapter}.json"}
    waiting = sorted(needed) + [f"{folder}/__init__.py" for folder in _DRAWING]
    waiting += [path for folder in _DRAWING for path in _module_files(f"{folder}/{chapter}", files)]
    for name in _NAMED:
        if re.search(rf"\b{name}\b", code):
            waiting += _module_files(name, files)
    while waiting:
        path = waiting.pop()
        needed.add(path)
        imported = set(_imported_files(path, files)) if path.endswith(".py") else set()
        waiting += sorted(imported - needed)
    return {
        path: drop_comments(shorten_docstrings(data)) if path.endswith(".py") else data
        for path, data in files.items()
        if path in needed
    }


def _imported_files(path: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """Find the files of the package that a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(files[path])):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if name.startswith("neurona."):
                module = name.removeprefix("neurona.").replace(".", "/")
                yield from _module_files(module, files)


def _module_files(module: str, files: Mapping[str, bytes]) -> list[str]:
    return [path for path in (f"{module}.py", f"{module}/__init__.py") if path in files]


def shorten_docstrings(code: bytes) -> bytes:
    """Keep only the first line of each docstring, and every line of code where it was.

    Parameters
    ----------
    code : bytes
        A Python module.
    """
    lines = code.decode().split("\n")
    for node in ast.walk(ast.parse(code)):
        documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if not documented or ast.get_docstring(node) is None:
            continue
        first, last = node.body[0].lineno, node.body[0].end_lineno or 0
        if first < last:
            lines[first - 1] += lines[last - 1].strip()[-3:]
            lines[first:last] = [""] * (last - first)
    return "\n".join(lines).encode()


def drop_comments(code: bytes) -> bytes:
    """Leave out comments, and keep every line of code where it was.

    Parameters
    ----------
    code : bytes
        A Python module.
    """
    lines = code.decode().split("\n")
    for token in tokenize.tokenize(io.BytesIO(code).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return "\n".join(lines).encode()


def pack(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a zip file; equal files give equal bytes.

    The files are joined before they are compressed, by a zip file within the zip file: they
    have so much in common that this saves a fifth, and LZMA saves another.

    Parameters
    ----------
    files : mapping of str to bytes
        By path within the package.
    """
    joined = _zip({f"neurona/{path}": data for path, data in files.items()}, zipfile.ZIP_STORED)
    return _zip({INNER: joined}, zipfile.ZIP_LZMA)


def unpack(archive: bytes) -> zipfile.ZipFile:
    """Open what was packed: a zip file with the folder ``neurona``."""
    return zipfile.ZipFile(io.BytesIO(_inner(archive)))


def holds_the_same(one: bytes, other: bytes) -> bool:
    """Tell whether two packed copies hold the same files.

    Parameters
    ----------
    one, other : bytes
        What was packed, maybe by other versions of zlib, whose bytes differ; or anything else.
    """
    try:
        return _inner(one) == _inner(other)
    except (zipfile.BadZipFile, KeyError):
        return False


def _inner(archive: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as outer:
        return outer.read(INNER)


def _zip(files: Mapping[str, bytes], method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, date_time=_EARLIEST)
            entry.compress_type = method
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[path])
    return buffer.getvalue()
