"""The workers of a cluster: who is there, who may mark, and what goes out to them and back."""

from __future__ import annotations

import asyncio
import logging
import queue
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from typing import Any
from uuid import uuid4

import dask
from distributed import Client, Future, KilledWorker
from distributed.security import Security

from autograde.cluster.facts import differences, own_facts
from autograde.cluster.messages import FEW, let_go_on_scheduler
from autograde.cluster.parcel import Parcel, Reply
from autograde.cluster.station import look, mark, set_up, take_down
from autograde.grading.pool import PoolError
from autograde.grading.worker import Setup

Outcome = Reply | BaseException

_CONNECT_SECONDS = 15.0
_PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 1.0
_CLOSE_SECONDS = 10.0
_LARGEST_MESSAGE = "64 MiB"  # of which Dask does not warn; a large notebook has 16 MB


class Crew:
    """The workers that mark for one run, from its first submission to its last.

    Parameters
    ----------
    address : str
        The scheduler's, such as ``tls://10.0.0.1:8786``.
    setup : Setup
        What workers need to know.
    require_sandbox : bool
        Whether to refuse workers without the strongest isolation.
    say : callable
        Is told, in a sentence, what an instructor should know.
    patience : float
        How many seconds to wait where there is no worker.

    Raises
    ------
    PoolError
        If the scheduler does not answer, or goes away; so may all methods.
    """

    def __init__(
        self,
        address: str,
        setup: Setup,
        require_sandbox: bool,
        say: Callable[[str], object],
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        self._address = address
        self._setup = setup
        self._require_sandbox = require_sandbox
        self._say = say
        self._patience = patience
        # The same course is marked under the same name, so that what a killed run has left
        # behind on the workers is taken away by the next.
        self._name = f"neurona-{setup.course[:16]}"
        self._run = uuid4().hex[:12]
        self._facts = own_facts()
        self._fit: set[str] = set()
        self._refused: set[str] = set()
        self._said: set[str] = set()
        self._had_any = False
        self._look_at = 0.0
        self._seen_at = time.monotonic()
        self._futures: dict[int, Future[Reply]] = {}
        self._arrived: queue.SimpleQueue[tuple[int, Outcome]] = queue.SimpleQueue()
        self._open = ExitStack()

    def __enter__(self) -> Crew:
        with ExitStack() as opened:
            opened.enter_context(_quiet())
            settings = FEW | {"distributed.admin.large-graph-warning-threshold": _LARGEST_MESSAGE}
            opened.enter_context(dask.config.set(settings))
            self._client = self._connect()
            opened.callback(self._client.close, _CLOSE_SECONDS)
            self._open = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        with self._open:
            self._futures.clear()
            if self._fit and self._client.status == "running":
                with suppress(Exception):
                    self._client.run(
                        take_down, self._name, workers=list(self._fit), on_error="ignore"
                    )

    @property
    def fit(self) -> set[str]:
        """The addresses of the workers that are prepared to mark."""
        return self._fit

    def look_around(self) -> set[str] | None:
        """See which workers there are, and prepare those that are new.

        Returns
        -------
        set of str or None
            The addresses of all workers, whether they mark or not; None if somebody has
            looked a moment ago.

        Raises
        ------
        PoolError
            If no worker has been there for too long, or none that is there can mark.
        """
        now = time.monotonic()
        if now < self._look_at:
            return None
        there = set(self._ask(self._client.nthreads))
        self._fit &= there
        self._refused &= there
        if new := sorted(there - self._fit - self._refused):
            self._take_on(new)
        self._look_at = time.monotonic() + _LOOK_SECONDS
        if self._fit:
            self._seen_at = time.monotonic()
            self._had_any = True
        else:
            self._wait_for_workers()
        return there

    def forget(self, worker: str) -> None:
        """Have a worker prepared anew before it gets anything more."""
        self._fit.discard(worker)
        self._look_at = 0.0

    def refuse(self, worker: str, reason: str) -> None:
        """Send nothing more to a worker.

        Parameters
        ----------
        worker : str
            Its address.
        reason : str
            Why, for the instructor.
        """
        self._fit.discard(worker)
        if worker not in self._refused:
            self._refused.add(worker)
            self._say(f"Worker {worker} marks nothing: {reason}.")

    def send(self, worker: str, number: int, parcel: Parcel) -> None:
        """Send a submission to a worker, which does first what was sent first.

        Parameters
        ----------
        worker : str
            Its address.
        number : int
            Under which the outcome comes back; no number is used twice.
        parcel : Parcel
            The submission.
        """
        # Keys are seen in Dask's logs and pages: no student is named there.
        future = self._ask(
            self._client.submit,
            mark,
            parcel,
            self._name,
            key=f"neurona-{self._run}-{number}",
            workers=[worker],
            priority=-number,
            pure=False,
        )
        self._futures[number] = future
        assert self._client.loop is not None  # it is there as long as the client is open
        self._client.loop.add_callback(self._follow, number, future)

    def receive(self) -> tuple[int, Outcome] | None:
        """Return the next outcome and its number; None if there is none for a while.

        An error is given back, not raised: `KilledWorker` if the worker died.
        """
        try:
            number, outcome = self._arrived.get(timeout=_LOOK_SECONDS)
        except queue.Empty:
            return None
        self._futures.pop(number, None)
        if isinstance(outcome, CancelledError | asyncio.CancelledError):
            raise self._gone()
        return number, outcome

    def drop(self, number: int) -> None:
        """Expect no outcome any more: its worker is gone."""
        if future := self._futures.pop(number, None):
            self._ask(future.cancel)

    def _connect(self) -> Client:
        certificates = Security().get_connection_args("client")["ssl_context"]
        if self._address.startswith("tls:") and certificates is None:
            raise PoolError(
                "Dask's configuration names no certificates (distributed.comm.tls) for "
                f"{self._address}"
            )
        try:
            return Client(self._address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, ImportError) as error:
            raise PoolError(f"no Dask scheduler answers at {self._address} ({error})") from error

    async def _follow(self, number: int, future: Future[Reply]) -> None:
        outcome: Outcome
        try:
            outcome = await future
        except (Exception, asyncio.CancelledError) as error:
            outcome = error
        if number in self._futures:
            self._arrived.put((number, outcome))

    def _ask(self, do: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """Do something that needs the scheduler."""
        if self._client.status != "running":
            raise self._gone()
        try:
            return do(*arguments, **more)
        except Exception as error:
            if isinstance(error, OSError) or self._client.status != "running":
                raise self._gone() from error
            raise

    def _gone(self) -> PoolError:
        return PoolError(f"the scheduler at {self._address} is gone")

    def _take_on(self, new: list[str]) -> None:
        seen = self._ask(self._client.run, look, workers=new, on_error="return")
        fitting = [worker for worker in new if self._is_fit(worker, seen.get(worker))]
        if not fitting:
            return
        self._ask(self._client.run_on_scheduler, let_go_on_scheduler)
        done = self._ask(
            self._client.run,
            set_up,
            self._setup,
            self._name,
            workers=fitting,
            on_error="return",
        )
        for worker, error in done.items():
            if error is None:
                self._fit.add(worker)
            elif not isinstance(error, OSError):
                self.refuse(worker, f"it cannot be prepared ({_named(error)})")

    def _is_fit(self, worker: str, about: Mapping[str, Any] | Exception | None) -> bool:
        match about:
            case None | OSError():  # it is gone already
                return False
            case ImportError() | AttributeError():
                self.refuse(worker, f"the autograder there is missing or another ({about})")
                return False
            case Exception():
                self.refuse(worker, f"it cannot be asked ({_named(about)})")
                return False
        if problem := differences(about["facts"], self._facts):
            self.refuse(worker, problem)
            return False
        if not about["is_full"]:
            if self._require_sandbox:
                self.refuse(worker, about["isolation"].rstrip("."))
                return False
            self._say_once(about["isolation"], f"Worker {worker}: {about['isolation']}")
        if about["threads"] > 1:
            self._say_once(
                "threads",
                f"Worker {worker} has {about['threads']} threads, and marks one submission at a "
                f"time: start it with --nworkers {about['threads']} --nthreads 1.",
            )
        return True

    def _say_once(self, about: str, sentence: str) -> None:
        if about not in self._said:
            self._said.add(about)
            self._say(sentence)

    def _wait_for_workers(self) -> None:
        if self._refused and not self._had_any:
            raise PoolError(f"no worker at {self._address} can mark")
        if time.monotonic() - self._seen_at > self._patience:
            raise PoolError(f"there is no worker at {self._address}")
        self._say_once("waiting", f"Waiting for workers at {self._address}.")


def is_killed(outcome: Outcome) -> bool:
    """Tell whether an outcome is that the worker died."""
    return isinstance(outcome, KilledWorker)


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask's log off the terminal; what matters is told in a sentence."""
    names = [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
