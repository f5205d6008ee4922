"""Every exercise is there in another way too, and is right in the notebook it is handed in with."""

from __future__ import annotations

import ast
import importlib
from typing import Any

import pytest

from autograde.build.course import name_of
from autograde.examples.sources import answers_in, released
from tests.autograde.suite.every import CHAPTERS, EXERCISES, hidden, judge_function


def _otherwise(chapter: str) -> dict[str, str]:
    return answers_in(importlib.import_module(f"autograde.examples.otherwise.{name_of(chapter)}"))


def imports_of(chapter: str) -> str:
    """Return what a student's notebook imports, but for the course's own package."""
    sources = [cell.source for cell in released("en", chapter).cells if cell.cell_type == "code"]
    found = [
        node
        for source in sources[1:]  # the first cell makes the course's package ready
        for node in ast.parse(source).body
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    return "\n".join(line for line in map(ast.unparse, found) if "neurona" not in line)


@pytest.fixture(scope="module", params=CHAPTERS)
def notebook(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    """Run a chapter's answers in one namespace, as a notebook does."""
    namespace: dict[str, Any] = {}
    exec(imports_of(request.param), namespace)
    for source in _otherwise(request.param).values():
        exec(source, namespace)
    return request.param, namespace


def test_all_exercises_are_answered_and_nothing_else_is_needed(notebook):
    chapter, _ = notebook
    assert set(_otherwise(chapter)) == set(CHAPTERS[chapter].exercises)


def test_answers_are_right_beside_each_other(notebook):
    chapter, namespace = notebook
    for name in CHAPTERS[chapter].exercises:
        judged = judge_function(hidden(name), namespace[name])
        assert judged.verdict.judgement == "right", judged.verdict
        assert judged.points == EXERCISES[name].points
