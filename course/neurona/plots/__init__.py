"""Static figures, one module a chapter, each imported when it is first used."""

from types import ModuleType

from neurona.lazily import import_submodule


def __getattr__(name: str) -> ModuleType:
    return import_submodule(__name__, name)
