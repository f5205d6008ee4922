"""Why a mark is another one: what of all that it depends on is not as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from autograde.revising.state import Entry

UNKNOWN = "not known: the gradebook was written before causes were recorded"
NOTHING = "nothing that is recorded changed; marked again, it gave something else"

_ASPECTS = {
    "points": "points",
    "public cases": "cases",
    "hidden cases": "hidden cases",
    "reference": "reference solution",
    "named mistakes": "named mistakes",
    "tolerance": "tolerance or rules",
}
_VERSIONS = {
    "release": "release",
    "python": "Python",
    "numpy": "NumPy",
    "scipy": "SciPy",
    "scikit-learn": "scikit-learn",
}


def causes_of(exercise: str, old: Entry, new: Entry) -> list[str]:
    """List what changed of all that the grader's mark of an exercise depends on.

    Where several things changed, each is listed: which of them it was is not known.

    Parameters
    ----------
    exercise : str
        The exercise.
    old, new : Entry
        What is recorded of the submission.
    """
    if not (old.submitted and new.submitted and old.parts and new.parts):
        return [UNKNOWN]
    found = ["the submission"] if old.submitted != new.submitted else []
    found += _of_the_suite(exercise, old.parts, new.parts)
    found += _of_the_run(old.parts, new.parts)
    return found or [NOTHING]


def _of_the_suite(exercise: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    before, after = old["exercises"], new["exercises"]
    changed = [name for name in after if before.get(name, after[name]) != after[name]]
    if exercise in changed:
        was, is_now = before[exercise], after[exercise]
        aspects = [says for key, says in _ASPECTS.items() if was.get(key) != is_now.get(key)]
        yield f"the exercise: {', '.join(aspects)}"
    elif others := [name for name in changed if _comes_before(name, exercise, after)]:
        # Where an earlier function is wrong, its reference may stand in for it.
        yield f"an exercise before it: {', '.join(others)}"
    elif not changed and old["chapter"] != new["chapter"]:
        yield "the chapter's notebook or suite, but no exercise's cases"


def _comes_before(name: str, exercise: str, exercises: Mapping[str, Any]) -> bool:
    order = list(exercises)
    return exercise not in order or order.index(name) < order.index(exercise)


def _of_the_run(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    if old["secret"] != new["secret"]:
        yield "the course's secret, so other hidden cases were drawn"
    was, is_now = old["limits"], new["limits"]
    if was["case_seconds"] != is_now["case_seconds"]:
        yield f"--timeout: {was['case_seconds']:g} → {is_now['case_seconds']:g}"
    if was["memory_mb"] != is_now["memory_mb"]:
        yield f"--memory: {was['memory_mb']} → {is_now['memory_mb']}"
    for key, name in _VERSIONS.items():
        # Older gradebooks do not have all of them.
        if key in old and key in new and old[key] != new[key]:
            yield f"{name} {old[key]} → {new[key]}"
    if old["grader"] != new["grader"] and old["release"] == new["release"]:
        yield "the grader or what it compares with"
