"""Chapter 04: how many mini-batches there are, and which."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from autograde.suite.define import calls, case, part
from autograde.suite.sgd.shared import chapter, draw_seed
from neurona.checks.exercise import Case
from neurona.checks.plain import Rng, to_plain
from neurona.checks.views import batches

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
    view="batches",
    global_random_counts=True,
    public=[
        case(24, 4, Rng(1), part="even"),
        case(12, 1, Rng(2), part="even"),
        calls((20, 5, Rng(3)), (20, 5, Rng(3, copy=1)), part="even"),
        case(18, 4, Rng(4), part="short"),
        case(22, 5, Rng(5), part="short"),
        case(21, 20, Rng(6), part="short"),
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
    for m in (4, 5, int(rng.integers(6, 10))):
        times, left_over = int(rng.integers(5, 9)), int(rng.integers(1, m))
        yield case(times * m, m, draw_seed(rng), part="even")
        yield case(times * m + left_over, m, draw_seed(rng), part="short")
    n, seed = int(rng.integers(15, 30)), draw_seed(rng)
    yield case(n, 1, draw_seed(rng), part="even")
    yield case(n, n, draw_seed(rng), part="even")
    twins = ((4 * n, 4, seed), (4 * n, 4, replace(seed, copy=1)))
    yield calls(*twins, part="even")
    yield case(2 * n - 1, n, draw_seed(rng), part="short")


def _cut(order, m, length=None):
    return [order[start : start + (length or m)] for start in range(0, len(order), m)]


def _new(choose):
    """Write minibatches that draws each mini-batch from all examples."""

    def mistaken(n, m, rng):
        return [choose(rng, n, len(batch)) for batch in _cut(range(n), m)]

    return mistaken


def _new_of_full_size(choose):
    def mistaken(n, m, rng):
        return [choose(rng, n, m) for _ in _cut(range(n), m)]

    return mistaken


def _well_mixed(draw, m):
    """Draw until no chance order looks like a mistake: equal builds must freeze equal facts."""
    for _ in range(100):
        cut = _cut(draw(), m)
        order = [index for batch in cut for index in batch]
        facts = batches(to_plain(cut), (len(order), m))
        if not facts["in_order"] and not facts["in_blocks"]:
            break
    return cut


def _from_global_seed(n, m, rng):
    np.random.seed(0)  # noqa: NPY002
    return _well_mixed(lambda: np.random.permutation(n), m)  # noqa: NPY002


def _from_standard_library(n, m, rng):
    return _well_mixed(lambda: random.sample(range(n), n), m)


def _shuffles_without_use(n, m, rng):
    rng.permutation(n)
    return _cut(np.arange(n), m)


def _shuffles_batches(n, m, rng):
    batches = _cut(np.arange(n), m)
    return [batches[index] for index in rng.permutation(len(batches))]


def _shuffles_within(n, m, rng):
    return [rng.permutation(batch) for batch in _cut(np.arange(n), m)]


def _only_full(n, m, rng):
    return [batch for batch in _cut(rng.permutation(n), m) if len(batch) == m]


def _spread(n, m, rng):
    return np.array_split(rng.permutation(n), n // m)


def _joined(n, m, rng):
    *others, last = _cut(rng.permutation(n), m)
    return [*others[:-1], np.append(others[-1], last)] if 0 < len(last) < m else [*others, last]


def _with_an_empty_one(n, m, rng):
    order = rng.permutation(n)
    return [order[start : start + m] for start in range(0, n + 1, m)]


_CHOICES = (
    lambda rng, n, size: rng.choice(n, size, replace=False),
    lambda rng, n, size: rng.choice(n, size),
    lambda rng, n, size: rng.integers(0, n, size),
    lambda rng, n, size: rng.permutation(n)[:size],
)

for _id, _says, _hint, *_ways in (
    (
        "not_shuffled",
        "The examples stay in their order: nothing is shuffled.",
        "If examples of one kind stand together, what will the first mini-batch look like?",
        lambda n, m, rng: _cut(np.arange(n), m),
        _shuffles_without_use,
    ),
    (
        "in_blocks",
        "Examples that stood together stay together: only within blocks, or only the blocks, are "
        "shuffled.",
        "May examples 0 and n − 1 ever meet in one mini-batch? And 0 and 1 be parted?",
        _shuffles_batches,
        _shuffles_within,
        lambda n, m, rng: [rng.permutation(batch) for batch in _shuffles_batches(n, m, rng)],
    ),
    (
        "short_dropped",
        "The examples that are left over at the end are never used.",
        "Put all your mini-batches together. How many examples are there, and how many should "
        "there be?",
        _only_full,
    ),
    (
        "left_over_joined",
        "What is left over at the end goes into other mini-batches, which grow larger than m.",
        "No mini-batch may hold more than m examples. What becomes of those left over?",
        _spread,
        _joined,
    ),
    (
        "evened_out",
        "The mini-batches are evened out; all but the last should hold m examples.",
        "Cut off m, and again m. What is left in the end?",
        lambda n, m, rng: np.array_split(rng.permutation(n), -(-n // m)),
    ),
    (
        "m_batches",
        "There are m mini-batches; there should be m examples in each.",
        "What does m count: the mini-batches, or the examples in one of them?",
        lambda n, m, rng: np.array_split(rng.permutation(n), m),
    ),
    (
        "empty_batch",
        "There is an empty mini-batch at the end where nothing is left over.",
        "Where does your last piece begin when n is a multiple of m?",
        _with_an_empty_one,
    ),
    (
        "overlap",
        "The mini-batches overlap: each holds one example too many.",
        "In Python a slice ends before its second number. How long is yours?",
        lambda n, m, rng: _cut(rng.permutation(n), m, m + 1),
    ),
    (
        "counts_from_1",
        "The examples are numbered from 1 to n; they should be numbered from 0 to n − 1.",
        "Which row of X does the number 0 stand for, and which the number n?",
        lambda n, m, rng: _cut(rng.permutation(n) + 1, m),
    ),
    (
        "first_only",
        "Only the first mini-batch is returned.",
        "Where does the return stand: inside the loop, or after it?",
        lambda n, m, rng: _cut(rng.permutation(n), m)[:1],
    ),
    (
        "with_replacement",
        "Each mini-batch is drawn from all examples again, so that some come twice and others "
        "not at all.",
        "In an epoch every example takes part exactly once. How often do you have to draw?",
        *(way(choose) for way in (_new, _new_of_full_size) for choose in _CHOICES),
    ),
    (
        "ignores_rng",
        "The shuffling does not come from the rng that is handed in.",
        "Whoever hands in a generator with the same seed wants the same mini-batches.",
        lambda n, m, rng: _well_mixed(lambda: np.random.default_rng().permutation(n), m),
        lambda n, m, rng: _cut(np.random.default_rng(0).permutation(n), m),
        lambda n, m, rng: _well_mixed(lambda: np.random.permutation(n), m),  # noqa: NPY002
        _from_global_seed,
        _from_standard_library,
    ),
):
    for _way in _ways:
        minibatches.mistake(_id, says=_says, hint=_hint)(_way)
