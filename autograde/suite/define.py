"""How an author defines what the suite knows of an exercise.

A chapter's module makes one `Chapter`, and on it one exercise after the other::

    chapter = Chapter("01_perceptron", reference)

    perceptron = chapter.exercise("perceptron", points=1, public=[case(x, w, b)], hints=[...])

    @perceptron.hidden
    def draw(rng): ...

    @perceptron.mistake("bias_forgotten", says="...", hint="...")
    def _(x, w, b): ...

The signature, the docstring and the right values come from the reference solution.
"""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

import numpy as np

from neurona.checks.compare import Tolerance
from neurona.checks.diagnose import through_view
from neurona.checks.exercise import Case, Exercise, Mistake, Observation, Outcome, Part, Text
from neurona.checks.observe import observe
from neurona.checks.plain import to_plain
from neurona.language import SOURCE_LANGUAGE

Function = Callable[..., Any]
Draw = Callable[[np.random.Generator], Iterable[Case]]


def case(*args: Any, part: str = "all", around: Mapping[str, str] | None = None) -> Case:
    """Make a case of one call with these arguments.

    Parameters
    ----------
    *args : object
        The arguments.
    part : str
        The part that the case belongs to.
    around : mapping of str to str, optional
        Other functions of the notebook, each with the wrapper that is put around it.
    """
    return calls(args, part=part, around=around)


def calls(
    *each: tuple[Any, ...], part: str = "all", around: Mapping[str, str] | None = None
) -> Case:
    """Make a case of several calls, each a tuple of arguments."""
    made = tuple(tuple(to_plain(arg) for arg in args) for args in each)
    return Case(made, part, tuple((around or {}).items()))


def part(
    id: str, points: float, title: str, *, of: str = "", at_least: float | None = None
) -> Part:
    """Make a part of an exercise.

    Parameters
    ----------
    id : str
        Its name.
    points : float
        What it earns.
    title : str
        What it asks, in a few words.
    of : str
        The name that its cases bear, where several parts share them.
    at_least : float, optional
        The score that earns it, in the best of its cases.
    """
    return Part(id, points, _english(title), of, at_least)


def _english(text: str) -> Text:
    return Text({SOURCE_LANGUAGE: text})


@dataclass
class KnownMistake:
    """A named mistake and a function that makes it."""

    id: str
    says: Text
    hint: Text
    function: Function


@dataclass
class SuiteExercise:
    """What the suite knows of one exercise.

    Attributes
    ----------
    name : str
        The function's name, the exercise's id.
    chapter : str
        The id of its chapter.
    reference : callable
        The reference solution.
    parts : tuple of Part
        Where its points come from.
    public : tuple of Case
        The cases that students' notebooks know.
    hints : tuple of Text
        General hints, from gentle to strong.
    tolerance : Tolerance
        How far numbers may be off.
    warnings_count : bool
        Whether a warning is wrong.
    global_random_counts : bool
        Whether using the global random generators is wrong.
    view : str
        The view through which values are compared, or scored.
    patience : float
        How many times as long as usual a case may take.
    remark : Text
        What to add when the function is right.
    batched : tuple of int
        The positions of arguments that hold one example a row.
    loop_remark : Text
        What to add when the function is right but loops over these examples.
    source : tuple of str and int
        The file and line where it is defined, for messages to authors.
    mistakes : list of KnownMistake
        The named mistakes.
    draw : callable or None
        Draws hidden cases.
    """

    name: str
    chapter: str
    reference: Function
    parts: tuple[Part, ...]
    public: tuple[Case, ...]
    hints: tuple[Text, ...]
    tolerance: Tolerance
    warnings_count: bool
    global_random_counts: bool
    view: str
    patience: float
    remark: Text
    batched: tuple[int, ...]
    loop_remark: Text
    source: tuple[str, int]
    mistakes: list[KnownMistake] = field(default_factory=list)
    draw: Draw | None = None

    @property
    def points(self) -> float:
        """The points for the whole exercise."""
        return sum(part.points for part in self.parts)

    def hidden(self, draw: Draw) -> Draw:
        """Register the function that draws hidden cases."""
        self.draw = draw
        return draw

    def mistake(self, id: str, *, says: str, hint: str) -> Callable[[Function], Function]:
        """Register a function that makes a named mistake.

        One mistake may be registered several times, once for each way of making it; the message
        and the hint must then be the same.

        Parameters
        ----------
        id : str
            Its stable name.
        says : str
            What is wrong, in the student's terms.
        hint : str
            Where to look; never the answer.
        """

        def register(function: Function) -> Function:
            self.mistakes.append(KnownMistake(id, _english(says), _english(hint), function))
            return function

        return register

    def with_public_cases(self) -> Exercise:
        """Make the exercise that a student's notebook checks."""
        return self._with_cases(self.public, len(self.public))

    def with_hidden_cases(self, secret: bytes) -> Exercise:
        """Make the exercise that the grader judges: the public cases and the hidden ones.

        Parameters
        ----------
        secret : bytes
            The course's secret; equal secrets draw equal cases.
        """
        digest = hashlib.sha256(secret + self.name.encode()).digest()
        rng = np.random.default_rng(int.from_bytes(digest, "big"))
        drawn = tuple(self.draw(rng)) if self.draw else ()
        scored = {part.of_cases for part in self.parts if part.at_least is not None}
        # What has learned the public seeds by heart has learned nothing.
        superseded = scored & {one.part for one in drawn}
        public = tuple(one for one in self.public if one.part not in superseded)
        return self._with_cases(public + drawn, len(public))

    def _with_cases(self, cases: tuple[Case, ...], public: int) -> Exercise:
        without_values = Exercise(
            name=self.name,
            chapter=self.chapter,
            parameters=tuple(inspect.signature(self.reference).parameters),
            returns=_names_of_returned_values(self.reference),
            parts=self.parts,
            cases=cases,
            expected=(),
            mistakes=(),
            hints=self.hints,
            tolerance=self.tolerance,
            warnings_count=self.warnings_count,
            global_random_counts=self.global_random_counts,
            view=self.view,
            remark=self.remark,
            batched=self.batched,
            loop_remark=self.loop_remark,
            exhausted=self.draw is None,
            public=public,
            patience=self.patience,
        )
        return replace(
            without_values,
            expected=_observe(without_values, self.reference),
            mistakes=tuple(
                Mistake(known.id, known.says, known.hint, _observe(without_values, known.function))
                for known in self.mistakes
            ),
        )


