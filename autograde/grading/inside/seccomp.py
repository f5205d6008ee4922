"""seccomp: the calls into the kernel that a process may no longer make.

The filter is a program for the kernel's packet filter (``linux/filter.h``,
``linux/seccomp.h``). What is on the list fails with an error that Python turns into an
exception; what the list does not know because it is newer than it does not exist (ENOSYS).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from collections.abc import Iterator

from .syscalls import (
    ALWAYS_DENIED,
    ARCHITECTURES,
    LAST_KNOWN,
    NOT_THERE,
    PRETENDED,
    Architecture,
    number,
)

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_ALLOW, _FAIL, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_DENY = _FAIL | errno.EPERM
_MISSING = _FAIL | errno.ENOSYS
_X32 = 0x40000000

_CLONE_THREAD = 0x00010000
_CLONE_NAMESPACES = 0x7E020080  # of time, files, cgroup, names, messages, users, pids, network
_AF_UNIX, _SOCK_STREAM, _SOCKET_TYPES = 1, 1, 0xF
# Typing into the terminal, and having signals sent to somebody else.
_TIOCSTI, _TIOCLINUX, _FIOSETOWN, _SIOCSPGRP = 0x5412, 0x541C, 0x8901, 0x8902
# Outliving the process that watches over it, and letting others look into it.
_SET_DEATH_SIGNAL, _SET_DUMPABLE = 1, 4
_F_SETOWN, _F_SETSIG, _F_SETOWN_EX, _F_SETLEASE, _F_NOTIFY = 8, 10, 15, 1024, 1026

_SET_NO_NEW_PRIVS, _GET_SECCOMP, _SET_SECCOMP, _FILTER = 38, 21, 22, 2

# Stands for a process that is not there yet; no pid, number or command looks like it.
ANY_PROCESS = 0x7EA57E57

_libc = ctypes.CDLL(None, use_errno=True)

Instruction = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def architecture() -> Architecture | None:
    """Return what is known of this machine's calls; None if nothing is."""
    if sys.platform != "linux" or sys.byteorder != "little" or struct.calcsize("P") != 8:
        return None
    return ARCHITECTURES.get(platform.machine())


def available() -> bool:
    """Whether this kernel takes filters and this module can write one for it."""
    return architecture() is not None and _libc.prctl(_GET_SECCOMP, 0, 0, 0, 0) >= 0


def program(pid: int, machine: Architecture, *, also_denied: tuple[str, ...] = ()) -> bytes:
    """Write the filter.

    Parameters
    ----------
    pid : int
        The process that enters it: the only one it may send signals to.
    machine : Architecture
        Whose numbers to use.
    also_denied : tuple of str
        Further calls to deny, by name.

    Returns
    -------
    bytes
        The program, eight bytes an instruction.
    """
    return b"".join(
        struct.pack("=HBBI", *instruction)
        for instruction in _instructions(pid, machine, also_denied)
    )


def for_process(filter_program: bytes, pid: int) -> bytes:
    """Put a process in the place of `ANY_PROCESS`: quicker than writing the filter once more.

    Parameters
    ----------
    filter_program : bytes
        A program written for `ANY_PROCESS`.
    pid : int
        The process that is going to enter it.

    Returns
    -------
    bytes
        The program.
    """
    return filter_program.replace(struct.pack("=I", ANY_PROCESS), struct.pack("=I", pid))


def enter(filter_program: bytes) -> None:
    """Give up, for good, what the filter denies; sets `no_new_privs` first.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    no_new_privileges()
    code = _Program(len(filter_program) // 8, filter_program)
    _checked(_libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(code), 0, 0))


def no_new_privileges() -> None:
    """Let no program that this process starts have rights that it lacks itself.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    _checked(_libc.prctl(_SET_NO_NEW_PRIVS, 1, 0, 0, 0))


def _instructions(
    pid: int, machine: Architecture, also_denied: tuple[str, ...]
) -> Iterator[Instruction]:
    yield _LOAD, 0, 0, _ARCHITECTURE_AT
    yield _EQUAL, 1, 0, machine.audit
    yield _RETURN, 0, 0, _KILL
    yield _LOAD, 0, 0, _NUMBER_AT
    if machine.has_x32:
        yield _AT_LEAST, 0, 1, _X32
        yield _RETURN, 0, 0, _DENY
    yield _AT_LEAST, 0, 1, LAST_KNOWN + 1
    yield _RETURN, 0, 0, _MISSING
    for names, verdict in (
        (ALWAYS_DENIED + also_denied, _DENY),
        (NOT_THERE, _MISSING),
        (PRETENDED, _FAIL),
    ):
        for name in names:
            yield from _call(name, machine, [(_RETURN, 0, 0, verdict)])
    yield from _call("clone", machine, _only_thread())
    yield from _call("socketpair", machine, _only_stream())
    for name in ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"):
        yield from _call(name, machine, _only(0, (pid,)))
    yield from _call("prlimit64", machine, _only(0, (0, pid)))
    yield from _call("prctl", machine, _never(0, (_SET_DEATH_SIGNAL, _SET_DUMPABLE)))
    yield from _call("ioctl", machine, _never(1, (_TIOCSTI, _TIOCLINUX, _FIOSETOWN, _SIOCSPGRP)))
    yield from _call(
        "fcntl", machine, _never(1, (_F_SETOWN, _F_SETSIG, _F_SETOWN_EX, _F_SETLEASE, _F_NOTIFY))
    )
    yield _RETURN, 0, 0, _ALLOW


def _call(name: str, machine: Architecture, body: list[Instruction]) -> Iterator[Instruction]:
    """Say what becomes of one call; nothing where the machine does not have it."""
    wanted = number(name, machine)
    if wanted is not None:
        yield _EQUAL, 0, len(body), wanted
        yield from body


def _argument(index: int) -> Instruction:
    # The lower half: the kernel takes no more of a pid, of flags of clone, of a command.
    return _LOAD, 0, 0, _ARGUMENTS_AT + 8 * index


def _only_stream() -> list[Instruction]:
    """Let asyncio have the pair by which it wakes itself: it can never reach anything else."""
    return [
        _argument(0),
        (_EQUAL, 0, 3, _AF_UNIX),
        _argument(1),
        (_AND, 0, 0, _SOCKET_TYPES),
        (_EQUAL, 1, 0, _SOCK_STREAM),
        (_RETURN, 0, 0, _DENY),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _only_thread() -> list[Instruction]:
    return [
        _argument(0),
        (_ANY_BIT, 1, 0, _CLONE_NAMESPACES),
        (_ANY_BIT, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _DENY),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _only(index: int, values: tuple[int, ...]) -> list[Instruction]:
    tests = [(_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [_argument(index), *tests, (_RETURN, 0, 0, _DENY), (_RETURN, 0, 0, _ALLOW)]


def _never(index: int, values: tuple[int, ...]) -> list[Instruction]:
    tests = [(_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    return [_argument(index), *tests, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _DENY)]


def _checked(outcome: int) -> None:
    if outcome < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"seccomp: {os.strerror(code)}")
