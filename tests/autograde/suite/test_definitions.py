"""What the suite says of exercises is consistent."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections import Counter

import pytest

from tests.autograde.suite.every import CHAPTERS, EXERCISES, SCORED, SETTINGS, public

every_exercise = pytest.mark.parametrize("name", EXERCISES)


def _english(text):
    return text.languages["en"]


def test_every_chapter_of_the_course_has_a_suite():
    assert list(CHAPTERS) == SETTINGS["chapters"]
    for id, chapter in CHAPTERS.items():
        assert chapter.id == id
        assert chapter.exercises


def test_names_are_unique_in_the_course():
    names = Counter(name for chapter in CHAPTERS.values() for name in chapter.exercises)
    assert set(names.values()) == {1}


@pytest.mark.parametrize("id", CHAPTERS)
def test_exercises_are_the_functions_of_the_solutions_in_their_order(id):
    module = CHAPTERS[id].reference
    functions = [
        name
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__
    ]
    assert functions == list(CHAPTERS[id].exercises)


@every_exercise
def test_points_of_parts_add_up(name):
    exercise = EXERCISES[name]
    assert exercise.points == public(name).points == sum(part.points for part in exercise.parts)
    assert all(part.points > 0 for part in exercise.parts)


@every_exercise
def test_parts_are_used_and_told_apart(name):
    exercise = EXERCISES[name]
    ids = [part.id for part in exercise.parts]
    assert len(set(ids)) == len(ids)
    assert {case.part for case in exercise.public} == {part.of_cases for part in exercise.parts}
    if len(ids) > 1:
        titles = [_english(part.title) for part in exercise.parts]
        assert all(titles)
        assert len(set(titles)) == len(titles)


@every_exercise
def test_ids_of_mistakes_are_identifiers_with_one_text_each(name):
    texts = {}
    for known in EXERCISES[name].mistakes:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", known.id)
        text = (_english(known.says), _english(known.hint))
        assert texts.setdefault(known.id, text) == text
        assert all(text)
    assert len(set(texts.values())) == len(texts)


@every_exercise
def test_there_are_hints_and_mistakes(name):
    assert len(EXERCISES[name].hints) >= 2
    mistakes = {known.id for known in EXERCISES[name].mistakes}
    assert len(mistakes) >= 3 or name in SCORED  # how much is learned names no mistake


@every_exercise
def test_sentences_are_whole(name):
    exercise = EXERCISES[name]
    texts = list(exercise.hints)
    texts += [text for known in exercise.mistakes for text in (known.says, known.hint)]
    for text in map(_english, texts):
        assert text[-1] in ".?", text
        assert text == " ".join(text.split())


def _without_spaces(code):
    return re.sub(r"\s+", "", code)


def _expressions(name):
    """List the code of a reference solution that says something, docstring and names apart."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(EXERCISES[name].reference)))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    for statement in function.body[1:]:
        for node in ast.walk(statement):
            if isinstance(node, (ast.BinOp, ast.Compare, ast.Call, ast.stmt)):
                yield ast.unparse(node)


@every_exercise
def test_messages_do_not_hold_the_solution(name):
    exercise = EXERCISES[name]
    texts = [*exercise.hints, *(part.title for part in exercise.parts)]
    texts += [text for known in exercise.mistakes for text in (known.says, known.hint)]
    said = _without_spaces(" ".join(map(_english, texts)).replace("−", "-").replace("·", "*"))
    told = {code for code in _expressions(name) if _without_spaces(code) in said}
    # What every message about dropout has to name, and the docstring names as well.
    assert told <= {"1 - p", "len(weights)", "layer < len(weights)"}


@every_exercise
def test_parameters_and_returned_values_are_those_of_the_reference(name):
    exercise, reference = public(name), EXERCISES[name].reference
    assert list(exercise.parameters) == list(inspect.signature(reference).parameters)
    for case, outcomes in zip(exercise.cases, exercise.expected, strict=True):
        assert any(part.owns(case) for part in exercise.parts)
        for outcome in outcomes:
            if exercise.returns and not outcome.raised and not exercise.view:
                assert isinstance(outcome.value, tuple)
                assert len(outcome.value) == len(exercise.returns)


@every_exercise
def test_its_source_is_the_line_that_defines_it(name):
    file, line = EXERCISES[name].source
    with open(file, encoding="utf-8") as lines:
        defining = "".join(list(lines)[line - 1 : line + 1])
    assert f'"{name}"' in defining
