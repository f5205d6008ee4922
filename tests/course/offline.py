"""Runs a notebook with another environment's kernel, cut off from any network."""

from __future__ import annotations

import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets import Instance

GUARD = Path(__file__).parent / "guard"
TIMEOUT = 120


class OfflineKernelManager(AsyncKernelManager):
    """Starts the kernel that it is told to, whatever kernels are installed."""

    spec = Instance(KernelSpec)

    @property
    def kernel_spec(self) -> KernelSpec:
        return self.spec


@cache
def network_namespace() -> tuple[str, ...]:
    """Return the command that starts a program without any network, if the system allows it."""
    for command in (("unshare", "--net"), ("unshare", "--map-root-user", "--net")):
        try:
            if subprocess.run([*command, "true"], capture_output=True).returncode == 0:
                return command
        except FileNotFoundError:
            break
    return ()


@dataclass
class Run:
    """A notebook that was run, and what it tried to reach."""

    notebook: NotebookNode
    attempts: str
    """The uses of the network that were tried, one a line."""
    seconds: dict[int, float]
    """For how long each code cell ran, by its index."""

    def outputs(self, kind: str) -> list[tuple[NotebookNode, NotebookNode]]:
        """Return every (cell, output) of one output type."""
        cells = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        return [(cell, out) for cell in cells for out in cell.outputs if out.output_type == kind]


def run_offline(notebook: NotebookNode, python: Path, folder: Path) -> Run:
    """Run all cells in a folder, as the front end's Run All does.

    The kernel is forbidden the network twice: by an audit hook that also writes down what was
    tried, and, where the system allows it, by a network namespace with nothing in it. It has an
    empty home folder. Messages travel through Unix sockets.
    """
    with tempfile.TemporaryDirectory(prefix="neurona-") as scratch:
        home = Path(scratch) / "home"
        home.mkdir()
        log = Path(scratch) / "network.log"
        log.touch()
        manager = OfflineKernelManager(
            transport="ipc",
            ip=f"{scratch}/kernel",
            spec=KernelSpec(
                argv=[
                    *network_namespace(),
                    str(python),
                    *("-Xfrozen_modules=off", "-m", "ipykernel_launcher"),
                    *("-f", "{connection_file}"),
                ],
                env={
                    "HOME": str(home),
                    "PYTHONPATH": str(GUARD),
                    "NEURONA_NETWORK_LOG": str(log),
                    "JUPYTER_CONFIG_DIR": f"{scratch}/config",
                    "IPYTHONDIR": f"{scratch}/ipython",
                },
                language="python",
                display_name="Python 3",
            ),
        )
        begun: dict[int, float] = {}
        seconds: dict[int, float] = {}

        def start(cell_index: int, **_: Any) -> None:
            begun[cell_index] = time.monotonic()

        def finish(cell_index: int, **_: Any) -> None:
            seconds[cell_index] = time.monotonic() - begun[cell_index]

        client = NotebookClient(
            notebook,
            km=manager,
            timeout=TIMEOUT,
            resources={"metadata": {"path": str(folder)}},
            on_cell_execute=start,
            on_cell_executed=finish,
        )
        client.execute(cleanup_kc=True)
        return Run(notebook, log.read_text(), seconds)
