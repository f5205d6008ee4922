"""What the notebooks hold, solved and released."""

from __future__ import annotations

import base64
import re

import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.nbgraderformat import MetadataValidator

from autograde.build.assemble import Link, name_cells
from autograde.build.assemble import _add_badge as add_badge
from autograde.build.assemble import _make_last_cell as make_last_cell
from autograde.build.catalog import in_english
from autograde.build.text import Cell
from tests.autograde.build.conftest import BuiltCourse
from tests.autograde.build.tiny import in_spanish

CHAPTERS = ("01_adding", "02_doubling")
LANGUAGES = ("en", "es")

SOLVED = '''\
def total(numbers, start=1e-5):
    """Add up all numbers.

    Parameters
    ----------
    numbers : list of float
        The numbers.
    start : float
        Where to start.

    Returns
    -------
    float
        Their sum.
    """
    ### BEGIN SOLUTION
    result = start
    for number in numbers:
        # one number at a time
        result = add(result, number)
    return result
    ### END SOLUTION'''


def _cell(notebook, id):
    (found,) = [cell for cell in notebook.cells if cell.id == id]
    return found


def test_the_solved_cell_is_signature_docstring_and_body(built: BuiltCourse) -> None:
    assert _cell(built.solved("01_adding"), "total").source == SOLVED


def test_the_student_gets_signature_docstring_and_stub(built: BuiltCourse) -> None:
    before = SOLVED[: SOLVED.index("    ### BEGIN")]
    stub = "    # YOUR CODE HERE\n    raise NotImplementedError()"
    assert _cell(built.student("01_adding"), "total").source == before + stub


def test_the_spanish_stub_speaks_spanish(built: BuiltCourse) -> None:
    source = _cell(built.student("01_adding", "es"), "add").source
    assert "# YOUR CODE HERE (es)" in source or "# ESCRIBE TU CÓDIGO AQUÍ" in source
    assert "Their sum. (es)" in source


