"""Start the warm interpreter: ``python -s -P inside/__main__.py SETTINGS``."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path


def _import_server() -> object:
    """Make this folder a package of its own, so that nothing of the grader is on the path."""
    folder = Path(__file__).parent
    spec = importlib.util.spec_from_file_location(
        "inside", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    sys.modules["inside"] = package = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    return importlib.import_module("inside.serve")


if __name__ == "__main__":
    _import_server().main(sys.argv[1])  # type: ignore[attr-defined]
