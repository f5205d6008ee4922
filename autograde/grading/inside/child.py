"""What a fork does: it gives up its rights, runs the cells, and answers requests."""

from __future__ import annotations

import os
import random
import signal
import socket
from collections.abc import Mapping
from typing import NoReturn

import numpy as np

from .calls import answer
from .cells import Notebook
from .channel import Channel
from .confine import Confinement
from .progress import Progress

NOT_CONFINED = 71
_LIMIT = 1 << 30  # the grader may send as much as it likes


def main(
    channel: int,
    progress: int,
    notebook: Notebook,
    confinement: Confinement,
    limits: Mapping[str, float],
) -> NoReturn:
    """Run one submission in this process, and end it.

    Parameters
    ----------
    channel, progress : int
        Descriptors of the socket to the grader, and of a pipe that says what runs now.
    notebook : Notebook
        An empty one.
    confinement : Confinement
        What to give up before anything runs.
    limits : mapping
        ``cpu_seconds`` and ``memory_bytes``.
    """
    try:
        confinement.enter([channel, progress], limits["cpu_seconds"], int(limits["memory_bytes"]))
    except BaseException:
        os._exit(NOT_CONFINED)
    try:
        _serve(Channel(socket.socket(fileno=channel), _LIMIT, _LIMIT), progress, notebook)
    finally:
        os._exit(0)


def _serve(channel: Channel, progress: int, notebook: Notebook) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Who draws numbers without a seed draws the same ones in every run of the grader.
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002
    os.set_blocking(progress, False)
    channel.send("ready")
    language, cells, left_out, definitions_only = channel.receive()
    notebook.use(language)
    notes = Progress(progress)
    problems = notebook.run(cells, {tuple(place) for place in left_out}, definitions_only, notes)
    channel.send(["ran", problems, notebook.functions()])
    while True:
        answer(channel, notes, notebook.namespace, channel.receive())
