import pytest

from autograde.importing.names import assignment_in, attempt_in, fold, left_over

CHAPTERS = ("01_perceptron", "02_sigmoid", "10_pytorch_and_keras")


@pytest.mark.parametrize(
    ("name", "assignment", "attempt", "left"),
    [
        ("01_perceptron.ipynb", "01_perceptron", 1, ""),
        ("Copy of 01_perceptron.ipynb", "01_perceptron", 1, ""),
        ("Copia de 01_perceptron.ipynb", "01_perceptron", 1, ""),
        ("Copy of Copy of 01_perceptron.ipynb", "01_perceptron", 1, ""),
        ("01_perceptron (2).ipynb", "01_perceptron", 3, ""),
        ("01_perceptron-1.ipynb", "01_perceptron", 2, ""),
        ("01_perceptron (1)-1.ipynb", "01_perceptron", 3, ""),
        ("01_perceptron+%281%29.ipynb", "01_perceptron", 2, ""),
        ("01_perceptron-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f.ipynb", "01_perceptron", 9, ""),
        ("01_perceptron.earlier-2.ipynb", "01_perceptron", -998, ""),
        ("01 Perceptron - copia.ipynb", "01_perceptron", 1, ""),
        ("01-perceptron.ipynb.txt", "01_perceptron", 1, ""),
        ("10 PyTorch and Keras.ipynb", "10_pytorch_and_keras", 1, ""),
        ("ada_01_perceptron (1).ipynb", "01_perceptron", 2, "ada"),
        ("01_perceptron Ada Uno.ipynb", "01_perceptron", 1, "Ada Uno"),
        ("Untitled7.ipynb", "", 1, ""),
        ("101_perceptron.ipynb", "", 1, ""),
        ("01_perceptrons.ipynb", "", 1, ""),
        ("01_perceptron and 02_sigmoid.ipynb", "", 1, ""),
    ],
)
def test_a_name_tells_assignment_attempt_and_what_is_left(name, assignment, attempt, left) -> None:
    assert assignment_in(name, CHAPTERS) == assignment
    assert attempt_in(name) == attempt
    if assignment:
        assert left_over(name, assignment) == left


def test_names_are_compared_without_case_accents_and_signs() -> None:
    assert fold("Uno, Zoë") == fold("UNO ZOE") == "unozoe"
