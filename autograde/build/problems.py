"""What is wrong with the sources, gathered so that an author sees all of it at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend, and where.

    Attributes
    ----------
    path : str
        The file, relative to the course's root where it lies in it.
    line : int
        The line, counted from 1.
    message : str
        What is wrong and what to do, in one line.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class SourcesError(Exception):
    """The sources have problems; nothing was built.

    Attributes
    ----------
    problems : list of Problem
        All that were found, in order of file and line.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collects problems.

    Parameters
    ----------
    root : Path
        Paths are told relative to this folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._found: list[Problem] = []

    def add(self, path: Path | str, line: int, message: str) -> None:
        """Note a problem in a line of a file."""
        path = Path(path).resolve()
        if path.is_relative_to(self._root):
            path = path.relative_to(self._root)
        self._found.append(Problem(path.as_posix(), line, " ".join(message.split())))

    def __bool__(self) -> bool:
        return bool(self._found)

    def stop_if_any(self) -> None:
        """Stop where there is any problem.

        Raises
        ------
        SourcesError
            With all problems found so far.
        """
        if self._found:
            raise SourcesError(self._found)


def shorten(text: str, width: int = 60) -> str:
    """Quote the beginning of a text, in one line, for a message."""
    text = " ".join(text.split())
    return f"“{text}”" if len(text) <= width else f"“{text[: width - 1].rstrip()}…”"
