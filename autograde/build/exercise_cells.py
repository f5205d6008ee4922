"""The cells of an exercise: the one that students write in, and the one that checks it."""

from __future__ import annotations

from textwrap import indent
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograde.build.catalog import Translations
from autograde.build.comments import replace_comments
from autograde.build.functions import Function

SOLUTION = """\
{signature}
{docstring}
    ### BEGIN SOLUTION
{body}
    ### END SOLUTION"""

# nbgrader takes the hidden lines out of the student's notebook; when it grades, it puts the
# whole cell back, and the hidden import replaces the student's check by the grader's.
CHECK = """\
### BEGIN HIDDEN TESTS
from autograde.grading.stock import check
### END HIDDEN TESTS
check({name})"""


def make_solution_cell(function: Function, words: Translations) -> NotebookNode:
    """Make the cell with the reference solution, which nbgrader turns into the stub.

    Parameters
    ----------
    function : Function
        The reference solution.
    words : Translations
        Of the chapter.
    """
    source = SOLUTION.format(
        signature=function.signature,
        docstring=indent(_quoted(words.gettext(function.docstring)), "    "),
        body=replace_comments(function.body, words.gettext),
    )
    return _graded_cell(source, function.name, solution=True)


def make_check_cell(name: str, points: float) -> NotebookNode:
    """Make the locked cell that checks a function and is worth its points.

    Parameters
    ----------
    name : str
        The function's name.
    points : float
        What a right answer earns.
    """
    whole = int(points) if points == int(points) else points
    cell = _graded_cell(CHECK.format(name=name), f"check_{name}", grade=True, points=whole)
    cell.metadata["tags"] = ["raises-exception"]  # so that “run all” goes on after a wrong answer
    return cell


def _graded_cell(
    source: str, grade_id: str, *, solution: bool = False, grade: bool = False, **more: Any
) -> NotebookNode:
    nbgrader = {
        "schema_version": 3,
        "grade_id": grade_id,
        "solution": solution,
        "grade": grade,
        "locked": grade,
        "task": False,
        **more,
    }
    return new_code_cell(source, id=grade_id, metadata={"nbgrader": nbgrader})


def _quoted(docstring: str) -> str:
    """Write a docstring as Python; raw where it holds backslashes, as formulas may."""
    text = docstring.replace('"""', "'''")
    closing = "\n" if "\n" in text or text.endswith('"') else ""
    return f'{"r" if chr(92) in text else ""}"""{text}{closing}"""'
