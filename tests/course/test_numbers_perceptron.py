"""Every claim of chapter 01 that can be computed; its panels have a module of their own."""

from __future__ import annotations

import itertools
import re

import numpy as np

from neurona import panels
from neurona.panels.gates import EXAMPLES, GATES, Neuron, PerceptronRule, Rule
from neurona.plots.perceptron import LINES, BiasLeftAlone, lines_of_first_epoch
from solutions import perceptron as solutions
from tests.course import chapter_text
from tests.course.claims import Claims

CHAPTER = "01_perceptron"
AND, NAND, XOR = (np.array(GATES[name]) for name in ("AND", "NAND", "XOR"))
START_W, START_B, LR = np.array([0.9, 0.9]), -0.5, 0.5
START = Neuron(START_W, START_B)

claims = Claims(
    CHAPTER,
    "Both have four legs, two ears and a tail",
    "In 1943 Warren McCulloch",
    "running in 1958",
    "IBM 704",
    "built in the 90s",
    "## Recap in five lines",
    "**1.** A neuron",
    "**2.** In the first",
    "**3.** For some",
)
states = claims.states


def fires(w: np.ndarray, b: float) -> list[int]:
    """What a perceptron answers to (0, 0), (0, 1), (1, 0), (1, 1)."""
    return [solutions.perceptron(x, w, b) for x in EXAMPLES]


def walk(rule: Rule) -> list[list[float]]:
    """Work out the rows of a walk-through: x, z, y, d, d − y, w and b afterwards."""
    w, b = START
    rows = []
    for x, d in zip(EXAMPLES, AND, strict=True):
        z, y = w @ x + b, rule.perceptron(x, w, b)
        w, b = rule.update(x, int(d), w, b, LR)
        rows.append([*x, z, y, d, d - y, *w, b])
    return rows


