"""Too much of the machine, an end to the process, and what goes on afterwards (12)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from autograde.grading.running import Sandbox
from autograde.grading.work import Cell

from .attacks import FULL, RIGHT, mark, notebook, of, scores, with_one
from .machine import descendants, same_machine

TOP = "import ctypes, gc, os, signal, sys, threading, time\nimport numpy as np\n"
FUNCTION = "def xor(x1, x2):\n    {body}"

# How `xor`, the last exercise, ends; all others are right.
ENDS = {
    "a loop": ("while True:\n        pass", "timeout"),
    "a loop that catches all": (
        "while True:\n        try:\n            time.sleep(9)\n"
        "        except BaseException:\n            pass",
        "timeout",
    ),
    "a loop in C": ("sum(iter(int, 1))", "timeout"),
    "output": ("while True:\n        os.write(1, b'x' * 10_000)", "timeout"),
    "a gigabyte": ("return bytearray(10**9)", "memory"),
    "a gigabyte in an array": ("return np.ones(10**9)", "memory"),
    "a gigabyte, bit by bit": (
        "kept = []\n    while True:\n        kept.append(b' ' * 10**8)",
        "memory",
    ),
    "a gigabyte past Python": (
        "kept = [ctypes.CDLL(None).malloc(10**8) for _ in range(30)]\n"
        "    return [ctypes.memset(one, 1, 10**8) for one in kept]",
        "killed",
    ),
    "_exit": ("os._exit(0)", "killed"),
    "exit": ("sys.exit()", "error"),
    "quit": ("quit()", "error"),
    "SIGSEGV": ("ctypes.string_at(0)", "killed"),
    "SIGKILL": ("os.kill(os.getpid(), 9)", "killed"),
    "abort": ("os.abort()", "killed"),
    "recursion": ("return xor(x1, x2)", "error"),
    "recursion without a limit": ("sys.setrecursionlimit(10**9)\n    return xor(x1, x2)", ""),
    "signals ignored": (
        "for one in (2, 14, 15):\n        signal.signal(one, signal.SIG_IGN)\n"
        "    while True:\n        time.sleep(1)",
        "timeout",
    ),
    "stopped": ("os.kill(os.getpid(), signal.SIGSTOP)", "timeout"),
    "a thread that holds the interpreter": (
        "sys.setswitchinterval(1e9)\n"
        "    threading.Thread(target=lambda: sum(iter(int, 1))).start()\n    time.sleep(9)",
        "timeout",
    ),
}


@pytest.mark.parametrize(("body", "status"), ENDS.values(), ids=ENDS)
def test_it_costs_one_exercise(marker, sandbox, tmp_path, body, status):
    with same_machine(sandbox, tmp_path):
        started = time.monotonic()
        result = mark(marker, notebook(with_one("xor", TOP + FUNCTION.format(body=body))))
        assert time.monotonic() - started < 8
    assert of(result, "xor").status in ((status,) if status else ("memory", "killed", "timeout"))
    assert scores(result) == {**FULL, "xor": 0}


# What a notebook does before its right answers; it is marked all the same.
GOES_ON = {
    "threads": (
        "for _ in range(1000):\n"
        "    try:\n        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
        "    except (RuntimeError, MemoryError):\n        break"
    ),
    "a fork bomb": "try:\n    while True:\n        os.fork()\nexcept OSError:\n    pass",
    "atexit": "import atexit\natexit.register(os.kill, os.getppid(), 9)",
    "finalizers": (
        "class Last:\n    def __del__(self):\n        time.sleep(60)\n"
        "last = Last()\nlast.self = last\ngc.callbacks.append(lambda *rest: None)"
    ),
    "a profiler": "sys.setprofile(lambda *rest: None)\nthreading.settrace(lambda *rest: None)",
    "an audit hook": "sys.addaudithook(lambda *rest: None)",
    "an unlimited recursion limit": "sys.setrecursionlimit(10**8)",
    "its own group": "try:\n    os.setpgid(0, 0)\nexcept OSError:\n    pass",
    "a priority": "try:\n    os.nice(-20)\nexcept OSError:\n    pass",
    "an alarm": "signal.signal(14, lambda *rest: None)\nsignal.setitimer(0, 0.01, 0.01)",
    "limits raised": (
        "import resource\n"
        "for what in range(16):\n"
        "    try:\n        resource.setrlimit(what, (resource.RLIM_INFINITY,) * 2)\n"
        "    except (OSError, ValueError):\n        pass"
    ),
    "shared memory": (
        "import mmap\nshared = mmap.mmap(-1, 1 << 20)\nshared[:4] = b'left'\n"
        "try:\n    from multiprocessing import shared_memory\n"
        "    kept = shared_memory.SharedMemory('left', True, 1 << 20)\n"
        "except OSError:\n    pass"
    ),
    "files that fill the disk": (
        "try:\n    for number in range(20):\n"
        "        with open(f'f{number}', 'wb') as made:\n"
        "            made.write(bytes(50 << 20))\nexcept OSError:\n    pass"
    ),
    "one large file": (
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "try:\n    open('f', 'wb').truncate(1 << 40)\nexcept OSError:\n    pass"
    ),
    "odd names": (
        "names = b'\\xff\\xfe', b'a\\n\\x1b[31m', b'-rf', b' ', '\\u202e'.encode(), b'x' * 255\n"
        "for name in names:\n"
        "    open(name, 'w').close()\n    os.mkdir(name[:254] + b'd')"
    ),
    "folders 3000 deep": ("for _ in range(3000):\n    os.mkdir('d' * 50)\n    os.chdir('d' * 50)"),
    "what it may not remove": (
        "os.mkdir('a'); os.mkdir('a/b'); open('a/b/c', 'w').close()\n"
        "os.chmod('a/b', 0); os.chmod('a', 0); os.mkfifo('p'); os.symlink('/', 'l')"
    ),
    "all descriptors": (
        "kept = []\ntry:\n    while True:\n        kept.append(os.dup(0))\n"
        "except OSError:\n    pass\n"
        "del kept[-30:]\n[os.close(one) for one in range(100, 200)]"
    ),
    "poisoned numpy": "np.zeros(1)\nnp.left = 1\nnp.set_printoptions(threshold=1)",
    "poisoned neurona": "import neurona\nneurona.left = 1\nneurona.checks.check = None",
    "the environment": "os.environ.clear(); os.putenv('PYTHONPATH', '/')",
    "warnings as errors": "import warnings\nwarnings.simplefilter('error')",
    "faults without numbers": "np.seterr(all='raise')",
    "a frozen collector": "gc.freeze(); gc.disable()",
    "its standard streams closed": "os.close(0); os.close(1); os.close(2); sys.stderr = None",
}


@pytest.mark.parametrize("cell", GOES_ON.values(), ids=GOES_ON)
def test_right_answers_stay_right_and_nothing_is_left(marker, sandbox, tmp_path, cell):
    with same_machine(sandbox, tmp_path):
        result = mark(marker, notebook(RIGHT, before=TOP + cell))
    assert result.notes == ()
    assert scores(result) == FULL


def test_a_poisoned_library_harms_its_own_exercises_alone(marker):
    """The judge has a NumPy of its own."""
    poison = "import numpy as np\nfor name in ('allclose', 'isclose', 'asarray', 'array_equal'):\n"
    poison += "    setattr(np, name, lambda *rest, **named: True)"
    wrong = mark(marker, notebook({**RIGHT, "xor": "def xor(*args):\n    return 7"}, before=poison))
    assert of(wrong, "xor").score == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell",
    ["while True:\n    pass", "sum(iter(int, 1))", "os._exit(1)", "os.kill(os.getpid(), 11)"],
)
def test_cells_that_never_end_cost_nothing_but_themselves(marker, sandbox, tmp_path, cell):
    with same_machine(sandbox, tmp_path):
        result = mark(marker, notebook(RIGHT, before=TOP + cell, after=TOP + cell))
    assert scores(result) == FULL
    assert len(result.notes) == 2


@pytest.mark.slow
def test_with_more_time_a_loop_would_go_on():
    """It is the limit that ends it."""
    slow = "import time\ndef f():\n    time.sleep(0.6)\n    return 1"
    from autograde.grading.work import Limits
    from neurona.checks.exercise import Case

    for seconds, value in ((0.3, None), (5.0, 1)):
        with (
            Sandbox(Limits(case_seconds=seconds)) as sandbox,
            sandbox.run([Cell(1, slow)], "en") as run,
        ):
            [[outcome]] = run.observe("f", [Case(((),))])
        assert outcome.value == value


_GRADER = """
import sys
from autograde.grading.running import Sandbox
from autograde.grading.work import Cell, Limits
with Sandbox(Limits(case_seconds=60), sys.argv[1]) as sandbox:
    print(sandbox._warm._process.pid, flush=True)
    with sandbox.run([Cell(1, sys.argv[2])], "en"):
        pass
"""
_OUTLIVE = (
    "import ctypes, os, time\nctypes.CDLL(None).prctl(1, 0, 0, 0, 0)\n"
    "while True:\n    time.sleep(1)"
)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["namespaces", "landlock", "plain"])
def test_nothing_outlives_a_grader_that_is_killed(mode):
    grader = subprocess.Popen(
        [sys.executable, "-c", _GRADER, mode, _OUTLIVE],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with grader:
        line = grader.stdout.readline()
        if not line:
            pytest.skip(f"not to be had here: {grader.stderr.read()[-200:]}")
        time.sleep(2)
        below = {int(line)} | descendants(int(line))
        grader.kill()
    end = time.monotonic() + 10
    while left := {process for process in below if _runs(process)}:
        assert time.monotonic() < end, left
        time.sleep(0.1)


def _runs(process):
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as stat:
            return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_the_grader_s_own_signals_are_as_before(marker):
    before = [signal.getsignal(one) for one in (2, 14, 15)]
    mark(marker, notebook(before="import signal\nsignal.signal(2, signal.SIG_IGN)"))
    assert [signal.getsignal(one) for one in (2, 14, 15)] == before
    assert os.getpid() > 1
