"""Every mutant of a reference solution is rejected, unless it is as right as the solution."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.autograde.suite.every import EXERCISES, SCORED, public
from tests.autograde.suite.mutants import (
    Mutant,
    count_all,
    is_rejected,
    listed,
    mutants_of,
    tally,
)

every_exercise = pytest.mark.parametrize("name", EXERCISES)


@every_exercise
def test_survivors_are_the_listed_equivalents(name):
    survivors = [str(mutant) for mutant in tally(name).surviving]
    assert Counter(survivors) == Counter(listed("equivalent", name))


@every_exercise
def test_students_are_told_of_all_but_the_listed(name):
    """What the grader rejects, the notebook's own check rejects too."""
    unseen = [str(mutant) for mutant in tally(name).unseen]
    assert Counter(unseen) == Counter(listed("unseen", name))


def test_operators_find_something_to_change(say):
    """All but these, whose bodies have neither numbers nor operators."""
    without = {name for name in EXERCISES if not mutants_of(name)}
    assert without - SCORED == {"xor", "layer_gradients"}
    say(f"\n{count_all()}")


def test_mutants_of_one_function_differ():
    for name in EXERCISES:
        lines = Counter((mutant.line, mutant.operator) for mutant in mutants_of(name))
        assert max(lines.values(), default=1) <= 2  # two numbers of one line may change alike


def test_the_list_names_only_exercises():
    names = {line.partition(":")[0] for kind in ("equivalent", "unseen") for line in _all(kind)}
    assert names <= set(EXERCISES)


def _all(kind: str) -> list[str]:
    return [line for name in EXERCISES for line in listed(kind, name)]


def test_an_endless_mutant_is_stopped():
    def never_ends(*args):
        while True:
            pass

    assert is_rejected(Mutant("train", "", "", never_ends), public("train"))
