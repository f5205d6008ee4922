"""Where any method will do, libraries will do: they work in the sandbox as well."""

from __future__ import annotations

import pytest

from autograde.grading.running import Sandbox
from autograde.grading.work import Limits
from neurona.checks.diagnose import judge, points_earned
from neurona.checks.rounds import observe_exercise
from tests.autograde.suite.every import EXERCISES, hidden

BY_SUPPORT_VECTORS = """
def classify(X_train, labels, X):
    from sklearn.svm import SVC

    return SVC().fit(X_train, labels).predict(X)
"""
IN_PARALLEL = """
from sklearn.ensemble import RandomForestClassifier

def classify(X_train, labels, X):
    return RandomForestClassifier(30, n_jobs=-1, random_state=0).fit(X_train, labels).predict(X)
"""
WITH_MUCH_MEMORY = """
import numpy as np

def classify(X_train, labels, X):
    differences = X[:, np.newaxis] - X_train
    return labels[(differences**2).sum(axis=2).argmin(axis=1)]
"""


@pytest.fixture(scope="module")
def sandbox():
    """Allow what a course allows that sets no limits of its own."""
    with Sandbox(Limits()) as started:
        yield started


@pytest.mark.parametrize(
    ("source", "quarters"),
    [(BY_SUPPORT_VECTORS, 4), (IN_PARALLEL, 2), (WITH_MUCH_MEMORY, 4)],
    ids=["support vectors", "in parallel", "with much memory"],
)
def test_classify(start, source, quarters):
    exercise = hidden("classify")

    def make_calls(cases):
        return run.observe("classify", cases, None, exercise.patience)

    with start(source) as run:
        verdict = judge(exercise, observe_exercise(exercise, make_calls))
    earned = sum(points_earned(exercise, verdict).values())
    assert earned >= EXERCISES["classify"].points * quarters / 4
