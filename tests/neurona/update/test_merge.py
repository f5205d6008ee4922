"""A student's work in a new release: nothing is lost, and everything is where it belongs."""

from __future__ import annotations

import copy

import pytest

from neurona import language
from neurona.update import merge
from tests.neurona.update.made import (
    after,
    cell,
    exercise,
    find,
    ids,
    release,
    setup,
    sources,
    started,
    text,
    updated,
)

ANSWER = "def double(x):\n\treturn 2*x   # mine \n\n"
PICTURE = cell("panel_opening", "panels.small.opening()", tags=["panel"])
OLD = release(
    text("t1", "# Small"),
    PICTURE,
    text("t2", "Old text."),
    *exercise("double"),
    text("next", "End"),
)
NEW = release(
    text("t1", "# Small"),
    PICTURE,
    text("t3", "The text."),
    *exercise("double"),
    text("t4", "More."),
    *exercise("triple"),
    text("next", "End"),
    version="0.2.0",
    archive="QUJE",
)


@pytest.fixture(autouse=True)
def english():
    language.use("en")
    yield
    language.use("en")


def test_an_untouched_notebook_becomes_the_release():
    merged = updated(OLD, NEW)
    assert merged.notebook == NEW
    assert (merged.own, merged.kept, merged.answers, merged.restored) == (0, 0, [], 0)
    assert merged.new == ["triple"]
    assert merged.changed == 4  # two texts, and the two cells of an exercise


def test_the_same_release_changes_nothing():
    old = after(started(OLD, double=ANSWER), "double", cell("mine", "double(2)"))
    assert updated(old, OLD).notebook == old


def test_answers_stay_byte_for_byte_in_their_cells():
    merged = updated(started(OLD, double=ANSWER), NEW)
    assert ids(merged.notebook) == ids(NEW)
    assert find(merged.notebook, "double")["source"] == ANSWER
    assert find(merged.notebook, "double")["metadata"] == find(NEW, "double")["metadata"]
    assert merged.answers == ["double"]
    assert (merged.described_anew, merged.signatures) == ([], {})


def test_an_answer_that_was_emptied_stays_empty():
    merged = updated(started(OLD, double=""), NEW)
    assert find(merged.notebook, "double")["source"] == ""


def test_an_untouched_stub_is_that_of_the_release():
    new = release(text("t1", "# Small"), *exercise("double", "x, y", "Better said."))
    merged = updated(OLD, new)
    assert find(merged.notebook, "double") == find(new, "double")
    assert merged.signatures == {}


def test_own_cells_stay_after_the_cells_that_they_followed():
    old = started(OLD, double=ANSWER)
    after(old, "setup", cell("a", "import math"))
    after(old, "t2", text("b", "My note"), cell("c", "1 + 1"))
    after(old, "double", cell("d", "double(3)"))
    after(old, "next", cell("e", "the_end"))
    old["cells"].insert(0, text("top", "My name"))
    merged = updated(old, NEW)
    assert ids(merged.notebook) == [
        *("top", "setup", "a", "t1", "panel_opening", "t3", "b", "c", "double", "d"),
        *("check_double", "t4", "triple", "check_triple", "next", "e"),
    ]
    assert merged.own == 6
    for id in "abcde":
        assert find(merged.notebook, id) == find(old, id)


def test_a_changed_cell_of_the_course_is_kept_below_the_new_one():
    old = started(OLD, t2="Old text. NB!", panel_opening="panels.small.opening(seed=3)")
    after(old, "t2", text("b", "My note"))
    merged = updated(old, NEW)
    assert merged.kept == 2
    found = sources(merged.notebook)
    assert found[2] == "panels.small.opening()"
    assert found[3].split("\n") == [
        "# Your own version of the cell above, kept by the update:",
        "panels.small.opening(seed=3)",
    ]
    assert found[4] == "The text."
    assert found[5].endswith("kept by the update:\n\nOld text. NB!")
    assert found[6] == "My note"


def test_a_kept_cell_is_marked_in_the_notebook_s_language():
    language.use("es")
    merged = merge(started(OLD, panel_opening="panels.small.opening(1)"), NEW)
    (kept,) = (one for one in sources(merged.notebook) if "opening(1)" in one)
    assert kept.startswith("# ")
    assert "Your own" not in kept


