"""The names of files in an archive that Moodle makes of an assignment's submissions.

Moodle writes a folder ``<full name>_<number>_assignsubmission_file`` for each student, older ones
with ``_`` at the end, and the student's own folders in it; or, with "download submissions in
folders" off, files ``<full name>_<number>_assignsubmission_file_<the student's name for it>``.
Where marking is blind, every name is "Participant" in the site's language. Typed text is
``onlinetext.html`` with ``onlinetext`` in place of ``file`` (Moodle's
``mod/assign/classes/downloader.php``). The number belongs to one assignment: the same student has
another one in the next. The dates in the archive are those of the download.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograde.importing.found import Named, Owner

_PART = re.compile(
    r"(?P<name>.+?)(?:_(?P<number>\d+))?_assignsubmission_(?P<kind>[a-z0-9]+)(?:_(?P<rest>.*))?\Z",
    re.DOTALL,
)
_LONGEST_NAME = 60
# In Moodle's translations; it never stands for a real name.
_NOBODY = {
    "participant",
    "participante",
    "participante:",
    "partecipante",
    "teilnehmer",
    "deelnemer",
}


def read_path(parents: Sequence[str], name: str) -> Named | None:
    """Read the path of a file.

    Parameters
    ----------
    parents : sequence of str
        The folders on the way to it.
    name : str
        Its name.

    Returns
    -------
    Named or None
        None if Moodle does not make such names.
    """
    for part in (*parents, name):
        found = _PART.match(part)
        if found:
            break
    else:
        return None
    file = (found["rest"] or name) if part is name else name
    other = ""
    if found["kind"] == "onlinetext":
        other = "text typed into Moodle, and no file"
    elif found["kind"] != "file":
        other = f"{found['kind']} from Moodle, and no file"
    return Named(_owner(found["name"], found["number"] or ""), file, other=other)


def is_blind(name: str) -> bool:
    """Tell whether a name only says that somebody took part.

    Parameters
    ----------
    name : str
        The name as Moodle writes it.
    """
    return name.strip().casefold() in _NOBODY


def _owner(name: str, number: str) -> Owner:
    words = "-".join(re.findall(r"[^\W_]+", name.lower()))[:_LONGEST_NAME]
    label = f"{name}_{number}" if number else name
    # Without a number it is a group's folder, which nobody can mark as a student's.
    id = f"{words}-{number}" if number and words else ""
    return Owner(id, "" if is_blind(name) else name, number, (label, name))
