import numpy as np
import pytest

from neurona.panels.picture import Picture
from neurona.panels.readings import COLUMNS, MistakeStrip, TruthTable


def texts(cells):
    return [cell.get_text() for cell in cells]


def test_the_table_shows_sums_answers_and_what_was_wanted():
    table = TruthTable(Picture(400, 200), 0, 0, {"AND": 200, "OR": 240}, ("says", 146))
    sums = np.array([-0.5, 0.4, 0.4, 1.3])
    table.show(sums, [0, 1, None, 1], [(0, 0, 0, 1), (0, 1, 1, 1)], 2)
    assert texts(table._sums) == ["−0.5", "0.4", "0.4", "1.3"]
    assert texts(table._said) == ["0", "1", "?", "1"]
    assert texts(table._wanted[0]) == ["0", "0 ✗", "0", "1"]
    assert texts(table._wanted[1]) == ["0", "1", "1", "1"]
    assert texts(table._pointers) == ["", "", "▸", ""]


@pytest.fixture
def strip():
    return MistakeStrip(Picture(400, 200), 0, 0, 300, 100)


def columns(marks):
    return [int(x) for x in marks.get_xdata()]


def test_each_mistake_is_a_square_and_an_epoch_without_one_a_circle(strip):
    strip.show([2, 0, 1, 0], complete=True)
    assert columns(strip._squares) == [0, 0, 2]
    assert columns(strip._none) == [1, 3]
    assert texts(strip._numbers) == ["1", "4"]


def test_an_epoch_under_way_has_no_circle_yet(strip):
    strip.show([1, 0], complete=False)
    assert columns(strip._none) == []
    strip.show([0], complete=False)
    assert columns(strip._none) == []


def test_the_last_number_stands_below_the_last_epoch_that_shows_anything(strip):
    strip.show([1, 2, 0], complete=False)
    assert texts(strip._numbers) == ["", "2"]
    assert strip._numbers[1].get_position()[0] == 1
    strip.show([1, 2, 1, 1], complete=False)
    assert texts(strip._numbers) == ["1", "4"]
    strip.show([0], complete=False)
    assert texts(strip._numbers) == ["", ""]
    strip.show([1] * (COLUMNS + 4) + [0], complete=False)
    assert texts(strip._numbers) == ["6", f"{COLUMNS + 4}"]
    assert strip._numbers[1].get_position()[0] == COLUMNS - 2


def test_nothing_is_shown_before_the_first_epoch(strip):
    strip.show([], complete=False)
    assert columns(strip._squares) == columns(strip._none) == []
    assert texts(strip._numbers) == ["", ""]


def test_of_a_long_run_the_latest_epochs_are_shown(strip):
    strip.show([4] * 100 + [1], complete=True)
    assert columns(strip._squares).count(COLUMNS - 1) == 1
    assert max(columns(strip._squares)) == COLUMNS - 1
    assert texts(strip._numbers) == [str(101 - COLUMNS + 1), "101"]
