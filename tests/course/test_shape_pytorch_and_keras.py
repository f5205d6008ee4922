"""Chapter 10 has all the parts of a chapter, in both languages."""

from __future__ import annotations

import ast
import re

import pytest

from tests.course import chapter_text, shape
from tests.course import test_panels_pytorch_and_keras as _panels  # noqa: F401  its claims count
from tests.course.test_numbers_pytorch_and_keras import CHAPTER, claims, states

EXERCISES = ["to_state_dict", "weight_decay", "keras_l2", "keras_l1", "drop_rate"]
PANELS = [
    "panels.pytorch_and_keras.opening()",
    "panels.pytorch_and_keras.silence()",
    "panels.pytorch_and_keras.closing(globals())",
]
IDENTIFIER = re.compile(r"[\w.]*|\.square")


@states("About 60 minutes.", "## Recap in five lines")
def test_length_and_recap() -> None:
    assert chapter_text.minutes(CHAPTER) == 60
    shape.check_recap(CHAPTER)


def test_no_number_in_the_prose_is_left_unproved() -> None:
    assert claims.missing() == []
    assert claims.unproved() == []


def test_the_chapter_has_every_part_in_order() -> None:
    shape.check_parts(CHAPTER, "PyTorch and Keras", PANELS, EXERCISES)
    assert claims.prose.index("## What you can do now") > claims.prose.index("## Test yourself")


def test_each_exercise_is_announced_just_before_it() -> None:
    shape.check_announcements(CHAPTER, EXERCISES)


def test_cells_of_code_hold_no_words_to_translate() -> None:
    for source in chapter_text.order_of_cells(CHAPTER):
        if "import" not in source and "frameworks.has" not in source:
            continue
        strings = [
            node.value
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert all(IDENTIFIER.fullmatch(string) for string in strings)


@pytest.mark.parametrize("language", ["en", "es"])
def test_length(language: str) -> None:
    shape.check_length(CHAPTER, language)


def test_spanish_has_the_same_numbers_cell_by_cell() -> None:
    shape.check_that_numbers_agree(CHAPTER)


@pytest.mark.parametrize("language", ["en", "es"])
def test_buttons_are_called_as_the_panels_call_them(language: str) -> None:
    shape.check_labels(CHAPTER, language, "Rewind", "Play", "Paste λ as it is")
