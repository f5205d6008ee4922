from __future__ import annotations

import pytest

from tests.autograde.likeness.made import Classroom


@pytest.fixture(scope="session")
def honest(tmp_path_factory):
    """Some students who all work by themselves, on three chapters."""
    chapters = ("01_perceptron", "05_backpropagation", "07_l1_l2")
    room = Classroom(tmp_path_factory.mktemp("honest"), chapters)
    room.fill(60, seed=1)
    return room
