"""The server that JupyterLab runs on, for formgrader."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.autograde.nbgrader.instructor import PROGRAMS

TOKEN = "for-this-test"
SECONDS_TO_START = 60


@contextmanager
def formgrader(folder: Path, environment: Mapping[str, str], log: Path) -> Iterator[str]:
    """Start the server in a folder; give its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with log.open("w") as file:
        server = subprocess.Popen(
            [
                PROGRAMS / "jupyter-lab",
                "--no-browser",
                "--allow-root",
                f"--port={port}",
                f"--IdentityProvider.token={TOKEN}",
            ],
            cwd=folder,
            env=environment,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/api", server, log)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        try:
            get(url)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(log.read_text())


def get(url: str, method: str = "GET", data: bytes | None = None) -> str:
    """Ask the server for something."""
    request = urllib.request.Request(
        url, data, headers={"Authorization": f"token {TOKEN}"}, method=method
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
        return str(answer.read().decode())
