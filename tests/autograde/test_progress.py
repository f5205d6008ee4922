"""How far a command is: lines in a log, in place on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from autograde import progress
from autograde.progress import counted, showing, silent
from tests.docs.session import without_how_far


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Give a clock that stands still until a test changes it."""
    now = [1000.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def log() -> Console:
    return Console(file=io.StringIO(), width=80)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Console:
    monkeypatch.setenv("TERM", "xterm")
    return Console(file=io.StringIO(), width=80, force_terminal=True)


def mark(console: Console, clock: list[float], stays: bool = False) -> str:
    """Mark 40 submissions, one in each second."""
    with showing(console, stays) as told:
        for done in range(41):
            told("Marking", done, 40)
            clock[0] += 1
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_log_gets_a_line_every_few_seconds_with_the_time_that_is_left(log, clock) -> None:
    lines = mark(log, clock).splitlines()
    assert lines[0] == "Marking: 5 of 40, about 0:00:35 left"
    assert lines[1] == "Marking: 10 of 40, about 0:00:30 left"
    assert lines[-1] == "Marking: 40 of 40"
    assert len(lines) == 8


def test_a_line_comes_while_it_goes_on(log, clock) -> None:
    with showing(log) as told:
        told("Marking", 1, 40)
        clock[0] += progress.EVERY_SECONDS
        told("Marking", 2, 40)
        assert log.file.getvalue().startswith("Marking: 2 of 40")


def test_what_is_done_soon_leaves_nothing_in_a_log(log, clock) -> None:
    with showing(log) as told:
        for done in range(1000):
            told("Reading", done, 1000)
    assert log.file.getvalue() == ""


def test_what_has_several_parts_says_in_which_it_is(log, clock) -> None:
    with showing(log) as told:
        for what, done, total in (("Reading a.zip", 3, 7), ("Writing [b]", 0, None)):
            clock[0] += 6
            told(what, done, total)
    assert log.file.getvalue() == "Reading a.zip: 3 of 7\nWriting [b] …\n"


def test_a_bar_that_stays_is_the_last_line_of_a_log(log, clock) -> None:
    assert mark(log, clock, stays=True).splitlines()[-1].startswith("Marking ━━━━━━━")
    assert log.file.getvalue().splitlines()[-1].endswith("━ 40/40 0:00:40")


def test_a_terminal_shows_it_in_place(terminal, clock) -> None:
    said = mark(terminal, clock)
    assert "40/40" in said
    assert "Marking:" not in said
    assert said.endswith("\r\x1b[1A\x1b[2K")  # nothing stays
    assert said.count("\n") <= 2


def test_a_terminal_keeps_a_bar_that_stays(terminal, clock) -> None:
    said = mark(terminal, clock, stays=True)
    *_, last, cursor = said.splitlines()
    assert "40/40" in last
    assert cursor == "\x1b[?25h"


def test_the_cursor_comes_back_where_something_fails(terminal, clock) -> None:
    def fail() -> None:
        with showing(terminal) as told:
            told("Marking", 1, 2)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert terminal.file.getvalue().rpartition("\x1b[?25")[2].startswith("h")


def test_where_nothing_began_there_is_no_bar(log, terminal) -> None:
    for console in (log, terminal):
        with pytest.raises(ValueError, match="no"), showing(console, stays=True):
            raise ValueError("no")
        assert console.file.getvalue() == ""


def test_things_are_counted_when_they_are_done() -> None:
    said: list[object] = []
    for one in counted("Reading", "ab", 2, lambda *told: said.append(told)):
        said.append(one)
    assert said == [
        ("Reading", 0, 2),
        "a",
        ("Reading", 1, 2),
        "b",
        ("Reading", 2, 2),
    ]
    assert list(counted("Reading", "ab", 2, silent)) == ["a", "b"]


def test_documents_show_none_of_these_lines(log, clock) -> None:
    """They depend on the time; a terminal keeps nothing of them."""
    mark(log, clock, stays=True)
    with showing(log) as told:
        clock[0] += 6
        told("Writing canvas.csv", 0, None)
    kept = without_how_far(log.file.getvalue() + "6 of 8 were recorded already.\n")
    assert [line.split()[0] for line in kept] == ["Marking", "6"]
    assert "40/40" in kept[0]
