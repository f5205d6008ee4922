"""The command ``neurona`` and what it says."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import neurona
from neurona import language
from neurona.language import _
from neurona.update import words
from neurona.update.files import (
    RefusedError,
    Started,
    find_release,
    own_course,
    read_started,
    release_name,
    to_bytes,
    write_instead,
)
from neurona.update.merge import merge

_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        What follows its name; what it was called with, if it is not given.

    Returns
    -------
    int
        0 if all notebooks are of the new release now, 1 if some could not be brought to it.
    """
    before = language.current()
    language.use(_language_of_machine())
    try:
        return _run(_parser().parse_args(arguments))
    finally:
        language.use(before)


def _run(options: argparse.Namespace) -> int:
    refused = 0
    own = language.current()
    for path in options.notebooks:
        language.use(own)  # until it is known what the notebook speaks
        try:
            for line in update(path, options.release):
                print(line)
        except RefusedError as error:
            refused += 1
            print(f"{path}: {error}", file=sys.stderr)
    return 1 if refused else 0


def update(path: Path, place: Path | None = None) -> Iterator[str]:
    """Bring a notebook to a new release.

    Parameters
    ----------
    path : Path
        The notebook.
    place : Path, optional
        The release's file, or a folder that holds it; the course that this package is part of,
        if it is not given.

    Yields
    ------
    str
        What was done, line by line.

    Raises
    ------
    RefusedError
        If it cannot be done; the notebook is as it was.
    """
    started = read_started(path)
    _source, release = find_release(started, place or own_course())
    name = release_name(release)
    merged = merge(started.notebook, release)
    if to_bytes(merged.notebook) == to_bytes(started.notebook):
        yield words.up_to_date(str(path), name)
        return
    try:
        backup = write_instead(started, merged.notebook, name)
    except OSError as error:
        raise RefusedError(_not_written(started, error)) from None
    yield from words.brought(str(path), name, backup.name, merged)


def _not_written(started: Started, error: OSError) -> str:
    says = _(
        "it cannot be written ({reason}), and is as it was. Look at the space on the disk and at"
        " the permissions of {folder}."
    )
    return says.format(reason=error.strerror or error, folder=started.path.parent.absolute())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="neurona", description=_("Looks after the notebooks of the course.")
    )
    parser.add_argument("--version", action="version", version=neurona.__version__)
    commands = parser.add_subparsers(required=True, metavar="update")
    says = _(
        "Bring notebooks that you have begun to a new release of the course. Your answers and"
        " your own cells stay; the old file is kept beside the new one."
    )
    command = commands.add_parser("update", help=says, description=says)
    command.add_argument(
        "notebooks", nargs="+", type=Path, metavar="notebook.ipynb", help=_("What you work in.")
    )
    command.add_argument(
        "--from",
        dest="release",
        type=Path,
        metavar=_("PLACE"),
        help=_(
            "The new notebook, or the folder of the new course; else the course that is installed."
        ),
    )
    return parser


def _language_of_machine() -> str:
    for name in _VARIABLES:
        code = os.environ.get(name, "").split(":")[0].partition(".")[0].partition("_")[0]
        if code in language.available():
            return code
        if code:
            break
    return language.SOURCE_LANGUAGE
