"""Every number that chapter 10 states, worked out anew, by the frameworks where it is theirs."""

from __future__ import annotations

import functools
from itertools import pairwise
from typing import Any

import keras
import numpy as np
import pytest
import torch
from torch import nn

from neurona import data, plots
from neurona.plots import pytorch_and_keras as pictures
from solutions import pytorch_and_keras as solutions
from tests.course import chapter_text
from tests.course.claims import Claims

CHAPTER = "10_pytorch_and_keras"

claims = Claims(
    CHAPTER,
    "It builds on chapters 7 and 8.",
    "40 minutes at 180 degrees",
    "after 40 minutes the dough is still wet",
    "Here is chapter 8's task again",
    "the cross-entropy of chapter 6",
    "the negative log-likelihood of chapter 6",
    "`backward` is your chapter 5, `step` your chapter 4",
    "inverted dropout, as in chapter 8",
    "`train_network` of chapter 5",
    "**1.**",
    "**2.**",
    "**3.**",
)
states = claims.states

# Keras asks PyTorch's tensors for copies in a way that NumPy 2 wants otherwise.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@functools.cache
def shown() -> dict[str, tuple[Any, str]]:
    threads = torch.get_num_threads()
    try:
        return chapter_text.run_code(CHAPTER)
    finally:
        torch.set_num_threads(threads)


def printed_by(part: str) -> list[str]:
    """The lines that the one cell with this part prints."""
    (text,) = [printed for source, (_value, printed) in shown().items() if part in source]
    return text.strip().split("\n")


@states(
    "## 180 degrees",
    "turns the oven to 180",
    "180 °F are only 82 °C",
)
def test_fahrenheit() -> None:
    assert round((180 - 32) * 5 / 9) == 82


def test_what_is_installed_is_said() -> None:
    said = printed_by("frameworks.report()")
    assert said == [
        f"PyTorch {torch.__version__} is installed.",
        f"Keras {keras.__version__} is installed.",
    ]


@states(
    "It is `(3, 5)`: the transpose of our $W$. A PyTorch `weight` has our shape, `(5, 3)`.",
    "with about 7 digits",
)
def test_shapes_of_both_libraries() -> None:
    layer = keras.layers.Dense(5)
    layer.build((None, 3))
    assert tuple(layer.kernel.shape) == (3, 5)
    assert tuple(nn.Linear(3, 5).weight.shape) == (5, 3)
    assert "kernel ?" in plots.pytorch_and_keras.dialects().alternative_text
    assert nn.Linear(3, 5).weight.dtype == torch.float32
    assert layer.kernel.dtype == "float32"
    assert np.finfo(np.float32).eps == pytest.approx(1e-7, rel=0.2)


@states(
    "Many introductions read digits of 28×28 pixels with this model. Two names are new.",
    "a negative $z$ becomes 0, any other stays as it is",
    "784 inputs, 256 hidden neurons, 10 outputs.",
    r"$784 \cdot 256 + 256 + 256 \cdot 10 + 10 = 203{,}530$. Dropout has nothing to learn, so it "
    "adds 0.",
)
def test_the_classic_as_given() -> None:
    printed = printed_by("nn.LogSoftmax(dim=1)")
    assert "  (2): Dropout(p=0.5, inplace=False)" in printed
    assert 28 * 28 == 784
    assert int(printed[-1]) == 784 * 256 + 256 + 256 * 10 + 10 == 203_530
    assert list(nn.Dropout(0.5).parameters()) == []
    assert nn.ReLU()(torch.tensor([-2.0, 3.0])).tolist() == [0, 3]


def test_log_softmax_is_the_logarithm_of_softmax_and_its_partner_that_of_chapter_6() -> None:
    Z = torch.tensor([[1.0, 2.0, 4.0], [0.0, -1.0, 3.0]], dtype=torch.float64)
    said, labels = nn.LogSoftmax(dim=1)(Z), torch.tensor([2, 0])
    softmax = np.exp(Z.numpy()) / np.exp(Z.numpy()).sum(axis=1, keepdims=True)
    assert said.numpy() == pytest.approx(np.log(softmax))
    likely = softmax[[0, 1], labels.numpy()]
    cost = nn.functional.nll_loss(said, labels).item()
    assert cost == pytest.approx(-np.log(likely).mean())


