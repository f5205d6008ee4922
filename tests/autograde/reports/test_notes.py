"""Notes are recognized in every language, whatever they are about."""

from __future__ import annotations

import inspect

import pytest

from autograde.grading.feedback import about_cell
from autograde.grading.reading import says
from autograde.grading.reading.says import in_language
from autograde.grading.work import CellProblem
from autograde.reports.notes import STOPPED, kinds, recognize, title
from neurona import language

LANGUAGES = language.available()


def message(kind, name="a “b”. `c`", number=12):
    function = getattr(says, kind)
    parameters = inspect.signature(function).parameters.values()
    if not parameters:
        return function
    return function(*(number if one.annotation == "int" else name for one in parameters))


def test_every_kind_of_sentence_is_known():
    assert {"retyped", "not_json", "elsewhere"} <= set(kinds())
    assert not {"in_language", "shown"} & set(kinds())


@pytest.mark.parametrize("written_in", LANGUAGES)
@pytest.mark.parametrize("kind", kinds())
def test_a_sentence_of_reading_is_recognized_and_can_be_said_again(kind, written_in):
    (sentence,) = in_language(written_in, [message(kind)])
    note = recognize(sentence, written_in)
    assert note.kind == kind
    (english,) = in_language("en", [note.sentence])
    assert english == in_language("en", [message(kind)])[0]


@pytest.mark.parametrize("written_in", LANGUAGES)
@pytest.mark.parametrize("status", STOPPED)
@pytest.mark.parametrize("line", [0, 4])
@pytest.mark.parametrize("text", ["", "name 'x': `y`\nis not"])
def test_what_stopped_a_cell_is_recognized(status, line, text, written_in):
    problem = CellProblem(9, status, line, "NameError" if status == "error" else "", text)
    (sentence,) = in_language(written_in, [lambda: about_cell(problem)])
    note = recognize(sentence, written_in)
    assert (note.kind, note.error) == (status, "NameError" if status == "error" else "")
    assert in_language("en", [note.sentence]) == in_language("en", [lambda: about_cell(problem)])


def test_only_errors_that_everybody_knows_are_named():
    for name in ("AdaUnoError", "print", "", "__doc__"):
        problem = CellProblem(9, "error", 0, name, "")
        assert recognize(about_cell(problem), "en").error == ""


@pytest.mark.parametrize("sentence", ["", "Something else.", "x" * 100_000, "Cell 1" * 50_000])
def test_another_sentence_is_not_recognized(sentence):
    assert recognize(sentence, "en") is None
    assert recognize(sentence, "xx") is None


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_kind_has_a_title_of_its_own(code):
    titles = in_language(code, [lambda one=one: title(one) for one in (*kinds(), *STOPPED, "")])
    assert len(titles) == len(kinds()) + len(STOPPED) + 1
