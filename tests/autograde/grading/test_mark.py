"""One submission: every status, with a card that says why, in both languages."""

from __future__ import annotations

import re

import pytest

from autograde.examples.recipes import PERCEPTRON
from autograde.examples.sources import named_mistake, reference_answers, released
from autograde.grading.mark import Marker, without_run
from autograde.grading.reading import read_notebook
from autograde.grading.running import Sandbox
from autograde.grading.work import Limits
from autograde.suite import load_chapter
from neurona import language

LIMITS = Limits(case_seconds=1.0, memory_mb=400)
EXERCISES = tuple(load_chapter(PERCEPTRON).exercises)
UPDATE = "def update(x, d, w, b, lr):\n    "
GONE = "gone"


@pytest.fixture(scope="module")
def marker():
    with Sandbox(LIMITS) as sandbox:
        yield Marker(sandbox, LIMITS, b"a secret for tests")


@pytest.fixture(params=["en", "es"])
def code(request):
    yield request.param
    language.use("en")


@pytest.fixture
def marked(marker, code):
    """Mark a right notebook with some answers replaced, None for a stub, `GONE` for no cell."""

    def mark(**instead):
        answers = {**reference_answers(code, PERCEPTRON), **instead}
        notebook = released(code, PERCEPTRON)
        for cell in list(notebook.cells):
            answer = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if answer == GONE:
                notebook.cells.remove(cell)
            elif answer is not None:
                cell.source = answer
        return marker.mark("s001", PERCEPTRON, read_notebook(notebook, PERCEPTRON))

    return mark


def one(result, name):
    return next(each for each in result.exercises if each.exercise == name)


def statuses(result):
    return {each.exercise: each.status for each in result.exercises if each.status != "right"}


def test_right(marked, code):
    result = marked()
    assert tuple(each.exercise for each in result.exercises) == EXERCISES
    assert statuses(result) == {}
    assert result.score == sum(each.max_score for each in result.exercises) == 10
    assert (result.student, result.assignment) == ("s001", PERCEPTRON)
    assert (result.failure, result.notes, result.language) == ("", (), code)
    title = {"en": "`xor` earns 2 of 2 points.", "es": "`xor` obtiene 2 de 2 puntos."}[code]
    assert title in one(result, "xor").comment


CASES = {
    "partial": (
        {"perceptron": named_mistake(PERCEPTRON, "perceptron", "tie_fires")},
        {"en": "A tie counts as 1", "es": "El empate cuenta como 1"},
    ),
    "wrong": (
        {"nand_weights": "def nand_weights():\n    return [1, 1], -1"},
        {"en": "These weights make an AND gate.", "es": "sale una compuerta AND"},
    ),
    "not_attempted": (
        {"xor": None},
        {"en": "It is not written yet.", "es": "Todavía no está escrita."},
    ),
    "missing": (
        {"update": GONE},
        {"en": "There is no cell in your notebook", "es": "no hay ninguna celda que la defina"},
    ),
    "error": (
        {"update": f"{UPDATE}return w / nothing"},
        {"en": "`update` stops with NameError", "es": "`update` se detiene con NameError"},
    ),
    "timeout": (
        {"train": "def train(X, d, w, b, lr, max_epochs):\n    while True:\n        pass"},
        {"en": "no answer within 1 seconds", "es": "ninguna respuesta en 1 segundos"},
    ),
    "memory": (
        {"update": f"{UPDATE}return bytearray(10**12), b"},
        {"en": "more memory than the 400 megabytes", "es": "más memoria que los 400 megabytes"},
    ),
    "killed": (
        {"update": f"{UPDATE}import os\n    os._exit(1)"},
        {"en": "ends the whole program", "es": "termina todo el programa"},
    ),
}


@pytest.mark.parametrize("status", CASES)
def test_each_status_costs_its_exercise_alone_and_says_why(marked, code, status):
    answers, says = CASES[status]
    (name,) = answers
    result = marked(**answers)
    assert statuses(result) == {name: status}
    found = one(result, name)
    assert says[code] in found.comment
    assert says[code].replace("`", "") in re.sub("<[^>]+>", "", found.html)
    assert (found.score > 0) == (status == "partial")


