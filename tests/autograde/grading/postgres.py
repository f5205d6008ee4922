"""A PostgreSQL server of the tests' own."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psycopg
import pytest

_USER = "postgres"
_SECONDS_TO_START = 30


def programs() -> Path | None:
    """Find the newest server; Debian keeps its programs off the PATH."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def children_of(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            parent = stat.read_text().rpartition(")")[2].split()[1]
            if int(parent) == pid:
                found.append(int(stat.parent.name))
    return found


class Server:
    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self.folder = folder
        self._numbers = count()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def _as_user(self) -> list[str]:
        """PostgreSQL refuses to run as root."""
        if os.geteuid() != 0:
            return []
        return ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"]

    def make(self) -> None:
        if os.geteuid() == 0:
            user = pwd.getpwnam(_USER)
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        options = ["-A", "trust", "-U", _USER, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        command = [*self._as_user, self._programs / "initdb", "-D", self.folder / "data", *options]
        subprocess.run(command, check=True, capture_output=True, cwd="/")

    def start(self) -> None:
        options = ["-D", self.folder / "data", "-k", self.folder, "-h", "", "-F"]
        command = [*self._as_user, self._programs / "postgres", *options]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        until = time.monotonic() + _SECONDS_TO_START
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
            except psycopg.OperationalError:
                assert time.monotonic() < until, (self.folder / "log").read_text()
                time.sleep(0.05)
            else:
                return

    def shut_down(self) -> None:
        """End it without a goodbye to anyone."""
        assert self._process is not None
        self._process.send_signal(signal.SIGQUIT)  # PostgreSQL's immediate shutdown
        self._process.wait()

    def kill(self) -> None:
        """Kill all of its processes; each leads a session of its own."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)  # else it starts others meanwhile
        for child in children_of(self._process.pid):
            os.kill(child, signal.SIGKILL)
        self._process.kill()
        self._process.wait()

    def url(self, database: str) -> str:
        return f"postgresql://{_USER}@/{database}?host={self.folder}"

    def new_database(self, *options: str) -> str:
        name = f"gradebook{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(" ".join([f"CREATE DATABASE {name}", *options]))
        return self.url(name)


@contextmanager
def running_server() -> Iterator[Server]:
    found = programs()
    if found is None:
        assert "CI" not in os.environ, "CI must have PostgreSQL"
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    # Paths of sockets must be short, and PostgreSQL's user must reach them: not pytest's folder.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    server = Server(found, folder)
    try:
        server.make()
        server.start()
        yield server
    finally:
        if server._process is not None:
            server.shut_down()
        shutil.rmtree(folder)
