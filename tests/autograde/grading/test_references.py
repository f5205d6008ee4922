"""What students' code can see of the solutions: those that are judged already, and no other."""

import ast
import inspect

import pytest

from autograde.grading.judge import mark
from autograde.grading.references import references_before
from autograde.suite import load_chapter
from neurona.checks.patience import observe_all

CHAPTERS = [load_chapter(id) for id in ("01_perceptron", "08_dropout")]
each_exercise = pytest.mark.parametrize(
    ("chapter", "name"),
    [(chapter, name) for chapter in CHAPTERS for name in chapter.exercises],
    ids=lambda value: value if isinstance(value, str) else value.id,
)


def earlier(chapter, name):
    order = list(chapter.exercises)
    return order[: order.index(name)]


@each_exercise
def test_no_function_still_to_be_judged_is_in_it(chapter, name):
    text = references_before(chapter, name)
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    defined = {function.name for function in functions}
    assert defined & chapter.exercises.keys() == set(earlier(chapter, name))
    last_lines = {ast.unparse(function.body[-1]) for function in functions}
    for later in chapter.exercises.keys() - set(earlier(chapter, name)):
        (function,) = ast.parse(inspect.getsource(getattr(chapter.reference, later))).body
        assert ast.unparse(function.body[-1]) not in last_lines


@each_exercise
def test_the_earlier_ones_work(chapter, name):
    module = {"__name__": "reference"}
    exec(references_before(chapter, name), module)
    for other in earlier(chapter, name):
        exercise = chapter.exercises[other].with_public_cases()
        assert mark(exercise, observe_all(module[other], exercise.cases, 5)).status == "right"
