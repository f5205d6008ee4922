"""What a function returns or raises is data, whatever it is (5)."""

from __future__ import annotations

import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograde.grading.feedback import feedback
from autograde.grading.judge import mark as judge_cases
from autograde.grading.work import Limits
from autograde.suite import load_chapter
from neurona.checks.compare import Tolerance, find_difference
from neurona.checks.exercise import Outcome, Raised
from neurona.checks.observe import note_variation
from neurona.checks.plain import Named, Opaque, Rng

from .attacks import FULL, SECRET, mark, notebook, of, scores, with_one

EVIL = """
import gc, os, sys, time
import numpy as np
class Reduces:
    def __reduce__(self):
        return os.system, ("touch {path}",)
class Arrays:
    def __array__(self, *rest, **named):
        raise SystemExit
class Endless:
    def __array__(self, *rest, **named):
        while True: pass
class Dies:
    def __del__(self):
        os._exit(0)
class Lies:
    __class__ = property(lambda self: np.ndarray)
    shape = (); dtype = np.dtype(float); size = 1
class Items(list):
    def __iter__(self):
        while True: yield 1
    def __len__(self):
        return -1
class Keys(dict):
    def items(self):
        while True: yield 1, 1
class Key(str):
    def __str__(self):
        raise SystemExit
    def __hash__(self):
        return 1
class Meta(type):
    __name__ = property(lambda self: 1 / 0)
class Nameless(metaclass=Meta):
    pass
class Angry(Exception):
    def __str__(self):
        raise SystemExit
    __repr__ = __str__
def angry(*rest):
    raise Angry
def cause(*rest):
    error = ValueError("x" * 10**7)
    error.__cause__ = error.__context__ = error
    raise error
def group(*rest):
    raise ExceptionGroup("many", [ValueError(str(n)) for n in range(1000)])
nested = []
for _ in range(10_000):
    nested = [nested]
itself = []
itself.append(itself)
"""
VALUES = [
    *("Reduces()", "[Reduces()] * 3", "Arrays()", "[Arrays()]", "Endless()", "[1, Endless()]"),
    *("Dies()", "Lies()", "Items([1])", "Keys(a=1)", "{Key('a'): 1}", "Nameless()", "Nameless"),
    *("nested", "itself", "angry()", "cause()", "group()", "np.array([Reduces()], dtype=object)"),
    *("np.array(['1'])", "np.zeros(1, 'M8[s]')", "np.zeros(1, [('a', 'f8')])", "np.ma.array([1])"),
    *("np.zeros((0,) * 20)", "np.broadcast_to(0.0, (10**9,))", "np.float128(1)", "np.matrix([1])"),
    *("memoryview(b'1')", "iter(int, 1)", "(n for n in iter(int, 1))", "range(10**12)", "int"),
    *("10**5000", "-(10**4000)", "[10**400, 1j]", "float('nan')", "complex('nan')", "'\\ud800'"),
    *("'x' * 10**8", "[1] * 900_000", "{'a': 1}", "b'1'", "1j", "...", "sys.modules", "globals()"),
]


@pytest.fixture(scope="module")
def mark_of():
    """Judge values, without a sandbox, as those that a submission may send."""
    exercises = [
        one
        for chapter in ("01_perceptron", "08_dropout")
        for one in load_chapter(chapter).exercises.values()
    ]
    hidden = [one.with_hidden_cases(SECRET) for one in exercises]

    def judge(number, outcomes):
        exercise = hidden[number % len(hidden)]
        observations = []
        for index, case in enumerate(exercise.cases):
            outcome = outcomes[index % len(outcomes)]
            other = outcomes[(index + 1) % len(outcomes)]
            both = [outcome, other] * len(case.calls)
            observations.append(note_variation(case, both[: len(case.calls)]))
        found = judge_cases(exercise, observations)
        card = feedback(exercise, found, Limits())
        return found.status, repr(card) + card._repr_html_()

    return judge


@pytest.mark.parametrize("value", VALUES)
def test_no_object_earns_or_breaks_anything(marker, tmp_path, value):
    path = tmp_path / "touched"
    code = EVIL.replace("{path}", str(path))
    source = f"{code}def xor(x1, x2):\n    return {value}"
    result = mark(marker, notebook(with_one("xor", source)))
    assert scores(result) == {**FULL, "xor": 0}
    assert of(result, "xor").status in ("wrong", "error", "timeout", "memory", "killed")
    assert not path.exists()


def test_an_unpickled_object_would_run_a_program(tmp_path):
    path = tmp_path / "touched"
    code = (
        EVIL.replace("{path}", str(path)) + "import pickle\npickle.loads(pickle.dumps(Reduces()))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert path.exists()


def test_nothing_of_a_submission_s_is_unpickled(marker, monkeypatch):
    def refuse(*rest, **named):
        raise AssertionError("unpickled")

    for name in ("loads", "load", "Unpickler"):
        monkeypatch.setattr(pickle, name, refuse)
    assert scores(mark(marker, notebook())) == FULL


NUMBERS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**9999), 2**9999),
    st.sampled_from([2**63, 2**9990, -(2**9990)]),
    st.floats(),
    st.complex_numbers(),
)
ARRAYS = st.builds(
    lambda dtype, shape, fill: np.full(shape, fill, dtype),
    st.sampled_from(["bool", "int8", "uint64", "float16", "float32", "float64", "complex128"]),
    st.lists(st.integers(0, 3), max_size=4).map(tuple),
    st.sampled_from([0, 1]),
)
TEXTS = st.text(st.characters(), max_size=20) | st.sampled_from(["{x}", "%s", "`a`", "\ud800", ""])
LEAVES = NUMBERS | ARRAYS | TEXTS | st.sampled_from([Rng(0), Named("nothing"), Opaque("{a}")])
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(TEXTS, inner, max_size=2)
    ),
    max_leaves=8,
)
RAISED = st.none() | st.builds(Raised, st.lists(TEXTS, min_size=1).map(tuple), TEXTS, TEXTS, TEXTS)
OUTCOMES = st.lists(st.builds(Outcome, ANYTHING, RAISED), min_size=1, max_size=3)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 100), OUTCOMES)
def test_whatever_is_sent_the_judge_and_the_feedback_stand(mark_of, number, outcomes):
    status, text = mark_of(number, outcomes)
    assert status in ("wrong", "partial", "error", "not_attempted", "timeout", "memory", "killed")
    assert text


def repr_of(value):
    return repr(value)[:20]


@pytest.mark.parametrize("value", [[10**400, 1j], 2**9990, [2**70, 1j], 1j, [[1j]]], ids=repr_of)
@pytest.mark.parametrize("number", range(12))
def test_numbers_that_no_float_holds_are_wrong(mark_of, number, value):
    assert mark_of(number, [Outcome(value), Outcome(1j), Outcome(2**9990)])[0] == "wrong"


@pytest.mark.parametrize("one", [1j, np.array(1j), np.array([1j]), [2**70, 1j]], ids=repr_of)
@pytest.mark.parametrize("other", [2.0, 2**9990, np.array([2.0]), [2**9990, 1j]], ids=repr_of)
def test_any_two_numbers_can_be_compared(one, other):
    """Two calls of a submission's are compared with one another, too."""
    assert find_difference(one, other, Tolerance()) is not None
    assert find_difference(other, one, Tolerance()) is not None
