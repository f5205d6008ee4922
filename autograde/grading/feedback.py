"""What a student reads about a mark. It never shows a hidden case."""

from __future__ import annotations

import builtins

from autograde.grading.judge import Mark
from autograde.grading.words import _
from autograde.grading.work import CellProblem, Limits
from neurona.checks.card import Card
from neurona.checks.diagnose import Verdict
from neurona.checks.exercise import Exercise
from neurona.checks.explain import explain
from neurona.checks.patience import BAD_REPLY, KILLED, TIMED_OUT


def feedback(exercise: Exercise, mark: Mark, limits: Limits) -> Card:
    """Write the card for a mark, in the language in use.

    Parameters
    ----------
    exercise : Exercise
        The exercise that was judged: its public cases first, then its hidden ones.
    mark : Mark
        Its mark.
    limits : Limits
        What it was allowed to use.
    """
    title = _("`{name}` earns {score} of {max_score} points.").format(
        name=mark.exercise, score=_number(mark.score), max_score=_number(mark.max_score)
    )
    if mark.status == "not_attempted":
        return Card("to_do", title, (_("It is not written yet."),))
    reasons, listing = _reasons(exercise, mark, limits)
    paragraphs = (*_parts(exercise, mark), *_about_earlier(mark), *reasons)
    return Card("right" if mark.status == "right" else "wrong", title, paragraphs, listing)


def _parts(exercise: Exercise, mark: Mark) -> list[str]:
    """Say what each part earns, where there are several."""
    if len(exercise.parts) == 1:
        return []
    return [
        _("{score} of {max_score}: {part}").format(
            score=_number(mark.points[part.id]), max_score=_number(part.points), part=part.title
        )
        for part in exercise.parts
    ]


def _about_earlier(mark: Mark) -> list[str]:
    if not mark.put_right:
        return []
    names = ", ".join(f"`{name}`" for name in mark.put_right)
    sentence = _(
        "This was judged with right versions of {names} in place, because what is wrong there "
        "counts only once."
    )
    return [sentence.format(names=names)]


def _reasons(exercise: Exercise, mark: Mark, limits: Limits) -> tuple[list[str], str]:
    """Say why points are missing, with a listing where the case is a public one."""
    if mark.status == "right":
        return [], ""
    if stopped := _about_stopping(exercise, mark, limits):
        return [stopped], ""
    is_public = mark.verdict.passed.index(False) < exercise.public
    if is_public or _is_score(mark.verdict):
        card = explain(exercise, mark.verdict)
        return [card.title, *card.paragraphs], card.listing if is_public else ""
    return _about_hidden_case(exercise, mark), ""


def _is_score(verdict: Verdict) -> bool:
    return verdict.fault is not None and verdict.fault.score is not None


def _about_stopping(exercise: Exercise, mark: Mark, limits: Limits) -> str:
    """Say what was the end of a function that gave no answer at all."""
    fault = mark.verdict.fault
    raised = fault.raised.names[0] if fault and fault.raised else ""
    sentences = {
        TIMED_OUT.names[0]: _(
            "`{name}` gives no answer within {seconds} seconds. Is there a loop that never ends?"
        ),
        "MemoryError": _(
            "`{name}` needs more memory than the {memory} megabytes that it may use. Does "
            "something grow in a loop?"
        ),
        KILLED.names[0]: _(
            "`{name}` ends the whole program instead of giving an answer back. Does it call "
            "`exit` or something like it?"
        ),
        BAD_REPLY.names[0]: _("`{name}` gives nothing back that could be read."),
    }
    if raised not in sentences:
        return ""
    return sentences[raised].format(
        name=mark.exercise,
        seconds=_number(exercise.patience * limits.case_seconds),
        memory=limits.memory_mb,
    )


def without_function(
    name: str, max_score: float, place: int | None, problem: CellProblem | None
) -> Card:
    """Write the card for an exercise whose function the notebook does not have.

    Parameters
    ----------
    name : str
        The exercise's name.
    max_score : float
        The points that it could earn.
    place : int or None
        The number of the cell that is about it, if there is one.
    problem : CellProblem or None
        What stopped that cell, if something did.
    """
    title = _("`{name}` earns {score} of {max_score} points.").format(
        name=name, score=_number(0), max_score=_number(max_score)
    )
    if problem:
        reasons = (
            about_cell(problem),
            _("So there is no function `{name}` that could be called.").format(name=name),
        )
    elif place is None:
        reasons = (_("There is no cell in your notebook that defines it."),)
    else:
        reasons = (
            _(
                "Cell {number} of your notebook is about it, but after running all cells there is "
                "no function of this name."
            ).format(number=place),
        )
    return Card("wrong", title, reasons)


def about_cell(problem: CellProblem) -> str:
    """Say in a sentence what stopped a cell.

    Parameters
    ----------
    problem : CellProblem
        What stopped it.
    """
    place = _("Cell {number} of your notebook").format(number=problem.number)
    if problem.line:
        place = _("Line {line} of cell {number} of your notebook").format(
            line=problem.line, number=problem.number
        )
    sentences = {
        "timeout": _("{place} takes too long and was stopped."),
        "memory": _("{place} needs too much memory and was stopped."),
        "killed": _("{place} ends the whole program."),
    }
    told = f"`{problem.error}`: {problem.message}" if problem.message else f"`{problem.error}`"
    sentence = sentences.get(problem.status, _("{place} stops with {error}"))
    return sentence.format(place=place, error=told)


def _about_hidden_case(exercise: Exercise, mark: Mark) -> list[str]:
    """Say what can be said without the case: its values stay unknown.

    A student's own message may hold an argument, so of exceptions only Python's names are told.
    """
    assert mark.verdict.case is not None
    assert mark.verdict.fault is not None
    said = [
        _(
            "The cases that your notebook knows pass, but not all of those that only grading "
            "tries. Does your function work for other values than the examples?"
        )
    ]
    title = next(str(one.title) for one in exercise.parts if one.owns(mark.verdict.case))
    if title:
        said.append(_("Look again at this part: {part}.").format(part=title))
    if mark.verdict.mistake:
        return [*said, str(mark.verdict.mistake.says), str(mark.verdict.mistake.hint)]
    if raised := mark.verdict.fault.raised:
        name = raised.names[0] if hasattr(builtins, raised.names[0]) else _("an exception")
        said.append(_("It stops with {error}.").format(error=name))
    elif mark.verdict.fault.changed:
        parameter = exercise.parameters[mark.verdict.fault.changed[0]]
        said.append(_("It changes its argument `{parameter}`.").format(parameter=parameter))
    return said


def _number(value: float) -> str:
    return f"{value:g}"
