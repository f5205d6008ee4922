"""Virtual environments that some tests run notebooks in, made once and then reused.

``python -m tests.environments`` makes all of them ahead of the tests.
"""

from __future__ import annotations

import fcntl
import hashlib
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".envs"
COMPLETE = "complete"
LOG_LINES_SHOWN = 15
SECONDS_OF_SILENCE = 3

Say = Callable[[str], None]


@dataclass(frozen=True)
class Environment:
    """A named list of requirements, and the virtual environment that holds them."""

    name: str
    requirements: tuple[str, ...]
    edition: str = ""
    """What else a new environment is made for, such as another week."""

    @property
    def path(self) -> Path:
        """The folder, which tells one list of requirements from another."""
        what = (*sorted(self.requirements), self.edition, platform.python_version(), sys.prefix)
        digest = hashlib.sha256("\n".join(what).encode()).hexdigest()[:12]
        return FOLDER / f"{self.name}-{digest}"

    @property
    def python(self) -> Path:
        """The interpreter, once `make` has been called."""
        return self.path / "bin" / "python"

    def make(self, say: Say) -> Path:
        """Make the environment unless it is there, and return its interpreter."""
        FOLDER.mkdir(exist_ok=True)
        with _locked(FOLDER / f"{self.name}.lock"):
            # Virtual environments cannot be moved, so a last file says that all went well.
            if not (self.path / COMPLETE).exists():
                self._remove_old()
                self._install(say)
                (self.path / COMPLETE).touch()
        return self.python

    def _remove_old(self) -> None:
        for path in FOLDER.glob(f"{self.name}-*"):
            shutil.rmtree(path)

    def _install(self, say: Say) -> None:
        begun = time.monotonic()
        say(f"making the environment {self.name!r}, once: {' '.join(self.requirements)}")
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", self.path], check=True)
        pip = [sys.executable, "-m", "pip", "--python", str(self.python), "install"]
        options = ["--progress-bar", "off", "--no-input", "--disable-pip-version-check"]
        lines: list[str] = []
        told = begun
        with subprocess.Popen(
            [*pip, *options, *self.requirements],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                lines.append(line)
                if line.startswith("Installing"):
                    say(f"  {self.name}: installing {line.count(',') + 1} packages")
                elif line.startswith("Collecting") and time.monotonic() - told > SECONDS_OF_SILENCE:
                    say(f"  {self.name}: {line.strip().lower()}")
                    told = time.monotonic()
        if process.returncode:
            raise RuntimeError(
                f"pip could not make the environment {self.name!r}:\n"
                + "".join(lines[-LOG_LINES_SHOWN:])
            )
        say(f"  {self.name}: ready after {time.monotonic() - begun:.0f} s")


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock that the system releases when this process ends, however it ends."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


# What Colab has. Notebook 6.5.7 is in it too, and is the front end nearest to Colab's own, so
# the browser tests use this environment as well.
COLAB = Environment(
    "colab",
    (
        "ipython==7.34.0",
        "ipywidgets==7.7.1",
        "ipykernel==6.17.1",
        "numpy==2.1.3",
        "matplotlib==3.10.0",
        "traitlets==5.7.1",
        "scikit-learn==1.6.1",
        "notebook==6.5.7",
        "widgetsnbextension==3.6.1",
        "jupyter-client<8",
    ),
)

# The newest of everything that a student needs, looked for anew every week.
TODAY = Environment(
    "today",
    ("numpy", "matplotlib", "ipywidgets", "ipykernel", "scikit-learn"),
    edition=time.strftime("%G-%V"),
)

ALL = (COLAB, TODAY)

if __name__ == "__main__":
    for environment in ALL:
        environment.make(print)
