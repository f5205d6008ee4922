"""Why a submission cannot be read."""

from __future__ import annotations

from autograde.build.course import SOURCE_LANGUAGE


class MissingError(Exception):
    """Nothing was handed in."""


class UnreadableError(Exception):
    """What was handed in cannot be read.

    Parameters
    ----------
    sentence : str
        Why, and what to do about it, for the student.
    language : str
        The language that it is written in.
    """

    def __init__(self, sentence: str, language: str = SOURCE_LANGUAGE) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.language = language
