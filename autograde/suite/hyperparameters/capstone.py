"""Chapter 09: the capstone. How well it names digits is all that counts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.hyperparameters.shared import chapter
from neurona.checks.exercise import Case
from neurona.checks.plain import Dataset


def _digits(shuffle: int = 0) -> Case:
    train, unseen = (Dataset(name, shuffle) for name in ("digit_pixels", "unseen_digit_pixels"))
    return case(train, Dataset("digit_labels"), unseen, part="digits")


classify = chapter.exercise(
    "classify",
    parts=[
        part(
            "names_30",
            2,
            "names 30% of the digits that it has not seen",
            of="digits",
            at_least=0.30,
        ),
        part("names_90", 2, "names 90% of them", of="digits", at_least=0.90),
        part("names_95", 2, "names 95% of them", of="digits", at_least=0.95),
        part("names_97", 2, "names 97% of them", of="digits", at_least=0.97),
    ],
    view="digits_named",
    patience=12,  # a minute
    public=[_digits()],
    hints=[
        "Start small: any network that learns at all passes the first mark. Which of your "
        "notebooks trains one?",
        "Keep some of the training pictures back and measure on those. Who chooses by the check's "
        "own score learns the answers by heart.",
        "If a network reads 95%, try what this course is about: other costs, p, λ, more neurons, "
        "more epochs. One thing at a time, or at random?",
        "Several networks that begin with other weights make other mistakes. What if they vote?",
    ],
)


@classify.hidden
def _draw_digits(rng: np.random.Generator) -> Iterator[Case]:
    for _ in range(3):
        yield _digits(int(rng.integers(1, 2**32)))
