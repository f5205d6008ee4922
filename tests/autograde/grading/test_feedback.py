import re
from dataclasses import replace

import numpy as np
import pytest

from autograde.grading import words
from autograde.grading.feedback import feedback
from autograde.grading.judge import mark
from autograde.grading.words import translated
from autograde.grading.work import Limits
from autograde.suite import load_chapter
from neurona import language
from neurona.checks.compare import Tolerance, find_difference
from neurona.checks.exercise import Exercise
from neurona.checks.patience import observe_all, timed_out

EXERCISES = [
    exercise
    for chapter in ("01_perceptron", "08_dropout")
    for exercise in load_chapter(chapter).exercises.values()
]
# A number with several digits is enough to recognize a hidden case by.
LONG_NUMBER = re.compile(r"\d+\.\d\d+|\d{4,}")


@pytest.fixture(params=language.available())
def in_every_language(request):
    language.use(request.param)
    yield request.param
    language.use("en")


def card_for(exercise, function, public=None):
    whole = translated(exercise.with_hidden_cases(b"secret"))
    found = mark(whole, observe_all(function, whole.cases, 5))
    shown = whole.public if public is None else public
    return feedback(replace(whole, public=shown), found, Limits())


def text_of(card):
    return "\n".join([card.title, *card.paragraphs, card.listing, card.footer])


def exercise(name):
    return next(exercise for exercise in EXERCISES if exercise.name == name)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_right_says_what_was_earned(exercise, in_every_language):
    card = card_for(exercise, exercise.reference)
    assert card.tone == "right"
    assert f"{exercise.points:g}" in card.title


def test_each_part_says_what_it_earns():
    card = card_for(exercise("perceptron"), lambda x, w, b: int(np.dot(x, w) + b >= 0))
    assert card.title == "`perceptron` earns 1 of 2 points."
    assert card.paragraphs[0].startswith("1 of 1: fires above")
    assert card.paragraphs[1].startswith("0 of 1: knows what to do")


def test_a_named_mistake_comes_with_its_hint(in_every_language):
    card = card_for(exercise("perceptron"), lambda x, w, b: int(np.dot(x, w) + b >= 0))
    whole = translated(exercise("perceptron").with_public_cases())
    mistake = next(one for one in whole.mistakes if one.id == "tie_fires")
    assert str(mistake.says) in card.paragraphs
    assert str(mistake.hint) in card.paragraphs


def test_a_public_case_is_shown_as_in_the_notebook():
    card = card_for(exercise("perceptron"), lambda x, w, b: 7)
    assert "perceptron(x, w, b)" in card.listing
    assert "# expected" in card.listing


def memorizer(exercise: Exercise, otherwise):
    """Return a function that knows the public cases, and does something else elsewhere."""
    known = exercise.with_public_cases()

    def function(*args):
        for case, expected in zip(known.cases, known.expected, strict=True):
            for call, outcome in zip(case.calls, expected, strict=True):
                if find_difference(call, args, Tolerance()) is None:
                    return outcome.value
        return otherwise(*args)

    return function


def leaking(*args):
    raise ValueError(f"I was called with {args}")


def leaking_by_name(*args):
    raise type(f"E{args}", (Exception,), {})


@pytest.mark.parametrize("otherwise", [leaking, leaking_by_name, lambda *args: (args, args)])
@pytest.mark.parametrize("name", ["perceptron", "update", "dropout_backward", "scaled_inference"])
def test_hidden_cases_stay_hidden(name, otherwise, in_every_language):
    card = card_for(exercise(name), memorizer(exercise(name), otherwise))
    assert card.tone == "wrong"
    assert card.listing == ""
    assert "array" not in text_of(card)
    assert not LONG_NUMBER.search(text_of(card))


def test_hidden_cases_that_fail_tell_the_part_and_python_s_own_exception():
    card = card_for(exercise("perceptron"), memorizer(exercise("perceptron"), leaking))
    assert "grading tries" in text_of(card)
    assert "fires above the threshold" in card.paragraphs[3]
    assert "It stops with ValueError." in card.paragraphs


def test_hidden_cases_that_fail_name_the_mistake():
    card = card_for(exercise("perceptron"), lambda x, w, b: int(np.dot(x, w) + b >= 0), public=0)
    assert any("A tie counts as 1" in paragraph for paragraph in card.paragraphs)
    assert card.listing == ""


def test_no_answer_in_time_asks_about_loops(in_every_language):
    train = exercise("train").with_hidden_cases(b"secret")
    found = mark(train, [timed_out(case) for case in train.cases])
    card = feedback(train, found, Limits(2.5))
    assert "2.5" in card.paragraphs[-1]
    assert "TimedOut" not in text_of(card)


def test_not_attempted_is_no_reproach():
    def perceptron(x, w, b):
        raise NotImplementedError

    card = card_for(exercise("perceptron"), perceptron)
    assert (card.tone, card.listing) == ("to_do", "")


def test_it_is_said_that_earlier_functions_were_put_right():
    whole = exercise("xor").with_hidden_cases(b"secret")
    observed = observe_all(exercise("xor").reference, whole.cases, 5)
    card = feedback(whole, mark(whole, observed, ("perceptron", "nand_weights")), Limits())
    assert "`perceptron`, `nand_weights`" in card.paragraphs[0]


def test_every_sentence_is_translated():
    """What feedback says in Spanish shares no sentence with what it says in English."""
    assert words._entries("en") == {}
    spanish = words._entries("es")
    for message in (
        "`{name}` earns {score} of {max_score} points.",
        "It is not written yet.",
        "The grader failed here. Please tell your instructor.",
    ):
        assert spanish[message] != message


def test_an_unknown_message_stays_english():
    language.use("es")
    try:
        assert words._("nobody translated this") == "nobody translated this"
    finally:
        language.use("en")