@states(
    "Our bundled digits, made larger, fill its 784 inputs.",
    "With PyTorch it prints about 0.95: that share of the 297 unseen digits is read right.",
)
def test_the_classic_learns_to_read() -> None:
    assert len(data.digits().validation) == 297
    assert float(printed_by("cost.backward()")[0]) == pytest.approx(0.95, abs=0.025)


def test_gradients_add_up_until_they_are_cleared() -> None:
    w = torch.tensor(2.0, requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.1)
    for expected in (3, 6):
        (3 * w).backward()
        assert w.grad is not None
        assert w.grad.item() == expected
    optimizer.zero_grad()
    assert w.grad is None or w.grad.item() == 0


@states(
    "`nn.Sequential` numbers what stands in it, from 0.",
    "Four layers, 3, 5, 4 and 2 neurons, sigmoids in between and at the end. What is the last "
    "Linear layer's number?",
    "It is 4. The picture has one Linear layer less. In the classic above, dropout takes a number "
    "as well: there the Linear layers are 0 and 3.",
)
def test_numbers_of_layers() -> None:
    sizes = (3, 5, 4, 2)
    stack: list[nn.Module] = []
    for n_in, n_out in pairwise(sizes):
        stack += [nn.Linear(n_in, n_out), nn.Sigmoid()]
    assert list(nn.Sequential(*stack).state_dict())[-1] == "4.bias"
    assert pictures.SIZES == (3, 5, 2)
    classic = nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(), nn.Dropout(0.5), nn.Linear(256, 10), nn.LogSoftmax(dim=1)
    )
    assert {key.split(".")[0] for key in classic.state_dict()} == {"0", "3"}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda state: state | {"1.weight": state["0.weight"]},
        lambda state: {key: array for key, array in state.items() if key != "2.bias"},
        lambda state: state | {"0.weight": state["0.weight"].T},
    ],
)
def test_load_state_dict_refuses(wrong: Any) -> None:
    model = nn.Sequential(nn.Linear(3, 5), nn.Sigmoid(), nn.Linear(5, 2))
    with pytest.raises(RuntimeError, match="in loading state_dict"):
        model.load_state_dict(wrong(model.state_dict()))


def test_the_example_of_a_dictionary() -> None:
    assert printed_by("table = {}") == ["{'7.square': 0, '8.square': 1, '9.square': 4}"]


@states(
    "Take two weights, 3 and −4, and the number 0.1.",
    "λ = 0.1 with 50 examples, `weight_decay=0.1` in PyTorch, or `L2(0.1)` in Keras?",
    "With a gradient of 0 and a learning rate of 1, a weight $w$ moves to $w - 0.1\\,w$",
    "In the picture, 1.25 is the penalty that would have the same gradient.",
    "2.7 and −3.6; then 2.5, which is $0.1 \\cdot (9 + 16)$; then 0.7, which is "
    "$0.1 \\cdot (3 + 4)$.",
)
def test_what_a_penalty_weighs() -> None:
    steps, l2, l1 = printed_by("keras.regularizers.L2(0.1)")
    assert [float(x) for x in steps.strip("[]").split(",")] == pytest.approx([2.7, -3.6])
    assert (float(l2), float(l1)) == pytest.approx((2.5, 0.7))
    assert pictures.EXAMPLES == 50
    ours, decay, theirs, ours_l1, theirs_l1 = pictures.penalties().values()
    assert (theirs, theirs_l1) == pytest.approx((float(l2), float(l1)))
    assert ours == pytest.approx(0.1 / (2 * 50) * 25)
    assert ours_l1 == pytest.approx(0.1 / 50 * 7)
    w = torch.tensor([3.0, -4.0], dtype=torch.float64, requires_grad=True)
    (0.5 * 0.1 * (w**2).sum()).backward()
    assert w.grad is not None
    assert w.grad.tolist() == pytest.approx([0.3, -0.4])  # which is what weight_decay adds
    assert decay == pytest.approx(0.5 * 0.1 * 25) == pytest.approx(1.25)


