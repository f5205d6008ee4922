"""A submission starts no process, reaches none, and leaves none. One layer at a time."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

import pytest

from tests.autograde.grading.confined import alone, confined, require

# So that one layer can be seen without another one that is always there.
VISIBLE = "import ctypes; ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)"
LIBC = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *arguments):
    if getattr(libc, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)
"""
_YAMA = Path("/proc/sys/kernel/yama/ptrace_scope")


def test_no_process_can_be_started() -> None:
    code = """
import multiprocessing, os, subprocess, sys
def fork():
    if os.fork() == 0:
        os._exit(0)
tell(fork)
tell(lambda: subprocess.run([sys.executable, "-c", ""]))
tell(lambda: os.posix_spawn(sys.executable, ["python", "-c", ""], {}))
tell(lambda: multiprocessing.get_context("fork").Process(target=print).start())
print(os.system("exit 3") >> 8)
"""
    assert alone("seccomp", code) == ["denied"] * 4 + ["127"]
    assert [line for line in alone("nothing", code) if line] == ["done"] * 4 + ["3"]


@pytest.mark.parametrize("layer", ["seccomp", "landlock"])
def test_no_program_can_be_started(layer: str) -> None:
    code = "import os, sys; tell(os.execv, sys.executable, ['python', '-c', 'print(\"new\")'])"
    assert alone(layer, code) == ["denied"]
    assert alone("nothing", code) == ["new"]


def test_a_fork_bomb_has_one_process() -> None:
    code = """
import os
count = 0
for _ in range(100_000):
    try:
        os.fork()
    except PermissionError:
        count += 1
print(count)
"""
    assert alone("seccomp", code) == ["100000"]


def test_nothing_outlives_the_sandbox() -> None:
    code = """
import os, time
if os.fork() == 0:
    os.setsid()
    time.sleep(1)
    print("still here", flush=True)
    os._exit(0)
"""
    assert alone("namespaces", code) == []
    assert alone("nothing", code) == ["still here"]


@pytest.mark.parametrize("layer", ["seccomp", "landlock"])
def test_the_warm_interpreter_gets_no_signal(layer: str) -> None:
    require("landlock", landlock_abi=6)
    code = "import os; tell(os.kill, WARM, 0)"
    assert alone(layer, code) == ["denied"]
    assert alone("nothing", code) == ["done"]


@pytest.mark.parametrize("layer", ["seccomp", "landlock", "namespaces"])
def test_the_grader_gets_no_signal(layer: str) -> None:
    code = f"import os; tell(os.kill, {os.getpid()}, 0)"
    assert alone(layer, code) == ["denied"]
    assert alone("nothing", code) == ["done"]


def test_no_group_thread_or_owner_of_a_file_gets_a_signal() -> None:
    code = """
import fcntl, os, signal
pipe = os.pipe()
tell(os.killpg, 0, signal.SIGURG)
tell(os.kill, -1, 0)
tell(fcntl.fcntl, pipe[0], 8, WARM)
tell(fcntl.fcntl, pipe[0], fcntl.F_GETFL)
"""
    assert alone("seccomp", code) == ["denied"] * 3 + ["done"]
    assert alone("nothing", code.replace("os.kill, -1, 0", "os.getpid")) == ["done"] * 4


def test_itself_it_may_signal() -> None:
    code = "import os, signal; signal.raise_signal(0); os.kill(os.getpid(), 0); os.abort()"
    ended = confined(code)
    assert (ended.said, ended.statuses) == ([], [-6])


@pytest.mark.parametrize("layer", ["seccomp", "landlock", "nothing"])
def test_the_warm_interpreter_cannot_be_traced(layer: str) -> None:
    seize = LIBC + "tell(call, 'ptrace', 0x4206, WARM, None, None)"
    assert alone(layer, seize, before=VISIBLE if layer != "nothing" else "") == ["denied"]
    if not _YAMA.exists() or _YAMA.read_text().strip() == "0":
        assert alone("nothing", seize, before=VISIBLE) == ["done"]


@pytest.mark.parametrize("layer", ["landlock", "nothing", "namespaces"])
def test_memory_of_the_warm_interpreter_cannot_be_read(layer: str) -> None:
    read = "tell(open, f'/proc/{WARM}/mem', 'rb')"
    assert alone(layer, read, before=VISIBLE if layer != "nothing" else "") == ["denied"]
    if not _YAMA.exists() or _YAMA.read_text().strip() == "0":
        assert alone("nothing", read, before=VISIBLE) == ["done"]


def test_no_privileges_are_left() -> None:
    code = """
import ctypes
data = (ctypes.c_uint32 * 6)()
ctypes.CDLL(None).capget((ctypes.c_uint32 * 2)(0x20080522, 0), data)
print(*data)
"""
    assert confined(code).said == ["0 0 0 0 0 0"]
    assert alone("nothing", code) == ["0 0 0 0 0 0"]


def test_root_becomes_somebody_else() -> None:
    code = "import os; print(os.getresuid().__class__ and len(set(os.getresuid())), os.getuid())"
    said = confined(code).said[0].split()
    assert said[0] == "1"
    if os.getuid() == 0:
        assert said[1] != "0"
        assert confined(code, user=False).said == ["1 0"]


def test_shared_memory_does_not_outlive_its_sandbox() -> None:
    key = 0x6E657572
    code = LIBC + f"tell(call, 'shmget', {key}, 4096, 0o1600)"

    def left() -> bool:
        lines = Path("/proc/sysvipc/shm").read_text().splitlines()[1:]
        return any(int(line.split()[0]) == key for line in lines)

    assert alone("seccomp", code) == ["denied"]
    assert alone("namespaces", code) == ["done"]
    assert not left()
    libc = ctypes.CDLL(None)
    try:
        assert alone("nothing", code) == ["done"]
        assert left()
    finally:
        libc.shmctl(libc.shmget(key, 4096, 0), 0, None)


@pytest.mark.parametrize("layer", ["landlock", "namespaces"])
def test_posix_shared_memory_is_not_there(layer: str) -> None:
    code = """
from multiprocessing import resource_tracker, shared_memory
resource_tracker.register = resource_tracker.unregister = lambda *names: None
tell(lambda: shared_memory.SharedMemory("neurona_test", create=True, size=10).close())
"""
    left = Path("/dev/shm/neurona_test")
    assert alone(layer, code) == ["denied"]
    assert not left.exists()
    try:
        assert alone("nothing", code) == ["done"]
        assert left.exists()
    finally:
        left.unlink()
