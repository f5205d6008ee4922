"""Live panels, one module a chapter, each imported when it is first used."""

from __future__ import annotations

import importlib
from types import ModuleType

_CHAPTERS = ("perceptron", "dropout")


def __getattr__(name: str) -> ModuleType:
    if name in _CHAPTERS:
        return importlib.import_module(f"neurona.panels.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