def test_comments_are_translated(built: BuiltCourse) -> None:
    notebook = built.solved("01_adding", "es")
    assert "# one number at a time (es)" in _cell(notebook, "total").source
    (cell,) = [cell for cell in notebook.cells if cell.source.startswith("# numbers to play")]
    assert cell.source.split("\n") == [
        "# numbers to play with (es)",
        "a, b = 1, 2  # two of them (es)",
        "a + b",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_student_sees_no_solution(built: BuiltCourse, language: str) -> None:
    for chapter in CHAPTERS:
        words = "\n".join(cell.source for cell in built.student(chapter, language).cells[1:])
        for secret in ("SOLUTION", "HIDDEN", "autograde", "return a + b", "2 * a", "in one go"):
            assert secret not in words


def test_the_check_cell_hides_the_graders_check(built: BuiltCourse) -> None:
    solved = _cell(built.solved("01_adding"), "check_add").source
    assert "from autograde.grading.stock import check\n" in solved
    assert _cell(built.student("01_adding"), "check_add").source == "check(add)"


@pytest.mark.parametrize("language", LANGUAGES)
def test_check_cells_are_locked_and_have_the_suites_points(
    built: BuiltCourse, language: str
) -> None:
    cells = built.student("01_adding", language).cells
    checks = [cell for cell in cells if cell.id.startswith("check_")]
    assert [cell.metadata.nbgrader.points for cell in checks] == [1, 2.5]
    for cell in checks:
        assert cell.metadata.nbgrader.grade_id == cell.id
        assert cell.metadata.nbgrader.locked
        assert cell.metadata.editable is False
        assert cell.metadata.tags == ["raises-exception"]


def test_grade_ids_are_the_functions_names(built: BuiltCourse) -> None:
    cells = built.student("01_adding").cells
    ids = [cell.metadata.nbgrader.grade_id for cell in cells if "nbgrader" in cell.metadata]
    assert ids == ["add", "check_add", "total", "check_total"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_both_languages_share_ids_code_and_points(built: BuiltCourse, chapter: str) -> None:
    for make in (built.student, built.solved):
        english, spanish = make(chapter, "en").cells, make(chapter, "es").cells
        assert [cell.id for cell in english] == [cell.id for cell in spanish]
        assert len({cell.id for cell in english}) == len(english)
        assert [c.cell_type for c in english] == [c.cell_type for c in spanish]
        for one, other in zip(english, spanish, strict=True):
            grading = [cell.metadata.get("nbgrader", {}) for cell in (one, other)]
            for data in grading:
                data.pop("checksum", None)
            assert grading[0] == grading[1]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_nbgrader_finds_its_metadata_valid(built: BuiltCourse, chapter: str) -> None:
    for language in LANGUAGES:
        MetadataValidator().validate_nb(built.student(chapter, language))
        MetadataValidator().validate_nb(built.solved(chapter, language))


def test_prose_is_translated_cell_by_cell(built: BuiltCourse) -> None:
    english, spanish = built.student("01_adding"), built.student("01_adding", "es")
    for one, other in zip(english.cells[1:-1], spanish.cells[1:-1], strict=True):
        if one.cell_type == "markdown":
            assert other.source == in_spanish(one.source)


def test_panels_and_plots_have_a_picture_and_words(built: BuiltCourse) -> None:
    for language, words in (("en", "A square in en."), ("es", "A square in es. (es)")):
        for notebook in (built.student("01_adding", language), built.solved("01_adding", language)):
            (output,) = _cell(notebook, "panel_opening").outputs
            assert base64.b64decode(output.data["image/png"]).startswith(b"\x89PNG")
            assert output.data["text/plain"] == words
            picture = output.metadata["image/png"]
            assert picture == {"alt": words, "width": 20, "height": 12}
    assert _cell(built.student("01_adding"), "plot_line").outputs
    assert _cell(built.student("01_adding"), "plot_line").metadata.tags == ["plot"]


def test_a_panel_of_the_students_own_work_has_no_picture(built: BuiltCourse) -> None:
    cell = _cell(built.student("01_adding"), "panel_closing")
    assert cell.outputs == []
    assert cell.metadata.tags == ["panel"]


def test_the_last_cell_links_to_the_next_chapter(built: BuiltCourse) -> None:
    link = "[Doubling](../02_doubling/02_doubling.ipynb)"
    assert link in built.student("01_adding").cells[-1].source
    assert ".ipynb" not in built.student("02_doubling").cells[-1].source
    assert "[Doubling](../02" in make_last_cell(Link("02_d", "Doubling"), in_english()).source


def test_metadata_says_what_the_notebook_is(built: BuiltCourse) -> None:
    metadata = built.solved("01_adding", "es").metadata
    assert metadata.kernelspec.name == "python3"
    assert metadata.neurona == {
        "chapter": "01_adding",
        "language": "es",
        "minutes": 5,
        "version": "0.0.1",
    }


def test_a_badge_only_where_there_is_an_address(built: BuiltCourse) -> None:
    assert "colab" not in built.student("01_adding").cells[1].source.lower()
    cell = new_markdown_cell("# Title\n\nText.")
    add_badge(cell, "01_adding", "https://github.com/someone/neurona", in_english())
    title, _, badge, _, text = cell.source.split("\n")
    assert (title, text) == ("# Title", "Text.")
    assert re.findall(r"\(([^()]+)\)", badge)[-1] == (
        "https://colab.research.google.com/github/someone/neurona"
        "/blob/main/course/en/01_adding/01_adding.ipynb"
    )


def test_ids_stay_when_a_cell_is_put_before() -> None:
    def cell(source: str) -> Cell:
        return Cell("markdown", source, {}, 1)

    old = dict(name_cells((cell("one"), cell("two"))))
    new = dict(name_cells((cell("zero"), cell("one"), cell("two"), cell("two"))))
    assert set(old) < set(new)
    assert len(new) == 4