def stated_walks() -> tuple[list[list[float]], list[list[float]]]:
    """Read the two tables of the walk-through from the text."""
    rows = [
        [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", line.replace("−", "-"))]
        for line in claims.prose.split("\n")
        if line.startswith("| (")
    ]
    return rows[:4], rows[4:]


@states(
    "it should answer 1 when both inputs are 1, and 0 otherwise",
    "round if it wants a 1, square if it wants a 0",
    "the neuron answers 1: it *fires*. On the other side it answers 0",
    "three dots lie on the firing side. Only one of them belongs there",
)
def test_at_the_start_three_dots_fire_and_one_should() -> None:
    assert fires(*START) == [0, 1, 1, 1]
    assert [x[0] == x[1] == 1 for x in EXAMPLES] == AND.tolist() == [0, 0, 0, 1]


@states(
    "Dark clouds count for 2. A forecast of rain counts for 3",
    "adds up to more than 4",
    "lower the threshold to 2.5",
    "The forecast alone is now enough, because 3 is more than 2.5",
    "Dark clouds alone, with their 2, are still not",
    "The 2 and the 3 are **weights**",
    "here 1 where there is evidence, 0 where there is none",
    "exceeds 0. So we give −threshold a name of its own, the **bias**",
    "$w = (2, 3)$ and $b = -4$",
)
def test_umbrella() -> None:
    w = np.array([2.0, 3.0])
    assert fires(w, -4.0) == [0, 0, 0, 1]
    assert fires(w, -2.5) == [0, 1, 0, 1]
    assert [int(w @ x > 4) for x in EXAMPLES] == fires(w, -4.0)


@states("More than 0, so it fires: take the umbrella.")
def test_umbrella_in_numpy() -> None:
    ((source, (_value, printed)),) = chapter_text.run_code(CHAPTER).items()
    assert source.endswith("print(w @ x + b)")
    assert printed == "1\n"


@states(
    "The neuron answers $y = 1$ when $z > 0$, and $y = 0$ otherwise.",
    "The larger its bias, the more easily it fires.",
    "what does the neuron answer when $z$ is exactly 0?",
)
def test_perceptron_answers() -> None:
    w = np.array([1.0, 1.0])
    assert fires(w, -1.0) == [0, 0, 0, 1]
    counts = [sum(fires(w, b)) for b in (-2.5, -1.5, -0.5, 0.5)]
    assert counts == [0, 1, 3, 4]


@states(
    "two inputs, 0 or 1 each. There are four examples",
    "| 0 | 0 | 0 | 0 | 1 | 0 |\n| 0 | 1 | 0 | 1 | 1 | 1 |\n",
    "| 1 | 0 | 0 | 1 | 1 | 1 |\n| 1 | 1 | 1 | 1 | 0 | 0 |",
    "XOR asks for *exactly one*",
)
def test_gates() -> None:
    rows = re.findall(r"^\| ([01](?: \| [01]){5}) \|$", claims.prose, re.MULTILINE)
    table = np.array([[int(cell) for cell in row.split(" | ")] for row in rows])
    np.testing.assert_array_equal(table[:, :2], EXAMPLES)
    for column, name in enumerate(("AND", "OR", "NAND", "XOR"), start=2):
        assert tuple(table[:, column]) == GATES[name]
    x1, x2 = EXAMPLES.T.astype(int)
    np.testing.assert_array_equal(table[:, 2:].T, [x1 & x2, x1 | x2, 1 - (x1 & x2), x1 ^ x2])


@states(
    "The points where $z = 0$ form a straight line. On the shaded side $z > 0$",
    "AND and NAND share their line. What differs is the side that fires.",
    "weights and a bias that get all four dots right",
)
def test_lines_of_the_picture_are_the_gates() -> None:
    for name, neuron in LINES.items():
        assert tuple(fires(*neuron)) == GATES[name]
    np.testing.assert_array_equal(LINES["AND"].w, -LINES["NAND"].w)
    assert LINES["AND"].b == -LINES["NAND"].b


@states("With two positive weights, it moves down and to the left.")
def test_a_larger_bias_moves_the_line_down_and_to_the_left() -> None:
    w1, w2, b = 1.0, 2.0, np.array([-1.5, -1.0, 0.5])
    assert (np.diff(-b / w1) < 0).all()  # where it crosses the axis of x1
    assert (np.diff(-b / w2) < 0).all()  # where it crosses the axis of x2
    assert np.diff([sum(fires(np.array([w1, w2]), bias)) for bias in b]).min() >= 0


@states(
    "from $w = (0.9, 0.9)$ and $b = -0.5$. Call",
    "**Show it (0, 0).** $z = -0.5$, so $y = 0$. Right.",
    "**Show it (0, 1).** $z = 0.9 \\cdot 0 + 0.9 \\cdot 1 - 0.5 = 0.4$, so $y = 1$. But $d = 0$. "
    "The **error** is $d - y = -1$.",
    "Which of the two weights is to blame?",
    "Only $w_2$. Its input was 1. The input of $w_1$ was 0, so $w_1$ added nothing to $z$",
    "Here it is 0.5:",
    "$$w_2 = 0.9 + 0.5 \\cdot (-1) \\cdot 1 = 0.4$$",
    "Then comes (1, 0), and the same happens to $w_1$.",
    "| (0, 0) | −0.5 | 0 | 0 | 0 | (0.9, 0.9) | −0.5 |",
    "| (0, 1) | 0.4 | 1 | 0 | −1 | (0.9, 0.4) | −0.5 |",
    "| (1, 0) | 0.4 | 1 | 0 | −1 | (0.4, 0.4) | −0.5 |",
    "| (1, 1) | 0.3 | 1 | 1 | 0 | (0.4, 0.4) | −0.5 |",
    "Show (0, 1) and (1, 0) once more: both now give $z = -0.1$. Right. The neuron computes AND.",
)
def test_walk_with_the_bias_left_alone() -> None:
    stated, _whole = stated_walks()
    np.testing.assert_allclose(walk(BiasLeftAlone()), stated, rtol=0, atol=1e-12)
    w, b = np.array([0.4, 0.4]), -0.5
    np.testing.assert_allclose(EXAMPLES[1:3] @ w + b, -0.1)
    assert fires(w, b) == AND.tolist()


@states(
    "while $b$ stays at −0.5?",
    "For (0, 0) the weights are multiplied by 0, so $z = b = -0.5$ whatever they are.",
    "NAND wants a 1 there",
)
def test_nand_needs_another_bias() -> None:
    assert NAND[0] == 1
    for w in np.random.default_rng(1).normal(0, 10, (100, 2)):
        assert w @ EXAMPLES[0] - 0.5 == -0.5
        assert solutions.perceptron(EXAMPLES[0], w, -0.5) == 0


@states(
    "the weight of one more input, which is always 1",
    "usually between 0 and 1, says how far",
    "After a right answer $d - y = 0$, and nothing moves.",
)
def test_the_bias_is_the_weight_of_an_input_that_is_always_1() -> None:
    for x, d in zip(EXAMPLES, AND, strict=True):
        w, b = solutions.update(x, d, START_W, START_B, LR)
        error = d - solutions.perceptron(x, START_W, START_B)
        with_bias = np.append(START_W, START_B) + LR * error * np.append(x, 1.0)
        np.testing.assert_array_equal(np.append(w, b), with_bias)
        assert error or (w == START_W).all()


@states(
    "Back to the start, $w = (0.9, 0.9)$ and $b = -0.5$, now with the whole rule. "
    "After (0, 1) we have $w = (0.9, 0.4)$ and $b = -1$.",
    "What does the neuron answer to (1, 0) now?",
    "$z = 0.9 - 1 = -0.1$, so $y = 0$.",
    "| (0, 1) | 0.4 | 1 | 0 | −1 | (0.9, 0.4) | −1 |",
    "| (1, 0) | −0.1 | 0 | 0 | 0 | (0.9, 0.4) | −1 |",
    "| (1, 1) | 0.3 | 1 | 1 | 0 | (0.9, 0.4) | −1 |",
    "One correction was enough.",
)
def test_walk_with_the_whole_rule() -> None:
    _alone, stated = stated_walks()
    np.testing.assert_allclose(walk(PerceptronRule()), stated, rtol=0, atol=1e-12)
    assert sum(row[5] != 0 for row in stated) == 1
    w, b, errors = solutions.train(EXAMPLES, AND, START_W, START_B, LR, 10)
    np.testing.assert_allclose([*w, b], [0.9, 0.4, -1.0])
    assert errors == [1, 0]


@states("Both last lines are AND.", "see how closely line 1 on the right passes (1, 0)")
def test_two_ways_end_at_two_lines() -> None:
    alone, whole = (lines_of_first_epoch(rule) for rule in (BiasLeftAlone(), PerceptronRule()))
    assert (len(alone), len(whole)) == (3, 2)
    distances = []
    for w, b in (alone[-1], whole[-1]):
        assert fires(w, b) == AND.tolist()
        distances.append(np.abs(EXAMPLES @ w + b) / np.hypot(*w))
    assert distances[1].argmin() == 2  # the example (1, 0)
    assert distances[1].min() < 0.6 * distances[0].min()


@states(
    "Start from nothing: $w = (0, 0)$, $b = 0$, `lr` 0.5.",
    "in the first panel, p at 0 and **Start** at “all zero”",
    "The counts are 1, 3, 3, 2, 1, 0. First they rise!",
    "At the start $z = 0$ for every example, so the neuron is always quiet. "
    "That is wrong only for (1, 1), whose correction makes it fire too often.",
)
def test_learning_and_from_nothing() -> None:
    w, b, errors = solutions.train(EXAMPLES, AND, np.zeros(2), 0.0, LR, 10)
    assert errors == [1, 3, 3, 2, 1, 0]
    assert fires(w, b) == AND.tolist()
    panel = panels.perceptron.opening()
    panel.first.value = "zero"
    panel.play_button.click()
    assert panel.training.mistakes == errors
    assert fires(np.zeros(2), 0.0) == [0, 0, 0, 0]
    w, b, _ = solutions.train(EXAMPLES, AND, np.zeros(2), 0.0, LR, 1)
    assert sum(fires(w, b)) > sum(AND)


@states(
    "If some line separates the 1s from the 0s, yes",
    "the whole rule then makes only a finite number of mistakes",
)
def test_whatever_a_line_can_do_is_learned() -> None:
    rng = np.random.default_rng(2)
    for _example in range(50):
        teacher_w, teacher_b = rng.normal(size=2), rng.normal()
        wanted = np.array(fires(teacher_w, teacher_b))
        start_w, start_b = rng.normal(size=2), rng.normal()
        w, b, errors = solutions.train(EXAMPLES, wanted, start_w, start_b, 0.3, 1000)
        assert errors[-1] == 0
        assert fires(w, b) == wanted.tolist()


@states("Three right dots is the best that anybody gets.")
def test_no_perceptron_is_xor() -> None:
    grid = np.linspace(-2, 2, 17)
    right = [
        sum(np.array(fires(np.array([w1, w2]), b)) == XOR)
        for w1, w2, b in itertools.product(grid, grid, grid)
    ]
    assert max(right) == 3


@states(
    "But it is one and the same point, (0.5, 0.5).", "The two round dots", "The two square dots"
)
def test_the_middles_of_xor_meet() -> None:
    np.testing.assert_array_equal(EXAMPLES[XOR == 1].mean(axis=0), [0.5, 0.5])
    np.testing.assert_array_equal(EXAMPLES[XOR == 0].mean(axis=0), [0.5, 0.5])


@states(
    "training on XOR never gets through an epoch without a mistake. "
    "From zero weights it makes 2, then 3, and from then on 4 in every epoch."
)
def test_training_on_xor_goes_round_in_a_circle() -> None:
    w2, b2, _ = solutions.train(EXAMPLES, XOR, np.zeros(2), 0.0, LR, 2)
    w3, b3, errors = solutions.train(EXAMPLES, XOR, np.zeros(2), 0.0, LR, 3)
    assert errors == [2, 3, 4]
    # The third epoch ends where the second ended, so all others are like it.
    np.testing.assert_array_equal(np.append(w2, b2), np.append(w3, b3))


@states(
    "NANDs alone can build every gate there is. Here are three:",
    "say in words when XOR is 1, using only AND, OR and NAND",
)
def test_nands_build_every_gate() -> None:
    def nand(x1: int, x2: int) -> int:
        return solutions.perceptron(np.array([x1, x2]), *solutions.nand_weights())

    def negate(x1: int) -> int:
        return nand(x1, x1)

    inputs = list(itertools.product((0, 1), repeat=2))
    assert [negate(x) for x in (0, 1)] == [1, 0]
    assert tuple(negate(nand(*x)) for x in inputs) == GATES["AND"]
    assert tuple(nand(negate(x1), negate(x2)) for x1, x2 in inputs) == GATES["OR"]
    assert tuple(solutions.xor(*x) for x in inputs) == GATES["XOR"]
    in_words = np.array(GATES["OR"]) & GATES["NAND"]
    assert tuple(in_words) == GATES["XOR"]

    first, second = tuple(x1 for x1, _ in inputs), tuple(x2 for _, x2 in inputs)
    built = {first, second}
    for _round in range(16):
        built |= {tuple(map(nand, a, b)) for a, b in itertools.product(built, repeat=2)}
    assert len(built) == 16  # every choice of four answers


@states("(here the step from 0 to 1)", "a network is three things")
def test_the_step_is_from_0_to_1() -> None:
    assert [solutions.perceptron(np.array([z]), np.ones(1), 0.0) for z in (-1.0, 1.0)] == [0, 1]


@states(
    "even ends with $b = 0.5$ where $-0.5$ is meant",
    "With $w = (0.4, 0.4)$ and $b = 0.5$, the neuron would fire for all four examples.",
)
def test_the_misprinted_bias_fires_for_everything() -> None:
    assert fires(np.array([0.4, 0.4]), 0.5) == [1, 1, 1, 1]


@states("Without it every weight moves alike, also those whose input was 0")
def test_without_x_every_weight_moves_alike() -> None:
    x, d = EXAMPLES[1], AND[1]
    error = d - solutions.perceptron(x, START_W, START_B)
    np.testing.assert_allclose(START_W + LR * error, [0.4, 0.4])
    np.testing.assert_allclose(solutions.update(x, d, START_W, START_B, LR)[0], [0.9, 0.4])


@states("You double both weights and the bias.", "$z$ doubles too, and keeps its sign.")
def test_doubling_changes_no_answer() -> None:
    for w, b in (LINES["AND"], lines_of_first_epoch(PerceptronRule())[-1]):
        assert fires(2 * w, 2 * b) == fires(w, b)
        np.testing.assert_array_equal(EXAMPLES @ (2 * w) + 2 * b, 2 * (EXAMPLES @ w + b))


@states(
    "example $x = (1, 0)$, $d = 1$ and $y = 0$. With `lr` 0.5, what moves",
    "The error is 1. $w_1$ and $b$ rise by 0.5 each. $w_2$ stays, since its input was 0.",
)
def test_the_third_question() -> None:
    x, w, b = np.array([1.0, 0.0]), np.array([0.25, 0.75]), -1.0
    assert solutions.perceptron(x, w, b) == 0
    new_w, new_b = solutions.update(x, 1, w, b, LR)
    np.testing.assert_array_equal([*(new_w - w), new_b - b], [0.5, 0.0, 0.5])


@states(
    "A perceptron fires when $w \\cdot x + b > 0$.",
    "With two inputs it draws a straight line: AND, OR and NAND are within its reach.",
    "XOR has no line. A network of NANDs computes it.",
)
def test_what_one_line_can_do() -> None:
    for name in ("AND", "OR", "NAND"):
        wanted = np.array(GATES[name])
        assert solutions.train(EXAMPLES, wanted, np.zeros(2), 0.0, LR, 50)[2][-1] == 0


@states("About 60 minutes.")
def test_minutes() -> None:
    assert chapter_text.minutes(CHAPTER) == 60