@states(
    "with twice the data, the same λ weighs half as much",
    r"λ = 2, $n$ = 10, and a single weight, 3. What does our L2 penalty, "
    r"$\frac{\lambda}{2n}\sum w^2$, add",
    "To the cost 0.9. To the gradient 0.6: try 3.001 and see how fast the penalty rises. PyTorch "
    "adds `weight_decay` times 3, so it must be 0.2.",
    "λ = 2, $n$ = 10, $w$ = −3: what does ours add, and which factor does it take?",
    r"Keras adds factor $\cdot \sum w^2$ to the cost. Which factor gives the 0.9?",
)
def test_lambda_2_for_10_examples() -> None:
    def penalty(w: float, n: int = 10) -> float:
        return 2 / (2 * n) * w**2

    assert penalty(3) == pytest.approx(0.9)
    assert penalty(3, 20) == pytest.approx(penalty(3) / 2)
    assert (penalty(3.001) - penalty(3)) / 0.001 == pytest.approx(0.6, abs=1e-3)
    assert solutions.weight_decay(2, 10) == pytest.approx(0.2)
    assert solutions.weight_decay(2, 10) * 3 == pytest.approx(0.6)
    assert solutions.keras_l2(2, 10) * 3**2 == pytest.approx(0.9)
    assert solutions.keras_l1(2, 10) * abs(-3) == pytest.approx(2 / 10 * 3)


@states(
    "A trap:",
    "The two groups in the panel above keep them apart: `model[::3]` takes every third part, the "
    "Linear layers.",
)
def test_weight_decay_of_all_parameters_shrinks_biases() -> None:
    parts = [nn.Linear(2, 2), nn.Sigmoid(), nn.Dropout(0.5)] * 2 + [nn.Linear(2, 1), nn.Sigmoid()]
    third = list(nn.Sequential(*parts)[::3])
    assert [type(part) for part in third] == [nn.Linear] * 3
    layer = nn.Linear(2, 2)
    before = layer.bias.detach().clone()
    for parameter in layer.parameters():
        parameter.grad = torch.zeros_like(parameter)
    torch.optim.SGD(layer.parameters(), lr=1.0, weight_decay=0.5).step()
    assert torch.allclose(layer.bias, before / 2)


@states(
    "“Rates from 0.5 to 0.8 work well”, says an old paper. “Drop 20 to 50%”, says a new guide.",
    "No. Who keeps 50 to 80% drops 20 to 50%.",
    "Try yours on 0.8. And on 1: everybody stays.",
    "*“Use rates from 0.5 to 0.8.”* To keep. Libraries want the rate of dropping, 0.2 to 0.5.",
    "*“`Dropout(0.8)` keeps 80%.”* It drops 80%.",
)
def test_rates() -> None:
    assert (solutions.drop_rate(0.5), solutions.drop_rate(0.8)) == pytest.approx((0.5, 0.2))
    assert solutions.drop_rate(1) == 0
    out = keras.layers.Dropout(0.8, seed=1)(np.ones((100, 1000)), training=True)
    assert float(keras.ops.max(out)) == pytest.approx(5)
    assert float(keras.ops.mean(out)) / 5 == pytest.approx(0.2, abs=0.01)


@states(
    "## Two Keras models in circulation",
    "20 inputs, two hidden layers of 64, one output, and `Dropout(0.5)` twice.",
    "How many of 1,000 new labels will it get right?",
    "About half. A coin has no pattern; 5,569 parameters cannot find one.",
)
def test_the_first_keras_model_as_given() -> None:
    count, share = printed_by("Dense(64")
    assert int(count) == 20 * 64 + 64 + 64 * 64 + 64 + 64 + 1 == 5_569
    (source,) = [source for source in shown() if "Dense(64" in source]
    assert source.count("Dropout(0.5)") == 2
    assert float(share) == pytest.approx(0.5, abs=0.05)


