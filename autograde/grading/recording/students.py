"""What a class's roster knows of its students, entered in the gradebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from autograde.grading.recording import tables
from autograde.grading.recording.visible import visible
from autograde.grading.roster import NAMES


def enter_students(
    connection: Connection, statement: Any, rows: Sequence[Mapping[str, str]]
) -> None:
    """Enter students with their names; what is empty leaves what the gradebook has.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    statement : object
        Inserts or updates a student.
    rows : sequence of mapping of str to str
        Their ids as the gradebook has them, and the columns of `NAMES`.
    """
    if rows:
        connection.execute(
            statement,
            [
                {"id": row["id"]}
                | {name: visible(row[name])[: tables.NAME_LENGTH] or None for name in NAMES}
                for row in rows
            ],
        )
