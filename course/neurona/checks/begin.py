"""What the first cell of a notebook starts."""

from __future__ import annotations

import ast
import linecache
from types import TracebackType
from typing import Any

from IPython import get_ipython

import neurona
from neurona.checks.frozen import load_all
from neurona.language import _

_ASKING = ("check", "hint")


def begin() -> None:
    """Explain from now on what a check that comes too early lacks, and say that all is ready."""
    shell: Any = get_ipython()
    if shell is not None and shell.custom_exceptions in ((), (NameError,)):
        shell.set_custom_exc((NameError,), show_name_error)
    print(_("neurona {version} is ready.").format(version=neurona.__version__))


def show_name_error(
    shell: Any,
    kind: type[NameError],
    error: NameError,
    traceback: TracebackType,
    tb_offset: int | None = None,
) -> None:
    """Show a NameError as ever, or in one line where a check or a hint comes too early.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        The shell that ran the cell.
    kind, error, traceback : type, NameError, traceback
        What was raised.
    tb_offset : int, optional
        How many frames to leave out.
    """
    name = _exercise_asked_for(shell.user_ns, traceback)
    if name and name == error.name:
        said = _("{name} is not defined yet: run the cell where you write it, then this one.")
        line = f"{kind.__name__}: {said.format(name=name)}"
        vars(error)["_render_traceback_"] = lambda: [line]
    shell.showtraceback((kind, error, traceback), tb_offset=tb_offset)


def _exercise_asked_for(notebook: dict[str, Any], traceback: TracebackType) -> str:
    """Return ``update`` if it is a cell's own line ``check(update)`` that failed, or nothing."""
    while traceback.tb_next is not None:
        traceback = traceback.tb_next
    frame = traceback.tb_frame
    if frame.f_globals is not notebook or frame.f_locals is not frame.f_globals:
        return ""
    line = linecache.getline(frame.f_code.co_filename, traceback.tb_lineno)
    try:
        asked = ast.parse(line.strip(), mode="eval").body
    except SyntaxError:  # a line of a longer statement
        return ""
    match asked:
        case ast.Call(func=ast.Name(id=ask), args=[ast.Name(id=name)], keywords=[]):
            return name if ask in _ASKING and name in load_all() else ""
    return ""
