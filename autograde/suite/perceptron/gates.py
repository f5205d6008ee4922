"""Chapter 01: gates by hand, and the one that no line can draw."""

from __future__ import annotations

import numpy as np

from autograde.suite.define import calls, case
from autograde.suite.perceptron.shared import chapter

nand_weights = chapter.exercise(
    "nand_weights",
    points=1,
    view="truth_table",
    public=[calls(())],
    hints=[
        "NAND is quiet for one input only: (1, 1). How must the weights push when inputs are 1?",
        "With both inputs 0 only the bias speaks. Which sign must it have?",
        "One input alone must not be enough to silence the neuron; both together must.",
    ],
)

_GATES = {
    "and": ((1.0, 1.0, -1.5), "These weights make an AND gate."),
    "or": ((1.0, 1.0, -0.5), "These weights make an OR gate."),
    "nor": ((-1.0, -1.0, 0.5), "These weights make a NOR gate: a single 1 already silences it."),
    "always_1": ((0.0, 0.0, 1.0), "This neuron always fires, also for (1, 1)."),
    "always_0": ((0.0, 0.0, -1.0), "This neuron never fires."),
}
_GATE_HINT = "Work out w·x + b for all four inputs by hand and compare each sign with NAND's table."


def _gate(w1, w2, b):
    return lambda: (np.array([w1, w2]), b)


for _id, (_numbers, _says) in _GATES.items():
    nand_weights.mistake(_id, says=_says, hint=_GATE_HINT)(_gate(*_numbers))


xor = chapter.exercise(
    "xor",
    points=2,
    remark="It computes XOR. Whether NANDs alone do it, only you can tell.",
    public=[case(0, 0), case(0, 1), case(1, 0), case(1, 1)],
    hints=[
        "Say it in words first: at least one input is 1, but not both. Each half of that "
        "sentence is a gate.",
        "Which gate joins the two halves? Build all three from NANDs, as the picture above does.",
        "It also works with fewer: the answer of one NAND may go into two others.",
    ],
)

_XOR_SLIPS = {
    "gives_or": (lambda x1, x2: int(x1 or x2), "This is OR: it also fires for (1, 1)."),
    "gives_and": (lambda x1, x2: int(x1 and x2), "This is AND."),
    "gives_nand": (lambda x1, x2: 1 - int(x1 and x2), "This is NAND: it also fires for (0, 0)."),
    "gives_xnor": (
        lambda x1, x2: int(x1 == x2),
        "This is the opposite of XOR: it fires when the inputs are equal.",
    ),
}
_XOR_HINT = "Follow one row of the table through your gates on paper, gate by gate."

for _id, (_slip, _says) in _XOR_SLIPS.items():
    xor.mistake(_id, says=_says, hint=_XOR_HINT)(_slip)
