from __future__ import annotations

import json

import nbformat
import pytest

from autograde.build.course import own_chapters
from autograde.examples.sources import released
from autograde.importing.content import assignment_of
from tests.autograde.importing.samples import notebook

CHAPTERS = own_chapters()


@pytest.fixture
def ask(tmp_path):
    def ask_about(content: bytes) -> str:
        path = tmp_path / "file"
        path.write_bytes(content)
        return assignment_of(path, CHAPTERS)

    return ask_about


@pytest.mark.parametrize("assignment", ["01_perceptron", "08_dropout"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_released_notebook_is_known_even_without_its_metadata(ask, assignment, language) -> None:
    made = released(language, assignment)
    assert ask(nbformat.writes(made).encode()) == assignment
    for cell in made.cells:
        cell.metadata = {}
        cell.pop("id", None)
    made.metadata = {}
    made.nbformat_minor = 4
    assert ask(nbformat.writes(made).encode()) == assignment


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON",
        b"[]",
        b'{"cells": []}',
        json.dumps({"metadata": {"neurona": {"chapter": ["01_perceptron"]}}}).encode(),
        notebook("of_another_course"),
        notebook(says=False),
    ],
)
def test_what_says_nothing_is_nothing(ask, content) -> None:
    assert ask(content) == ""
