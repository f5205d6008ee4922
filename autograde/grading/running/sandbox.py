"""Run a submission: its cells first, then the calls that the judge asks for.

Whatever a submission does costs that submission alone. What hangs or dies is ended and started
anew without what it hung on; how often and how long is bounded.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType

from autograde.grading.inside.calls import read_observation
from autograde.grading.inside.progress import CASE
from autograde.grading.inside.wire import WireError
from autograde.grading.reading.release import course_imports
from autograde.grading.running.isolation import Isolation, Mode, choose
from autograde.grading.running.notes import read_ran
from autograde.grading.running.warm import Child, Ending, SandboxError, SandboxGoneError, Warm
from autograde.grading.work import Cell, CellProblem, Limits, Status
from neurona.checks.datasets import load
from neurona.checks.exercise import Case, Observation, Outcome, Raised
from neurona.checks.observe import note_variation
from neurona.checks.patience import BAD_REPLY, EXERCISE_FACTOR, KILLED, TIMED_OUT
from neurona.checks.plain import Dataset, Plain

_SUBMISSION_FACTOR = 40
_MOST_HANGS = 3
_MOST_BYTES = 64 << 20  # from one exercise
_CONFINE_SECONDS = 60.0
_MEGABYTE = 1 << 20
_STATUSES: dict[Raised, Status] = {TIMED_OUT: "timeout", KILLED: "killed", BAD_REPLY: "killed"}


class Sandbox:
    """Where submissions run, one after the other.

    Parameters
    ----------
    limits : Limits
        What each may use.
    force : {"namespaces", "landlock", "plain"}, optional
        The kind of isolation; the best that there is if not given.

    Attributes
    ----------
    isolation : Isolation
        What protects this machine.
    """

    def __init__(self, limits: Limits, force: Mode | None = None) -> None:
        self.isolation: Isolation = choose(force)
        self.limits = limits
        self.cpu_seconds = _SUBMISSION_FACTOR * limits.case_seconds
        self._warm: Warm | None = None

    def __enter__(self) -> Sandbox:
        self._warm = self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop()

    @contextmanager
    def run(self, cells: Sequence[Cell], language: str) -> Iterator[Run]:
        """Run a notebook's cells, and keep it ready for calls.

        Parameters
        ----------
        cells : sequence of Cell
            Its code.
        language : str
            The language that the course's own messages are in.

        Raises
        ------
        SandboxError
            If the sandbox cannot be started; never for what a submission does.
        SandboxGoneError
            If something else ends the sandbox meanwhile; so may anything done with the run.
        """
        run = Run(self, cells, language)
        try:
            run.start()
            yield run
        finally:
            run.close()

    def start_child(self) -> Child:
        """Start a process for a submission; start the warm interpreter anew if it is gone."""
        if self._warm is not None:
            try:
                return _confined(self._warm.start_child())
            except (SandboxError, OSError, WireError):
                self._stop()
        self._warm = self._start()
        try:
            return _confined(self._warm.start_child())
        except (OSError, WireError) as error:
            self._stop()
            raise SandboxError("a submission cannot be kept apart") from error

    def end_child(self, child: Child) -> Ending:
        """End a submission's process, and all that is left of it."""
        child.close()
        ending = Ending(0)
        if self._warm is None:
            return ending
        try:
            ending = self._warm.end_child()
            if self._warm.is_used_up:
                self._stop()
        except SandboxGoneError:
            self._stop()
            return Ending(0, with_sandbox=True)
        except SandboxError:
            self._stop()
        return ending

    def _start(self) -> Warm:
        limits = {
            "cpu_seconds": self.cpu_seconds,
            "memory_bytes": self.limits.memory_mb * _MEGABYTE,
        }
        return Warm(self.isolation, limits, course_imports())

    def _stop(self) -> None:
        if self._warm is not None:
            self._warm.close()
            self._warm = None


@dataclass(frozen=True)
class _Question:
    """What a submission's process is asked."""

    name: str
    cases: Sequence[Case]
    put_right: Mapping[str, str]
    seconds: float


