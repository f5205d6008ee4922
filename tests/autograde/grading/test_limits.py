from nbformat.v4 import new_code_cell

from autograde.grading.limits import VARIABLE, case_seconds, cell_seconds


def test_nbgrader_waits_longer_for_a_check_than_the_check_may_take(monkeypatch):
    monkeypatch.setenv(VARIABLE, "40")
    about = {"grade": True, "solution": False}
    check = new_code_cell("check(f)", metadata={"nbgrader": about})
    assert case_seconds() == 40
    assert cell_seconds(check) > 8 * 40
    assert cell_seconds(new_code_cell("f()")) < 60
