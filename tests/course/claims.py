"""What a chapter claims: each phrase that holds a number is tied to the test that proves it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from tests.course import chapter_text

Test = Callable[..., None]

_NUMBER_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|seventh|eight|nine|ten|hundred|thousand|half|twice)\b",
    re.IGNORECASE,
)
_LIST_NUMBERS = re.compile(r"^\d\. ", re.MULTILINE)


class Claims:
    """The phrases of a chapter, and which of them a test has proved.

    Parameters
    ----------
    chapter : str
        Such as ``"01_perceptron"``.
    not_computed : str
        Phrases with numbers that no computation can confirm, such as a year.

    Attributes
    ----------
    proofs : dict of str to str
        The name of the test that proves each phrase; empty where no computation can.
    """

    def __init__(self, chapter: str, *not_computed: str) -> None:
        self.prose = chapter_text.prose(chapter)
        self.proofs = dict.fromkeys(not_computed, "")
        self._not_computed = not_computed

    def states(self, *phrases: str) -> Callable[[Test], Test]:
        """Mark a test as the proof of phrases, which must stand in the text word for word."""

        def decorate(test: Test) -> Test:
            self.proofs.update(dict.fromkeys(phrases, f"{test.__module__}.{test.__name__}"))

            @functools.wraps(test)
            def prove(*args: Any, **kwargs: Any) -> None:
                assert self.missing(phrases) == []
                test(*args, **kwargs)

            return prove

        return decorate

    def missing(self, phrases: tuple[str, ...] | None = None) -> list[str]:
        """Return which phrases the text does not have; without any given, of those not computed."""
        wanted = self._not_computed if phrases is None else phrases
        return [phrase for phrase in wanted if phrase not in self.prose]

    def unproved(self) -> list[str]:
        """Return the numbers that stand in no phrase of a test, with what is around them."""
        left = _LIST_NUMBERS.sub("", self.prose)
        for phrase in sorted(self.proofs, key=len, reverse=True):
            left = left.replace(phrase, "…")
        found = [*re.finditer(r"(?<![A-Za-z_\d])\d", left), *_NUMBER_WORDS.finditer(left)]
        return [left[max(0, match.start() - 30) : match.end() + 30] for match in found]
