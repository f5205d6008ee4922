"""What a drawn class hands in is what it is drawn as."""

from __future__ import annotations

import symtable
from collections.abc import Iterator
from typing import Any

import nbformat
import numpy as np
import pytest

from autograde.examples.crowd import _sources, _stands_alone, draw_class
from autograde.examples.sources import reference_answers
from autograde.suite import load_chapter
from solutions import perceptron as reference
from tests.autograde.examples.test_otherwise import imports_of
from tests.autograde.suite.every import CHAPTERS, judge_function, public


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_mistakes_are_named_in_a_notebook(chapter):
    """Their source needs nothing of the suite."""
    notebook: dict[str, Any] = {}
    exec(imports_of(chapter), notebook)
    for source in reference_answers("en", chapter).values():
        exec(source, notebook)
    handed_in = 0
    for name, sources in _sources(chapter, "en")["mistake"].items():
        for source in sources:
            namespace = dict(notebook)
            exec(source, namespace)
            assert judge_function(public(name), namespace[name]).mistake, source
            handed_in += 1
    assert handed_in > 0


def global_names(table: symtable.SymbolTable) -> Iterator[str]:
    """List what a function takes from its notebook."""
    for inner in table.get_children():
        yield from (one.get_name() for one in inner.get_symbols() if one.is_global())
        yield from global_names(inner)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_two_answers_call_each_other(chapter):
    """Whatever a student draws, a function calls what is taught before it, so all calls end."""
    order = list(load_chapter(chapter).exercises)
    for kind, sources in _sources(chapter, "en").items():
        for name, source in ((name, one) for name, known in sources.items() for one in known):
            used = set(global_names(symtable.symtable(source, name, "exec")))
            own = {name} if kind == "otherwise" else set()  # those of its rows, in chapter 02
            assert (used - own).isdisjoint(order[order.index(name) :]), source


def update_by_training(x, d, w, b, lr):
    return reference.train(x[None], np.array([d]), w, b, lr, 1)[:2]


def test_a_mistake_that_calls_what_calls_it_is_not_drawn():
    assert not _stands_alone(update_by_training, ["update", "train"])
    assert _stands_alone(update_by_training, ["update"])


def test_one_seed_draws_one_class():
    first, again = (
        list(draw_class(3, tuple(CHAPTERS), np.random.default_rng(1))) for _ in range(2)
    )
    assert first == again
    assert len(first) == 3 * len(CHAPTERS)
    for handed in first:
        nbformat.validate(nbformat.reads(handed.text, as_version=4))
