"""Chapter 04: how many mini-batches there are, and which."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case, part
from autograde.suite.sgd.shared import chapter, draw_seed
from neurona.checks.exercise import Case
from neurona.checks.plain import Rng

updates_per_epoch = chapter.exercise(
    "updates_per_epoch",
    points=1,
    public=[
        case(60_000, 10),
        case(10, 3),
        case(11, 4),
        case(7, 7),
        case(5, 1),
        case(100, 30),
    ],
    hints=[
        "Ten examples, three at a time: write down the mini-batches one below the other. How "
        "many lines are there?",
        "Examples that are left over still have to be used. How many more mini-batches does "
        "that take?",
        "Divide, then think about which way to round.",
    ],
)


@updates_per_epoch.hidden
def _draw_updates(rng: np.random.Generator) -> Iterator[Case]:
    for n in rng.integers(2, 10_000, 8):
        yield case(int(n), int(rng.integers(1, n)))
    for m in rng.integers(2, 100, 4):
        times = int(rng.integers(2, 100))
        yield case(times * int(m), int(m))
        yield case(times * int(m) + 1, int(m))
    yield case(1, 1)


UPSIDE_DOWN = {
    "says": "The division is upside down: it says how many epochs one update would be.",
    "hint": "Smaller mini-batches mean more updates. Do they, in your function?",
}
ROUNDED = {
    "says": "The number is rounded to the nearest whole one, so a short last mini-batch counts "
    "only sometimes.",
    "hint": "With 10 examples, three at a time, one is left over. Is it ever used?",
}
for _id, _says, _hint, *_ways in (
    (
        "floor",
        "A short last mini-batch is not counted.",
        "With 10 examples, three at a time, one is left over. Is it ever used?",
        lambda n, m: n // m,
    ),
    ("rounded", *ROUNDED.values(), lambda n, m: round(n / m), lambda n, m: int(n / m + 0.5)),
    (
        "one_too_many",
        "One update too many is counted where nothing is left over.",
        "With 7 examples in mini-batches of 7, how many updates are there?",
        lambda n, m: n // m + 1,
    ),
    (
        "difference",
        "This is how many examples remain after one mini-batch, not how many mini-batches there "
        "are.",
        "After the first mini-batch come others. How often can you take m examples away?",
        lambda n, m: n - m,
    ),
    (
        "not_whole",
        "An update is made or it is not: the number of updates has to be whole.",
        "What becomes of the examples that are left over?",
        lambda n, m: n / m,
    ),
    (
        "left_over",
        "This is the number of examples left over, not the number of updates.",
        "How many mini-batches come before the one that is left over?",
        lambda n, m: n % m,
    ),
    (
        "upside_down",
        *UPSIDE_DOWN.values(),
        lambda n, m: m / n,
        lambda n, m: m // n,
        lambda n, m: int(np.ceil(m / n)),
    ),
    (
        "one_per_example",
        "This counts an update for every example. A mini-batch makes only one.",
        "What happens between two updates: one example, or m of them?",
        lambda n, m: n,
    ),
    (
        "left_over_one_by_one",
        "Each example that is left over is counted as an update of its own.",
        "What is left over makes one mini-batch, only a shorter one.",
        lambda n, m: n // m + n % m,
    ),
):
    for _way in _ways:
        updates_per_epoch.mistake(_id, says=_says, hint=_hint)(_way)


minibatches = chapter.exercise(
    "minibatches",
    parts=[
        part("even", 1, "mini-batches of equal size"),
        part("short", 1, "a short last mini-batch"),
    ],
    public=[
        case(12, 4, Rng(1), part="even"),
        case(6, 1, Rng(2), part="even"),
        case(14, 4, Rng(3), part="short"),
        case(10, 3, Rng(4), part="short"),
    ],
    hints=[
        "First put the numbers of all examples in a random order. The docstring names the call "
        "that does it.",
        "Then cut: the first piece begins at 0, the next at m. Where does the one after begin?",
        "A slice that reaches beyond the end of an array stops there, without complaint.",
    ],
)


@minibatches.hidden
def _draw_minibatches(rng: np.random.Generator) -> Iterator[Case]:
    for m in (1, 3, 5):
        for times in (2, 6):
            yield case(times * m, m, draw_seed(rng), part="even")
            if m > 1:
                n = times * m + int(rng.integers(1, m))
                yield case(n, m, draw_seed(rng), part="short")


@minibatches.mistake(
    "not_shuffled",
    says="The examples stay in their order: nothing is shuffled.",
    hint="If examples of one kind stand together, what will the first mini-batch look like?",
)
def _(n, m, rng):
    return [np.arange(n)[start : start + m] for start in range(0, n, m)]


@minibatches.mistake(
    "short_dropped",
    says="The examples that are left over at the end are never used.",
    hint="Put all your mini-batches together. How many examples are there, and how many should "
    "there be?",
)
def _(n, m, rng):
    order = rng.permutation(n)
    return [order[start : start + m] for start in range(0, n - m + 1, m)]


@minibatches.mistake(
    "with_replacement",
    says="Each mini-batch is drawn from all examples again, so that some come twice and others "
    "not at all.",
    hint="In an epoch every example takes part exactly once. How often do you have to draw?",
)
def _(n, m, rng):
    return [rng.choice(n, min(m, n - start), replace=False) for start in range(0, n, m)]
