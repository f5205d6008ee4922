"""Calling functions that a student wrote, or has not written yet, without falling over."""

from __future__ import annotations

import copy
import textwrap
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from neurona.language import _

MESSAGE_WIDTH = 100  # characters of an error message that fit beside a picture

Result = TypeVar("Result")
Read = Callable[[Any], Result]
"""Turns what a function returned into what a panel needs, or raises ValueError with a sentence."""


class StudentProblem(Exception):  # noqa: N818
    """One sentence for the student on what their function did not do."""


def number(value: Any) -> float:
    """Read any finite scalar.

    Raises
    ------
    ValueError
        When it is something else.
    """
    read = _floats(value)
    if read.shape != ():
        raise ValueError(_("a number was expected, not {what}").format(what=_what(read)))
    return float(read)


def bit(value: Any) -> int:
    """Read a 0 or a 1.

    Raises
    ------
    ValueError
        When it is something else.
    """
    read = number(value)
    if read not in (0, 1):
        raise ValueError(_("0 or 1 was expected, not {value:g}").format(value=read))
    return int(read)


def array(*shape: int | None) -> Read[NDArray[np.float64]]:
    """Return what reads a finite array of a shape; None stands for any length."""

    def read(value: Any) -> NDArray[np.float64]:
        found = _floats(value)
        fits = len(found.shape) == len(shape) and all(
            want is None or want == got for want, got in zip(shape, found.shape, strict=True)
        )
        if not fits:
            wanted = str(tuple("?" if want is None else want for want in shape)).replace("'", "")
            raise ValueError(
                _("an array of shape {wanted} was expected, not {what}").format(
                    wanted=wanted, what=_what(found)
                )
            )
        return found

    return read


def together(*reads: Read[Any]) -> Read[tuple[Any, ...]]:
    """Return what reads a tuple or list, item by item."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, (tuple, list)) or len(value) != len(reads):
            raise ValueError(_("{count} values were expected together").format(count=len(reads)))
        return tuple(one(item) for one, item in zip(reads, value, strict=True))

    return read


def _floats(value: Any) -> NDArray[np.float64]:
    try:
        read = np.array(value, dtype=np.float64)
    except Exception:  # a type may refuse in any way it likes
        kind = type(value).__name__
        raise ValueError(_("numbers were expected, not {kind}").format(kind=kind)) from None
    if not np.all(np.isfinite(read)):
        raise ValueError(_("it holds a value that is not a finite number"))
    return read


def _what(read: NDArray[np.float64]) -> str:
    if read.shape == ():
        return _("a single number")
    return _("an array of shape {shape}").format(shape=read.shape)


class StudentFunction(Generic[Result]):
    """A function looked up by name at every call, whose failures become sentences.

    Parameters
    ----------
    namespace : mapping
        Where the name is looked up, a notebook's ``globals()``.
    name : str
        The function's name.
    read : callable
        Turns what it returns into what the panel needs; raises ValueError with a sentence
        when that is nonsense.
    """

    def __init__(self, namespace: Mapping[str, Any], name: str, read: Read[Result]) -> None:
        self._namespace = namespace
        self._name = name
        self._read = read

    def __call__(self, *args: Any) -> Result:
        """Call the function with copies of the arguments.

        Raises
        ------
        StudentProblem
            When there is no such function, or it raises, or returns nonsense.
        """
        function = self._namespace.get(self._name)
        if function is None:
            raise self._problem(_("`{name}` is not written yet."))
        if not callable(function):
            raise self._problem(_("`{name}` is not a function."))
        try:
            with np.errstate(all="ignore"):
                returned = function(*copy.deepcopy(args))
        except StudentProblem:  # of another function that this one calls
            raise
        except NotImplementedError:
            raise self._problem(_("`{name}` is not written yet.")) from None
        except (Exception, KeyboardInterrupt, SystemExit) as error:
            text = _("`{name}` raised {kind}: {message}")
            message = textwrap.shorten(str(error), MESSAGE_WIDTH, placeholder=" …")
            raise self._problem(text, kind=type(error).__name__, message=message) from error
        if returned is None:
            raise self._problem(_("`{name}` returned nothing. Is its `return` missing?"))
        try:
            return self._read(returned)
        except ValueError as error:
            text = _("`{name}` returned something else than it should: {problem}.")
            raise self._problem(text, problem=error) from None

    def _problem(self, text: str, **parts: object) -> StudentProblem:
        return StudentProblem(text.format(name=self._name, **parts))
