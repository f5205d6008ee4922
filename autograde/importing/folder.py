"""The paths of files that no learning platform has named.

They are in nbgrader's layout of submissions, ``<student>/<assignment>/<file>``; in its exchange,
``<student>+<assignment>+<time>+<random>/<file>``; in a folder for each student; or loose, as
downloads from Colab and mail are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from autograde.grading.received import parse_time
from autograde.importing.found import Named, Owner

_EXCHANGE = re.compile(
    r"(?P<user>.+)\+(?P<assignment>[^+]+)\+(?P<time>\d{4}-\d\d-\d\d[ T_][^+]+)(?:\+[^+]*)?\Z"
)

"""The file in which nbgrader notes when something was handed in."""


def read_path(
    parents: Sequence[str],
    name: str,
    assignments: Collection[str],
    times: Mapping[tuple[str, ...], datetime | None],
) -> Named:
    """Read the path of a file.

    Parameters
    ----------
    parents : sequence of str
        The folders on the way to it.
    name : str
        Its name.
    assignments : collection of str
        All there are.
    times : mapping of tuple of str to datetime
        What nbgrader noted, by folder.
    """
    received = times.get(tuple(parents))
    if parents and (exchanged := _EXCHANGE.match(parents[-1])):
        received = received or parse_time(exchanged["time"].replace("_", " "))
        user = exchanged["user"]
        return Named(Owner(user, labels=(user,)), name, received=received)
    if len(parents) > 1 and parents[-1] in assignments:
        user = parents[-2]
        return Named(Owner(user, labels=(user,)), name, received=received)
    nearest = [part for part in reversed(parents) if part not in assignments]
    id = nearest[0] if nearest else ""
    return Named(Owner(id, labels=tuple(nearest), is_certain=False), name, received=received)
