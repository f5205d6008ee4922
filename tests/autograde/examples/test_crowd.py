"""What a drawn class hands in is what it is drawn as."""

from __future__ import annotations

from typing import Any

import nbformat
import numpy as np
import pytest

from autograde.examples.crowd import _sources, draw_class
from autograde.examples.sources import reference_answers
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


def test_one_seed_draws_one_class():
    first, again = (
        list(draw_class(3, tuple(CHAPTERS), np.random.default_rng(1))) for _ in range(2)
    )
    assert first == again
    assert len(first) == 3 * len(CHAPTERS)
    for handed in first:
        nbformat.validate(nbformat.reads(handed.text, as_version=4))
