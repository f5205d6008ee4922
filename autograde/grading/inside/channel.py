"""A socket that carries frames."""

from __future__ import annotations

import math
import socket
import time

from neurona.checks.plain import Plain

from .wire import (
    ARRAYS_LIMIT,
    HEADER_LIMIT,
    LENGTHS,
    WireError,
    read_body,
    read_lengths,
    write_frame,
)

RUN, KILL = b"R", b"K"
"""What the grader tells the warm interpreter, past all frames: fork a child, end it."""

_PIECE = 1 << 16


class Channel:
    """One end of a connection.

    Parameters
    ----------
    connection : socket.socket
        A stream.
    header_limit, arrays_limit : int
        How long what comes in may be.

    Attributes
    ----------
    allowance : float
        How many bytes may still come in, in all.
    """

    def __init__(
        self,
        connection: socket.socket,
        header_limit: int = HEADER_LIMIT,
        arrays_limit: int = ARRAYS_LIMIT,
    ) -> None:
        self._connection = connection
        self._limits = header_limit, arrays_limit
        self._buffer = bytearray()
        self.allowance = math.inf

    def send(self, value: Plain, seconds: float | None = None) -> None:
        """Send one value.

        Parameters
        ----------
        value : Plain
            What to send.
        seconds : float, optional
            How long that may take.

        Raises
        ------
        WireError
            If it is not plain data.
        TimeoutError
            If the other end does not take it in time.
        ConnectionError
            If the other end is gone.
        """
        self.send_frame(write_frame(value), seconds)

    def send_frame(self, frame: bytes, seconds: float | None = None) -> None:
        """Send a value that is written already."""
        if seconds is not None and seconds <= 0:
            raise TimeoutError
        self._connection.settimeout(seconds)
        self._connection.sendall(frame)

    def receive(self, seconds: float | None = None) -> Plain:
        """Wait for one value.

        Parameters
        ----------
        seconds : float, optional
            How long.

        Raises
        ------
        WireError
            If something else comes.
        TimeoutError
            If it does not come in time, whole.
        ConnectionError
            If the other end is gone.
        """
        end = None if seconds is None else time.monotonic() + seconds
        start = self._take(LENGTHS.size, end)
        header, arrays = read_lengths(start, *self._limits)
        self.allowance -= header + arrays
        if self.allowance < 0:
            raise WireError("too much in all")
        body = self._take(header + arrays, end)
        return read_body(body[:header], body[header:])

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _take(self, count: int, end: float | None) -> bytes:
        while len(self._buffer) < count:
            left = None if end is None else end - time.monotonic()
            if left is not None and left <= 0:
                raise TimeoutError
            self._connection.settimeout(left)
            piece = self._connection.recv(_PIECE)
            if not piece:
                raise ConnectionResetError("the other end is gone")
            self._buffer += piece
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken
