"""Freeze a chapter's suite into the data that students' notebooks carry."""

from __future__ import annotations

from typing import Any

from autograde.suite.define import Chapter
from neurona.checks.exercise import Text
from neurona.checks.frozen import to_json
from neurona.language import SOURCE_LANGUAGE


def frozen_chapter(chapter: Chapter) -> dict[str, Any]:
    """Run the reference and every named mistake on the public cases and write it all down.

    Parameters
    ----------
    chapter : Chapter
        The chapter's suite.

    Returns
    -------
    dict
        What JSON can hold. Each message is a dict ``{"en": text}``; the build adds languages.
    """
    exercises = [to_json(exercise.with_public_cases()) for exercise in chapter.exercises.values()]
    for exercise in exercises:
        exercise["expected"] = _round(exercise["expected"], digits=7)
        for mistake in exercise["mistakes"]:
            mistake["observed"] = _round(mistake["observed"], digits=6)
    return {"chapter": chapter.id, "exercises": exercises}


def _round(data: Any, digits: int) -> Any:
    """Round what is compared, by no more than half of a tolerance, to keep notebooks small."""
    if isinstance(data, float):
        return float(f"{data:.{digits}g}") + 0.0  # the sign of a zero may differ between runs
    if isinstance(data, list):
        return [_round(item, digits) for item in data]
    if isinstance(data, dict):
        return {key: _round(item, digits) for key, item in data.items()}
    return data


def translatable(chapter: Chapter) -> list[tuple[str, str, int]]:
    """List the chapter's messages.

    Returns
    -------
    list of tuple
        For each message: its English text, and the file and line of its exercise.
    """
    found: dict[str, tuple[str, int]] = {}
    for exercise in chapter.exercises.values():
        texts: list[Text] = [part.title for part in exercise.parts]
        texts += [*exercise.hints, exercise.remark, exercise.loop_remark]
        for mistake in exercise.mistakes:
            texts += [mistake.says, mistake.hint]
        for text in texts:
            english = text.languages[SOURCE_LANGUAGE]
            if english:
                found.setdefault(english, exercise.source)
    return [(english, *source) for english, source in found.items()]
