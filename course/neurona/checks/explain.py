"""Put a verdict into words."""

from __future__ import annotations

import numpy as np

from neurona.checks.card import Card
from neurona.checks.compare import Difference
from neurona.checks.describe import describe_call, describe_type, describe_value
from neurona.checks.diagnose import Fault, Verdict
from neurona.checks.exercise import Exercise, Raised
from neurona.language import _, ngettext


def explain(exercise: Exercise, verdict: Verdict, unready: tuple[str, ...] = ()) -> Card:
    """Write the card for a verdict.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    verdict : Verdict
        What the check concluded.
    unready : tuple of str
        Earlier functions that this one calls and that are not right yet. They may be the cause
        of everything, so no mistake is named then.

    Returns
    -------
    Card
        In the language in use.
    """
    footer = _("For a hint, run `hint({name})`.").format(name=exercise.name)
    if verdict.judgement == "right":
        return _card_for_right(exercise, len(verdict.passed))
    if verdict.judgement == "not_attempted":
        title = _("`{name}` is not written yet.").format(name=exercise.name)
        advice = _(
            "Put your code where `raise NotImplementedError()` stands, run that cell, "
            "then run this one."
        )
        return Card("to_do", title, (advice,), footer=footer)
    if unready:
        return _card_for_unready(exercise, verdict, unready, footer)
    if verdict.mistake:
        mistake = verdict.mistake
        listing = _listing(exercise, verdict)
        return Card("wrong", str(mistake.says), (str(mistake.hint),), listing, footer)
    return _card_for_fault(exercise, verdict, footer)


def _card_for_right(exercise: Exercise, cases: int) -> Card:
    title = _("`{name}` is right.").format(name=exercise.name)
    count = ngettext(
        "It passes the one case that this notebook knows; grading tries more.",
        "It passes all {n} cases that this notebook knows; grading tries more.",
        cases,
    ).format(n=cases)
    return Card("right", title, (count,))


def _card_for_unready(
    exercise: Exercise, verdict: Verdict, unready: tuple[str, ...], footer: str
) -> Card:
    title = _("`{name}` calls `{other}`, which is not right yet.").format(
        name=exercise.name, other=unready[0]
    )
    advice = _("Make `{other}` pass its own check first, then run this check again.").format(
        other=unready[0]
    )
    return Card("wrong", title, (advice, *_sentences(exercise, verdict)), footer=footer)


def _card_for_fault(exercise: Exercise, verdict: Verdict, footer: str) -> Card:
    title, *sentences = _sentences(exercise, verdict)
    return Card("wrong", title, tuple(sentences), _listing(exercise, verdict), footer)


def _sentences(exercise: Exercise, verdict: Verdict) -> list[str]:
    """Say what is wrong, the most important sentence first."""
    fault = verdict.fault
    assert fault is not None
    if fault.raised:
        return _about_exception(exercise, fault.raised, fault.not_raised)
    if fault.not_raised:
        sentence = _("`{name}` should raise {error} here, but it does not.")
        return [sentence.format(name=exercise.name, error=fault.not_raised.names[0])]
    if fault.changed:
        parameter = exercise.parameters[fault.changed[0]]
        return [
            _("`{name}` changes its argument `{parameter}`.").format(
                name=exercise.name, parameter=parameter
            ),
            _("Whoever called it still needs the old values. Make a new array instead."),
        ]
    if fault.difference:
        return [_about_difference(exercise, fault.difference)]
    return [_about_behavior(exercise, fault)]


def _about_behavior(exercise: Exercise, fault: Fault) -> str:
    if fault.varies:
        sentence = _("Called twice with the same arguments, `{name}` gives two different answers.")
        return sentence.format(name=exercise.name)
    if fault.warned:
        sentence = _("The value is right, but `{name}` gives a {warning}.")
        return sentence.format(name=exercise.name, warning=fault.warned[0])
    if fault.idle:
        parameter = exercise.parameters[fault.idle[0]]
        return _("Nothing is drawn from `{parameter}` here, but the docstring asks for it.").format(
            parameter=parameter
        )
    return _("Random numbers are drawn here, though the docstring asks for none.")


def _about_exception(exercise: Exercise, raised: Raised, instead_of: Raised | None) -> list[str]:
    if "NotImplementedError" in raised.names and raised.function != exercise.name:
        sentence = _("`{name}` calls `{other}`, which is not written yet.")
        return [sentence.format(name=exercise.name, other=raised.function)]
    sentence = _("`{name}` stops with {error}: {message}")
    said = [
        sentence.format(name=exercise.name, error=raised.names[0], message=raised.message).rstrip(
            ": "
        )
    ]
    if raised.line:
        said.append(_("It happens in this line: `{line}`").format(line=raised.line))
    if instead_of:
        sentence = _("Here it should raise {error}.")
        said.append(sentence.format(error=instead_of.names[0]))
    return said


def _about_difference(exercise: Exercise, difference: Difference) -> str:
    where = _where(exercise, difference)
    if difference.actual is None:
        return _("{where} is None. Is there a `return` with a value?").format(where=where)
    if difference.kind == "shape":
        sentence = _("{where} has shape {actual}; expected is {expected}.")
        return sentence.format(
            where=where,
            actual=np.shape(difference.actual),
            expected=np.shape(difference.expected),
        )
    if difference.kind == "length":
        sentence = _("{where} has {actual} items; expected are {expected}.")
        return sentence.format(
            where=where, actual=len(difference.actual), expected=len(difference.expected)
        )
    if difference.kind == "type":
        sentence = _("{where} is of type {actual}; expected is {expected}.")
        return sentence.format(
            where=where,
            actual=describe_type(difference.actual),
            expected=describe_type(difference.expected),
        )
    return _("{where} has another value than expected.").format(where=where)


def _where(exercise: Exercise, difference: Difference) -> str:
    """Name the value that differs: the whole, one of several, or an item of it."""
    if not difference.path:
        return _("What `{name}` returns").format(name=exercise.name)
    first, *rest = difference.path
    if isinstance(first, int) and first < len(exercise.returns):
        name = exercise.returns[first]
    else:
        name, rest = _("result"), list(difference.path)
    return f"`{name}{''.join(f'[{step!r}]' for step in rest)}`"


def _listing(exercise: Exercise, verdict: Verdict) -> str:
    """Show the first case that is wrong: what went in, what is expected, what came out."""
    case, fault = verdict.case, verdict.fault
    assert case is not None
    assert fault is not None
    lines = []
    for args in case.calls[: fault.call + 1]:
        lines.append(describe_call(exercise.name, exercise.parameters, args))
    if fault.difference:
        label = _("truth table") if exercise.view else ""
        lines.append(_labelled(_("expected"), label, fault.difference.expected))
        lines.append(_labelled(_("yours"), label, fault.difference.actual))
    return "\n".join(lines)


def _labelled(who: str, what: str, value: object) -> str:
    label = f"{who} ({what})" if what else who
    return f"# {label}:\n{describe_value(value)}"
