"""A web server on this machine that serves files well or badly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behave = Callable[["Answer"], None]


class Answer(BaseHTTPRequestHandler):
    """One request, answered as the site is told to."""

    site: Site

    def do_GET(self) -> None:
        self.site.asked.append(self.path)
        with suppress(BrokenPipeError, ConnectionResetError):  # the other side has had enough
            self.site.behave(self)

    def start(self, length: int | None, status: int = 200) -> None:
        self.send_response(status)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    @property
    def file(self) -> bytes:
        return self.site.files[self.path.rsplit("/", 1)[-1]]

    def log_message(self, *_: object) -> None:
        pass


@dataclass
class Site:
    """What a server has, how it behaves, and what it was asked for."""

    files: dict[str, bytes]
    behave: Behave
    asked: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    address: str = ""


def well(answer: Answer) -> None:
    """Send the file."""
    answer.start(len(answer.file))
    answer.wfile.write(answer.file)


def in_crumbs(answer: Answer) -> None:
    """Send the file a little at a time, but in good time."""
    answer.start(None)
    for start in range(0, len(answer.file), 20):
        answer.wfile.write(answer.file[start : start + 20])
        answer.wfile.flush()


def not_found(answer: Answer) -> None:
    """Say that there is no such file."""
    answer.send_error(404)


def another_page(answer: Answer) -> None:
    """Answer with a page, as networks do that want a password first."""
    answer.start(None)
    answer.wfile.write(b"<html>Please log in</html>")


def half(answer: Answer) -> None:
    """Promise the whole file, send half of it, and hang up."""
    answer.start(len(answer.file))
    answer.wfile.write(answer.file[: len(answer.file) // 2])


def half_in_order(answer: Answer) -> None:
    """Send half a file as if it were all."""
    answer.start(len(answer.file) // 2)
    answer.wfile.write(answer.file[: len(answer.file) // 2])


def silent(answer: Answer) -> None:
    """Never answer."""
    answer.site.closing.wait(60)


def silent_after_half(answer: Answer) -> None:
    """Send half a file, then nothing more."""
    half(answer)
    answer.site.closing.wait(60)


def trickling(answer: Answer) -> None:
    """Send a byte now and then, for ever."""
    answer.start(1_000_000)
    while not answer.site.closing.wait(0.02):
        answer.wfile.write(b"\x1f")
        answer.wfile.flush()


def endless(answer: Answer) -> None:
    """Send more than anybody asked for."""
    answer.start(None)
    while not answer.site.closing.is_set():
        answer.wfile.write(bytes(100_000))


def hanging_up(answer: Answer) -> None:
    """Close the connection without a word."""
    answer.close_connection = True


@contextmanager
def serving(files: dict[str, bytes], behave: Behave = well) -> Iterator[Site]:
    """Serve files on this machine."""
    site = Site(files, behave)
    handler = type("Handler", (Answer,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    site.address = f"http://127.0.0.1:{server.server_address[1]}/data"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