def test_a_magic_stays_the_first_line():
    merged = updated(started(OLD, panel_opening="%%time\npanels.small.opening()"), NEW)
    (kept,) = (one for one in sources(merged.notebook) if one.startswith("%%time"))
    assert kept.splitlines()[-1].startswith("# ")


def test_a_changed_check_is_kept_and_graded_no_more():
    merged = updated(started(OLD, check_double="check(double)\nprint(1)"), NEW)
    place = ids(merged.notebook).index("check_double")
    kept = merged.notebook["cells"][place + 1]
    assert "print(1)" in kept["source"]
    assert kept["metadata"] == {}
    assert find(merged.notebook, "check_double") == find(NEW, "check_double")


def test_outputs_stay_where_the_cell_is_the_same():
    old = started(OLD, double=ANSWER)
    shown = [{"output_type": "stream", "name": "stdout", "text": "1"}]
    for id in ("panel_opening", "double", "check_double", "setup"):
        find(old, id).update(outputs=shown, execution_count=7)
    merged = updated(old, NEW)
    for id in ("panel_opening", "double", "check_double"):
        assert find(merged.notebook, id)["outputs"] == shown
        assert find(merged.notebook, id)["execution_count"] == 7
    assert find(merged.notebook, "setup")["outputs"] == []  # another copy of the tools


def test_what_was_added_to_the_setup_cell_is_kept_and_does_not_run():
    old = copy.deepcopy(OLD)
    find(old, "setup")["source"] = setup()["source"] + "\nimport pandas as pd"
    merged = updated(old, NEW)
    assert find(merged.notebook, "setup") == find(NEW, "setup")
    kept = merged.notebook["cells"][1]
    assert kept["source"].splitlines()[-1] == "# import pandas as pd"
    assert all(line.startswith("# ") for line in kept["source"].splitlines())
    assert "QUJD" not in kept["source"]


def test_an_exercise_that_is_gone_is_kept_at_the_end():
    two = release(*exercise("double"), text("t", "T"), *exercise("half"), text("next", "End"))
    one = release(text("t", "T"), text("next", "End"))
    old = started(two, double=ANSWER, half="def half(x): return x/2")
    after(old, "next", cell("mine", "1"))
    merged = updated(old, one)
    assert merged.gone == ["double", "half"]
    found = sources(merged.notebook)
    assert found[-4:] == [
        "1",
        "## Exercises that are no longer in this chapter",
        ANSWER,
        "def half(x): return x/2",
    ]
    assert all("nbgrader" not in one["metadata"] for one in merged.notebook["cells"][-4:])
    assert not any("check(" in source for source in found[1:])


def test_a_second_exercise_that_goes_later_comes_under_the_same_heading():
    both = release(*exercise("double"), *exercise("half"))
    old = started(both, double=ANSWER, half="def half(x): return x/2")
    first = updated(old, release(*exercise("half")))
    second = updated(first.notebook, release(text("t", "Nothing is left.")))
    found = sources(second.notebook)
    assert [one for one in found if one.startswith("## ")] == [found[2]]
    assert found[-2:] == [ANSWER, "def half(x): return x/2"]


def test_an_untouched_exercise_that_is_gone_leaves_nothing():
    assert updated(OLD, release(text("t1", "# Small"))).notebook["cells"][1:] == [
        text("t1", "# Small")
    ]


def test_another_signature_is_told_beside_the_answer():
    new = release(text("t1", "# Small"), *exercise("double", "x, factor=2"))
    merged = updated(started(OLD, double=ANSWER), new)
    assert merged.signatures == {"double": "double(x, factor=2)"}
    assert find(merged.notebook, "double")["source"] == ANSWER
    place = ids(merged.notebook).index("double")
    note = merged.notebook["cells"][place + 1]
    assert note["cell_type"] == "markdown"
    assert "`double(x, factor=2)`" in note["source"]
    assert "".join(find(new, "double")["source"]) in note["source"]


