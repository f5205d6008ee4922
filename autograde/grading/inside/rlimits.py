"""What a process may use of the machine."""

from __future__ import annotations

import ctypes
import mmap
import os
import platform
import resource
import sys
from pathlib import Path

FILE_BYTES = 64 << 20
OPEN_FILES = 256
THREADS = 64
# Where processes are counted with all others of the same user, who goes on starting some.
_SPARE_PROCESSES = 512
_FIRST_KERNEL_THAT_COUNTS_BY_NAMESPACE = (5, 14)

_NO_ACCESS, _PRIVATE_ANONYMOUS = 0, 0x22
_MOST_ADDRESSES = 1 << 47

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mmap.restype = ctypes.c_void_p
_libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
_libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
_FAILED = ctypes.c_void_p(-1).value


def limit(cpu_seconds: float, memory_bytes: int, most_processes: int | None) -> None:
    """Bound what this process uses from now on.

    Parameters
    ----------
    cpu_seconds : float
        Seconds of processor time of all its threads together; then it is killed.
    memory_bytes : int
        Bytes of memory on top of what it has now.
    most_processes : int or None
        Processes and threads of this user; None for no limit.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + cpu_seconds) + 1
    _set(resource.RLIMIT_CPU, seconds)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, FILE_BYTES)
    _set(resource.RLIMIT_NOFILE, OPEN_FILES)
    _set(resource.RLIMIT_MEMLOCK, 0)
    if sys.platform == "linux":
        _set(resource.RLIMIT_MSGQUEUE, 0)
        _set(resource.RLIMIT_SIGPENDING, OPEN_FILES)
        if most_processes is not None:
            _set(resource.RLIMIT_NPROC, most_processes)
        _set(resource.RLIMIT_AS, addresses_used() + memory_bytes)


def most_processes() -> int | None:
    """Return the limit on this user's processes that leaves a notebook its threads.

    Called in the warm interpreter. Where the user's other processes can be seen (there is
    ``/proc``), they count; where they cannot, this user is alone in a namespace, and an old
    kernel that would count the others all the same gets no limit.
    """
    others = _threads_of_user()
    if others is not None:
        return others + _SPARE_PROCESSES
    kernel = tuple(int(part) for part in platform.release().split(".")[:2])
    return THREADS if kernel >= _FIRST_KERNEL_THAT_COUNTS_BY_NAMESPACE else None


def addresses_used() -> int:
    """Return how many bytes of addresses this process has taken.

    ``/proc``, where the kernel says it, is not there in the sandbox. So this asks for one page
    under one limit after the other.
    """
    page = mmap.PAGESIZE
    before = resource.getrlimit(resource.RLIMIT_AS)
    low, high = 0, _MOST_ADDRESSES // page
    try:
        while high - low > 1:
            middle = (low + high) // 2
            resource.setrlimit(resource.RLIMIT_AS, (middle * page, before[1]))
            if _one_page_fits(page):
                high = middle
            else:
                low = middle
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
    return low * page


def _one_page_fits(page: int) -> bool:
    place = _libc.mmap(None, page, _NO_ACCESS, _PRIVATE_ANONYMOUS, -1, 0)
    if place == _FAILED:
        return False
    _libc.munmap(place, page)
    return True


def _set(what: int, most: int) -> None:
    """Lower a limit, for good; one that is lower already stays."""
    _, highest = resource.getrlimit(what)
    if highest != resource.RLIM_INFINITY:
        most = min(most, highest)
    resource.setrlimit(what, (most, most))


def _threads_of_user() -> int | None:
    """Count the threads of all this user's processes; None where they cannot be seen."""
    user, count = os.getuid(), 0
    if not Path("/proc/self/status").exists():
        return None
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.stat().st_uid == user:
                count += len(list((folder / "task").iterdir()))
        except OSError:
            continue  # it has ended meanwhile, or hides
    return count
