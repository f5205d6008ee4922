"""A submission uses only so much of the machine. With limits, then without."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from autograde.grading.inside import rlimits
from autograde.grading.inside.rlimits import FILE_BYTES, OPEN_FILES, THREADS
from autograde.grading.running.isolation import choose
from tests.autograde.grading.confined import MEGABYTE, alone, confined

BOMB = """
import threading
threading.stack_size(32768)
wait = threading.Event()
count = 0
try:
    while count < 1000:
        threading.Thread(target=wait.wait, daemon=True).start()
        count += 1
except (RuntimeError, MemoryError):
    pass
print(count)
"""


def test_memory_is_bounded() -> None:
    code = f"tell(bytearray, 200 * {MEGABYTE}); tell(bytearray, 700 * {MEGABYTE})"
    assert alone("limits", code) == ["done", "denied"]
    assert alone("nothing", code) == ["done", "done"]


def test_memory_is_bounded_for_numpy_too() -> None:
    code = f"""
import numpy as np
tell(np.zeros, 400 * {MEGABYTE} // 8)
tell(np.zeros, 10_000 * {MEGABYTE} // 8)
"""
    assert confined(code).said == ["done", "denied"]


def test_addresses_are_counted_as_the_kernel_counts_them() -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    counted = rlimits.addresses_used() / os.sysconf("SC_PAGE_SIZE")
    assert abs(counted - pages) < 1000


def test_processor_time_is_bounded() -> None:
    code = """
import time
while time.process_time() < 3:
    pass
print("done")
"""
    ended = confined(code, cpu_seconds=1)
    assert ended.said == []
    assert ended.statuses[0] in (-signal.SIGXCPU, -signal.SIGKILL)
    assert confined(code, limits=False).said == ["done"]


def test_processor_time_is_bounded_for_who_will_not_hear_of_it() -> None:
    code = """
import signal, time
signal.signal(signal.SIGXCPU, signal.SIG_IGN)
while time.process_time() < 4:
    pass
print("done")
"""
    ended = confined(code, cpu_seconds=1)
    assert (ended.said, ended.statuses) == ([], [-signal.SIGKILL])


def test_a_file_is_bounded() -> None:
    code = f"""
def write():
    with open("big", "wb") as file:
        file.write(bytes({FILE_BYTES} + 1))
tell(write)
"""
    assert alone("limits", code) == ["denied"]
    assert alone("nothing", code) == ["done"]


def test_open_files_are_bounded() -> None:
    code = f"""
def open_many():
    return [open("/dev/null") for _ in range({OPEN_FILES})]
tell(open_many)
"""
    assert alone("limits", code) == ["denied"]
    assert alone("nothing", code) == ["done"]


def test_threads_are_bounded() -> None:
    assert 10 < int(confined(BOMB).said[0]) <= THREADS
    assert int(confined(BOMB, limits=False).said[0]) == 1000


@pytest.mark.skipif(os.getuid() != 0, reason="only root is exempt from a limit on processes")
def test_threads_are_bounded_because_root_becomes_somebody_else() -> None:
    assert int(confined(BOMB, user=False, memory_bytes=1 << 40).said[0]) == 1000


def test_processes_are_bounded_even_if_they_could_be_started() -> None:
    code = """
import os, time
count = 0
try:
    while count < 300:
        if os.fork() == 0:
            time.sleep(60)
        count += 1
except OSError:
    pass
print(count)
"""
    assert int(confined(code, seccomp=False).said[0]) <= THREADS
    assert int(confined(code, seccomp=False, limits=False).said[0]) == 300


def test_limits_cannot_be_raised() -> None:
    code = """
import resource
most = resource.RLIM_INFINITY
for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NOFILE):
    try:
        resource.setrlimit(limit, (most, most))
    except ValueError:
        print("denied")
tell(resource.prlimit, WARM, resource.RLIMIT_NOFILE, (0, 0))
tell(resource.prlimit, 0, resource.RLIMIT_NOFILE)
"""
    assert confined(code).said == ["denied"] * 4 + ["done"]


def test_no_core_is_written() -> None:
    assert confined("import resource; print(resource.getrlimit(resource.RLIMIT_CORE))").said == [
        "(0, 0)"
    ]


def test_limits_hold_without_namespaces() -> None:
    code = f"tell(bytearray, 200 * {MEGABYTE}); tell(bytearray, 700 * {MEGABYTE})"
    assert confined(code, isolation=choose("landlock")).said == ["done", "denied"]