def test_another_description_is_told_beside_the_answer():
    new = release(text("t1", "# Small"), *exercise("double", "x", "Twice as much."))
    merged = updated(started(OLD, double=ANSWER), new)
    assert (merged.signatures, merged.described_anew) == ({}, ["double"])
    assert "Twice as much." in "\n".join(sources(merged.notebook))


def test_a_cell_of_the_course_that_was_deleted_is_back():
    old = started(OLD, double=ANSWER)
    old["cells"] = [one for one in old["cells"] if one["id"] not in ("t1", "check_double")]
    merged = updated(old, NEW)
    assert ids(merged.notebook) == ids(NEW)
    assert merged.restored == 2


def test_a_copied_answer_is_kept_and_the_last_one_counts():
    old = started(OLD, double="def double(x): return 1")
    answer = copy.deepcopy(find(old, "double")) | {"id": "copied", "source": ANSWER}
    after(old, "check_double", answer)
    merged = updated(old, NEW)
    assert find(merged.notebook, "double")["source"] == ANSWER
    (first,) = (one for one in merged.notebook["cells"] if "return 1" in one["source"])
    assert "nbgrader" not in first["metadata"]
    assert ids(merged.notebook).index(first["id"]) < ids(merged.notebook).index("double")


def test_an_answer_without_its_name_is_known_by_its_function():
    old = started(OLD, double=ANSWER)
    for one in old["cells"]:
        one["metadata"] = {}
        del one["id"]
    merged = updated(old, NEW)
    assert find(merged.notebook, "double")["source"] == ANSWER
    assert ids(merged.notebook) == ids(NEW)


def test_ids_that_colab_keeps_elsewhere_are_known():
    old = started(OLD, double=ANSWER, t2="Old text, with a note.")
    for one in old["cells"]:
        one["metadata"]["id"] = one.pop("id")
    old["nbformat_minor"] = 0
    merged = updated(old, NEW)
    assert (merged.kept, merged.own) == (1, 0)
    assert find(merged.notebook, "double")["source"] == ANSWER


def test_prose_in_an_answer_s_place_does_not_become_code():
    old = started(OLD, double="I do not know how to do this.")
    find(old, "double")["cell_type"] = "markdown"
    merged = updated(old, NEW)
    assert find(merged.notebook, "double") == find(NEW, "double")
    assert "I do not know how to do this." in sources(merged.notebook)


def test_code_in_an_answer_s_place_is_code_again():
    old = started(OLD, double=ANSWER)
    found = find(old, "double")
    found["cell_type"] = "raw"
    del found["outputs"], found["execution_count"]
    merged = updated(old, NEW)
    assert find(merged.notebook, "double")["cell_type"] == "code"
    assert find(merged.notebook, "double")["source"] == ANSWER
    assert find(merged.notebook, "double")["outputs"] == []


def test_a_notebook_that_says_nothing_is_held_against_the_release():
    before = release(
        text("t1", "# Small"),
        PICTURE,
        text("t2", "Old text."),
        *exercise("double"),
        described=False,
    )
    merged = updated(started(before, double=ANSWER, t1="# Small and mine"), NEW)
    assert not merged.is_known
    found = sources(merged.notebook)
    assert "Old text." in found  # it may be the student's: who knows
    assert found[1] == "# Small"
    assert found[2].endswith("# Small and mine")
    assert find(merged.notebook, "double")["source"] == ANSWER
    assert sum("neurona.checks.begin()" in one for one in found) == 1


def test_the_kernel_and_widgets_stay_the_student_s():
    old = copy.deepcopy(OLD)
    old["metadata"] |= {"kernelspec": {"name": "conda-py"}, "widgets": {"state": {}}}
    metadata = updated(old, NEW).notebook["metadata"]
    assert metadata["kernelspec"] == {"name": "conda-py"}
    assert metadata["widgets"] == {"state": {}}
    assert metadata["neurona"] == NEW["metadata"]["neurona"]


def test_merging_changes_neither_notebook():
    old, new = started(OLD, double=ANSWER, t2="Mine"), copy.deepcopy(NEW)
    before = copy.deepcopy(old)
    merge(old, new)
    assert (old, new) == (before, NEW)
