"""Give up, before a student's code runs, everything that it does not need."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from . import landlock, rlimits, scratch, seccomp

# Devices that a program may expect; the sandbox shows no others.
DEVICES = ("/dev/null", "/dev/zero", "/dev/full")
RANDOM_DEVICES = ("/dev/random", "/dev/urandom")

_SET_DEATH_SIGNAL, _SET_DUMPABLE = 1, 4
_CAPABILITIES_VERSION = 0x20080522
_HIGHEST_DESCRIPTOR = 1 << 20

_libc = ctypes.CDLL(None, use_errno=True)


class Confinement:
    """What the children of the warm interpreter may do.

    Made once, in the warm interpreter, after its imports and before any student's code. It makes
    the warm interpreter itself safe from its children: no other process can look into it, it has
    no privileges, and it dies with the process that started it.

    Parameters
    ----------
    scratch : str
        The one folder that children may write to. It has to stay the same folder.
    readable : iterable of str
        Files and folders that children may read.
    bounded : bool
        Whether the scratch folder is a file system of its own that can take only so much.
    landlock_abi : int
        The version of Landlock to use; 0 for none.
    with_seccomp : bool
        Whether to filter calls into the kernel.
    with_limits : bool
        Whether to bound what children use.
    user : int or None
        The user to become. Given only where this process is the machine's real root, whom the
        kernel allows any number of processes.

    Raises
    ------
    OSError
        If something of that is not to be had.
    """

    def __init__(
        self,
        scratch: str,
        readable: Iterable[str],
        *,
        bounded: bool,
        landlock_abi: int,
        with_seccomp: bool,
        with_limits: bool = True,
        user: int | None = None,
    ) -> None:
        self.scratch = Path(scratch)
        self._bounded = bounded
        self._with_limits = with_limits
        # As long as this may still be root: imports have left root's files there.
        self.wipe()
        if user is not None:
            _become(user, self.scratch)
        if sys.platform == "linux":
            _drop_capabilities()
            _check(_libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0), "prctl")
            _die_with_parent(os.getppid())
        self._rules = None
        if landlock_abi:
            self._rules = landlock.Ruleset(
                [*readable, *RANDOM_DEVICES], [self.scratch, *DEVICES], landlock_abi
            )
        self._filter = None
        if with_seccomp:
            old = landlock_abi < landlock.FIRST_ABI_WITH_TRUNCATE
            self._filter = _filter(also_denied=("truncate",) if old else ())
        self._most_processes = rlimits.most_processes() if with_limits else None
        self._warm = os.getpid()

    def wipe(self) -> None:
        """Empty the scratch folder.

        Raises
        ------
        OSError
            If something stays there; the sandbox must then be thrown away.
        """
        scratch.wipe(self.scratch)

    def overfull(self) -> bool:
        """Say whether a child has written too much, where the file system does not bound it."""
        return not self._bounded and scratch.overfull(self.scratch)

    def enter(self, keep: Iterable[int], cpu_seconds: float, memory_bytes: int) -> None:
        """Confine this process, a child of the warm interpreter, for good.

        Parameters
        ----------
        keep : iterable of int
            Descriptors to keep open, besides the standard three.
        cpu_seconds : float
            Seconds of processor time that it may use.
        memory_bytes : int
            Bytes of memory that it may take on top of what it has.

        Raises
        ------
        OSError
            If something cannot be given up. Nothing of a student's may run then.
        """
        linux = sys.platform == "linux"
        os.setsid()
        if linux and self._warm != os.getpid():
            _die_with_parent(self._warm)
        rules = [] if self._rules is None else [self._rules.handle]
        _close_all_but([0, 1, 2, *keep, *rules])
        self._move_in()
        if self._with_limits:
            rlimits.limit(cpu_seconds, memory_bytes, self._most_processes)
        if linux:
            _drop_capabilities()
            seccomp.no_new_privileges()
        if self._rules is not None:
            self._rules.enter()
            os.close(self._rules.handle)
        if self._filter is not None:
            seccomp.enter(seccomp.for_process(self._filter, os.getpid()))

    def _move_in(self) -> None:
        os.chdir(self.scratch)
        os.umask(0o077)
        for variable in ("HOME", "TMPDIR"):
            os.environ[variable] = str(self.scratch)
        tempfile.tempdir = None


def _filter(also_denied: tuple[str, ...]) -> bytes:
    machine = seccomp.architecture()
    if machine is None:
        raise OSError("seccomp: no numbers are known for this kind of processor")
    return seccomp.program(seccomp.ANY_PROCESS, machine, also_denied=also_denied)


def _become(user: int, folder: Path) -> None:
    """Stop being root; what belonged to root in the scratch folder goes along."""
    if os.stat(folder).st_uid == os.getuid() and not _is_shared(folder):
        os.chown(folder, user, user)
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    if os.getresuid() != (user,) * 3 or not os.access(folder, os.W_OK | os.X_OK):
        raise OSError(f"user {user} cannot use {folder}")


def _is_shared(folder: Path) -> bool:
    return bool(os.stat(folder).st_mode & 0o002)


def _die_with_parent(parent: int) -> None:
    _check(_libc.prctl(_SET_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0), "prctl")
    if os.getppid() != parent:
        raise OSError("the process that started this one has ended")


def _drop_capabilities() -> None:
    header = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0)
    none = (ctypes.c_uint32 * 6)()
    _check(_libc.capset(header, none), "capset")


def _close_all_but(keep: Iterable[int]) -> None:
    start = 0
    for descriptor in sorted(set(keep)):
        if start < descriptor:  # an empty range that ends at 0 would close everything
            os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, _HIGHEST_DESCRIPTOR)


def _check(outcome: int, name: str) -> None:
    if outcome < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