@states(
    "4 inputs, two hidden layers of 4, one output",
    "`Dropout(0.8)` stands behind four neurons. How often are all four off?",
    "$0.8^4 = 0.4096$: in two passes of five *nobody* speaks",
    "it is five times as loud. If 0.8 was meant as keeping, all four are off in only "
    "$0.2^4 = 0.16\\%$ of the passes.",
    "It prints 45 parameters, and about 0.41 for the passes in which all four are off.",
)
def test_the_second_keras_model_as_given() -> None:
    assert pytest.approx([0.4096, 0.0016, 5]) == [0.8**4, 0.2**4, 1 / (1 - 0.8)]
    assert round(0.4096, 1) == 2 / 5
    count, share = printed_by("Dense(4, ")
    assert int(count) == 4 * 4 + 4 + 4 * 4 + 4 + 4 + 1 == 45
    assert float(share) == pytest.approx(0.4096, abs=0.02)


@states(
    "You have 1,000 examples. Which λ of ours is `L1(0.1)`? And `L2(0.1)`?",
    "100 and 200.",
)
def test_what_the_small_model_means() -> None:
    assert solutions.keras_l1(100, 1000) == pytest.approx(0.1)
    assert solutions.keras_l2(200, 1000) == pytest.approx(0.1)


@states(
    "In training a kept 1 becomes 2, which is $1/(1 - 0.5)$",
    "After `eval()` every 1 stays 1.",
)
def test_the_switch() -> None:
    training, used = (eval(line) for line in printed_by("dropout.eval"))
    assert set(training) == {0, 2}
    assert used == [1] * 8
    assert nn.Sequential(nn.Dropout(0.5)).training
    answers, answer = pictures.modes()
    assert len(set(answers)) > 20
    assert answers.min() < answer < answers.max()


@pytest.mark.filterwarnings("ignore:The model does not have any trainable weights")
def test_keras_turns_the_switch_itself() -> None:
    model = keras.Sequential([keras.Input((8,)), keras.layers.Dropout(0.5)])
    X = np.ones((4, 8))
    assert np.all(model.predict(X, verbose=0) == 1)
    model.compile(loss="mse")
    assert model.evaluate(X, X, verbose=0) == pytest.approx(0)
    assert model.fit(X, X, verbose=0).history["loss"][0] > 0


@states("The same number is three strengths, and in ours it depends on $n$.")
def test_one_number_is_three_strengths() -> None:
    ours, pytorch, theirs, *_l1 = pictures.penalties().values()
    assert ours < pytorch < theirs
    assert solutions.weight_decay(1, 10) != solutions.weight_decay(1, 20)


def test_adam_rescales_the_decay_and_adamw_does_not() -> None:
    ends = {}
    for kind in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW):
        w = torch.tensor([1.0, 10.0], requires_grad=True)
        w.grad = torch.zeros(2)
        kind([w], lr=0.1, weight_decay=0.5).step()
        ends[kind.__name__] = w.tolist()
    assert ends["SGD"] == pytest.approx([0.95, 9.5])
    assert ends["AdamW"] == pytest.approx([0.95, 9.5])
    assert ends["Adam"] == pytest.approx([0.9, 9.9], abs=1e-3)  # the same step for both


@states(r"our network and PyTorch's differ by about $10^{-16}$, the last digit of a float")
def test_the_last_digit() -> None:
    assert np.finfo(float).eps == pytest.approx(2e-16, rel=0.2)


@states(
    "You trained 60,000 pictures with λ = 6.",
    "0.0001 and 0.00005.",
    "`load_state_dict` wants `0.weight` of shape `(30, 64)` and gets `(64, 30)`.",
)
def test_answers_to_the_self_test() -> None:
    assert solutions.weight_decay(6, 60_000) == pytest.approx(0.0001)
    assert solutions.keras_l2(6, 60_000) == pytest.approx(0.00005)
    layer = keras.layers.Dense(30)
    layer.build((None, 64))
    assert tuple(layer.kernel.shape) == (64, 30)
    assert tuple(nn.Linear(64, 30).weight.shape) == (30, 64)


@states("You began with one neuron and two inputs that could not even learn XOR.")
def test_where_the_course_began() -> None:
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    corners = np.linalg.lstsq(np.column_stack([X, np.ones(4)]), [-1, 1, 1, -1], rcond=None)
    assert corners[0] == pytest.approx([0, 0, 0])
