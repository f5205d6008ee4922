"""Put a verdict into words."""

from __future__ import annotations

import math

import numpy as np

from neurona.checks.card import Card
from neurona.checks.compare import Difference
from neurona.checks.describe import describe_call, describe_type, describe_value
from neurona.checks.diagnose import Fault, Verdict
from neurona.checks.exercise import Exercise, Raised
from neurona.checks.patience import TIMED_OUT
from neurona.checks.plain import Plain
from neurona.language import _, ngettext

MAX_KEY = 40  # letters of it that a sentence shows


def explain(
    exercise: Exercise, verdict: Verdict, unready: tuple[str, ...] = (), loops: bool = False
) -> Card:
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
    loops : bool
        Whether the function certainly loops over the examples.

    Returns
    -------
    Card
        In the language in use.
    """
    footer = _("For a hint, run `hint({name})`.").format(name=exercise.name)
    if verdict.judgement == "right":
        return _card_for_right(exercise, len(verdict.passed), loops)
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


def _card_for_right(exercise: Exercise, cases: int, loops: bool) -> Card:
    title = _("`{name}` is right.").format(name=exercise.name)
    if exercise.exhausted:
        count = _("There are no other cases.")
    else:
        count = ngettext(
            "It passes the one case that this notebook knows; when it is graded, more are tried.",
            "It passes all {n} cases that this notebook knows; when it is graded, more are tried.",
            cases,
        ).format(n=cases)
    remarks = [str(exercise.remark), str(exercise.loop_remark) if loops else ""]
    return Card("right", title, (count, *filter(None, remarks)))


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
        assert verdict.outcome is not None
        return [_about_difference(exercise, fault.difference, verdict.outcome.value)]
    return [_about_behavior(exercise, fault)]


def _about_behavior(exercise: Exercise, fault: Fault) -> str:
    if fault.score is not None:
        return _about_score(exercise, fault.score)
    if fault.global_random:
        return _(
            "`{name}` draws from a global generator or seeds one. Everyone shares those; draw "
            "from the one that you are given alone."
        ).format(name=exercise.name)
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


def _about_score(exercise: Exercise, score: float) -> str:
    ahead = [part.at_least for part in exercise.parts if part.at_least is not None]
    wanted = min(threshold for threshold in ahead if threshold > score)
    return _("`{name}` reaches {score}; the next points come from {wanted} on.").format(
        name=exercise.name, score=_percent(score), wanted=_percent(wanted)
    )


def _percent(fraction: float) -> str:
    # Never rounded up: 92.96% is not 93%.
    return _("{number}%").format(number=f"{math.floor(1000 * fraction) / 10:g}")


def _about_exception(exercise: Exercise, raised: Raised, instead_of: Raised | None) -> list[str]:
    if raised is TIMED_OUT:
        sentence = _("`{name}` gives no answer. Is there a loop that never ends?")
        return [sentence.format(name=exercise.name)]
    if "NotImplementedError" in raised.names and raised.function != exercise.name:
        sentence = _("`{name}` calls `{other}`, which is not written yet.")
        return [sentence.format(name=exercise.name, other=raised.function)]
    sentence = _("`{name}` stops with {error}: {message}")
    said = [
        sentence.format(name=exercise.name, error=raised.names[0], message=raised.message).rstrip(
            ": "
        )
    ]
    if raised.line and raised.function in ("", exercise.name):
        said.append(_("It happens in this line: `{line}`").format(line=raised.line))
    elif raised.line:
        sentence = _("It happens in `{function}`, in this line: `{line}`")
        said.append(sentence.format(function=raised.function, line=raised.line))
    if instead_of:
        sentence = _("Here it should raise {error}.")
        said.append(sentence.format(error=instead_of.names[0]))
    return said


def _about_difference(exercise: Exercise, difference: Difference, value: Plain) -> str:
    if _is_one_of_several(exercise, value):
        sentence = _("`{name}` returns one thing, but {count} are expected: {names}.")
        names = ", ".join(f"`{one}`" for one in exercise.returns)
        return sentence.format(name=exercise.name, count=len(exercise.returns), names=names)
    if _is_about_view(exercise, difference):
        return _("What `{name}` returns makes another truth table than expected.").format(
            name=exercise.name
        )
    if exercise.view and difference.path and isinstance(difference.path[0], str):
        return _about_fact(exercise, difference)
    where = _where(exercise, difference)
    if difference.actual is None and difference.path:
        sentence = _("{where} should be of type {expected}; it is None.")
        return sentence.format(where=where, expected=describe_type(difference.expected))
    if difference.actual is None:
        return _(
            "{where} is None. Does every way through it end in a `return` with a value?"
        ).format(where=where)
    if difference.kind == "value":
        return _("{where} has another value than expected.").format(where=where)
    return _about_form(where, difference)


def _about_fact(exercise: Exercise, difference: Difference) -> str:
    """Say which fact about what was returned is not as it should be."""
    actual = difference.actual
    sentences = {
        "sizes": _("The batches of `{name}` have other sizes than expected."),
        "unused": ngettext(
            "{n} example is in no batch.", "{n} examples are in no batch.", _count(actual)
        ),
        "extra": ngettext(
            "{n} index is in a batch that should not be: it was used already, or is no index.",
            "{n} indices are in a batch that should not be: used already, or no index at all.",
            _count(actual),
        ),
        "in_order": _("The examples come in their old order: nothing shuffles them."),
        "in_blocks": _("Each batch holds neighbors: examples that stood together stay together."),
        "largest": _largest_error(difference.expected),
        "spread": _("The weights that `{name}` starts from are not spread as they should be."),
        "biases": _("The biases of `{name}` have other values than expected."),
    }
    return sentences[str(difference.path[0])].format(name=exercise.name, n=actual)


def _largest_error(expected: Plain) -> str:
    if expected == 0:
        return _("The two gradients agree here, but `{name}` finds an error of 0.0001 or more.")
    return _("A gradient was made wrong on purpose here, but `{name}` finds no error above 0.1.")


def _count(value: Plain) -> int:
    return value if isinstance(value, int) else 0


def _is_one_of_several(exercise: Exercise, value: Plain) -> bool:
    return bool(exercise.returns) and value is not None and not isinstance(value, (tuple, list))


def _about_form(where: str, difference: Difference) -> str:
    if difference.kind == "length":
        count = len(difference.actual)
        sentence = ngettext(
            "{where} has {actual} item, not {expected}.",
            "{where} has {actual} items, not {expected}.",
            count,
        )
        return sentence.format(where=where, actual=count, expected=len(difference.expected))
    if difference.kind == "keys":
        return _about_keys(where, difference)
    if isinstance(difference.actual, tuple):
        count = len(difference.actual)
        sentence = ngettext(
            "{where} should be of type {expected}; it is a tuple of {n} item.",
            "{where} should be of type {expected}; it is a tuple of {n} items.",
            count,
        )
        expected = describe_type(difference.expected)
        return sentence.format(where=where, expected=expected, n=count)
    if difference.kind == "shape" and np.shape(difference.expected) == ():
        sentence = _("{where} should be a single number; it has shape {actual}.")
        return sentence.format(where=where, actual=np.shape(difference.actual))
    if difference.kind == "shape":
        sentence = _("{where} should have shape {expected}; it has shape {actual}.")
        return sentence.format(
            where=where,
            actual=np.shape(difference.actual),
            expected=np.shape(difference.expected),
        )
    sentence = _("{where} should be of type {expected}; it is of type {actual}.")
    return sentence.format(
        where=where,
        actual=describe_type(difference.actual),
        expected=describe_type(difference.expected),
    )


def _about_keys(where: str, difference: Difference) -> str:
    missing = [key for key in difference.expected if key not in difference.actual]
    if missing:
        return _("{where} has no key `{key}`.").format(where=where, key=missing[0])
    extra = next(key for key in difference.actual if key not in difference.expected)
    sentence = _("{where} has a key `{key}` that does not belong there.")
    return sentence.format(where=where, key=extra[:MAX_KEY])


def _is_about_view(exercise: Exercise, difference: Difference) -> bool:
    """Whether two views differ, and not the form of what was returned."""
    return (
        exercise.view == "truth_table"
        and not difference.path
        and isinstance(difference.expected, np.ndarray)
    )


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
    lines = [
        f"{name} = neurona.checks.recipes.WRAPPERS[{wrapper!r}]({name})"
        for name, wrapper in case.around
    ]
    for args in case.calls[: fault.call + 1]:
        lines.append(describe_call(exercise.name, exercise.parameters, args))
    difference = fault.difference
    assert verdict.outcome is not None
    if difference and _is_one_of_several(exercise, verdict.outcome.value):
        lines.append(_labelled(_("yours"), verdict.outcome.value))
    elif difference and not exercise.view:
        lines.append(_labelled(_("expected"), difference.expected))
        lines.append(_labelled(_("yours"), difference.actual))
    elif difference and _is_about_view(exercise, difference):
        inputs = "(0, 0), (0, 1), (1, 0), (1, 1)"
        expected = _("expected for {inputs}").format(inputs=inputs)
        lines.append(_labelled(expected, difference.expected))
        lines.append(_labelled(_("yours for {inputs}").format(inputs=inputs), difference.actual))
    return "\n".join(lines)


def _labelled(label: str, value: Plain) -> str:
    return f"# {label}:\n{describe_value(value)}"
