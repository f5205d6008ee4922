"""A submission that lies or leaves things behind harms nobody but itself."""

from __future__ import annotations

import numpy as np
import pytest

from neurona.checks.exercise import Case

from .ways import DOUBLE, names_of, value_of

FIND_SOCKETS = (
    "import gc, os, socket, stat, threading, time\n"
    "def numbers():\n"
    "    found = []\n"
    "    for number in range(3, 100):\n"
    "        try:\n"
    "            if stat.S_ISSOCK(os.fstat(number).st_mode):\n"
    "                found.append(number)\n"
    "        except OSError:\n"
    "            pass\n"
    "    return found\n"
)
FORGE = (
    "import sys\n"
    "def request():\n"
    "    frame = sys._getframe()\n"
    "    while frame.f_code.co_name != 'answer':\n"
    "        frame = frame.f_back\n"
    "    return frame.f_locals['number']\n"
    "def forge(*values):\n"
    "    wire = sys.modules['inside.wire']\n"
    "    for number in numbers():\n"
    "        for value in values:\n"
    "            os.write(number, value if type(value) is bytes else wire.write_frame(value))\n"
)


@pytest.mark.parametrize(
    "sent",
    [
        "b'nonsense' * 1000",
        "b'\\xff' * 8",
        "['seen', request(), 5, [[42, None, [], [], [], False]]]",
        "['seen', 7, 0, [[42, None, [], [], [], False]]]",
        "['seen', request(), 0, []]",
        "['seen', request(), 0, [[42, None, [9], [], [], False]]]",
        "['seen', request(), 0, [[42, [[], '', '', ''], [], [], [], False]]]",
        "['ran', [], []]",
        "None",
    ],
)
def test_a_forged_reply_that_breaks_a_rule_costs_its_own_part(start, sent):
    source = f"{FIND_SOCKETS}{FORGE}def f(x):\n    forge({sent})\n    return 42"
    with start(source, DOUBLE) as run:
        assert names_of(run, "f", 1) == ("BadReply",)
        assert value_of(run, "double", 4) == 8


def test_forged_replies_are_never_taken_for_another_function_s(start):
    reply = "['seen', request(), 0, [[8, None, [], [], [], False]]]"
    source = f"{FIND_SOCKETS}{FORGE}def f(x):\n    forge(*[{reply}] * 5)\n    return 42"
    with start(source, "def double(x):\n    return None") as run:
        assert value_of(run, "f", 1) == 8  # it may say what it likes about itself
        assert names_of(run, "double", 4) == ("BadReply",)
        assert value_of(run, "double", 4) is None


def test_cells_that_forge_what_they_did_cost_their_own_notebook(start):
    source = f"{FIND_SOCKETS}{FORGE}forge(['ran', [], ['nothing']], b'x' * 100)"
    with start(source, DOUBLE) as run:
        assert not run.defined("double")
    with start(DOUBLE) as run:
        assert value_of(run, "double", 4) == 8


def test_a_reply_in_crumbs_is_late(start):
    source = (
        f"{FIND_SOCKETS}def f(x):\n"
        "    while True:\n"
        "        time.sleep(0.1)\n"
        "        for number in numbers():\n"
        "            os.write(number, b'\\0\\0\\1')\n"
    )
    with start(source, DOUBLE) as run:
        assert names_of(run, "f", 1)[0] in ("TimedOut", "BadReply")
        assert value_of(run, "double", 4) == 8


def test_who_no_longer_listens_is_late(start):
    source = f"{FIND_SOCKETS}def f(x):\n    time.sleep(60)"
    big = np.zeros(10**6)
    with start(source, "import time\ntime.sleep(0)", DOUBLE) as run:
        assert names_of(run, "f", big)[0] == "TimedOut"
        assert value_of(run, "double", 4) == 8


def test_patching_the_checks_reaches_nobody_else(start):
    patched = (
        "import neurona.checks.observe as observe, neurona.checks.compare as compare, sys\n"
        "from neurona.checks.exercise import Outcome\n"
        "observe._call = lambda *args: Outcome(value=42)\n"
        "compare.find_difference = lambda *args: None\n"
        "observe.find_difference = lambda *args: None\n"
        "n = 0\ndef double(x):\n    return 0"
    )
    varying = patched.replace("observe._call", "spare") + (
        "\ndef varying(x):\n    global n\n    n += 1\n    return n"
    )
    with start(patched) as run:
        assert value_of(run, "double", 4) == 42  # it has said something wrong about itself
    with start(varying) as run:
        [outcomes] = run.observe("varying", [Case(((1,), (1,)))])
        assert [outcome.varies for outcome in outcomes] == [False, True]
    with start(DOUBLE) as run:
        assert value_of(run, "double", 4) == 8


def test_nothing_is_left_for_the_next_submission(start):
    leaving = (
        "import neurona, os, pathlib\nneurona.left = 1\n"
        "folder = pathlib.Path('a/b/c')\nfolder.mkdir(parents=True)\n"
        "(folder / 'file').write_text('here')\nos.chmod('a/b', 0)"
    )
    looking = "import os, neurona\ndef f():\n    return os.listdir('.'), hasattr(neurona, 'left')"
    with start(leaving) as run:
        assert run.problems == ()
    with start(looking) as run:
        assert value_of(run, "f") == ([], False)


def test_the_grader_s_own_modules_are_out_of_reach(start):
    source = (
        "import importlib\n"
        "def f(name):\n    importlib.import_module(name)\n"
        "def loaded():\n    import sys\n"
        "    own = ('autograde', 'solutions')\n"
        "    return [name for name in sys.modules if name.split('.')[0] in own]"
    )
    with start(source) as run:
        assert names_of(run, "f", "autograde")[0] in ("ModuleNotFoundError", "PermissionError")
        assert names_of(run, "f", "solutions")[0] in ("ModuleNotFoundError", "PermissionError")
        assert value_of(run, "loaded") == []
