"""Compare more notebooks with nbgrader's own execution than tests have the time for.

    python -m tests.autograde.differential.by_hand 30

draws a class of 30, adds the honest ones of the example class, marks all of them both ways and
prints where they differ. A notebook takes nbgrader about four seconds of processor time.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from autograde.examples.crowd import draw_class
from autograde.examples.recipes import ASSIGNMENTS
from autograde.grading.secret import VARIABLE
from tests.autograde.differential import real
from tests.autograde.differential.marks import differences, honest_examples, our_marks

_SEED = 20250302


def main(students: int) -> int:
    """Print a line for each difference, and a last one that sums up; return how many."""
    drawn = draw_class(students, ASSIGNMENTS, np.random.default_rng(_SEED))
    handed = [*honest_examples(), *drawn]
    with tempfile.TemporaryDirectory() as folder:
        secret = Path(folder) / "secret"
        secret.write_bytes(b"a secret for tests")
        os.environ[VARIABLE] = str(secret)
        ours = our_marks(handed, Path(folder) / "ours")
        stock = real.stock_marks(handed, Path(folder) / "stock", secret.read_bytes())
    found = differences(stock, ours)
    for line in found:
        print(line)
    print(f"{len(handed)} notebooks, {len(stock)} exercises, {len(found)} differences")
    return len(found)


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1])) else 0)
