"""Read who is in a class: a roster, or the list that Canvas or Moodle exports.

Canvas exports its gradebook: ``Student`` (or ``LastName`` and ``FirstName``), ``ID``, ``SIS User
ID``, ``SIS Login ID``, ``Section`` and the marks (lib/gradebook_exporter.rb in
instructure/canvas-lms). Moodle exports participants and grades: ``First name``, ``Last name``,
``Email address`` and, where a site shows it, ``ID number`` (user/action_redir.php and grade/export
in moodle/moodle).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from autograde.grading.roster import (
    COLUMNS,
    Roster,
    RosterError,
    is_id,
    read_roster,
    read_table,
)

_CANVAS = {"sis login id", "sis user id"}
_TEST_STUDENT = ("Student", "Test")
# Moodle's headings in English, as older versions have them, and in Spanish.
_FIRST = ("first name", "nombre")
_LAST = ("last name", "surname", "apellido(s)", "apellidos")
_MAIL = (
    *("email address", "email", "dirección de correo", "dirección email", "correo electrónico"),
    "dirección de correo electrónico",
)
_NUMBER = ("id number", "número de id")


def read_class_list(path: Path) -> Roster:
    """Read a roster, or what a platform exports of a class.

    From Canvas's gradebook a student's id is the SIS user id, else the login; from Moodle's lists
    it is the ID number, else the address.

    Parameters
    ----------
    path : Path
        A CSV file.

    Raises
    ------
    RosterError
        If it is none of these.
    """
    header, rows = read_table(path, "id", *_FIRST)
    if {"id"} < set(header) and not _CANVAS.isdisjoint(header):
        found = _of_canvas(rows)
    elif "id" not in header and _column(header, _FIRST) and _column(header, _LAST):
        found = _of_moodle(header, rows)
    else:
        return read_roster(path)
    return Roster(COLUMNS, tuple(_checked(path, found)))


def _of_canvas(rows: Sequence[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    for row in rows:
        number, login = row["id"], row.get("sis login id", "")
        last, _, first = row.get("student", "").partition(",")
        first = first.strip() or row.get("firstname", "")
        last = last.strip() or row.get("lastname", "")
        if not number.isdecimal() or (last, first) == _TEST_STUDENT:
            continue  # the lines above the first student; what Canvas gives a teacher to try out
        yield {
            "id": row.get("sis user id", "") or login or number,
            "first_name": first,
            "last_name": last,
            "email": login if "@" in login else "",
            "lms_user_id": number,
        }


def _of_moodle(
    header: Sequence[str], rows: Sequence[Mapping[str, str]]
) -> Iterator[dict[str, str]]:
    first, last = _column(header, _FIRST), _column(header, _LAST)
    mail, number = _column(header, _MAIL), _column(header, _NUMBER)
    for row in rows:
        names = {"first_name": row[first], "last_name": row[last]}
        if not any(names.values()):
            continue
        facts = {"email": row.get(mail, ""), "lms_user_id": row.get(number, "")}
        yield {"id": facts["lms_user_id"] or facts["email"], **names, **facts}


def _column(header: Sequence[str], known: Sequence[str]) -> str:
    return next((one for one in known if one in header), "")


def _checked(path: Path, rows: Iterator[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Make ids fit for folders, and refuse a list that does not tell students apart."""
    seen = set()
    for row in rows:
        row["id"] = re.sub(r"[/\\\0\r\n]+", "-", row["id"]).lstrip(".")
        name = f"{row['first_name']} {row['last_name']}".strip()
        if not is_id(row["id"]):
            raise RosterError(
                f"{path} has neither a number nor an address for {name}. Export it with a column "
                "`ID number` or `Email address`."
            )
        if row["id"] in seen:
            raise RosterError(f"{path} has {row['id']} twice. Ids tell students apart.")
        seen.add(row["id"])
        yield {column: row.get(column, "") for column in COLUMNS}
