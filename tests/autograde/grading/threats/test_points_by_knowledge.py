"""Points by knowing instead of working: hidden inputs, expected values, public cases (6, 9, 11)."""

from __future__ import annotations

import inspect
import re

import pytest

from autograde.grading import mark as marking
from autograde.grading.judge import mark as judge_cases
from autograde.suite import load_chapter
from neurona.checks.observe import observe

from .attacks import (
    FULL,
    NOTHING,
    PERCEPTRON,
    RIGHT,
    WORTHLESS,
    Attack,
    mark,
    notebook,
    of,
    scores,
    with_one,
)

# Looks for anything that knows what is expected: in frames, in memory, in what IPython keeps.
_STEAL = """
import gc, sys
import numpy as np
def same(one, other):
    return len(one) == len(other) and all(np.array_equal(a, b) for a, b in zip(one, other))
def perceptron(*args):
    frame = sys._getframe()
    while frame:
        for name in ("wanted", "expected", "right"):
            if name in frame.f_locals and not isinstance(frame.f_locals[name], (tuple, dict)):
                return frame.f_locals[name]
        frame = frame.f_back
    for exercise in gc.get_objects():
        if type(exercise).__name__ == "Exercise" and hasattr(exercise, "expected"):
            for case, seen in zip(exercise.cases, exercise.expected):
                for call, outcome in zip(case.calls, seen):
                    if same(call, args):
                        return outcome.value
"""
_MEMORIZE = """
from neurona.checks.frozen import load_all
exercise = load_all()["{name}"]
def {name}(*args):
    for case, seen in zip(exercise.cases, exercise.expected):
        for call, outcome in zip(case.calls, seen):
            if len(call) == len(args) and all(np.array_equal(a, b) for a, b in zip(call, args)):
                return outcome.value
"""

THEFTS = [
    Attack("frames", "equal", function=_STEAL),
    Attack("memory", "points", function=_STEAL),
    Attack(
        "history",
        "literal",
        function="def perceptron(*args):\n    return int(In[-1].rsplit('==', 1)[1])",
    ),
    Attack(
        "history of the shell",
        "literal",
        function="def perceptron(*args):\n"
        "    return int(get_ipython().user_ns['_ih'][-1].rsplit('==', 1)[1])",
    ),
    Attack(
        "the reference",
        "points",
        function="try:\n    from solutions.perceptron import perceptron\n"
        "except ImportError:\n    perceptron = lambda *args: None",
    ),
    Attack(
        "the suite",
        "points",
        function="try:\n    from autograde.suite import load_chapter\n"
        "    perceptron = load_chapter('01_perceptron').exercises['perceptron'].reference\n"
        "except ImportError:\n    perceptron = lambda *args: None",
    ),
    Attack(
        "the reference among modules",
        "points",
        function="import sys\n"
        "known = [one for one in sys.modules.values() if hasattr(one, 'nand_weights')]\n"
        "perceptron = known[0].perceptron if known else lambda *args: None",
    ),
    Attack(
        "only the first call",
        "once",
        function="calls = []\ndef perceptron(x, w, b):\n"
        "    calls.append(1)\n    return int(w @ x + b > 0) if len(calls) < 3 else 7",
    ),
]


@pytest.mark.parametrize("attack", THEFTS, ids=str)
def test_what_is_expected_is_nowhere_to_be_found(marker, attack):
    assert scores(mark(marker, attack.notebook())) == NOTHING


@pytest.mark.parametrize("attack", THEFTS, ids=str)
def test_in_one_process_it_is_found(one_process, attack):
    codes = [attack.cell, *{**WORTHLESS, "perceptron": attack.function}.values()]
    assert one_process.earns(list(WORTHLESS.values()), attack.style) == 0
    assert one_process.earns(codes, attack.style) == 1


def _memorizer(name):
    return "import numpy as np" + _MEMORIZE.format(name=name)


@pytest.mark.parametrize("name", ["perceptron", "update", "train"])
def test_who_knows_the_public_cases_by_heart_knows_no_others(marker, name):
    result = of(mark(marker, notebook(with_one(name, _memorizer(name)))), name)
    assert (result.score, result.status) == (0, "wrong")


@pytest.mark.parametrize("name", ["perceptron", "update", "train"])
def test_without_hidden_cases_the_public_ones_by_heart_would_do(name):
    namespace = {}
    exec(_memorizer(name), namespace)
    exercise = load_chapter(PERCEPTRON).exercises[name].with_public_cases()
    seen = [observe(namespace[name], case) for case in exercise.cases]
    assert judge_cases(exercise, seen).score == FULL[name]


def test_hidden_cases_are_others_with_another_secret():
    exercise = load_chapter(PERCEPTRON).exercises["train"]
    one, other = (exercise.with_hidden_cases(secret).cases for secret in (b"one", b"other"))
    public = len(exercise.public)
    assert repr(one[:public]) == repr(other[:public])
    assert all(repr(case) not in map(repr, other[public:]) for case in one[public : public + 10])


