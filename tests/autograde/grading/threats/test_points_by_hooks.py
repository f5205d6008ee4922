"""Points without a right answer: hooks, patches, and objects that always agree (2 to 5)."""

from __future__ import annotations

import pytest

from .attacks import NOTHING, WORTHLESS, Attack, mark, scores

_FAKE = (
    "def judge(exercise, observations):\n    return None\n"
    "def points_earned(exercise, verdict):\n    return {'all': 2.0}\n"
)


def _returns(expression, before=""):
    return f"{before}def perceptron(x, w, b):\n    return {expression}"


def _yes(id, base, body, expression="Yes()", style="equal"):
    code = f"import numpy as np\nclass Yes({base}):\n    {body}\n"
    return Attack(id, style, code, _returns(expression))


DISPLAY = [
    Attack("displayhook", "points", function=_returns("sys.displayhook(2.0)", "import sys\n")),
    Attack(
        "displayhook of the shell",
        "points",
        function=_returns("get_ipython().display_trap.hook(2.0)"),
    ),
    Attack(
        "a number shown and then the end",
        "points",
        function="import sys\n"
        "def perceptron(x, w, b):\n    sys.displayhook(2.0)\n    raise SystemExit",
    ),
]
SHELL = [
    Attack(
        "ast transformer",
        "points",
        "import ast\n"
        "class Swap(ast.NodeTransformer):\n"
        "    def visit_Module(self, node):\n"
        "        swap = 'points_for' in ast.unparse(node)\n"
        "        return ast.parse('2.0') if swap else node\n"
        "get_ipython().ast_transformers.append(Swap())",
    ),
    Attack(
        "input transformer",
        "points",
        "swap = lambda lines: ['2.0\\n'] if 'points_for' in ''.join(lines) else lines\n"
        "get_ipython().input_transformers_cleanup.append(swap)",
    ),
    Attack(
        "later input transformer",
        "points",
        "swap = lambda lines: ['2.0\\n'] if 'points_for' in ''.join(lines) else lines\n"
        "get_ipython().input_transformers_post.append(swap)",
    ),
    Attack(
        "run_cell",
        "points",
        "shell = get_ipython()\nown = shell.run_cell\n"
        "def run_cell(code, *rest, **named):\n"
        "    return own('2.0' if 'points_for' in code else code, *rest, **named)\n"
        "shell.run_cell = run_cell",
    ),
    Attack(
        "run_cell_async",
        "points",
        "shell = get_ipython()\nown = shell.run_cell_async\n"
        "def run_cell_async(code, *rest, **named):\n"
        "    code = '2.0' if 'points_for' in code else code\n"
        "    return own(code, *rest, **{**named, 'transformed_cell': code})\n"
        "shell.run_cell_async = run_cell_async",
    ),
    Attack(
        "an event before every cell",
        "points",
        "def put(*rest):\n    get_ipython().user_ns['points_for'] = lambda name: 2.0\n"
        "get_ipython().events.register('pre_run_cell', put)",
    ),
    Attack(
        "cells that are not run",
        "close",
        "async def run_code(self, code, result=None, **rest):\n    return False\n"
        "type(get_ipython()).run_code = run_code",
    ),
]
PATCHES = [
    Attack("numpy.testing", "close", "import numpy as np\nnp.testing.assert_allclose = print"),
    Attack(
        "numpy.testing replaced",
        "close",
        "import numpy as np, sys, types\n"
        "np.testing = sys.modules['numpy.testing'] = types.SimpleNamespace(assert_allclose=print)",
    ),
    Attack("builtins", "points", "import builtins\nbuiltins.all = lambda each: True"),
    Attack(
        "allclose",
        "allclose",
        "import numpy as np\nnp.allclose = lambda *all, **named: True",
        _returns("0.5"),
    ),
    Attack(
        "neurona.checks.diagnose",
        "points",
        "import neurona.checks.diagnose as diagnose\ndiagnose._find_fault = lambda *rest: None",
    ),
    Attack(
        "neurona.checks.compare",
        "points",
        "import neurona.checks.diagnose as diagnose, neurona.checks.compare as compare\n"
        "diagnose.find_difference = compare.find_difference = lambda *rest: None",
    ),
    Attack(
        "sys.modules",
        "points",
        "import sys, types\n"
        "fake = types.ModuleType('fake')\n"
        f"exec({_FAKE!r}, vars(fake))\n"
        "sys.modules['neurona.checks.diagnose'] = fake",
    ),
    Attack(
        "a module in the working folder",
        "points",
        "import os, sys\n"
        "os.makedirs('neurona/checks')\n"
        f"open('neurona/checks/diagnose.py', 'w').write({_FAKE!r})\n"
        "open('neurona/__init__.py', 'w').close(); open('numpy.py', 'w').close()\n"
        "open('neurona/checks/observe.py', 'w').write('def observe(*rest):\\n    pass\\n')\n"
        "sys.path.insert(0, '')\n"
        "[sys.modules.pop(name) for name in list(sys.modules) if name.startswith('neurona')]",
    ),
    Attack(
        "an import hook",
        "points",
        "import importlib, sys, types\n"
        "fake = types.ModuleType('fake')\n"
        f"exec({_FAKE!r}, vars(fake))\n"
        "own = importlib.import_module\n"
        "importlib.import_module = lambda name: fake if name.endswith('diagnose') else own(name)",
    ),
]
OBJECTS = [
    _yes("equal to all", "object", "__eq__ = lambda self, other: True"),
    _yes("an int equal to all", "int", "__eq__ = lambda self, other: True", "Yes(7)"),
    _yes("a float equal to all", "float", "__eq__ = lambda self, other: True", "Yes(7)"),
    _yes(
        "an array equal to all",
        "np.ndarray",
        "__eq__ = lambda self, other: True",
        "np.full(1, 7.0).view(Yes)",
    ),
    _yes(
        "an array that answers ufuncs",
        "np.ndarray",
        "__array_ufunc__ = lambda self, *rest, **named: np.True_",
        "np.full((), 7.0).view(Yes)",
    ),
    _yes(
        "an array that answers functions",
        "np.ndarray",
        "__array_function__ = lambda self, *rest, **named: True",
        "np.full((), 7.0).view(Yes)",
        "array_equal",
    ),
    _yes(
        "it says it is something else",
        "object",
        "__class__ = property(lambda self: int)\n    __eq__ = lambda self, other: True",
    ),
]


def _codes(attack):
    return [attack.cell, *{**WORTHLESS, "perceptron": attack.function}.values()]


@pytest.mark.parametrize("attack", DISPLAY, ids=str)
def test_what_is_shown_is_no_mark(marker, attack):
    assert scores(mark(marker, attack.notebook())) == NOTHING


@pytest.mark.parametrize("attack", SHELL, ids=str)
def test_what_is_done_to_ipython_changes_no_mark(marker, attack):
    assert scores(mark(marker, attack.notebook())) == NOTHING


@pytest.mark.parametrize("attack", PATCHES, ids=str)
def test_a_patch_changes_no_mark(marker, attack):
    assert scores(mark(marker, attack.notebook())) == NOTHING


@pytest.mark.parametrize("attack", OBJECTS, ids=str)
def test_an_object_takes_no_part_in_its_judging(marker, attack):
    assert scores(mark(marker, attack.notebook())) == NOTHING


@pytest.mark.parametrize("attack", [*DISPLAY, *SHELL, *PATCHES, *OBJECTS], ids=str)
def test_in_one_process_it_earns_all(one_process, attack):
    assert one_process.earns(list(WORTHLESS.values()), attack.style) == 0
    assert one_process.earns(_codes(attack), attack.style) == 1
