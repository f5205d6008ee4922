"""The reckoning: classes made of numbers, with and without copies among them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autograde.likeness import evidence as evidence_module
from autograde.likeness.chance import Chance, chances, stretched
from autograde.likeness.evidence import weigh
from autograde.likeness.find import EXPECTED, judge
from autograde.likeness.gather import Gathered
from autograde.likeness.traces import OWN, WORDS

UNITS = ("one", "two", "three", "four", "five", "six", OWN, WORDS)


def draw(students, rng, units=UNITS, spread=1.4, traces=8, skill=0.0):
    """Draw what students hold: in each unit some traces, a few of them known to many."""
    held = []
    style = rng.integers(6, size=students)
    for student in range(students):
        for unit in range(len(units)):
            count = rng.poisson(traces)
            drawn = rng.zipf(spread, size=count) % 100_000
            if rng.random() < skill:  # those of one style make the same choices
                drawn += 1_000_000 * (1 + style[student])
            held.append({(student, unit, int(one) + 10_000_000 * unit) for one in drawn})
    return set().union(*held)


def gathered(held, students, assignment="chapter"):
    rows = sorted(held)
    return Gathered(
        assignment,
        np.array([row[0] for row in rows], np.int64),
        np.array([row[1] for row in rows], np.uint8),
        np.array([row[2] for row in rows], np.uint64),
        students,
    )


def found(held, students, units=UNITS, **options):
    names = [str(number) for number in range(students)]
    weighed = weigh(gathered(held, students, **options), units, students)
    return {(int(one.first), int(one.second)) for one in judge([weighed], names)}


ALL = range(len(UNITS))


def copy(held, source, to, units=ALL):
    kept = {one for one in held if one[0] != to or one[1] not in units}
    given = {(unit, key) for student, unit, key in held if student == source and unit in units}
    return kept | {(to, unit, key) for unit, key in given}


@pytest.mark.parametrize("spread", [1.2, 1.5, 2.0])
@pytest.mark.parametrize("students", [12, 60, 200])
def test_honest_classes_have_next_to_no_pairs(students, spread):
    counts = [
        len(found(draw(students, np.random.default_rng([7, seed]), spread=spread), students))
        for seed in range(20)
    ]
    # At most EXPECTED a class, were the bound exact.
    assert sum(counts) <= 20 * EXPECTED + 2, counts


@pytest.mark.parametrize("skill", [0.3, 0.7])
def test_students_of_one_style_are_not_mistaken_for_pairs(skill):
    counts = [
        len(found(draw(120, np.random.default_rng([9, seed]), skill=skill), 120))
        for seed in range(10)
    ]
    assert sum(counts) <= 3, counts


@pytest.mark.parametrize("students", [30, 60, 200, 1000])
def test_a_copy_is_found(students):
    held = draw(students, np.random.default_rng(students))
    assert found(copy(held, 4, 17), students) == {(4, 17)}


def test_a_copy_of_half_is_found():
    held = draw(200, np.random.default_rng(1))
    assert found(copy(held, 4, 17, units=(0, 2, 4, 7)), 200) == {(4, 17)}


def test_a_group_of_four_is_found():
    held = draw(200, np.random.default_rng(2))
    for to in (11, 22, 33):
        held = copy(held, 5, to)
    group = (5, 11, 22, 33)
    assert found(held, 200) == {(a, b) for a in group for b in group if a < b}


def test_many_copies_do_not_explain_one_another_away():
    held = draw(200, np.random.default_rng(3))
    planted = {(2 * number, 2 * number + 1) for number in range(25)}
    for source, to in planted:
        held = copy(held, source, to)
    assert found(held, 200) == planted


def test_what_many_share_says_nothing():
    held = draw(100, np.random.default_rng(4))
    common = {(student, unit, 5 + unit) for student in range(0, 100, 4) for unit in range(8)}
    assert not found(held | common, 100)


def test_one_long_answer_that_nobody_else_has_is_enough():
    held = draw(100, np.random.default_rng(5))
    long = {(student, 2, 90_000_000 + key) for student in (8, 9) for key in range(30)}
    assert found(held | long, 100) == {(8, 9)}
    short = {one for one in long if one[2] < 90_000_002}
    assert not found(held | short, 100)


def test_a_few_lines_of_very_much_of_one_s_own_say_little():
    held = draw(100, np.random.default_rng(6))
    pair, many = (8, 9), range(300)
    own = {(student, 6, 80_000_000 + 1000 * student + key) for student in pair for key in many}
    shared = {(student, 6, 77_000_000 + key) for student in pair for key in range(20)}
    assert (8, 9) not in found(held | own | shared, 100)
    assert (8, 9) in found(held | shared, 100)


def test_memory_does_not_grow_with_what_many_have(monkeypatch):
    held = {(student, 0, 50_000_000 + key) for key in range(40) for student in range(key, 400, 11)}
    held |= draw(400, np.random.default_rng(7))
    before = weigh(gathered(held, 400), UNITS, 400)
    monkeypatch.setattr(evidence_module, "_MOST_MEETINGS", 20_000)
    after = weigh(gathered(held, 400), UNITS, 400)
    assert before.rarity["one"].most == 40
    assert after.rarity["one"].most < 36
    assert sum(one.counts.sum() for one in after.by_unit.values()) <= len(UNITS) * 20_000


def test_only_the_best_are_kept_of_very_many(monkeypatch):
    held = copy(draw(100, np.random.default_rng(8)), 4, 17)
    monkeypatch.setattr(evidence_module, "_MOST_PAIRS", 50)
    weighed = weigh(gathered(held, 100), UNITS, 100)
    assert weighed.pairs.size == 50
    assert sorted(weighed.pairs) == list(weighed.pairs)
    assert 4 * 100 + 17 in weighed.pairs


@pytest.mark.parametrize("students", [0, 1, 2, 3])
def test_the_smallest_classes(students):
    held = {(student, unit, 7) for student in range(students) for unit in range(8)}
    assert not found(held, students)


def test_evidence_of_several_assignments_adds_up():
    names = [str(number) for number in range(100)]
    rng = np.random.default_rng(10)
    weighed = []
    for chapter in "abcdefgh":
        held = draw(100, rng)
        # In each chapter a little: it would not be enough by itself.
        shared = {(student, key % 2, 70_000_000 + key) for student in (30, 40) for key in range(4)}
        weighed.append(weigh(gathered(held | shared, 100, chapter), UNITS, 100))
    assert all(not judge([one], names) for one in weighed)
    (pair,) = judge(weighed, names)
    assert (pair.first, pair.second) == ("30", "40")
    assert set(pair.surprise) == set("abcdefgh")


def test_the_bound_is_one_for_nothing_and_falls():
    weighed = weigh(gathered(draw(100, np.random.default_rng(11)), 100), UNITS, 100)
    chance: Chance = chances([weighed])["chapter"]
    bound = chance.log_of(np.array([0.0, 5.0, 10.0, 20.0, 40.0, 80.0]))
    assert bound[0] == 0
    assert (np.diff(bound) <= 0).all()
    assert bound[-1] < -40


def test_the_bound_holds_for_sums_of_what_is_seen():
    rng = np.random.default_rng(12)
    students = 300
    weighed = weigh(gathered(draw(students, rng), students), UNITS, students)
    possible = math.comb(students, 2)
    sums = np.zeros(200_000)
    for tally in weighed.by_unit.values():
        values = np.zeros(possible)
        values[: tally.counts.sum()] = np.repeat(tally.levels, tally.counts)
        sums += rng.choice(values, sums.size)
    sums.sort()
    for share in (0.1, 0.01, 0.001):
        level = sums[int(sums.size * (1 - share))]
        (bound,) = chances([weighed])["chapter"].log_of(np.array([level]))
        assert math.exp(bound) >= 0.9 * share


def test_stretching_makes_the_ordinary_ordinary():
    log_chance = np.linspace(-40, -1, 500)
    same = stretched(log_chance, 10_000, 100)
    assert math.isclose(np.sort(same)[99], math.log(100 / 10_000), rel_tol=1e-9)
    harmless = np.linspace(-3, -1, 500)
    assert (stretched(harmless, 10_000, 100) == harmless).all()
    assert (stretched(log_chance[:50], 10_000, 100) == log_chance[:50]).all()