def _observe(exercise: Exercise, function: Function) -> tuple[Observation, ...]:
    """Make the calls of all cases but of those that are scored: no value is expected there."""
    return tuple(
        through_view(exercise, case, observe(function, case))
        if exercise.aim(case) is None
        else (Outcome(),) * len(case.calls)
        for case in exercise.cases
    )


def _names_of_returned_values(function: Function) -> tuple[str, ...]:
    """Read the names of several returned values from a numpydoc docstring."""
    section = re.search(r"\nReturns\n-+\n(.*?)(?:\n\n|\Z)", inspect.getdoc(function) or "", re.S)
    names = re.findall(r"^(\w+) : ", section.group(1), re.M) if section else []
    return tuple(names) if len(names) > 1 else ()


class Chapter:
    """The exercises of one chapter, in the order of teaching.

    Parameters
    ----------
    id : str
        The chapter's id, such as ``"01_perceptron"``.
    reference : module
        The module of `solutions` that holds its functions.
    """

    def __init__(self, id: str, reference: ModuleType) -> None:
        self.id = id
        self.reference = reference
        self.exercises: dict[str, SuiteExercise] = {}

    def exercise(
        self,
        name: str,
        *,
        public: Iterable[Case],
        hints: Iterable[str],
        points: float | None = None,
        parts: Iterable[Part] | None = None,
        tolerance: Tolerance | None = None,
        warnings_count: bool = False,
        global_random_counts: bool = False,
        view: str = "",
        patience: float = 1,
        remark: str = "",
        batched: tuple[int, ...] = (),
        loop_remark: str = "",
    ) -> SuiteExercise:
        """Define an exercise.

        Parameters
        ----------
        name : str
            The function's name in the chapter's module of `solutions`.
        public : iterable of Case
            The cases that students' notebooks know.
        hints : iterable of str
            General hints, from gentle to strong; never the answer.
        points : float, optional
            The points, where the exercise is one whole.
        parts : iterable of Part, optional
            Where the points come from, where partial credit makes sense.
        tolerance : Tolerance, optional
            How far numbers may be off.
        warnings_count : bool
            Whether a warning is wrong.
        global_random_counts : bool
            Whether using the global random generators is wrong.
        view : str
            The name of a function of `neurona.checks.views`.
        patience : float
            How many times as long as usual a case may take.
        remark : str
            What to add when the function is right.
        batched : tuple of int
            The positions of arguments that hold one example a row.
        loop_remark : str
            What to add when the function is right but loops over these examples.

        Raises
        ------
        ValueError
            If the chapter has this exercise already, or not exactly one of `points`
            and `parts` is given.
        """
        if name in self.exercises:
            raise ValueError(f"{self.id} defines {name} twice")
        if (points is None) == (parts is None):
            raise ValueError(f"{name}: give either points or parts")
        caller = sys._getframe(1)
        defined = SuiteExercise(
            name=name,
            chapter=self.id,
            reference=getattr(self.reference, name),
            parts=tuple(parts) if parts is not None else (part("all", points or 0, ""),),
            public=tuple(public),
            hints=tuple(_english(hint) for hint in hints),
            tolerance=tolerance or Tolerance(),
            warnings_count=warnings_count,
            global_random_counts=global_random_counts,
            view=view,
            patience=patience,
            remark=_english(remark),
            batched=batched,
            loop_remark=_english(loop_remark),
            source=(caller.f_code.co_filename, caller.f_lineno),
        )
        self.exercises[name] = defined
        return defined
