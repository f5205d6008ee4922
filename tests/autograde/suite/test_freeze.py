"""What students' notebooks carry judges as the suite does."""

from __future__ import annotations

import json

import pytest

from autograde.suite.freeze import frozen_chapter, translatable
from neurona.checks.frozen import from_json, to_json
from tests.autograde.suite.every import CHAPTERS, EXERCISES, judge_function, public
from tests.autograde.suite.mutants import is_rejected, mutants_of
from tests.autograde.suite.right_answers import all_answers
from tests.autograde.suite.test_mistakes import FUNCTIONS

ANSWERS = all_answers()
every_exercise = pytest.mark.parametrize("name", EXERCISES)


@pytest.fixture(scope="module")
def frozen():
    """Write every chapter as the build does."""
    chapters = [frozen_chapter(chapter) for chapter in CHAPTERS.values()]
    chapters = json.loads(json.dumps(chapters, allow_nan=False))
    return {one["name"]: (one, data["chapter"]) for data in chapters for one in data["exercises"]}


@pytest.fixture(scope="module")
def thawed(frozen):
    """Read every exercise as a notebook does."""
    return {name: from_json(data, chapter) for name, (data, chapter) in frozen.items()}


def test_every_exercise_is_frozen_in_order(thawed):
    assert list(thawed) == list(EXERCISES)


@every_exercise
def test_nothing_is_lost(name, frozen, thawed):
    """Read and written once more, it is the same."""
    assert json.loads(json.dumps(to_json(thawed[name]))) == frozen[name][0]
    assert thawed[name].chapter == public(name).chapter


@every_exercise
def test_arguments_keep_every_digit(name, thawed):
    """A case that hangs on an exact tie must not be rounded."""
    assert repr(thawed[name].cases) == repr(public(name).cases)


@every_exercise
def test_right_answers_are_right(name, thawed):
    for answer in (EXERCISES[name].reference, *ANSWERS[name]):
        judged = judge_function(thawed[name], answer)
        assert judged.verdict.judgement == "right"
        assert judged.points == EXERCISES[name].points


@every_exercise
def test_mistakes_have_their_names(name, thawed):
    for exercise, id, function in FUNCTIONS:
        if exercise == name:
            judged = judge_function(thawed[name], function)
            assert judged.mistake == id
            assert judged.earned == judge_function(public(name), function).earned


@every_exercise
def test_mutants_are_rejected_alike(name, thawed):
    for mutant in mutants_of(name):
        assert is_rejected(mutant, thawed[name]) == is_rejected(mutant, public(name))


@every_exercise
def test_no_reference_output_holds_an_object(name):
    """All of it is plain data: nothing was cut or made opaque."""
    assert '"opaque"' not in json.dumps(to_json(public(name)))


@pytest.mark.parametrize("id", CHAPTERS)
def test_every_message_can_be_translated(id):
    messages = {english: source for english, *source in translatable(CHAPTERS[id])}
    for exercise in CHAPTERS[id].exercises.values():
        spoken = [*exercise.hints]
        spoken += [part.title for part in exercise.parts if part.title.languages["en"]]
        spoken += [text for known in exercise.mistakes for text in (known.says, known.hint)]
        for text in spoken:
            file, line = messages[text.languages["en"]]
            assert file.endswith(".py")
            assert line > 0
    assert "" not in messages
