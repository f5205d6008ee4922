"""The twelve students: what each hands in, and what each must score."""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograde.examples.otherwise import dropout as dropout_otherwise
from autograde.examples.otherwise import perceptron as perceptron_otherwise
from autograde.examples.slips import dropout as dropout_slips
from autograde.examples.slips import perceptron as perceptron_slips
from autograde.examples.sources import (
    Answers,
    answer,
    answers_in,
    named_mistake,
    reference_answers,
)
from autograde.examples.students import Mark, Student
from autograde.suite import load_chapter

PERCEPTRON = "01_perceptron"
DROPOUT = "08_dropout"
ASSIGNMENTS = (PERCEPTRON, DROPOUT)


def example_class() -> list[Student]:
    """Return the twelve."""
    return [*_at_work(), *_by_accident(), *_in_part()]


def _at_work() -> list[Student]:
    half = {
        PERCEPTRON: _some(PERCEPTRON, "perceptron", "update", "nand_weights"),
        DROPOUT: _some(DROPOUT, "dropout_mask", "dropout_forward", "scaled_inference"),
    }
    unfinished = ["train", "xor", "dropout_backward", "feedforward_dropout"]
    unfinished += ["backprop_dropout", "ensemble_predict"]
    mistakes = {
        "perceptron": (PERCEPTRON, "tie_fires"),
        "update": (PERCEPTRON, "bias_never_moves"),
        "dropout_mask": (DROPOUT, "keeps_with_p"),
        "dropout_backward": (DROPOUT, "mask_forgotten"),
        "scaled_inference": (DROPOUT, "scaled_by_p"),
    }
    sources = {
        name: named_mistake(assignment, name, mistake)
        for name, (assignment, mistake) in mistakes.items()
    }
    return [
        Student("s001", "all right", _right()),
        Student(
            "s002",
            "all right, in Spanish, by loops and lists",
            {
                PERCEPTRON: answers_in(perceptron_otherwise),
                DROPOUT: answers_in(dropout_otherwise),
            },
            language="es",
        ),
        Student(
            "s003",
            "makes mistakes that have a name",
            _right(
                **sources,
                train=answer(perceptron_slips.counts_after_updating, "train"),
                nand_weights=answer(perceptron_slips.is_or, "nand_weights"),
            ),
            {
                **{name: Mark(0, "wrong", mistake) for name, (_, mistake) in mistakes.items()},
                "perceptron": Mark(1, "partial", "tie_fires"),
                "train": Mark(0, "wrong", "counts_after_updating"),
                "nand_weights": Mark(0, "wrong", "or"),
            },
        ),
        Student(
            "s004", "half finished", half, {name: Mark(0, "not_attempted") for name in unfinished}
        ),
        Student(
            "s005",
            "untouched",
            {assignment: {} for assignment in ASSIGNMENTS},
            {
                name: Mark(0, "not_attempted")
                for assignment in ASSIGNMENTS
                for name in load_chapter(assignment).exercises
            },
        ),
    ]


def _by_accident() -> list[Student]:
    return [
        Student(
            "s006",
            "a loop that never ends",
            _right(train=answer(perceptron_slips.never_stops, "train")),
            {"train": Mark(0, "timeout")},
        ),
        Student("s007", "a file that is not JSON", _right(), truncated=(PERCEPTRON,)),
        Student(
            "s008",
            "a syntax error in one exercise",
            _right(update="def update(x, d, w, b, lr)\n    return w, b"),
            {"update": Mark(0, "error")},
        ),
        Student(
            "s009",
            "an exception in the middle and prints everywhere, but good functions",
            _right(),
            spoil=_interrupt_and_print,
        ),
        Student("s010", "one chapter handed in", {PERCEPTRON: _right()[PERCEPTRON]}),
    ]


def _in_part() -> list[Student]:
    return [
        Student(
            "s011",
            "wrong functions that later ones call: paid for once",
            _right(
                perceptron=named_mistake(PERCEPTRON, "perceptron", "bias_subtracted"),
                dropout_forward=answer(dropout_slips.not_rescaled, "dropout_forward"),
            ),
            {
                "perceptron": Mark(0, "wrong", "bias_subtracted"),
                "dropout_forward": Mark(2, "partial", "not_rescaled"),
            },
        ),
        Student(
            "s012",
            "changes arguments, and earns some parts only",
            _right(
                update=answer(perceptron_slips.in_place, "update"),
                train=answer(perceptron_slips.ignores_max_epochs, "train"),
                dropout_forward=answer(dropout_slips.range_unchecked, "dropout_forward"),
                dropout_backward=answer(dropout_slips.in_place, "dropout_backward"),
                ensemble_predict=answer(dropout_slips.std_of_mean, "ensemble_predict"),
            ),
            {
                "update": Mark(0, "wrong", "changed_in_place"),
                "train": Mark(2, "partial"),
                "dropout_forward": Mark(3, "partial", "range_unchecked"),
                "dropout_backward": Mark(0, "wrong"),
                "ensemble_predict": Mark(0, "wrong", "std_of_mean"),
            },
        ),
    ]


def _right(**instead: str) -> dict[str, Answers]:
    """Answer everything as the reference does, but for some functions."""
    answers = {assignment: reference_answers("en", assignment) for assignment in ASSIGNMENTS}
    for each in answers.values():
        each.update({name: source for name, source in instead.items() if name in each})
    return answers


def _some(assignment: str, *names: str) -> Answers:
    return {name: reference_answers("en", assignment)[name] for name in names}


def _interrupt_and_print(notebook: NotebookNode) -> None:
    """Put an exception in the middle, and print in every cell and every function."""
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = cell.source.replace("\n    ", '\n    print("called")\n    ', 1)
            cell.source += "\n\nimport sys\nprint('defined', file=sys.stderr)"
    middle = len(notebook.cells) // 2
    notebook.cells.insert(middle, new_code_cell("1 / 0", id="scratch"))
