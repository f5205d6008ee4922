"""Real notebook servers, each with folders of its own and nothing of the user's."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60
STOP_SECONDS = 15
# Should these tests be killed, what they started ends by itself.
IDLE_SECONDS = 900
CULL = (f"--MappingKernelManager.cull_idle_timeout={IDLE_SECONDS}",)
# JupyterLab's first question, and requests that leave this machine.
QUIET = {"checkForUpdates": False, "fetchNews": "false"}


@dataclass(frozen=True)
class Server:
    """A server that is up."""

    address: str
    token: str
    folder: Path
    """What it serves."""


@contextmanager
def jupyter_lab(folder: Path, scratch: Path) -> Iterator[Server]:
    """Serve a folder in this environment's JupyterLab."""
    command = [
        sys.executable,
        *("-m", "jupyterlab", "--ServerApp.open_browser=False", "--ServerApp.allow_root=True"),
        *("--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}"),
        # Its JavaScript commands serve to run all cells and to wait for them.
        "--LabApp.expose_app_in_browser=True",
        f"--ServerApp.shutdown_no_activity_timeout={IDLE_SECONDS}",
        *CULL,
    ]
    _write_settings(scratch, "apputils-extension/notification", QUIET)
    with _serve(command, "--ServerApp.port={}", "api/status", folder, scratch) as server:
        yield server


@contextmanager
def classic_notebook(python: Path, folder: Path, scratch: Path) -> Iterator[Server]:
    """Serve a folder in the classic notebook of another environment."""
    command = [
        str(python),
        *("-m", "notebook", "--NotebookApp.open_browser=False", "--NotebookApp.allow_root=True"),
        *("--NotebookApp.port_retries=0", f"--NotebookApp.notebook_dir={folder}"),
        f"--NotebookApp.shutdown_no_activity_timeout={IDLE_SECONDS}",
        *CULL,
    ]
    with _serve(command, "--NotebookApp.port={}", "api/status", folder, scratch) as server:
        yield server


@contextmanager
def _serve(
    command: list[str], port_option: str, probe: str, folder: Path, scratch: Path
) -> Iterator[Server]:
    port = _free_port()
    token = secrets.token_hex(16)
    address = f"http://127.0.0.1:{port}"
    server = Server(address, token, folder)
    log = scratch / "server.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, port_option.format(port)],
            env=_clean_environment(scratch, token, Path(command[0]).parent),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_up(process, f"{address}/{probe}?token={token}", log)
        yield server
    finally:
        _stop(process)


def _write_settings(scratch: Path, plugin: str, settings: dict[str, object]) -> None:
    path = scratch / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings))


def _clean_environment(scratch: Path, token: str, programs: Path) -> dict[str, str]:
    """Return an environment in which no setting of the user's is found."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "IPYTHON", "PYTEST", "NBGRADER"))
    }
    for name in ("home", "config", "data", "runtime", "settings", "workspaces"):
        (scratch / name).mkdir(parents=True, exist_ok=True)
    return environment | {
        "HOME": str(scratch / "home"),
        "IPYTHONDIR": str(scratch / "home" / "ipython"),
        "JUPYTER_CONFIG_DIR": str(scratch / "config"),
        "JUPYTER_DATA_DIR": str(scratch / "data"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(scratch / "workspaces"),
        "JUPYTER_TOKEN": token,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        with (
            contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError),
            urllib.request.urlopen(address, timeout=5),
        ):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the notebook server did not start:\n{log.read_text()[-3000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server, which ends its kernels; then whatever is left of it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
