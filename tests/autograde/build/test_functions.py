from __future__ import annotations

from pathlib import Path

import pytest

from autograde.build.functions import Function, read_functions
from autograde.build.problems import Problems


@pytest.fixture
def read(tmp_path: Path):
    def read_code(code: str) -> Function:
        path = tmp_path / "module.py"
        path.write_text(code)
        problems = Problems(tmp_path)
        functions = read_functions(path, problems)
        problems.stop_if_any()
        (function,) = functions.values()
        return function

    return read_code


def test_takes_a_function_apart(read) -> None:
    function = read('\n\ndef f(x):\n    """Do.\n\n    More.\n    """\n\n    # why\n    return x\n')
    assert (function.name, function.signature) == ("f", "def f(x):")
    assert function.docstring == "Do.\n\nMore."
    assert function.body == "    # why\n    return x"
    assert (function.line, function.docstring_line, function.body_line) == (3, 4, 9)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("def f(x: int, y: float = 1e-5) -> int:", "def f(x, y=1e-5):"),
        ("def f(\n    x: list[int],\n    *rest: int,\n    last: str = 'a',\n):",
         "def f(x, *rest, last='a'):"),
        ("def f():", "def f():"),
    ],
)  # fmt: skip
def test_the_signature_has_no_annotations_and_defaults_as_written(
    read, written: str, expected: str
) -> None:
    assert read(f'{written}\n    """Do."""\n    return 1\n').signature == expected


def test_local_annotations_go_and_everything_else_stays(read) -> None:
    body = '    σ: dict[str, int] = {"a": 1}  # a: b = c\n    if σ:\n        n: int\n    return σ'
    assert read(f'def f():\n    """Do."""\n{body}\n').body == (
        '    σ = {"a": 1}  # a: b = c\n    if σ:\n        n: int\n    return σ'
    )


def test_private_functions_are_no_exercises(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text('def _help():\n    """Do."""\n    return 1\n')
    assert read_functions(path, Problems(tmp_path)) == {}
