"""Chapter 03: how large the learning rate may be."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.define import case
from autograde.suite.gradient_descent.shared import chapter
from neurona.checks.compare import Tolerance
from neurona.checks.exercise import Case

max_learning_rate = chapter.exercise(
    "max_learning_rate",
    points=2,
    tolerance=Tolerance(absolute=0),
    public=[
        case(np.array([[2.0, 0.0], [0.0, 8.0]])),
        case(np.array([[5.0, 0.0], [0.0, 1.0]])),
        case(np.array([[3.0, 1.0], [1.0, 2.0]])),
        case(np.array([[4.0, -1.0, 0.5], [-1.0, 3.0, 0.0], [0.5, 0.0, 1.0]])),
        case(np.array([[0.25]])),
    ],
    hints=[
        "In which direction does the cost curve most? There the path gets out of hand first.",
        "Along that direction each step multiplies v by 1 − lr·curvature. How large may this "
        "factor be, in absolute value?",
        "The curvatures are the eigenvalues of H. `np.linalg` finds those of symmetric matrices.",
    ],
)


@max_learning_rate.hidden
def _draw_bowls(rng: np.random.Generator) -> Iterator[Case]:
    for n in (1, 2, 2, 3, 4, 6):
        for scale in (0.01, 1.0, 100.0):
            turned, _ = np.linalg.qr(rng.normal(size=(n, n)))
            curvatures = scale * (0.3 + np.arange(n) + rng.uniform(0, 0.5, n))
            H = (turned * curvatures) @ turned.T
            yield case((H + H.T) / 2)


def _from_eigenvalues(rate):
    """Write max_learning_rate with another rate made of the sorted eigenvalues."""
    return lambda H: rate(np.linalg.eigvalsh(H))


max_learning_rate.mistake(
    "one_over",
    says="With this rate the minimum is reached in one step along the steepest direction; descent "
    "still converges with larger ones.",
    hint="Each step multiplies the distance by 1 − lr·curvature. Must that factor be positive?",
)(_from_eigenvalues(lambda curvatures: 1 / curvatures[-1]))
max_learning_rate.mistake(
    "smallest_eigenvalue",
    says="This is the limit for the flattest direction; the steepest one has run away long before.",
    hint="Every direction has a limit of its own. Which of them is reached first?",
)(_from_eigenvalues(lambda curvatures: 2 / curvatures[0]))
max_learning_rate.mistake(
    "best_rate",
    says="This is the rate at which descent is fastest, not the one at which it fails.",
    hint="Only one of the curvatures decides when the path runs away.",
)(_from_eigenvalues(lambda curvatures: 2 / (curvatures[0] + curvatures[-1])))
max_learning_rate.mistake(
    "curvature_itself",
    says="This is the largest curvature itself, not a learning rate.",
    hint="The sharper the bowl curves, the smaller the steps must be.",
)(_from_eigenvalues(lambda curvatures: curvatures[-1]))
max_learning_rate.mistake(
    "upside_down",
    says="The fraction is upside down: your rate grows with the curvature.",
    hint="The sharper the bowl curves, the smaller the steps must be.",
)(_from_eigenvalues(lambda curvatures: curvatures[-1] / 2))
max_learning_rate.mistake(
    "half_counted_twice",
    says="This is twice the limit: the ½ of the cost is counted although H does not contain it.",
    hint="Differentiate ½·k·v² twice. What is left of the ½?",
)(_from_eigenvalues(lambda curvatures: 4 / curvatures[-1]))
max_learning_rate.mistake(
    "trace",
    says="All curvatures are added up; only one of them decides.",
    hint="Which direction gets out of hand first, whatever the others do?",
)(lambda H: 2 / np.trace(H))
max_learning_rate.mistake(
    "largest_entry",
    says="This uses the largest number in the matrix; the steepest direction need not be an axis.",
    hint="In a valley that lies across the axes, the sharpest curve is not on the diagonal of H. "
    "What finds it?",
)(lambda H: 2 / np.max(H))
max_learning_rate.mistake(
    "frobenius_norm",
    says="This uses the length of the matrix as if it were a vector, which is more than its "
    "largest eigenvalue.",
    hint="`np.linalg.norm` means something else for a matrix by default. What are the curvatures "
    "of the bowl called?",
)(lambda H: 2 / np.linalg.norm(H))
max_learning_rate.mistake(
    "determinant",
    says="The determinant is the product of all curvatures; only one of them decides.",
    hint="Which direction gets out of hand first, whatever the others do?",
)(lambda H: 2 / np.linalg.det(H))
