"""Which frameworks are installed, and how to get those that are not."""

from __future__ import annotations

import os
import sys
from importlib import metadata
from importlib.util import find_spec

from neurona.language import _

NAMES = {"torch": "PyTorch", "keras": "Keras"}
BACKENDS = ("torch", "tensorflow", "jax")
"""What Keras computes with, the one that this chapter uses anyway first."""


def has(library: str) -> bool:
    """Tell whether a framework can be used; where not, print what is missing and how to get it.

    Parameters
    ----------
    library : {"torch", "keras"}
        The name under which it is imported.

    Returns
    -------
    bool
        Whether ``import`` will find it.
    """
    missing = lacking(library)
    if missing:
        print(how_to_get(missing))
        return False
    if library == "keras":
        choose_backend()
    return True


def report() -> None:
    """Print which frameworks are installed here, and how to get the others."""
    for library, name in NAMES.items():
        missing = lacking(library)
        if missing:
            print(how_to_get(missing))
        else:
            version = metadata.version(library)
            print(_("{name} {version} is installed.").format(name=name, version=version))


def lacking(library: str) -> list[str]:
    """List what has to be installed before a framework can be used.

    Parameters
    ----------
    library : {"torch", "keras"}
        The framework.

    Returns
    -------
    list of str
        Names of packages; none where all is there.
    """
    missing = [] if _is_there(library) else [library]
    if library == "keras" and not any(map(_is_there, BACKENDS)):
        missing.append("torch")
    return missing


def how_to_get(missing: list[str]) -> str:
    """Say what is missing and how to get it.

    Parameters
    ----------
    missing : list of str
        Names of packages.
    """
    return _(
        "Not installed here: {names}. The chapter goes on without it. To get it, run "
        "“%pip install {packages}” in a new cell, restart the kernel and run all cells again."
    ).format(names=", ".join(NAMES[one] for one in missing), packages=" ".join(missing))


def choose_backend() -> None:
    """Let Keras compute with what is there, unless somebody has chosen already."""
    if "keras" not in sys.modules and "KERAS_BACKEND" not in os.environ:
        os.environ["KERAS_BACKEND"] = next(filter(_is_there, BACKENDS))


def _is_there(package: str) -> bool:
    return find_spec(package) is not None
