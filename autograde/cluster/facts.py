"""What has to be the same on two machines, so that they give the same marks."""

from __future__ import annotations

import platform
from collections.abc import Mapping

import neurona
from autograde.grading.fingerprint import NO_VERSION, files_digest, version_of

# What students' code may import and the course speaks of.
_PACKAGES = ("numpy", "scipy", "matplotlib", "scikit-learn", "ipywidgets", "ipython")
_FRAMEWORKS = ("torch", "keras")
_FILES = "files"


def own_facts() -> dict[str, str]:
    """Find out what marks depend on here, but for limits and secret."""
    return {
        "neurona": neurona.__version__,
        "Python": platform.python_version(),
        **{name: version_of(name) for name in (*_PACKAGES, *_FRAMEWORKS)},
        _FILES: files_digest("autograde/cluster"),
    }


def differences(theirs: Mapping[str, str], ours: Mapping[str, str]) -> str:
    """Say in words what differs.

    Parameters
    ----------
    theirs, ours : mapping of str to str
        From `own_facts`, there and here.

    Returns
    -------
    str
        Empty if nothing does.
    """
    found = [
        f"{name} is {theirs.get(name, NO_VERSION)} there and {here} here"
        for name, here in ours.items()
        if name != _FILES and theirs.get(name, NO_VERSION) != here
    ]
    if not found and theirs.get(_FILES) != ours.get(_FILES):
        found = ["its copy of the course, the solutions or the grader is another than ours"]
    return "; ".join(found)