def test_earlier_references_that_were_put_right_answer_nothing_else(marker):
    """What is caught of them while a later exercise is judged is of no use for any other."""
    catch = (
        "caught = {}\n"
        "def take(name, *args):\n"
        "    import gc, types\n"
        "    for one in gc.get_objects():\n"
        "        if isinstance(one, types.FunctionType) and one.__globals__.get('__name__') == "
        "'reference':\n"
        "            caught[one.__name__] = one\n"
        "    return caught[name](*args) if name in caught else None\n"
    )
    thief = {name: f"def {name}(*args):\n    return take('{name}', *args)" for name in FULL}
    assert scores(mark(marker, notebook(thief, before=catch))) == NOTHING


def test_with_the_exercise_s_own_reference_put_right_the_thief_would_succeed(marker, monkeypatch):
    whole = inspect.getsource(load_chapter(PERCEPTRON).reference)
    monkeypatch.setattr(marking, "references_before", lambda chapter, name: whole)
    thief = (
        "def update(*args):\n"
        "    import gc, types  # where perceptron is put right\n"
        "    for one in gc.get_objects():\n"
        "        if isinstance(one, types.FunctionType) and one.__name__ == 'update':\n"
        "            if one.__globals__.get('__name__') == 'reference':\n"
        "                return one(*args)\n"
    )
    result = mark(marker, notebook({**WORTHLESS, "update": thief}))
    assert of(result, "update").score == FULL["update"]


def test_nothing_of_a_hidden_case_is_told(marker):
    """Neither in an exception's name, nor in its text, nor in the line where it arises."""
    telling = (
        "import json\n"
        "def perceptron(x, w, b):\n"
        "    if len(x) in (5, 8):\n"
        "        raise type(f'told{x.tolist()}', (Exception,), {})(f'told{x.tolist()}')\n"
        "    return int(w @ x + b > 0)"
    )
    result = of(mark(marker, notebook(with_one("perceptron", telling))), "perceptron")
    assert (result.score, result.status) == (0, "error")
    assert "told" not in result.comment + result.html


_CARRY = "seen = []\ndef perceptron(x, w, b):\n    seen.append(len(x))\n    return {answer}"
_TELL = "def update(x, d, w, b, lr):\n    perceptron\n    raise ValueError(f'told: {seen}')"
_PUBLIC_LENGTHS = {2, 3}
_HIDDEN_LENGTHS = {1, 5, 8}


def _told(marker, answer):
    """Let one function note its arguments, and another tell them where feedback quotes it."""
    answers = {**RIGHT, "perceptron": _CARRY.format(answer=answer), "update": _TELL}
    comment = of(mark(marker, notebook(answers)), "update").comment
    told = re.search(r"told: \[(.*)\]", comment).group(1)
    return {int(length) for length in told.split(", ") if length}


@pytest.mark.parametrize("answer", ["int(w @ x + b > 0)", "7"])
def test_no_hidden_input_is_carried_into_a_public_case(marker, answer):
    """Nor where the function that saw it is wrong, and the next one is tried a second time."""
    assert _told(marker, answer) <= _PUBLIC_LENGTHS


def test_with_hidden_cases_first_they_are_carried_out(marker, monkeypatch):
    first = marking._Marking.mark
    monkeypatch.setattr(marking._Marking, "try_public_cases", lambda self, name: None)

    def public_and_hidden_at_once(self, name):
        exercise = self._marker.exercise(self._chapter.exercises[name])
        self._begun[name] = self._observe(exercise, exercise.cases)
        return first(self, name)

    monkeypatch.setattr(marking._Marking, "mark", public_and_hidden_at_once)
    assert _told(marker, "int(w @ x + b > 0)") >= _HIDDEN_LENGTHS


IN_PLACE = (
    "def update(x, d, w, b, lr):\n"
    "    error = d - perceptron(x, w, b)\n"
    "    w += lr * error * x\n    return w, b + lr * error"
)
LATER_GLOBAL = "def perceptron(x, w, b):\n    return int(w @ x + b > threshold)"


def test_a_function_that_changes_its_arguments_earns_nothing(marker):
    result = of(mark(marker, notebook(with_one("update", IN_PLACE))), "update")
    assert (result.score, result.mistake) == (0, "changed_in_place")


def test_values_alone_would_not_show_it(one_process):
    assert one_process.earns([RIGHT["perceptron"], "import numpy as np", IN_PLACE], "update") == 1


def test_a_global_that_a_fresh_run_does_not_set_is_missing(marker):
    """It was deleted from the notebook, and worked in the student's kernel all the same."""
    result = of(mark(marker, notebook(with_one("perceptron", LATER_GLOBAL))), "perceptron")
    assert (result.score, result.status) == (0, "error")
    assert "threshold" in result.comment


def test_state_does_not_go_from_one_notebook_to_the_next(marker):
    counting = (
        "import neurona, os, builtins\n"
        "n = getattr(neurona, 'n', 0) + getattr(builtins, 'n', 0) + len(os.listdir('.'))\n"
        "neurona.n = builtins.n = 1\n"
        "open('n', 'w').close()\n"
        "def perceptron(x, w, b):\n    return int(w @ x + b > 0) if n else None"
    )
    for _ in range(2):
        assert of(mark(marker, notebook(with_one("perceptron", counting))), "perceptron").score == 0
