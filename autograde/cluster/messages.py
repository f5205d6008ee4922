"""Messages that have arrived are let go of.

For its developers, Dask keeps the last thousand messages of each connection. Here each holds a
submission, so that a scheduler would keep some hundred megabytes for each worker.
"""

from __future__ import annotations

from collections import deque
from typing import Any

FEW = {"distributed.admin.low-level-log-length": 1}
"""The setting of Dask's by which a client keeps one message at most."""


async def let_go_on_scheduler(dask_scheduler: Any) -> None:
    """Have a scheduler keep no message that it sends to the workers and clients of now.

    Parameters
    ----------
    dask_scheduler : Scheduler
        The scheduler.
    """
    for streams in (dask_scheduler.stream_comms, dask_scheduler.client_comms):
        for stream in streams.values():
            _let_go(stream)


def let_go_on_worker(dask_worker: Any) -> None:
    """Have a worker keep no message that it sends to its scheduler.

    Parameters
    ----------
    dask_worker : Worker
        The worker.
    """
    _let_go(dask_worker.batched_stream)


def _let_go(stream: Any) -> None:
    stream.recent_message_log = deque(maxlen=0)
