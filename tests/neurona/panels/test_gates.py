import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurona.panels.gates import EXAMPLES, GATES, Neuron, PerceptronRule, Training, learn

START = Neuron(np.array([0.9, 0.9]), -0.5)


def training(gate, start=START, seed=0):
    return Training(PerceptronRule(), gate, start, np.random.default_rng(seed))


def look(run, times, lr=0.5, lam=0.0, p=0.0):
    for _time in range(times):
        run.look(lr, lam, p)
    return run


def test_examples_come_in_the_order_of_the_truth_table():
    assert EXAMPLES.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert GATES["AND"] == tuple(int(a and b) for a, b in EXAMPLES)
    assert GATES["OR"] == tuple(int(a or b) for a, b in EXAMPLES)
    assert GATES["NAND"] == tuple(int(not (a and b)) for a, b in EXAMPLES)
    assert GATES["XOR"] == tuple(int(a != b) for a, b in EXAMPLES)


def test_a_tie_does_not_fire():
    assert PerceptronRule().perceptron(np.array([1.0, 0.0]), np.array([0.5, 0.0]), -0.5) == 0
    assert Neuron(np.array([0.5, 0.5]), -0.5).outputs() == [0, 0, 0, 1]


def test_the_worked_example_moves_the_bias_too():
    run = training("AND")
    seen = []
    for _example in range(4):
        run.look(0.5, 0.0, 0.0)
        seen.append((run.last.example, run.last.said, run.neuron.w.tolist(), run.neuron.b))
    assert seen == [
        (0, 0, [0.9, 0.9], -0.5),
        (1, 1, [0.9, 0.4], -1.0),
        (2, 0, [0.9, 0.4], -1.0),
        (3, 1, [0.9, 0.4], -1.0),
    ]
    assert run.mistakes == [1]
    assert not run.learned
    look(run, 4)
    assert run.mistakes == [1, 0]
    assert run.learned
    assert run.looks == 8


@pytest.mark.parametrize("gate", ["AND", "OR", "NAND"])
@pytest.mark.parametrize("seed", range(5))
def test_gates_with_a_line_are_learned(gate, seed):
    w1, w2, b = np.random.default_rng(seed).uniform(-1, 1, 3)
    run = training(gate, Neuron(np.array([w1, w2]), b))
    while not run.learned:
        assert run.epoch < 100
        run.look(0.5, 0.0, 0.0)
    assert run.neuron.outputs() == list(GATES[gate])


def test_xor_is_never_learned_and_its_line_keeps_turning():
    run = look(training("XOR"), 400)
    assert 0 not in run.mistakes
    directions = set()
    for _example in range(40):
        run.look(0.5, 0.0, 0.0)
        directions.add(tuple(np.sign(np.round(run.neuron.w, 9))))
    assert len(directions) > 1


def test_decay_shrinks_the_weights_alone_at_every_example():
    run = look(training("AND"), 8)
    before = run.neuron
    run.look(0.5, 0.1, 0.0)
    assert run.last.said == run.last.wanted
    assert np.allclose(run.neuron.w, 0.95 * before.w)
    assert run.neuron.b == before.b
    assert run.last.shrink == 0.95


def test_decay_melts_the_margin_of_and_until_it_is_forgotten():
    run = look(training("AND"), 8, lam=0.01)
    margins = []
    while run.neuron.sums()[3] > 0:
        run.look(0.5, 0.01, 0.0)
        margins.append(run.neuron.sums()[3])
    assert len(margins) > 20
    assert np.all(np.diff(margins) < 0)
    look(run, 8, lam=0.01)
    assert run.mistakes[1:10] == [0] * 9
    assert max(run.mistakes[10:]) > 0


@pytest.mark.parametrize("lr", [0.1, 0.5])
def test_and_cannot_be_learned_from_half_the_evidence(lr):
    run = look(training("AND"), 400, lr=lr, p=0.5)
    assert np.mean(run.mistakes[50:]) > 0.5
    assert look(training("AND"), 400, lr=lr).mistakes[50:] == [0] * 50


def test_a_dropped_input_is_seen_as_0_and_can_take_no_blame():
    run = training("AND", seed=3)
    dropped = 0
    for _example in range(100):
        run.look(0.5, 0.0, 0.5)
        last = run.last
        place = EXAMPLES[last.example]
        for j in (0, 1):
            assert last.seen[j] in (0, place[j])
            assert (j in last.dropped) == (last.seen[j] == 0 and place[j] == 1)
            if j in last.dropped:
                dropped += 1
                assert last.after.w[j] == last.before.w[j]
    assert 30 < dropped < 70  # about half of the hundred ones


def test_the_same_seed_drops_the_same_inputs():
    runs = [look(training("AND", seed=seed), 40, p=0.5) for seed in (1, 1, 2)]
    assert runs[0].mistakes == runs[1].mistakes
    assert runs[0].neuron.w.tolist() == runs[1].neuron.w.tolist()
    assert runs[0].mistakes != runs[2].mistakes


@given(
    st.tuples(*[st.floats(-2, 2)] * 3),
    st.sampled_from(range(4)),
    st.sampled_from((0, 1)),
    st.floats(0.05, 1),
)
def test_an_update_brings_the_sum_nearer_to_what_is_wanted(numbers, example, wanted, lr):
    before = Neuron(np.array(numbers[:2]), numbers[2])
    after = learn(PerceptronRule(), before, EXAMPLES[example], wanted, lr, 0.0)
    change = after.sums()[example] - before.sums()[example]
    if before.outputs()[example] == wanted:
        assert change == 0
    else:
        assert change * (2 * wanted - 1) > 0
