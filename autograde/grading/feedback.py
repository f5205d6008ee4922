"""What a student reads about a mark. It never shows a hidden case."""

from __future__ import annotations

import builtins

from autograde.grading.judge import Mark
from autograde.grading.words import _
from neurona.checks.card import Card
from neurona.checks.exercise import Exercise
from neurona.checks.explain import explain


def feedback(exercise: Exercise, mark: Mark, public: int, seconds: float) -> Card:
    """Write the card for a mark, in the language in use.

    Parameters
    ----------
    exercise : Exercise
        The exercise that was judged: its public cases first, then its hidden ones.
    mark : Mark
        Its mark.
    public : int
        How many of its cases are public.
    seconds : float
        How long a case was allowed to take.
    """
    title = _("`{name}` earns {score} of {max_score} points.").format(
        name=mark.exercise, score=_number(mark.score), max_score=_number(mark.max_score)
    )
    if mark.status == "not_attempted":
        return Card("to_do", title, (_("It is not written yet."),))
    reasons, listing = _reasons(exercise, mark, public, seconds)
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


def _reasons(exercise: Exercise, mark: Mark, public: int, seconds: float) -> tuple[list[str], str]:
    """Say why points are missing, with a listing where the case is a public one."""
    if mark.status == "right":
        return [], ""
    if mark.is_late:
        sentence = _(
            "`{name}` gives no answer within {seconds} seconds. Is there a loop that never ends?"
        )
        return [sentence.format(name=mark.exercise, seconds=_number(seconds))], ""
    if mark.verdict.passed.index(False) < public:
        card = explain(exercise, mark.verdict)
        return [card.title, *card.paragraphs], card.listing
    return _about_hidden_case(exercise, mark), ""


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
    titles = {part.id: str(part.title) for part in exercise.parts}
    if title := titles[mark.verdict.case.part]:
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
