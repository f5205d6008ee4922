"""What a student writes as prose is text to whoever opens the marked notebook."""

from html.parser import HTMLParser

import nbformat
import pytest
from nbconvert import HTMLExporter

from autograde.grading.reading import read_notebook
from autograde.grading.recording.files import marked_notebook
from autograde.grading.work import Result
from tests.notebooks import ALL

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScript&#58;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "<javascript:alert(1)>",
    "<details open ontoggle=alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "$<img src=x onerror=alert(1)>$",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    "```\n<script>alert(1)</script>\n```",
]


class Dangers(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name.startswith("on") or (value or "").lower().startswith(
                ("javascript:", "vbscript:", "data:text")
            ):
                self.found.append((tag, name, value))
        if tag == "script":
            self.found.append((tag, "", ""))


def dangers(notebook):
    page, _ = HTMLExporter().from_notebook_node(notebook)
    parser = Dangers()
    parser.feed(page[page.index("<main") : page.index("</main>")])
    return parser.found


def cell_of(kind, source):
    new = nbformat.v4.new_markdown_cell if kind == "markdown" else nbformat.v4.new_raw_cell
    return new(source)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_markup_of_a_student_is_text(kind, attack):
    notebook = nbformat.read(ALL[0].path, as_version=4)
    notebook.cells = [cell_of(kind, attack)]
    reading = read_notebook(notebook, ALL[0].chapter)
    marked = nbformat.reads(
        marked_notebook(Result("s001", ALL[0].chapter, ()), reading), as_version=4
    )
    own = [cell for cell in marked.cells if cell.cell_type == kind]
    assert own
    assert dangers(nbformat.v4.new_notebook(cells=own)) == []


def test_without_that_it_would_be_run():
    found = [dangers(nbformat.v4.new_notebook(cells=[cell_of("markdown", a)])) for a in ATTACKS]
    assert sum(map(bool, found)) >= 8


def test_the_course_s_own_prose_stays_as_it_is():
    notebook = nbformat.read(ALL[0].path, as_version=4)
    reading = read_notebook(notebook, ALL[0].chapter)
    marked = nbformat.reads(
        marked_notebook(Result("s001", ALL[0].chapter, ()), reading), as_version=4
    )
    own = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert [cell.source for cell in marked.cells if cell.cell_type == "markdown"] == own
