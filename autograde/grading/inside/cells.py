"""Run a notebook's cells, statement by statement."""

from __future__ import annotations
import __future__ as futures

import ast
import inspect
import linecache
import sys
import types
from collections.abc import Iterable
from typing import Any

import ipywidgets  # noqa: F401  imported once, for all
import matplotlib.figure
import matplotlib.pyplot
import numpy as np
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from traitlets.config import Config

import neurona.checks
import neurona.language
import neurona.panels.recipes

from .progress import WHOLE, Progress
from .wire import FUNCTIONS_LIMIT, NAME_LIMIT, TEXT_LIMIT

Problem = list[Any]
"""A cell's number, a status, a line, an exception's name and its text."""

_QUIET_MAGICS = ("matplotlib", "pip", "conda", "config", "uv", "mamba")
_FUTURES = {name: getattr(futures, name).compiler_flag for name in futures.all_feature_names}
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


class Notebook:
    """A notebook's namespace, and the IPython that belongs to it. One in each interpreter."""

    def __init__(self) -> None:
        module = types.ModuleType("__main__")
        config = Config()
        config.HistoryManager.enabled = False
        self.shell = InteractiveShell.instance(
            config=config, user_module=module, user_ns=vars(module)
        )
        sys.modules["__main__"] = module
        self.namespace: dict[str, Any] = vars(module)
        self._flags = 0
        self._prepare_shell()
        self._prepare_namespace()

    def use(self, language: str) -> None:
        """Set the language that the course's messages are in."""
        if language in neurona.language.available():
            neurona.language.use(language)

    def functions(self) -> list[str]:
        """Return the names of whatever can be called."""
        names = [
            name
            for name, value in dict.copy(self.namespace).items()
            if type(name) is str and len(name) <= NAME_LIMIT and callable(value)
        ]
        return names[-FUNCTIONS_LIMIT:]

    def run(
        self,
        cells: Iterable[tuple[int, str]],
        left_out: set[tuple[int, int]],
        definitions_only: bool,
        progress: Progress,
    ) -> list[Problem]:
        """Run all cells; an exception ends its own cell.

        Parameters
        ----------
        cells : iterable of (int, str)
            Numbers and sources.
        left_out : set of (int, int)
            Statements to leave out: a cell's number and the statement's index in it, or `WHOLE`.
        definitions_only : bool
            Whether to leave out what neither defines nor imports, nor assigns without a call.
        progress : Progress
            Is told of each statement.

        Returns
        -------
        list of Problem
            One for each cell that did not run to its end by itself.
        """
        problems = []
        for number, source in cells:
            name = f"<cell {number}>"
            try:
                if (number, WHOLE) in left_out:
                    continue
                progress.note(number, WHOLE, 0)
                statements, source = self._parse(source, name)
                linecache.cache[name] = (len(source), None, source.splitlines(True), name)
                for index, statement in enumerate(statements):
                    if (number, index) in left_out:
                        continue
                    if definitions_only and not _defines(statement):
                        continue
                    progress.note(number, index, statement.lineno)
                    self._execute(statement, name)
            except BaseException as error:
                problems.append([number, *_describe(error, name)])
        return problems

    def _parse(self, source: str, name: str) -> tuple[list[ast.stmt], str]:
        """Parse a cell; what is no Python goes through IPython's magic first."""
        try:
            return ast.parse(source, name).body, source
        except SyntaxError:
            plain = self.shell.input_transformer_manager.transform_cell(source)
            return ast.parse(plain, name).body, plain

    def _execute(self, statement: ast.stmt, name: str) -> None:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            self._flags |= sum(_FUTURES.get(alias.name, 0) for alias in statement.names)
        module = ast.Module([statement], type_ignores=[])
        flags = self._flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(module, name, "exec", flags, dont_inherit=True)
        if code.co_flags & inspect.CO_COROUTINE:
            import asyncio

            asyncio.run(types.FunctionType(code, self.namespace)())
        else:
            exec(code, self.namespace)

    def _prepare_shell(self) -> None:
        shell = self.shell
        shell.builtin_trap.activate()
        shell.display_formatter.active_types = ["text/plain"]
        shell.system = lambda command: None
        shell.getoutput = lambda command, **options: []
        for name in _QUIET_MAGICS:
            shell.magics_manager.magics["line"][name] = lambda line: None

    def _prepare_namespace(self) -> None:
        """Put in what a notebook's first cell puts in."""
        self.namespace.update(
            neurona=neurona,
            check=neurona.checks.check,
            hint=neurona.checks.hint,
            panels=neurona.panels,
            plots=neurona.plots,
            display=display,
        )
        matplotlib.figure.Figure()
        np.random.default_rng(0)


def _defines(statement: ast.stmt) -> bool:
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return not any(isinstance(node, ast.Call) for node in ast.walk(statement))
    return isinstance(statement, _DEFINITIONS)


def _describe(error: BaseException, name: str) -> tuple[str, int, str, str]:
    """Say what stopped a cell, whatever a student's exception class does when it is asked."""
    try:
        kind = str.__str__(type(error).__name__)[:NAME_LIMIT]
        status = "memory" if isinstance(error, MemoryError) else "error"
        return status, _line_of(error, name), kind, _text_of(error)
    except BaseException:
        return "error", 0, "Exception", ""


def _text_of(error: BaseException) -> str:
    try:
        # Python's own text of a syntax error ends with the place, which is told anyway.
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        return "".join(text[:TEXT_LIMIT])
    except BaseException:
        return ""


def _line_of(error: BaseException, name: str) -> int:
    if isinstance(error, SyntaxError) and error.filename == name:
        return error.lineno or 0
    line = 0
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == name:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line
