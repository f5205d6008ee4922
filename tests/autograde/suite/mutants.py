"""Mutants of the reference solutions, made by cosmic-ray's operators.

``python -m tests.autograde.suite.mutants`` counts them and lists the survivors.
"""

from __future__ import annotations
import __future__

import contextlib
import gc
import inspect
import re
import signal
import tomllib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from neurona.checks.diagnose import judge
from neurona.checks.exercise import Exercise
from neurona.checks.observe import observe
from tests.autograde.suite.every import EXERCISES, SCORED, Function, hidden, public

LIST = Path(__file__).with_name("equivalent_mutants.toml")
SECONDS = 0.15
"""Of processor time for one case: ten times what the slowest right answer takes. An exercise may
have more patience."""


@dataclass(frozen=True)
class Mutant:
    """A reference solution with one thing changed.

    Attributes
    ----------
    function : str
        The name of the reference solution.
    operator : str
        The name of cosmic-ray's operator.
    line : str
        The mutated source line, without spaces at its ends.
    made : callable
        The mutated function.
    """

    function: str
    operator: str
    line: str
    made: Function

    def __str__(self) -> str:
        return f"{self.function}: {self.line}  ({self.operator})"


def mutate(function: Function, name: str) -> Iterator[Mutant]:
    """Make every mutant of a function that runs other code than the function."""
    source = inspect.getsource(function)
    source = source[re.search(r"^def ", source, re.MULTILINE).start() :]  # without decorators
    same = _load(source, function)  # alone: the compiler looks at what else a module imports
    for operator, line, mutated in _mutate(source):
        with contextlib.suppress(SyntaxError):  # such as `a ** not b`
            made = _load(mutated, function)
            if not _runs_the_same(made, same):
                yield Mutant(name, operator, line, made)


@cache
def mutants_of(name: str) -> tuple[Mutant, ...]:
    """Make every mutant of a reference solution.

    There are none where only the score counts: a mutant that learns as well is as right.
    """
    return () if name in SCORED else tuple(mutate(EXERCISES[name].reference, name))


def _mutate(source: str) -> Iterator[tuple[str, str, str]]:
    """Apply every operator everywhere, one at a time.

    Operators that have to be told which variable to change are left out, as cosmic-ray does
    unless it is told.
    """
    nodes = list(ast_nodes(get_ast(source)))
    for operator_name in cosmic_ray.plugins.operator_names():
        operator_class = cosmic_ray.plugins.get_operator(operator_name)
        if operator_class.arguments():
            continue
        operator = operator_class()
        for occurrence in range(sum(len(list(operator.mutation_positions(n))) for n in nodes)):
            mutated = mutate_code(source, operator, occurrence)
            assert mutated is not None
            yield operator_name.removeprefix("core/"), _changed_line(source, mutated), mutated


def _changed_line(source: str, mutated: str) -> str:
    pairs = zip(source.splitlines(), mutated.splitlines(), strict=True)
    return " ".join(next(new for old, new in pairs if old != new).split())


def _load(source: str, reference: Function) -> Function:
    """Define a mutant where the reference is defined, so that it finds the same functions."""
    namespace = dict(vars(inspect.getmodule(reference)))
    flags = __future__.annotations.compiler_flag
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # such as `0 is p`
        exec(compile(source, "<mutant>", "exec", flags), namespace)
    function: Function = namespace[reference.__name__]
    return function


def _runs_the_same(one: Function, other: Function) -> bool:
    """Whether two functions are the same code, as where only an annotation was mutated."""
    assert isinstance(one, FunctionType)
    assert isinstance(other, FunctionType)
    return one.__defaults__ == other.__defaults__ and _same_code(one.__code__, other.__code__)


def _same_code(one: CodeType, other: CodeType) -> bool:
    return (
        one.co_code == other.co_code
        and one.co_names == other.co_names
        and len(one.co_consts) == len(other.co_consts)
        and all(map(_same_constant, one.co_consts, other.co_consts))
    )


def _same_constant(one: Any, other: Any) -> bool:
    if isinstance(one, CodeType) and isinstance(other, CodeType):
        return _same_code(one, other)
    return type(one) is type(other) and bool(one == other)


class Endless(KeyboardInterrupt):
    """A case took too long. `observe` lets nothing else through."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop what uses up its processor time; a busy machine does not count.

    The garbage collector rests meanwhile: an exception raised inside a callback of its own (such
    as Hypothesis's) is swallowed, and the function would run on.
    """

    def stop(*_: object) -> None:
        raise Endless

    before = signal.signal(signal.SIGVTALRM, stop)
    gc.disable()
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        gc.enable()
        signal.signal(signal.SIGVTALRM, before)


def is_rejected(mutant: Mutant, exercise: Exercise) -> bool:
    """Tell whether a mutant fails at least one case, and leave out the cases after it.

    Where cases are scored, whether none of them reaches all that is asked for.
    """
    scored = [index for index, case in enumerate(exercise.cases) if exercise.aim(case) is not None]
    plain = set(range(len(exercise.cases))) - set(scored)
    if any(_fails(mutant, exercise, index) for index in sorted(plain)):
        return True
    return bool(scored) and all(_fails(mutant, exercise, index) for index in scored)


def _fails(mutant: Mutant, exercise: Exercise, index: int) -> bool:
    case, expected = exercise.cases[index], exercise.expected[index]
    single = replace(exercise, cases=(case,), expected=(expected,), mistakes=())
    try:
        with limited(SECONDS * exercise.patience):
            observation = observe(mutant.made, case)
    except Endless:
        return True
    return judge(single, [observation]).judgement != "right"


@dataclass(frozen=True)
class Tally:
    """What became of the mutants of one function."""

    made: tuple[Mutant, ...]
    surviving: tuple[Mutant, ...]
    unseen: tuple[Mutant, ...]
    """Rejected by the grader's cases, but not by those of the notebook."""


@cache
def tally(name: str) -> Tally:
    """Run every mutant of a reference solution on its exercise."""
    made = mutants_of(name)
    told = tuple(mutant for mutant in made if is_rejected(mutant, public(name)))
    surviving = tuple(
        mutant for mutant in made if mutant not in told and not is_rejected(mutant, hidden(name))
    )
    unseen = tuple(mutant for mutant in made if mutant not in (*told, *surviving))
    return Tally(made, surviving, unseen)


def listed(kind: str, name: str) -> list[str]:
    """Read the mutants of one function from the list, as strings."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))[kind]
    return [
        str(Mutant(entry["function"], entry["operator"], entry["line"], made=print))
        for entry in entries
        if entry["function"] == name and entry["reason"]
    ]


def count_all() -> str:
    """Count in one line what was made and what became of it."""
    tallies = [tally(name) for name in EXERCISES]
    made = sum(len(one.made) for one in tallies)
    equivalent = sum(len(one.surviving) for one in tallies)
    return f"mutants: {made} made, {made - equivalent} rejected, {equivalent} equivalent"


def main() -> None:
    """Print what became of the mutants of every function, and name those that survive."""
    for name in EXERCISES:
        one = tally(name)
        print(f"{name}: {len(one.made)} made, {len(one.surviving)} survive")
        for mutant in one.surviving:
            known = "equivalent" if str(mutant) in listed("equivalent", name) else "NOT LISTED"
            print(f"    {known}: {mutant}")
        for mutant in one.unseen:
            print(f"    the notebook's cases accept it: {mutant}")
    print(count_all())


if __name__ == "__main__":
    main()
