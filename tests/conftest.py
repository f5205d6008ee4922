"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

# Keras computes with PyTorch here, whatever a machine's own settings say.
os.environ["KERAS_BACKEND"] = "torch"
# Small matrices gain nothing from threads, and lose much where several tests run at a time.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"


TESTS = Path(__file__).parent
# They watch time or memory, and want no other test beside them.
ALONE = [TESTS / "autograde" / "grading" / name for name in ("crashes", "threats")]
# They take a minute and more each, and come first: a process that began one of them last would
# run on when all others are done.
LONGEST = [
    TESTS / name
    for name in (
        "browser/test_lab.py",
        "course/test_lone_notebook.py",
        "autograde/differential/test_differential.py",
        "browser/test_classic.py",
        "autograde/suite/test_naming.py",
        "autograde/cluster/test_same.py",
        "autograde/differential/test_in_nbgrader.py",
        "course/test_committed.py",
        "docs/test_instructors.py",
        "autograde/examples/test_example_class.py",
        "autograde/nbgrader/test_commands.py",
    )
]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Take one process more than there are cores: browsers and kernels are waited for."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    places = {path: place for place, path in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
    wanted = config.getoption("--alone")
    if wanted is None:
        return
    kinds: dict[str, list[pytest.Item]] = {"only": [], "without": []}
    for item in items:
        alone = any(folder in item.path.parents for folder in ALONE)
        kinds["only" if alone else "without"].append(item)
    items[:] = kinds.pop(wanted)
    config.hook.pytest_deselected(items=next(iter(kinds.values())))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--pictures", action="store_true", help="write the pictures of docs/pictures anew"
    )
    parser.addoption(
        "--alone",
        choices=("only", "without"),
        help="only the tests that watch time or memory, or all others",
    )


@pytest.fixture(scope="session")
def say(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Print a line at once, past pytest's capturing: for what takes long."""
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def say_now(line: str) -> None:
        with capture.global_and_fixture_disabled():
            print(line, flush=True)

    return say_now