class Run:
    """One submission that has run.

    Attributes
    ----------
    problems : tuple of CellProblem
        The cells that did not run to their end.
    """

    def __init__(self, sandbox: Sandbox, cells: Sequence[Cell], language: str) -> None:
        self.problems: tuple[CellProblem, ...] = ()
        self._sandbox = sandbox
        self._cells = tuple(cells)
        self._language = language
        self._child: Child | None = None
        self._functions: frozenset[str] = frozenset()
        self._left_out: dict[tuple[int, int], CellProblem] = {}
        self._gone: Raised | None = None  # why not even its definitions run
        self._seconds = sandbox.limits.case_seconds
        self._end = time.monotonic() + _SUBMISSION_FACTOR * self._seconds
        self._request = 0

    def start(self) -> None:
        """Run the cells, without what hangs."""
        while self._child is None and self._gone is None:
            self._try_cells()

    def defined(self, name: str) -> bool:
        """Tell whether the notebook has something of this name that can be called.

        Parameters
        ----------
        name : str
            The name.
        """
        return name in self._functions

    def renew(self) -> None:
        """Run the notebook anew, in a process that has not seen any call."""
        self.close()

    def observe(
        self,
        name: str,
        cases: Sequence[Case],
        put_right: Mapping[str, str] | None = None,
        patience: float = 1,
    ) -> list[Observation]:
        """Make the calls of all cases.

        Parameters
        ----------
        name : str
            The name of the student's function.
        cases : sequence of Case
            What to call it with.
        put_right : mapping of str to str, optional
            Modules of earlier functions, by the function's name: for these calls the notebook
            has the function from there.
        patience : float
            How many times as long as usual a case may take.

        Returns
        -------
        list of Observation
            One a case. Once a case of a part hangs, or ends the process, the part's other cases
            are not tried: it cannot earn its points any more.
        """
        found: dict[int, Observation] = {}
        lost: dict[str, Raised] = {}
        left = EXERCISE_FACTOR * patience * self._seconds
        waiting = list(range(len(cases)))
        while waiting:
            self.start()
            if self._gone is not None:
                lost.update((cases[index].part, self._gone) for index in waiting)
            else:
                left -= self._ask(
                    _Question(name, cases, put_right or {}, patience * self._seconds),
                    waiting,
                    left,
                    found,
                    lost,
                )
            waiting = [
                index for index in waiting if index not in found and cases[index].part not in lost
            ]
        return [
            found[index] if index in found else _stand_in(case, lost[case.part])
            for index, case in enumerate(cases)
        ]

    def close(self) -> None:
        """End its process."""
        if self._child is not None:
            self._end_child()

    def _ask(
        self,
        question: _Question,
        waiting: Sequence[int],
        left: float,
        found: dict[int, Observation],
        lost: dict[str, Raised],
    ) -> float:
        """Ask one process about cases until one is lost; return the seconds that took."""
        child = self._child
        assert child is not None
        self._request = secrets.randbits(60)  # so that no reply can be sent ahead of it
        child.channel.allowance = _MOST_BYTES
        child.place(set())  # what was noted earlier is of no interest any more
        cases = question.cases
        asked = [_write_case(index, cases[index]) for index in waiting]
        started = time.monotonic()
        end = min(started + left, self._end)
        for index in waiting:
            seconds = min(question.seconds, end - time.monotonic())
            try:
                if asked:
                    child.channel.send(
                        [self._request, question.name, dict(question.put_right), asked], seconds
                    )
                    asked = []
                reply = child.channel.receive(seconds)
                found[index] = self._read(reply, index, cases[index])
            except (TimeoutError, ConnectionError, WireError) as error:
                place = child.place({CASE})
                if place is not None and place[1] in waiting and place[1] not in found:
                    index = place[1]  # replies to the cases before it were still on their way
                lost[cases[index].part] = self._lose(error)
                if end <= time.monotonic():
                    lost.update(
                        (cases[other].part, TIMED_OUT)
                        for other in waiting
                        if other not in found and cases[other].part not in lost
                    )
                break
        return time.monotonic() - started

    def _read(self, reply: object, index: int, case: Case) -> Observation:
        match reply:
            case ["seen", self._request, int(number), outcomes] if number == index:
                return note_variation(case, read_observation(outcomes, case))
        raise WireError("not the reply to this request")

    def _try_cells(self) -> None:
        """Start a process and run the cells in it; note what it hangs on or dies of."""
        child = self._child = self._sandbox.start_child()
        left_out = [list(place) for place in self._left_out]
        cells = [(cell.number, cell.source) for cell in self._cells]
        definitions_only = len(self._left_out) >= _MOST_HANGS
        seconds = min(EXERCISE_FACTOR * self._seconds, self._end - time.monotonic())
        try:
            child.channel.send([self._language, cells, left_out, definitions_only], seconds)
            numbers = {cell.number for cell in self._cells}
            problems, self._functions = read_ran(child.channel.receive(seconds), numbers)
        except (TimeoutError, ConnectionError, WireError) as error:
            self._leave_out(child, error, definitions_only)
            return
        both = [*self._left_out.values(), *problems]
        self.problems = tuple(sorted(both, key=lambda problem: problem.number))

    def _leave_out(self, child: Child, error: Exception, definitions_only: bool) -> None:
        place = child.place({cell.number for cell in self._cells})
        raised = self._lose(error)
        self._functions = frozenset()
        again = True
        if place is not None:
            number, index, line = place
            again = (number, index) in self._left_out
            problem = CellProblem(number, _STATUSES[raised], line)
            self._left_out.setdefault((number, index), problem)
        if again or definitions_only or time.monotonic() >= self._end:
            self._gone = raised
            self.problems = tuple(
                sorted(self._left_out.values(), key=lambda problem: problem.number)
            )

    def _lose(self, error: Exception) -> Raised:
        """Give a process up, and say what became of it."""
        ending = self._end_child()
        if ending.with_sandbox and isinstance(error, ConnectionError):
            raise SandboxGoneError("something ended the sandbox while a submission ran") from error
        if isinstance(error, WireError):
            return BAD_REPLY
        if isinstance(error, TimeoutError) or ending.seconds >= self._sandbox.cpu_seconds:
            return TIMED_OUT
        return KILLED

    def _end_child(self) -> Ending:
        assert self._child is not None
        ending = self._sandbox.end_child(self._child)
        self._child = None
        return ending


def _confined(child: Child) -> Child:
    """Wait until a child has given up its rights; nothing of a student's has run until then."""
    try:
        if child.channel.receive(_CONFINE_SECONDS) != "ready":
            raise WireError("not ready")
    except (OSError, WireError):
        child.close()
        raise
    return child


def _write_case(index: int, case: Case) -> Plain:
    """Write a case; arrays that it names go as they are, since the sandbox may not have them."""
    calls = [
        tuple(load(arg) if isinstance(arg, Dataset) else arg for arg in args) for args in case.calls
    ]
    return [index, calls, list(case.around)]


def _stand_in(case: Case, raised: Raised) -> Observation:
    return tuple(Outcome(raised=raised) for _ in case.calls)
