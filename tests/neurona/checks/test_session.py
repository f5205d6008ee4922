"""``check`` and ``hint`` as a student meets them: what is shown, and the line that is raised."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from neurona import language
from neurona.checks import NotRightYet, check, hint, session
from neurona.checks.card import Card
from neurona.checks.session import NotAnExercise

RIGHT_PERCEPTRON = "def perceptron(x, w, b):\n    return int(np.dot(x, w) + b > 0)\n"
RIGHT_UPDATE = """
def update(x, d, w, b, lr):
    error = d - perceptron(x, w, b)
    return w + lr * error * x, b + lr * error
"""


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    session._hints_shown.clear()
    yield
    language.use("en")


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Card]:
    cards: list[Card] = []
    monkeypatch.setattr(session, "display", cards.append)
    monkeypatch.setattr(session, "SECONDS_FOR_A_CASE", 0.2)
    return cards


def notebook(source: str) -> dict[str, Any]:
    """Run cells, and return the namespace that they fill."""
    namespace: dict[str, Any] = {"np": np, "__name__": "__main__"}
    exec(source, namespace)
    return namespace


def failing(name: str, source: str) -> str:
    """Check a function that is not right, and return the line that is raised."""
    with pytest.raises(NotRightYet) as raised:
        check(notebook(source)[name])
    (line,) = raised.value._render_traceback_()
    assert "\n" not in line
    return line


def test_right(shown: list[Card]) -> None:
    check(notebook(RIGHT_PERCEPTRON)["perceptron"])
    assert shown[0].tone == "right"
    assert "`perceptron` is right." in repr(shown[0])
    assert "when it is graded, more are tried" in repr(shown[0])


def test_right_where_no_other_case_exists_says_so(shown: list[Card]) -> None:
    check(notebook("def xor(x1, x2):\n    return x1 ^ x2")["xor"])
    assert "There are no other cases." in repr(shown[0])
    assert "only you can tell" in repr(shown[0])
    assert "graded" not in repr(shown[0])


def test_not_written_yet(shown: list[Card]) -> None:
    line = failing(
        "train", "def train(X, d, w, b, lr, max_epochs):\n    raise NotImplementedError()"
    )
    assert line == "NotRightYet: train is not written yet."
    assert shown[0].tone == "to_do"


def test_an_exception_shows_the_student_s_own_line(shown: list[Card], tmp_path: Any) -> None:
    cell = tmp_path / "cell.py"
    cell.write_text("def perceptron(x, w, b):\n    return x.missing\n")
    namespace: dict[str, Any] = {}
    exec(compile(cell.read_text(), str(cell), "exec"), namespace)
    with pytest.raises(NotRightYet, match="perceptron stops with AttributeError"):
        check(namespace["perceptron"])
    assert "It happens in this line: `return x.missing`" in repr(shown[0])
    assert "site-packages" not in repr(shown[0])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return None", "is None. Does every way"),
        ("return 'yes'", "should be of type int; it is of type str"),
        ("return w", "should be a single number; it has shape (2,)"),
        ("return 7", "has another value than expected"),
    ],
)
def test_what_is_returned(shown: list[Card], body: str, says: str) -> None:
    failing("perceptron", f"def perceptron(x, w, b):\n    {body}")
    assert says in repr(shown[0])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("return w", "`update` returns one thing, but 2 are expected: `w`, `b`."),
        ("return w, b, lr", "has 3 items, not 2"),
        ("return b, w", "`w` should have shape (2,); it has shape ()"),
    ],
)
def test_several_values_have_names(shown: list[Card], body: str, says: str) -> None:
    failing("update", f"def update(x, d, w, b, lr):\n    {body}")
    assert says in repr(shown[0])


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        (
            "scaled_inference(A, p)",
            "return A, p * A",
            "What `scaled_inference` returns should be of type array (2, 2); it is a tuple of "
            "2 items.",
        ),
        (
            "scaled_inference(A, p)",
            "return (A,)",
            "should be of type array (2, 2); it is a tuple of 1 item.",
        ),
        ("perceptron(x, w, b)", "return w, b", "should be of type int; it is a tuple of 2 items."),
        (
            "dropout_forward(A, p, rng, training=True)",
            "return A * (rng.random(A.shape) >= p) / (1 - p), None",
            "`mask` should be of type array (2, 3); it is None.",
        ),
    ],
)
def test_a_tuple_and_none_are_called_what_they_are(
    shown: list[Card], name: str, body: str, says: str
) -> None:
    failing(name.partition("(")[0], f"def {name}:\n    {body}")
    assert says in repr(shown[0])
    assert "`return`" not in repr(shown[0])


@pytest.mark.parametrize(
    "named",
    [
        "perceptron = lambda x, w, b: my_own(x, w, b)",
        "perceptron = my_own",
        "import functools\nperceptron = functools.partial(my_own)",
        "perceptron = type('Rule', (), {'__call__': lambda self, *given: my_own(*given)})()",
    ],
)
def test_the_notebook_s_name_counts(shown: list[Card], named: str) -> None:
    source = RIGHT_PERCEPTRON.replace("perceptron", "my_own")
    run = notebook(f"{source}{named}\n")
    run |= {"check": check, "hint": hint}
    exec("check(perceptron)\nhint(perceptron)", run)
    assert [card.title for card in shown] == ["`perceptron` is right.", "1 of 3 for `perceptron`"]


def test_a_function_s_own_name_counts_where_it_has_two(shown: list[Card]) -> None:
    run = notebook(RIGHT_UPDATE + "perceptron = train = update\n") | {"hint": hint}
    exec("hint(train)", run)
    assert shown[0].title.endswith("`update`")


def test_a_name_that_means_something_else_by_now_does_not_count(shown: list[Card]) -> None:
    run = notebook(RIGHT_PERCEPTRON + "old = perceptron\nperceptron = None\n") | {"hint": hint}
    exec("hint(old)", run)
    assert shown[0].title.endswith("`perceptron`")


def test_the_failing_line_is_found_behind_a_partial(shown: list[Card], tmp_path: Any) -> None:
    cell = tmp_path / "cell.py"
    cell.write_text(
        "import functools\ndef f(x, w, b):\n    return x.missing\nperceptron = functools.partial(f)"
    )
    run: dict[str, Any] = {"check": check}
    exec(compile(cell.read_text(), str(cell), "exec"), run)
    with pytest.raises(NotRightYet):
        exec("check(perceptron)", run)
    assert "It happens in `f`, in this line: `return x.missing`" in repr(shown[0])


@pytest.mark.parametrize(
    "named",
    [
        "my_own = update\nupdate = functools.partial(my_own)",
        "update = functools.wraps(update)(lambda *given, f=update: f(*given))",
        "my_own = update\nupdate = lambda *given: my_own(*given)",
    ],
)
def test_a_wrapped_function_calls_what_it_wraps(shown: list[Card], named: str) -> None:
    wrong = RIGHT_PERCEPTRON.replace("> 0", "< 0")
    run = notebook(f"import functools\n{wrong}{RIGHT_UPDATE}{named}\n") | {"check": check}
    with pytest.raises(NotRightYet, match="update calls perceptron, which is not right yet"):
        exec("check(update)", run)


def test_a_mistake_is_named_with_a_hint_and_the_first_wrong_case(shown: list[Card]) -> None:
    source = RIGHT_PERCEPTRON.replace("> 0", ">= 0")
    line = failing("perceptron", source)
    assert line.startswith("NotRightYet: perceptron: A tie counts as 1")
    text = repr(shown[0])
    assert "Compare the sign you use" in text
    assert "# expected:\n0\n# yours:\n1" in text
    values = notebook(text[text.index("x = np") : text.index("perceptron(x, w, b)")])
    assert values["x"] @ values["w"] + values["b"] == 0


def test_nothing_is_blamed_on_a_function_that_calls_a_wrong_one(shown: list[Card]) -> None:
    wrong = RIGHT_PERCEPTRON.replace("> 0", "< 0")
    line = failing("update", wrong + RIGHT_UPDATE)
    assert line == "NotRightYet: update calls perceptron, which is not right yet."


def test_a_helper_between_them_changes_nothing(shown: list[Card]) -> None:
    helper = "def says(x, w, b):\n    return perceptron(x, w, b)\n"
    calls_helper = RIGHT_UPDATE.replace("perceptron(", "says(")
    wrong = RIGHT_PERCEPTRON.replace("> 0", "< 0")
    line = failing("update", wrong + helper + calls_helper)
    assert "update calls perceptron" in line


def test_an_endless_loop_ends_in_a_card(shown: list[Card]) -> None:
    source = "def train(X, d, w, b, lr, max_epochs):\n    while True:\n        pass"
    assert failing("train", source).endswith("Is there a loop that never ends?")


def test_weights_that_make_another_gate(shown: list[Card]) -> None:
    failing("nand_weights", "def nand_weights():\n    return [1.0, -1.0], -0.5")
    text = repr(shown[0])
    assert "another truth table" in text
    assert "# expected for (0, 0), (0, 1), (1, 0), (1, 1):\nnp.array([1, 1, 1, 0])" in text
    assert "# yours for (0, 0), (0, 1), (1, 0), (1, 1):\nnp.array([0, 0, 1, 0])" in text


def test_hints_go_on_and_end(shown: list[Card]) -> None:
    for _ in range(4):
        hint("perceptron")
    titles = [card.title for card in shown]
    assert titles == [f"{number} of 3 for `perceptron`" for number in (1, 2, 3, 3)]
    assert [bool(card.footer) for card in shown] == [False, False, True, True]


@pytest.mark.parametrize("ask", [check, hint])
def test_what_is_no_exercise_is_said_in_one_line(ask: Callable[[Any], None]) -> None:
    with pytest.raises(NotAnExercise, match=r"no exercise for 'int'; there are: perceptron, "):
        ask(3)


def test_cards_speak_spanish(shown: list[Card]) -> None:
    language.use("es")
    line = failing("perceptron", RIGHT_PERCEPTRON.replace("> 0", ">= 0"))
    english = re.compile(r"\b(expected|yours|For a hint|Not yet|sign)\b")
    assert not english.search(repr(shown[0])), repr(shown[0])
    assert not english.search(line)


def test_whatever_a_student_writes_is_shown_as_text() -> None:
    card = Card("wrong", "stops with `<script>alert(1)</script>`", ("a ` b",), "<b>", "`x`")
    html = card._repr_html_()
    assert "<script>" not in html
    assert "<b>" not in html
    assert "a ` b" in html
    assert "<code" in html
    assert 'role="status"' in html


def test_a_card_reads_well_as_plain_text() -> None:
    card = Card("wrong", "no", ("why",), "x = 1", "next")
    assert repr(card) == "✗ Not yet: no\nwhy\nx = 1\nnext"