def test_named_mistakes_are_told_by_their_id(marked):
    assert one(marked(**CASES["partial"][0]), "perceptron").mistake == "tie_fires"
    assert one(marked(**CASES["wrong"][0]), "nand_weights").mistake == "and"
    assert one(marked(**CASES["error"][0]), "update").mistake == ""


# What keeps a cell from defining its function: the status is the cell's, and so is the reason.
STOPPED = {
    "a syntax error": ("def update(x, d, w, b, lr)\n    return w, b", "error", 1, "SyntaxError"),
    "an exception": (f"1 / 0\n{UPDATE}return w, b", "error", 1, "ZeroDivisionError"),
    "no memory": (f"\nhuge = bytearray(10**12)\n{UPDATE}return w, b", "memory", 2, ""),
}


@pytest.mark.parametrize("what", STOPPED)
def test_a_cell_that_stops_says_where_and_why(marked, code, what):
    source, status, line, error = STOPPED[what]
    result = marked(update=source)
    assert statuses(result) == {"update": status}
    place = {"en": f"Line {line} of cell ", "es": f"La línea {line} de la celda "}[code]
    (note,) = result.notes
    assert note.startswith(place)
    assert error in note
    assert "<cell" not in note
    assert note in one(result, "update").comment


def test_a_cell_without_the_function_is_named(marked, code):
    result = marked(update="def update_(x, d, w, b, lr):\n    return w, b")
    assert statuses(result) == {"update": "error"}
    says = {"en": "there is no function of this name", "es": "no hay ninguna función con ese"}
    assert says[code] in one(result, "update").comment


def test_a_cell_that_hangs_is_noted_and_what_it_defines_is_judged(marked, code):
    right = reference_answers(code, PERCEPTRON)["xor"]
    result = marked(xor=f"while True:\n    pass\n{right}")
    assert statuses(result) == {}
    (note,) = result.notes
    assert {"en": "takes too long", "es": "tarda demasiado"}[code] in note


def test_an_earlier_mistake_is_paid_for_once(marked, code):
    result = marked(perceptron=named_mistake(PERCEPTRON, "perceptron", "bias_subtracted"))
    assert statuses(result) == {"perceptron": "wrong"}
    says = {
        "en": "with right versions of `perceptron` in place",
        "es": "con versiones correctas de `perceptron`",
    }
    assert says[code] in one(result, "update").comment
    assert says[code] not in one(result, "perceptron").comment


def test_an_earlier_function_that_is_not_there_is_paid_for_once(marked):
    assert statuses(marked(perceptron=GONE)) == {"perceptron": "missing"}


def test_no_function_is_put_right_before_it_is_judged(marked):
    """A function that calls a later one gets the notebook's own, which is a stub."""
    calls_later = "def perceptron(x, w, b):\n    return update(x, 1, w, b, 1)[1]"
    result = marked(perceptron=calls_later, update=None)
    assert statuses(result) == {"perceptron": "error", "update": "not_attempted"}


def test_repairs_come_before_what_stopped(marked):
    result = marked(update=GONE, xor="1 / 0")
    repaired, stopped = result.notes
    assert "update" in repaired
    assert "ZeroDivisionError" in stopped


def test_the_secret_decides_the_hidden_cases(marker):
    exercise = load_chapter(PERCEPTRON).exercises["perceptron"]
    other = Marker(marker._sandbox, LIMITS, b"another secret")
    assert marker.exercise(exercise).cases != other.exercise(exercise).cases
    assert marker.exercise(exercise) is marker.exercise(exercise)


@pytest.mark.parametrize("failure", ["missing", "unreadable"])
def test_what_cannot_be_run_has_all_its_exercises(failure):
    result = without_run("s001", PERCEPTRON, failure, "Why.")
    assert result.failure == failure
    assert result.notes == ("Why.",)
    assert tuple(each.exercise for each in result.exercises) == EXERCISES
    assert {(each.score, each.status) for each in result.exercises} == {(0.0, failure)}
    assert sum(each.max_score for each in result.exercises) == 10
