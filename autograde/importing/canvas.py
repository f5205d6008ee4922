"""The names of files in an archive that Canvas makes of an assignment's submissions.

Canvas writes ``<name>[_LATE]_<user id>_<file id>_<the student's name for the file>``, with the
name as it sorts, in lower case and without spaces and commas: ``unoada_12345_67890_01.ipynb``;
``[LATE_]anon_<five letters>_<file id>_…`` where grading is anonymous; and ``…_text.html`` or
``…_link.html`` for what was typed in (`ContentZipper` in Canvas' ``lib/content_zipper.rb``). File
ids grow with time. A file handed in under the same name again gets ``-1``, ``-2`` before its end.
"""

from __future__ import annotations

import re

from autograde.importing.found import Named, Owner

_LONGEST_NAME = 60
_OWNER = (
    r"(?:(?P<late_anonymous>LATE_)?anon_(?P<anonymous>[0-9A-Za-z]{3,10})"
    r"|(?P<name>[\w-]+?)(?P<late>_(?:LATE|late))?_(?P<user>\d+))"
)
_UPLOAD = re.compile(rf"{_OWNER}_(?P<file>\d+)_(?P<rest>.+)\Z", re.DOTALL)
_TYPED = re.compile(rf"{_OWNER}_(?P<rest>(?:text|link)\.html)\Z")


def read_name(name: str) -> Named | None:
    """Read the name of a file.

    Parameters
    ----------
    name : str
        Without folders.

    Returns
    -------
    Named or None
        None if Canvas does not make such names.
    """
    found = _UPLOAD.match(name)
    typed = None if found else _TYPED.match(name)
    parts = found or typed
    if parts is None:
        return None
    late = "yes" if parts["late"] or parts["late_anonymous"] else "no"
    other = ""
    if typed:
        other = "a link" if parts["rest"].startswith("link") else "text typed into Canvas"
        other += ", and no file"
    serial = int(found["file"]) if found else 0
    return Named(_owner(parts), parts["rest"], late, None, serial, other)


def _owner(parts: re.Match[str]) -> Owner:
    if hidden := parts["anonymous"]:
        return Owner(f"anon-{hidden}", labels=(f"anon_{hidden}",))
    name, user = parts["name"], parts["user"]
    label = f"{name}_{user}"
    return Owner(f"{name[:_LONGEST_NAME]}-{user}", name, user, (label, name, user))
