"""A class of 300 with five copies in it, each in another disguise."""

from __future__ import annotations

import time

import pytest

from tests.autograde.likeness.made import Classroom, couples

CHAPTERS = ("02_sigmoid", "04_sgd", "08_dropout")
PLANTED = {
    "rename": ("s0010", "s0110"),
    "reorder": ("s0020", "s0120"),
    "pad": ("s0030", "s0130"),
    "everything": ("s0040", "s0140"),
    "nothing": ("s0050", "s0150"),
}


@pytest.mark.slow
def test_five_copies_among_three_hundred(tmp_path, say):
    room = Classroom(tmp_path, CHAPTERS)
    room.fill(300, seed=300)
    for seed, (disguise, (source, to)) in enumerate(PLANTED.items()):
        # Of the last, only one chapter is a copy.
        chapters = CHAPTERS[2:] if disguise == "nothing" else CHAPTERS
        room.copy(source, to, disguise, seed, chapters)
    begun = time.perf_counter()
    found = set(couples(room.find()))
    seconds = time.perf_counter() - begun
    planted = set(PLANTED.values())
    say(
        f"\n300 students, {len(CHAPTERS)} chapters, {seconds:.1f} s: {len(found & planted)} of "
        f"{len(planted)} copies found, {len(found - planted)} other pairs"
    )
    assert found == planted
    assert seconds < 60
