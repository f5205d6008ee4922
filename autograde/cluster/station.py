"""What runs on a worker: a warm interpreter, and what hands submissions to it."""

from __future__ import annotations

import asyncio
import threading
import traceback
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from distributed import WorkerPlugin, get_worker

from autograde.cluster.facts import own_facts
from autograde.cluster.messages import let_go_on_worker
from autograde.cluster.parcel import Parcel, Reply
from autograde.grading.mark import Marker
from autograde.grading.recording import make_files
from autograde.grading.running import Sandbox, SandboxError, SandboxGoneError
from autograde.grading.running.isolation import choose
from autograde.grading.submissions import Submission
from autograde.grading.worker import Setup, mark_file

# The language in use is one for the whole process, so its threads take turns.
_turn = threading.Lock()


class Station(WorkerPlugin):
    """Marks submissions on one worker, one after the other, in one sandbox.

    As a plugin of Dask's it ends with the worker. It is made where it works: it never travels.

    Parameters
    ----------
    setup : Setup
        Limits and secret; it stays in memory.
    """

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._open = ExitStack()
        self._marker: Marker | None = None
        self._is_closed = False

    def mark(self, parcel: Parcel) -> Reply:
        """Mark a submission; whatever happens is told and nothing is raised."""
        submission = Submission(Path(), parcel.student, parcel.assignment)
        with _turn:
            if self._is_closed:
                return Reply(unprepared=True)
            try:
                result, reading = mark_file(submission, parcel.file, self._own_marker)
                return Reply(result, make_files(result, reading))
            except SandboxGoneError:
                return Reply(fault=traceback.format_exc())
            except SandboxError as error:
                return Reply(unfit=str(error))
            except Exception:
                return Reply(fault=traceback.format_exc())

    def teardown(self, worker: Any) -> None:
        """Close the sandbox, once the submission that runs in it is done."""
        threading.Thread(target=self._close, daemon=True).start()

    def _close(self) -> None:
        with _turn:
            self._is_closed = True
            self._open.close()

    def _own_marker(self) -> Marker:
        """Return the marker; its sandbox starts with the first submission that runs."""
        if self._marker is None:
            limits = self._setup.limits
            sandbox = self._open.enter_context(Sandbox(limits))
            self._marker = Marker(sandbox, limits, self._setup.secret)
        return self._marker


def mark(parcel: Parcel, name: str) -> Reply:
    """Mark a submission on the worker that this runs on.

    Parameters
    ----------
    parcel : Parcel
        The submission.
    name : str
        The station's.
    """
    station = get_worker().plugins.get(name)
    return station.mark(parcel) if isinstance(station, Station) else Reply(unprepared=True)


async def look(dask_worker: Any) -> dict[str, Any]:
    """Tell what a worker is like: its facts, how it keeps students' code apart, its threads."""
    facts, isolation = await asyncio.to_thread(lambda: (own_facts(), choose()))
    return {
        "facts": facts,
        "isolation": isolation.sentence,
        "is_full": isolation.full,
        "threads": dask_worker.state.nthreads,
    }


async def set_up(setup: Setup, name: str, dask_worker: Any) -> None:
    """Prepare a worker; another station of that name is closed.

    Parameters
    ----------
    setup : Setup
        What it needs to know.
    name : str
        The station's.
    dask_worker : Worker
        The worker.
    """
    let_go_on_worker(dask_worker)
    await dask_worker.plugin_add(plugin=Station(setup), name=name)


async def take_down(name: str, dask_worker: Any) -> None:
    """Close a station, and forget the secret.

    Parameters
    ----------
    name : str
        The station's.
    dask_worker : Worker
        The worker.
    """
    if name in dask_worker.plugins:
        await dask_worker.plugin_remove(name=name)
