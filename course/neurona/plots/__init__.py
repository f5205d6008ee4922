"""Static figures, one module a chapter."""

from importlib import import_module
from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    """Import a chapter's figures when they are first asked for: matplotlib takes its time.

    Raises
    ------
    AttributeError
        When there is no such chapter.
    """
    module = f"{__name__}.{name}"
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module:
            raise
        raise AttributeError(f"there are no figures for {name!r}") from None
