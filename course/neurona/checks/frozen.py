"""Exercises as data: what the build freezes, and what a student's notebook reads back.

A frozen exercise holds its public cases, what the reference and each named mistake do in them,
and its messages in every language. So the notebook can name a mistake without any solution.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from neurona.checks.compare import Tolerance
from neurona.checks.exercise import (
    Case,
    Exercise,
    Mistake,
    Observation,
    Outcome,
    Part,
    Raised,
    Text,
)
from neurona.checks.plain import decode, encode
from neurona.language import SOURCE_LANGUAGE

FOLDER = Path(__file__).parent.parent / "frozen"


@cache
def load_all() -> dict[str, Exercise]:
    """Read every frozen exercise that this copy of neurona carries.

    Returns
    -------
    dict of str to Exercise
        By the function's name, in the order of teaching.
    """
    exercises = {}
    chapters = [json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")]
    for chapter in sorted(chapters, key=lambda chapter: str(chapter["chapter"])):
        for data in chapter["exercises"]:
            exercise = from_json(data, chapter["chapter"])
            exercises[exercise.name] = exercise
    return exercises


def to_json(exercise: Exercise) -> dict[str, Any]:
    """Write an exercise as data that JSON can hold."""
    return {
        "name": exercise.name,
        "parameters": list(exercise.parameters),
        "returns": list(exercise.returns),
        "parts": [
            {
                "id": part.id,
                "points": part.points,
                "title": part.title.languages,
                **({} if part.at_least is None else {"of": part.of, "at_least": part.at_least}),
            }
            for part in exercise.parts
        ],
        "cases": [
            {
                "calls": encode(list(case.calls)),
                "part": case.part,
                **({"around": [list(pair) for pair in case.around]} if case.around else {}),
            }
            for case in exercise.cases
        ],
        "expected": [_observation_to_json(observation) for observation in exercise.expected],
        "mistakes": [
            {
                "id": mistake.id,
                "says": mistake.says.languages,
                "hint": mistake.hint.languages,
                "observed": [_observation_to_json(one) for one in mistake.observed],
            }
            for mistake in exercise.mistakes
        ],
        "hints": [hint.languages for hint in exercise.hints],
        "tolerance": [exercise.tolerance.relative, exercise.tolerance.absolute],
        "warnings_count": exercise.warnings_count,
        **({"global_random_counts": True} if exercise.global_random_counts else {}),
        "view": exercise.view,
        "remark": exercise.remark.languages,
        **(
            {"batched": list(exercise.batched), "loop_remark": exercise.loop_remark.languages}
            if exercise.batched
            else {}
        ),
        "exhausted": exercise.exhausted,
        **({"patience": exercise.patience} if exercise.patience != 1 else {}),
    }


def from_json(data: dict[str, Any], chapter: str) -> Exercise:
    """Read an exercise back from what ``to_json`` wrote.

    Parameters
    ----------
    data : dict
        The exercise.
    chapter : str
        The id of its chapter.
    """
    return Exercise(
        name=data["name"],
        chapter=chapter,
        parameters=tuple(data["parameters"]),
        returns=tuple(data["returns"]),
        parts=tuple(
            Part(
                part["id"],
                part["points"],
                Text(part["title"]),
                part.get("of", ""),
                part.get("at_least"),
            )
            for part in data["parts"]
        ),
        cases=tuple(
            Case(
                tuple(decode(case["calls"])),
                case["part"],
                tuple((name, wrapper) for name, wrapper in case.get("around", ())),
            )
            for case in data["cases"]
        ),
        expected=tuple(_observation_from_json(one) for one in data["expected"]),
        mistakes=tuple(
            Mistake(
                mistake["id"],
                Text(mistake["says"]),
                Text(mistake["hint"]),
                tuple(_observation_from_json(one) for one in mistake["observed"]),
            )
            for mistake in data["mistakes"]
        ),
        hints=tuple(Text(hint) for hint in data["hints"]),
        tolerance=Tolerance(*data["tolerance"]),
        warnings_count=data["warnings_count"],
        global_random_counts=data.get("global_random_counts", False),
        view=data["view"],
        remark=Text(data["remark"]),
        batched=tuple(data.get("batched", ())),
        loop_remark=Text(data.get("loop_remark", {SOURCE_LANGUAGE: ""})),
        exhausted=data["exhausted"],
        public=len(data["cases"]),
        patience=data.get("patience", 1.0),
    )


def _observation_to_json(observation: Observation) -> list[dict[str, Any]]:
    return [_outcome_to_json(outcome) for outcome in observation]


def _outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    """Write one outcome, leaving out what is empty to keep notebooks small."""
    data: dict[str, Any] = {}
    if outcome.raised:
        data["raised"] = list(outcome.raised.names)
    else:
        data["value"] = encode(outcome.value)
    if outcome.changed:
        data["changed"] = list(outcome.changed)
    if outcome.warned:
        data["warned"] = list(outcome.warned)
    if outcome.idle:
        data["idle"] = list(outcome.idle)
    if outcome.varies:
        data["varies"] = True
    if outcome.global_random:
        data["global_random"] = True
    return data


def _observation_from_json(data: list[dict[str, Any]]) -> Observation:
    return tuple(
        Outcome(
            value=decode(outcome.get("value")),
            raised=Raised(tuple(outcome["raised"])) if "raised" in outcome else None,
            changed=tuple(outcome.get("changed", ())),
            warned=tuple(outcome.get("warned", ())),
            idle=tuple(outcome.get("idle", ())),
            varies=outcome.get("varies", False),
            global_random=outcome.get("global_random", False),
        )
        for outcome in data
    )
