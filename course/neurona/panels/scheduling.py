"""Work for later, on whatever event loop is running here, or at once where there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the event loop that this code runs on, or None."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class Soon:
    """A callback that runs once, when it has not been asked for again for a while.

    A front end may handle widget events on a loop of its own, and may end that loop. So a
    request replaces the one that waits, on whatever loop that does.

    Parameters
    ----------
    callback : callable
        What to run, without arguments.
    quiet : float
        Seconds without a further request that must pass before it runs.
    """

    def __init__(self, callback: Callable[[], None], quiet: float) -> None:
        self._callback = callback
        self._quiet = quiet
        self._request: object = None

    def ask(self) -> None:
        """Run the callback soon; at once where no event loop is running."""
        loop = running_loop()
        if loop is None:
            self._callback()
            return
        self._request = request = object()
        loop.call_later(self._quiet, self._run, request)

    def _run(self, request: object) -> None:
        if request is self._request:  # otherwise a later one has replaced it
            self._request = None
            self._callback()
