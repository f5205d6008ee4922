"""What of a notebook is compared, whatever it consists of."""

from __future__ import annotations

import json
import time

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograde.build.course import own_chapters
from autograde.examples.sources import reference_answers, released
from autograde.likeness.gather import Leaf, read_leaf
from autograde.likeness.traces import MOST_TRACES, OWN, WORDS, given_in, traces_of

CHAPTER = "02_sigmoid"
LONG = """
strange = np.cumsum(np.arange(7) ** 3)[::-1]
for wobble in range(3, 99, 7):
    strange = strange * wobble - np.tanh(strange[wobble % 5])
print(strange.reshape(-1, 1) @ strange.reshape(1, -1))
"""


def notebook(*sources, answers=None, kind="code", chapter=CHAPTER, language="en"):
    made = released(language, chapter)
    for cell in made.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in (answers or {}):
            cell.source = answers[name]
    new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    made.cells += [new(source, id=f"own-{number}") for number, source in enumerate(sources)]
    return nbformat.writes(made).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("chapter", own_chapters())
def test_what_was_handed_out_leaves_no_trace(chapter, language):
    assert traces_of(notebook(chapter=chapter, language=language), chapter) == []


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("chapter", own_chapters())
def test_the_reference_solutions_leave_no_trace(chapter, language):
    answers = reference_answers(language, chapter)
    content = notebook(answers=answers, chapter=chapter, language=language)
    assert traces_of(content, chapter) == []


def test_an_answer_belongs_to_its_exercise_wherever_it_is():
    odd = "def sigmoid(z):\n    return np.exp(z) / (np.exp(z) + np.exp(np.zeros_like(z)))"
    inside = traces_of(notebook(answers={"sigmoid": odd}), CHAPTER)
    outside = traces_of(notebook("x = 1\n" + odd), CHAPTER)
    assert {one.unit for one in inside} == {"sigmoid"}
    assert {(one.unit, one.key) for one in inside} == {(one.unit, one.key) for one in outside}


def test_own_cells_and_words_are_told_apart():
    found = traces_of(notebook(LONG + "# this is where I got lost"), CHAPTER)
    assert sum(one.unit == OWN for one in found) == 4
    said = {(one.wording.kind, one.wording.text) for one in found if one.unit == WORDS}
    assert said == {
        ("name", "strange"),
        ("name", "wobble"),
        ("comment", "this is where i got lost"),
    }


def test_prose_counts_line_by_line():
    text = "My notes on *this* chapter:\n\n- I never understood the transpose, ever\n\nok"
    found = traces_of(notebook(text, kind="markdown"), CHAPTER)
    assert [one.wording.text for one in found] == [
        "my notes on this chapter",
        "i never understood the transpose ever",
    ]


def test_what_is_tried_out_again_counts_once():
    answer = "def layer(a, W, b):\n    spread = np.einsum('ij,j->i', W, a)\n    return spread + b"
    once = traces_of(notebook(answers={"layer": answer}), CHAPTER)
    body = "\n".join(line.strip() for line in answer.split("\n")[1:-1])
    assert once == [
        one for one in traces_of(notebook(body, answers={"layer": answer}), CHAPTER) if one in once
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=4), st.sampled_from(["code", "markdown"]))
def test_any_cell_can_be_read(sources, kind):
    content = json.loads(notebook())
    content["cells"] += [
        {"cell_type": kind, "source": source, "metadata": {}, "id": "own-1"} for source in sources
    ]
    traces_of(json.dumps(content).encode(), CHAPTER)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=60) | JSON.map(lambda one: json.dumps({"cells": [one]}).encode()))
def test_any_file_gives_traces_or_a_reason(content, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    path = out / "autograded" / "s1" / CHAPTER / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert isinstance(read_leaf(out, "s1", CHAPTER), Leaf | str)


HUGE = {
    "long line": "x = '" + "a" * 150_000 + "'",
    "many lines": "\n".join(f"x{n} = np.sum([{n}, {n} + 1]) * {n}" for n in range(6_000)),
    "deep brackets": "x = " + "[" * 20_000 + "]" * 20_000,
    "deep blocks": "\n".join(" " * n + "if x:" for n in range(300)),
    "broken lines": "\n".join("x = = np.sum(a, b) (" for _ in range(15_000)),
    "braces": "f'" + "{x}" * 20_000 + "'",
    "quotes": '"""' * 9_999,
    "backslashes": "\\\n" * 50_000,
    "zeros": "\0" * 10_000,
    "a long sum": "x = " + "1+" * 60_000 + "1",
    "a long number": "x = " + "9" * 100_000,
    "decorators": "@d\n" * 20_000,
    "comments": "#" * 190_000,
    "operators": "x = " + "not " * 40_000 + "x",
}


@pytest.mark.parametrize("source", HUGE.values(), ids=HUGE)
def test_a_hostile_cell_costs_little(source):
    begun = time.perf_counter()
    found = traces_of(notebook(*[source] * 3, LONG), CHAPTER)
    assert time.perf_counter() - begun < 20
    assert len(found) <= MOST_TRACES


def test_one_cannot_be_told_from_another_by_what_marking_adds():
    content = json.loads(notebook())
    note = {"cell_type": "markdown", "id": "neurona-notes", "metadata": {}}
    content["cells"].insert(0, note | {"source": "<div>Several cells define this function</div>"})
    assert traces_of(json.dumps(content).encode(), CHAPTER) == []


def test_links_are_not_followed(tmp_path):
    place = tmp_path / "out" / "autograded" / "s1" / CHAPTER
    place.mkdir(parents=True)
    target = tmp_path / "target.ipynb"
    target.write_bytes(notebook(LONG))
    (place / f"{CHAPTER}.ipynb").symlink_to(target)
    assert "link" in read_leaf(tmp_path / "out", "s1", CHAPTER)
    assert read_leaf(tmp_path / "out", "s2", CHAPTER) is None


def test_every_exercise_is_a_unit():
    for chapter in own_chapters():
        given = given_in(chapter)
        assert set(given.exercises) == set(reference_answers("en", chapter))
        assert given.units[-2:] == (OWN, WORDS)
