"""Import a chapter's modules when they are first asked for: matplotlib takes its time."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


def import_submodule(package: str, name: str) -> ModuleType:
    """Import a module of a package that is asked for as an attribute.

    Parameters
    ----------
    package : str
        The package, such as ``"neurona.panels"``.
    name : str
        The attribute, such as ``"perceptron"``.

    Raises
    ------
    AttributeError
        When the package has no such module.
    """
    module = f"{package}.{name}"
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise AttributeError(f"{package} has nothing for {name!r}") from None
