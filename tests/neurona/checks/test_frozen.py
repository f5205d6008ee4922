"""Exercises as data that notebooks carry."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurona.checks import frozen
from neurona.checks.compare import Tolerance
from neurona.checks.exercise import Case, Exercise, Mistake, Outcome, Part, Raised, Text
from neurona.checks.plain import Drawn, Rng
from tests.neurona.checks.same import same_bits
from tests.neurona.checks.strategies import plain

indices = st.lists(st.integers(0, 5), unique=True, max_size=3).map(sorted).map(tuple)
outcomes = st.one_of(
    st.builds(
        Outcome,
        value=plain,
        changed=indices,
        warned=st.sampled_from([(), ("RuntimeWarning", "UserWarning")]),
        idle=indices,
        varies=st.booleans(),
    ),
    st.builds(Outcome, raised=st.just(Raised(("ValueError", "Exception"))), changed=indices),
)


def exercise_with(outcome=None, **settings):
    """Make an exercise in which every field holds something."""
    outcome = outcome or Outcome(1.0)
    fields = {
        "name": "halve",
        "chapter": "99_test",
        "parameters": ("x", "rng"),
        "returns": ("half", "rest"),
        "parts": (Part("all", 1.5, Text({"en": "all of it", "es": "todo"})),),
        "cases": (Case(((np.array([1.0, np.nan]), Rng(3)), (2, Rng(3))), "all"),),
        "expected": ((outcome, Outcome(0)),),
        "mistakes": (
            Mistake("doubled", Text({"en": "Twice."}), Text({"en": "Why?"}), ((outcome, outcome),)),
        ),
        "hints": (Text({"en": "Divide."}),),
        "tolerance": Tolerance(1e-7, 0.0),
        "warnings_count": True,
        "view": "truth_table",
    }
    return Exercise(**(fields | settings))


def thaw(exercise):
    written = json.dumps(frozen.to_json(exercise), allow_nan=False)
    return frozen.from_json(json.loads(written), exercise.chapter)


def test_every_field_comes_back():
    before = exercise_with()
    after = thaw(before)
    for name in (
        "name", "chapter", "parameters", "returns", "parts", "hints", "tolerance",
        "warnings_count", "view", "expected", "mistakes",
    ):  # fmt: skip
        assert getattr(after, name) == getattr(before, name), name
    assert same_bits(after.cases[0].calls, before.cases[0].calls)
    assert after.points == 1.5


@given(outcomes)
def test_every_outcome_comes_back(outcome):
    ((back, _),) = thaw(exercise_with(outcome)).expected
    assert same_bits(back.value, outcome.value)
    for name in ("raised", "changed", "warned", "idle", "varies"):
        assert getattr(back, name) == getattr(outcome, name), name


def test_drawn_values_come_back():
    drawn = Outcome(Drawn((np.zeros(2), np.ones(2))), varies=True)
    ((back, _),) = thaw(exercise_with(drawn)).expected
    assert [option.tolist() for option in back.value.options] == [[0, 0], [1, 1]]


def test_messages_and_lines_of_exceptions_stay_behind():
    """They may hold lines of the solution."""
    raised = Raised(("ValueError",), "must be in [0, 1)", "halve", "raise ValueError(secret)")
    assert "secret" not in json.dumps(frozen.to_json(exercise_with(Outcome(raised=raised))))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(frozen, "FOLDER", tmp_path)
    frozen.load_all.cache_clear()
    yield tmp_path
    frozen.load_all.cache_clear()


def test_exercises_are_found_by_name_in_the_order_of_teaching(folder):
    for file, chapter, names in (("a", "02_a", ["third"]), ("b", "01_b", ["second", "first"])):
        exercises = [frozen.to_json(exercise_with(name=name)) for name in names]
        data = {"chapter": chapter, "exercises": exercises}
        (folder / f"{file}.json").write_text(json.dumps(data), encoding="utf-8")
    found = frozen.load_all()
    assert list(found) == ["second", "first", "third"]
    assert found["third"].chapter == "02_a"


def test_a_copy_without_frozen_exercises_knows_none(folder):
    assert frozen.load_all() == {}
