"""The same in nbgrader itself, with a kernel for each notebook: one of each chapter."""

from tests.autograde.differential import real
from tests.autograde.differential.marks import differences, honest_examples, our_marks

HANDED_IN = {
    "01_perceptron": "s008",
    "02_sigmoid": "s011",
    "03_gradient_descent": "s012",
    "04_sgd": "s011",
    "05_backpropagation": "s012",
    "06_costs_and_overfitting": "s003",
    "07_l1_l2": "s012",
    "08_dropout": "s009",
    "09_hyperparameters": "s002",
    "10_pytorch_and_keras": "s003",
}


def test_on_the_example_class(secret, tmp_path, say):
    handed = [file for file in honest_examples() if HANDED_IN[file.assignment] == file.student]
    say(f"marking {len(handed)} notebooks in nbgrader's own execution, about a minute")
    stock = real.stock_marks(handed, tmp_path / "stock", secret.read_bytes())
    assert {key[:2] for key in stock} == {(file.student, file.assignment) for file in handed}
    assert differences(stock, our_marks(handed, tmp_path / "ours")) == []
