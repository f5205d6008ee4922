"""Documents that show commands with their output: read, run, compared, and written anew.

A fenced block of the kind ``console`` is run. A line that begins with ``$`` is a command, lines
that begin with ``>`` go on with it, and the others are what it prints. ``…`` stands for what
differs from machine to machine, within a line. Blocks of the kind ``sh`` are not run.

A line that tells how far a command is comes every few seconds, where there is no terminal: it is
left out, as a terminal would show nothing of it in the end.

    python -m tests.docs.session docs/instructors.md docs/instructors.es.md

runs the first one's commands and writes what they print into all of them; a line that fits what is
printed stays as it is.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograde.grading.secret import VARIABLE

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
COLUMNS = 100
LONGEST_SECONDS = 300
ANYTHING = "…"
_HOW_FAR = re.compile(r"[A-Z].*(?:: \d+ of \d+(?:, about [\d:]+ left)?| …)\n")
_FENCE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Command:
    """A command of a document, and the lines that the document shows."""

    text: str
    shown: tuple[str, ...]


@dataclass(frozen=True)
class Done:
    """What a command printed, how it ended, and how long it took."""

    lines: tuple[str, ...]
    code: int
    seconds: float


def read_commands(document: str) -> list[Command]:
    """List the commands of a document, in order."""
    return [one for block in _FENCE.findall(document) for one in _commands(block)]


def _commands(block: str) -> Iterator[Command]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        first, *lines = part.splitlines()
        text = [first]
        while lines and (lines[0] == ">" or lines[0].startswith("> ")):
            text.append(lines.pop(0)[2:])
        yield Command("\n".join(text), _tidy(lines))


def _tidy(lines: Sequence[str]) -> tuple[str, ...]:
    stripped = [line.rstrip() for line in lines]
    while stripped and not stripped[-1]:
        stripped.pop()
    return tuple(stripped)


class Shell:
    """Runs commands one after the other, as somebody does who has just begun."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "class"
        self.folder.mkdir()
        self._code = 0
        self._environment = {
            "COLUMNS": str(COLUMNS),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "PATH": f"{PROGRAMS}:/usr/bin:/bin",
            "PYTHONUNBUFFERED": "1",  # what is said in two ways stays in order
            VARIABLE: str(folder / ".course_secret"),
        }

    @property
    def environment(self) -> dict[str, str]:
        return dict(self._environment)

    def run(self, text: str) -> Done:
        began = time.monotonic()
        done = subprocess.run(
            ["/bin/bash", "-c", f"(exit {self._code})\n{text}"],
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=LONGEST_SECONDS,
            check=False,
        )
        self._code = done.returncode
        seconds = time.monotonic() - began
        return Done(_tidy(without_how_far(done.stdout)), done.returncode, seconds)


def without_how_far(printed: str) -> list[str]:
    """List the lines that were printed, but for those that tell how far something is."""
    lines = printed.splitlines(keepends=True)
    return [line.removesuffix("\n") for line in lines if not _HOW_FAR.fullmatch(line)]


def fits(shown: str, printed: str) -> bool:
    """Tell whether a line of a document is what was printed."""
    parts = [re.escape(part) for part in shown.split(ANYTHING)]
    return re.fullmatch(".+".join(parts), printed) is not None


def all_fit(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Tell whether all lines of a document are what was printed."""
    if len(shown) != len(printed):
        return False
    return all(fits(*pair) for pair in zip(shown, printed, strict=True))


def write_anew(document: str, done: Sequence[Done]) -> str:
    """Put what was printed into a document; lines that fit stay."""
    left = iter(done)

    def renew(found: re.Match[str]) -> str:
        lines = []
        for one in _commands(found[1]):
            first, *more = one.text.splitlines()
            lines += [f"$ {first}", *(f"> {line}".rstrip() for line in more)]
            for printed in next(left).lines:
                known = (shown for shown in one.shown if fits(shown, printed))
                lines.append(next(known, printed))
        return "```console\n" + "\n".join(lines) + "\n```"

    return _FENCE.sub(renew, document)


def _main(paths: Sequence[Path]) -> None:
    commands = read_commands(paths[0].read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        shell = Shell(Path(folder))
        done = [shell.run(one.text) for one in commands]
    for path in paths:
        path.write_text(write_anew(path.read_text(encoding="utf-8"), done), encoding="utf-8")
    for command, one in zip(commands, done, strict=True):
        print(f"{one.code} {one.seconds:5.1f} s  {command.text.splitlines()[0]}")


if __name__ == "__main__":
    _main([Path(one) for one in sys.argv[1:]])
