"""Landlock: the kernel's rules on which files a process, once it has asked for them, may touch.

The numbers are those of ``linux/landlock.h``; the calls have no names in the C library.
"""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE = 1 << 4, 1 << 5
_MAKE_DIR, _MAKE_REG, _MAKE_FIFO, _MAKE_SYM = 1 << 7, 1 << 8, 1 << 10, 1 << 12
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
_RIGHTS_OF_FIRST_ABI = (1 << 13) - 1
_RIGHTS_ADDED = {2: _REFER, 3: _TRUNCATE, 5: _IOCTL_DEVICE}

# Nothing may be executed anywhere: libraries are mapped, for which reading is enough.
_READ = _READ_FILE | _READ_DIR
_CHANGE = (
    _WRITE_FILE
    | _REMOVE_DIR
    | _REMOVE_FILE
    | _MAKE_DIR
    | _MAKE_REG
    | _MAKE_FIFO
    | _MAKE_SYM
    | _REFER
    | _TRUNCATE
)
_OF_FILES = _READ_FILE | _WRITE_FILE | _TRUNCATE

_BIND_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11

FIRST_ABI_WITH_TRUNCATE = 3

_libc = ctypes.CDLL(None, use_errno=True)


class _RulesetAttributes(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def abi() -> int:
    """Return the version of Landlock that the kernel has; 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, int(_libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)))


class Ruleset:
    """What a process may still do to files once it has entered it.

    Everything that the kernel's Landlock knows is forbidden unless a rule allows it: files, TCP,
    ioctl on devices, signals to processes outside, abstract sockets of processes outside.

    Parameters
    ----------
    readable : iterable of str or Path
        Files and folders that may be read. One that is not there is passed over.
    writable : iterable of str or Path
        Files and folders that may be read and changed.
    version : int, optional
        Use no more than this version of Landlock.

    Raises
    ------
    OSError
        If the kernel refuses.
    """

    def __init__(
        self,
        readable: Iterable[str | Path],
        writable: Iterable[str | Path],
        version: int | None = None,
    ) -> None:
        version = abi() if version is None else version
        self._handled = _RIGHTS_OF_FIRST_ABI
        for needed, right in _RIGHTS_ADDED.items():
            if version >= needed:
                self._handled |= right
        attributes = _RulesetAttributes(
            self._handled,
            _BIND_AND_CONNECT_TCP if version >= 4 else 0,
            _ABSTRACT_SOCKETS_AND_SIGNALS if version >= 6 else 0,
        )
        size = 8 if version < 4 else 16 if version < 6 else 24
        self._handle = _checked(
            _libc.syscall(
                _CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0)
            )
        )
        os.set_inheritable(self._handle, False)
        for path in readable:
            self._allow(path, _READ)
        for path in writable:
            self._allow(path, _READ | _CHANGE)

    def _allow(self, path: str | Path, rights: int) -> None:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        try:
            if not stat.S_ISDIR(os.fstat(place).st_mode):
                rights &= _OF_FILES
            rule = _PathBeneath(rights & self._handled, place)
            _checked(
                _libc.syscall(
                    _ADD_RULE,
                    self._handle,
                    _PATH_BENEATH,
                    ctypes.byref(rule),
                    ctypes.c_uint32(0),
                )
            )
        finally:
            os.close(place)

    @property
    def handle(self) -> int:
        """The file descriptor of the rules."""
        return self._handle

    def enter(self) -> None:
        """Give up, for good, all that no rule allows; `no_new_privs` must be set.

        Raises
        ------
        OSError
            If the kernel refuses.
        """
        _checked(_libc.syscall(_RESTRICT_SELF, self._handle, ctypes.c_uint32(0)))


def _checked(outcome: int) -> int:
    if outcome < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"Landlock: {os.strerror(number)}")
    return outcome
