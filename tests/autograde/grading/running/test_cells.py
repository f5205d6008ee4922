"""A notebook's cells run, and one that fails costs itself alone."""

from __future__ import annotations

import time

import pytest

from .ways import DOUBLE, SECONDS, names_of, stopped, value_of


def test_a_notebook_s_functions_are_defined_and_answer(start):
    with start("import numpy as np", DOUBLE, "half = lambda x: x / 2\nthree = 3") as run:
        assert run.problems == ()
        assert run.defined("double")
        assert run.defined("half")
        assert not run.defined("three")
        assert not run.defined("nothing")
        assert value_of(run, "double", 4) == 8


def test_an_error_in_cell_2_leaves_functions_in_cell_9(start):
    cells = ["pass", "x = 1\nraise ValueError('no')\nlost = 2", *["pass"] * 6, DOUBLE]
    with start(*cells) as run:
        [problem] = run.problems
        assert (problem.number, problem.status, problem.line) == (2, "error", 2)
        assert (problem.error, problem.message) == ("ValueError", "no")
        assert value_of(run, "double", 4) == 8


@pytest.mark.parametrize(
    ("source", "error", "line"),
    [
        ("x = 1\ndef f(:\n    pass", "SyntaxError", 2),
        ("import sys\nsys.exit(0)", "SystemExit", 2),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", 1),
        ("def f():\n    return 1 / 0\n\nf()", "ZeroDivisionError", 2),
        ("class Bad(Exception):\n    def __str__(self):\n        raise self\nraise Bad", "Bad", 4),
        ("class Bad(Exception):\n    def __str__(self):\n        exit()\nraise Bad", "Bad", 4),
        ("%nothing_of_the_kind", "UsageError", 1),
        ("input('?')", "EOFError", 1),
    ],
)
def test_what_stops_a_cell_is_named_and_stops_that_cell_alone(start, source, error, line):
    with start(source, DOUBLE) as run:
        [problem] = run.problems
        assert (problem.number, problem.error) == (1, error)
        if error not in ("UsageError", "EOFError"):
            assert problem.line == line
        assert value_of(run, "double", 4) == 8


def test_a_cell_without_memory_says_so(start):
    with start("a = 1\nb = bytearray(10**10)", DOUBLE) as run:
        assert stopped(run) == [(1, "memory", 2)]
        assert value_of(run, "double", 4) == 8


def test_ipython_s_own_syntax_works(start):
    with start(
        "%matplotlib inline\n!ls\nfiles = !ls\ndef f(x):\n    return x",
        "%config InlineBackend.x = 1\n%pip install numpy\ndef g(x):\n    return x",
        "%%time\ndef h(x):\n    return x",
        "import asyncio\nawait asyncio.sleep(0.001)\ndef a(x):\n    return x",
        "get_ipython().run_line_magic('pwd', '')\ndisplay('shown')\ndef d(x):\n    return x",
    ) as run:
        assert run.problems == ()
        assert all(run.defined(name) for name in "fghad")


def test_cells_run_as_the_main_module(start):
    source = (
        "from __future__ import annotations\n"
        "if __name__ == '__main__':\n    def f(x: Nonsense):\n        return x"
    )
    later = "def g(x: Nonsense):\n    return __name__, g.__module__\n"
    with start(source, later) as run:
        assert run.problems == ()
        assert value_of(run, "g", 1) == ("__main__", "__main__")


def test_the_course_s_own_tools_are_there_in_the_submission_s_language(start):
    asking = "import neurona\ndef f():\n    return neurona.language.current()"
    tools = "tools = [check, hint, panels, plots, display]\npanels.perceptron\nplots.perceptron"
    with start(tools, asking, language="es") as run:
        assert run.problems == ()
        assert value_of(run, "f") == "es"


def test_a_student_s_own_check_shows_a_card_to_nobody(start):
    with start("def perceptron(x, w, b):\n    return 5\ncheck(perceptron)", DOUBLE) as run:
        assert [(problem.error, problem.line) for problem in run.problems] == [("NotRightYet", 3)]
        assert value_of(run, "double", 4) == 8


def test_random_numbers_without_a_seed_are_the_same_in_every_run(start):
    source = (
        "import random\nimport numpy as np\ndef f():\n    return random.random(), np.random.rand()"
    )
    values = []
    for _ in range(2):
        with start(source) as run:
            values.append(value_of(run, "f"))
    assert values[0] == values[1]


def test_a_cell_that_hangs_keeps_what_it_defines(start):
    hanging = "def before(x):\n    return x\nwhile True:\n    pass\ndef after(x):\n    return -x"
    with start(DOUBLE, hanging, "def last(x):\n    return x") as run:
        assert stopped(run) == [(2, "timeout", 3)]
        assert value_of(run, "before", 1) == 1
        assert value_of(run, "after", 1) == -1
        assert value_of(run, "last", 1) == 1


def test_after_three_hangs_only_definitions_run(start):
    started = time.monotonic()
    hangs = ["while True:\n    pass"] * 5
    with start(*hangs, "size = 3\nprint(undefined)", "def f():\n    return size") as run:
        assert stopped(run) == [(number, "timeout", 1) for number in (1, 2, 3)]
        assert value_of(run, "f") == 3
    assert time.monotonic() - started < 4 * 4 * SECONDS + 5


@pytest.mark.parametrize(
    "fatal",
    [
        "import os\nos._exit(0)",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "import ctypes\nctypes.string_at(0)",
        "import os\nos.abort()",
    ],
)
def test_a_cell_that_ends_the_process_is_left_out(start, fatal):
    with start(DOUBLE, fatal, "def f(x):\n    return x") as run:
        assert stopped(run) == [(2, "killed", 2)]
        assert value_of(run, "double", 4) == 8
        assert value_of(run, "f", 4) == 4


def test_cells_that_cannot_even_be_parsed_are_left_out(start):
    source = "import ast, os\nast.parse = lambda *args: os._exit(1)"
    with start(DOUBLE, source, "pass", "pass", "pass", DOUBLE) as run:
        assert {problem.status for problem in run.problems} == {"killed"}
        assert [problem.number for problem in run.problems][:3] == [3, 4, 5]
    with start(DOUBLE) as run:
        assert value_of(run, "double", 4) == 8


def test_a_notebook_that_dies_whatever_is_left_out_costs_only_itself(start):
    source = "@(lambda f: __import__('os')._exit(1))\ndef f(x):\n    return x"
    with start(*[source] * 10) as run:
        assert {problem.status for problem in run.problems} == {"killed"}
        assert not run.defined("f")
        assert names_of(run, "f", 1) == ("Killed",)
    with start(DOUBLE) as run:
        assert value_of(run, "double", 4) == 8
