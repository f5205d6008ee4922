import numpy as np

from autograde.grading.put_right import put_in_place


def test_functions_are_put_in_place_and_taken_away():
    namespace = {"f": 1, "g": 2}
    with put_in_place({"f": 10, "h": 30}, namespace):
        assert namespace == {"f": 10, "g": 2, "h": 30}
    assert namespace == {"f": 1, "g": 2}


def test_functions_are_taken_away_even_after_an_exception():
    namespace = {}
    try:
        with put_in_place({"np": np}, namespace):
            raise ValueError
    except ValueError:
        pass
    assert namespace == {}
