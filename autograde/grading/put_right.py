"""Put right versions of earlier functions into a student's notebook for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def put_in_place(functions: dict[str, Any], namespace: dict[str, Any]) -> Iterator[None]:
    """Put functions into a namespace for a while.

    Parameters
    ----------
    functions : dict of str to callable
        By name.
    namespace : dict
        The student's global names; afterwards they are as before.
    """
    before = {name: namespace[name] for name in functions if name in namespace}
    namespace.update(functions)
    try:
        yield
    finally:
        for name in functions:
            namespace.pop(name, None)
        namespace.update(before)
