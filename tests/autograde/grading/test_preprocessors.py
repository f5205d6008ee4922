import logging.handlers
from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import determine_grade
from traitlets.config import Config

from autograde.examples.recipes import PERCEPTRON, example_class
from autograde.examples.write import answered
from autograde.grading import preprocessors
from autograde.grading.mark import Marker
from autograde.grading.preprocessors import RESULT, JudgeOutside, ShortenCells
from autograde.grading.running import Sandbox
from autograde.grading.selftest import GraderNotReadyError
from autograde.grading.work import Limits

LIMITS = Limits(case_seconds=1.0)


@pytest.fixture(scope="module")
def marker():
    with Sandbox(LIMITS) as sandbox:
        yield Marker(sandbox, LIMITS, b"a secret for tests")


@pytest.fixture
def judged(marker, monkeypatch):
    """Send a notebook through the step; return the notebook and the marks."""
    monkeypatch.setattr(preprocessors, "_marker", lambda: marker)

    def judge(notebook, config=None):
        resources = {"nbgrader": {"assignment": PERCEPTRON, "student": "s003"}}
        notebook, resources = JudgeOutside(config=config).preprocess(notebook, resources)
        return notebook, resources[RESULT]

    return judge


def handed_in(student):
    return answered(next(one for one in example_class() if one.id == student), PERCEPTRON)


def points(notebook):
    return {
        cell.metadata.nbgrader.grade_id: determine_grade(cell)[0]
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }


def test_nbgrader_reads_the_marks_from_the_checks(judged):
    notebook, result = judged(handed_in("s003"))
    assert points(notebook) == {f"check_{one.exercise}": one.score for one in result.exercises}
    assert points(notebook)["check_perceptron"] == 1


def test_what_is_gone_or_forged_is_put_back(judged):
    notebook = handed_in("s003")
    notebook.cells = [cell for cell in notebook.cells if cell.id != "check_update"]
    for cell in notebook.cells:
        if cell.id == "check_perceptron":
            cell.source, cell.metadata.tags = "2.0", ["skip-execution"]
    repaired, result = judged(notebook)
    assert points(repaired) == {f"check_{one.exercise}": one.score for one in result.exercises}
    assert points(repaired)["check_perceptron"] == 1


def test_a_notebook_without_cells_stops_as_nbgrader_expects(judged):
    with pytest.raises(NbGraderException):
        judged(new_notebook())


def test_nothing_is_marked_where_the_references_fail(judged, monkeypatch):
    def fail(assignment):
        raise GraderNotReadyError("the references do not pass")

    monkeypatch.setattr(preprocessors, "_check_references", fail)
    with pytest.raises(NbGraderException, match="the references do not pass"):
        judged(handed_in("s001"))


@pytest.fixture
def warnings(monkeypatch):
    """Have no sandbox but a plain process; give the list of what is logged."""
    weak = preprocessors.choose_isolation("plain")
    monkeypatch.setattr(preprocessors, "choose_isolation", lambda: weak)
    log = logging.Logger("of nbgrader's application")
    log.addHandler(handler := logging.handlers.BufferingHandler(capacity=100))
    monkeypatch.setattr(preprocessors, "get_logger", lambda: log)
    preprocessors._warn_once.cache_clear()
    yield handler.buffer
    preprocessors._warn_once.cache_clear()


def test_a_weak_sandbox_is_told_once(judged, warnings):
    for student in ("s001", "s003"):
        judged(handed_in(student))
    (record,) = warnings
    assert record.levelname == "WARNING"
    assert "Students' code is not kept from this user's files" in record.getMessage()


def test_a_full_sandbox_is_not_worth_a_word(judged, warnings, monkeypatch):
    full = replace(preprocessors.choose_isolation(), mode="namespaces", seccomp=True)
    monkeypatch.setattr(preprocessors, "choose_isolation", lambda: full)
    judged(handed_in("s001"))
    assert warnings == []


def test_nothing_is_marked_in_a_weak_sandbox_where_a_full_one_is_required(judged, warnings):
    config = Config({"JudgeOutside": {"require_sandbox": True}})
    with pytest.raises(NbGraderException, match=r"It was not marked\. Students' code is not kept"):
        judged(handed_in("s001"), config)


def shortened(cell):
    notebook, _ = ShortenCells().preprocess(new_notebook(cells=[cell]), {})
    return notebook.cells[0].source


def test_feedback_shows_what_the_setup_cell_is_for():
    cell = new_code_cell("# for this\n# and that\n\nimport os", metadata={"tags": ["setup"]})
    assert shortened(cell) == "# for this\n# and that"


def test_feedback_cuts_long_lines_short():
    first, long, last = shortened(new_code_cell("short\n" + "A" * 8000 + "\nshort")).split("\n")
    assert (first, last) == ("short", "short")
    assert len(long) < 600
