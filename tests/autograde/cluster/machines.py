"""A real Dask cluster, each of whose processes has a session of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.autograde.grading.crashes.processes import descendants

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = str(Path(sys.executable).with_name("dask"))
_SECONDS = 60.0


class Process:
    """A program, and all that it starts."""

    def __init__(self, log: Path, *line: str, env: Mapping[str, str] | None = None) -> None:
        self.log = log
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | dict(env or {})
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                [PROGRAM, *line],
                env=environment,
                cwd=log.parent,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def wait_until_it_says(self, words: str, times: int = 1) -> None:
        until = time.monotonic() + _SECONDS
        while self.said().count(words) < times:
            assert self._process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill it and all that it started, as if the machine lost its power."""
        for pid in [self.pid, *descendants(self.pid)]:
            _kill(pid)
        self._process.wait()

    def workers(self) -> list[int]:
        """List the worker processes that a nanny has started."""
        below = descendants(self.pid)
        return [pid for pid, line in below.items() if "multiprocessing.spawn" in line]

    def sandboxes(self) -> list[int]:
        """List the processes of warm interpreters."""
        return [pid for pid, line in descendants(self.pid).items() if "/inside/" in line]

    def kill_workers(self) -> None:
        """Kill the worker processes and leave the nanny, which starts others."""
        killed = self.workers()
        for pid in killed:
            _kill(pid)
        assert killed


class Cluster:
    """A scheduler and its workers, all on this machine, whatever they may think.

    Parameters
    ----------
    folder : Path
        Gets logs, and is where workers run.
    env : mapping
        More of their environment.
    protocol : str
        ``tcp`` or ``tls``.
    """

    def __init__(
        self, folder: Path, env: Mapping[str, str] | None = None, protocol: str = "tcp"
    ) -> None:
        self.folder = folder
        self._env = {
            # Nobody but the one who grades has the secret's file.
            "NEURONA_COURSE_SECRET": str(folder / "no-secret"),
            **(env or {}),
        }
        self._port = _free_port()
        self.address = f"{protocol}://127.0.0.1:{self._port}"
        self.workers: list[Process] = []
        self.start_scheduler()

    def start_scheduler(self) -> None:
        protocol = self.address.partition(":")[0]
        self.scheduler = self._start(
            "scheduler",
            *("--host", "127.0.0.1", "--port", str(self._port), "--protocol", protocol),
            "--no-dashboard",
        )
        self.scheduler.wait_until_it_says("Scheduler at:")

    def start_worker(self, *options: str, threads: int = 1) -> Process:
        worker = self._start(
            "worker",
            self.address,
            *("--host", "127.0.0.1", "--nthreads", str(threads), "--no-dashboard"),
            *("--local-directory", str(self.folder / f"worker-{len(self.workers)}")),
            *("--death-timeout", "30"),
            *options,
        )
        self.workers.append(worker)
        return worker

    def wait_for_workers(self) -> None:
        for worker in self.workers:
            worker.wait_until_it_says("Registered to:")

    def kill(self) -> None:
        for process in [*self.workers, self.scheduler]:
            process.kill()
        self.workers.clear()

    def _start(self, what: str, *options: str) -> Process:
        log = self.folder / f"{what}-{len(self.workers)}.log"
        log.unlink(missing_ok=True)
        return Process(log, what, *options, env=self._env)


@contextmanager
def running_cluster(folder: Path, **options) -> Iterator[Cluster]:
    folder.mkdir(exist_ok=True)
    cluster = Cluster(folder, **options)
    try:
        yield cluster
    finally:
        cluster.kill()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
