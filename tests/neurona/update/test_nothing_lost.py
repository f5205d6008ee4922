"""Whatever a student does to a notebook, and whatever a release changes: no line is lost."""

from __future__ import annotations

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.neurona.update.made import cell, exercise, release, sources, text, updated

_NAMES = ("double", "half", "triple")
_WORDS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r"), min_size=1, max_size=12
)
_LINES = st.lists(_WORDS, min_size=0, max_size=4).map("\n".join)
_CODE = st.one_of(
    _LINES,
    st.sampled_from(_NAMES).map(lambda name: f"def {name}(x):\n    return {name!r} * x"),
    st.sampled_from(["%%time\n1", "check(double)", "prepare()", "## Mine"]),
)


@st.composite
def _chapters(draw):
    """Draw the cells of a release; two draws have some of them in common."""
    cells = []
    for name in draw(st.lists(st.sampled_from(_NAMES), unique=True)):
        for number in draw(st.lists(st.integers(0, 9), max_size=2)):
            cells.append(text(f"t{number}", f"Text {number}"))
        cells += exercise(name, draw(st.sampled_from(["x", "x, y"])), draw(st.sampled_from("ab")))
    cells.append(text("next", "End"))
    seen = set()
    return [one for one in cells if not (one["id"] in seen or seen.add(one["id"]))]


@st.composite
def _changes(draw, notebook):
    """Change a notebook as students and their tools do."""
    cells = notebook["cells"]
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(cells)))
        what = draw(
            st.sampled_from(["add", "edit", "edit", "delete", "move", "copy", "strip", "retype"])
        )
        if what == "add" or place == len(cells):
            kind = draw(st.sampled_from(["code", "markdown", "raw"]))
            id = draw(st.sampled_from(["a", "b", "setup", "double", "x y", ""]))
            cells.insert(place, cell(id, draw(_CODE), kind))
        elif what == "edit":
            cells[place]["source"] = draw(_CODE)
        elif what == "delete":
            del cells[place]
        elif what == "move":
            cells.insert(draw(st.integers(0, len(cells) - 1)), cells.pop(place))
        elif what == "copy":
            cells.insert(place, copy.deepcopy(cells[place]))
        elif what == "strip":
            cells[place]["metadata"] = {}
            cells[place].pop("id", None)
        else:
            cells[place]["cell_type"] = draw(st.sampled_from(["code", "markdown", "raw"]))
    if draw(st.booleans()):
        notebook["metadata"].pop("neurona")
    if not cells:
        cells.append(cell("only", "1"))
    return notebook


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_line_of_a_student_s_is_lost(data):
    old = release(*data.draw(_chapters()))
    new = release(*data.draw(_chapters()), version="0.2.0", archive="QUJE")
    handed_out = {line for source in sources(old) for line in source.split("\n")}
    mine = data.draw(_changes(copy.deepcopy(old)))
    merged = updated(mine, new)
    found = "\n".join(sources(merged.notebook))
    for source in sources(mine):
        for line in source.split("\n"):
            assert line in handed_out or line in found


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_cell_of_the_release_is_there_once_and_in_order(data):
    old = release(*data.draw(_chapters()))
    new = release(*data.draw(_chapters()), version="0.2.0")
    merged = updated(data.draw(_changes(copy.deepcopy(old))), new)
    wanted = [one["id"] for one in new["cells"]]
    assert [one["id"] for one in merged.notebook["cells"] if one["id"] in wanted] == wanted
    graded = [one for one in merged.notebook["cells"] if "nbgrader" in one["metadata"]]
    assert [one["id"] for one in graded] == [id for id in wanted if _is_graded(new, id)]
    assert merged.notebook["metadata"]["neurona"] == new["metadata"]["neurona"]


def _is_graded(notebook, id):
    return any(one["id"] == id and "nbgrader" in one["metadata"] for one in notebook["cells"])
