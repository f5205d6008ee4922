"""Chapter 06: knowing when to stop."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from autograde.suite.costs_and_overfitting.shared import chapter, reference, register
from autograde.suite.define import case, part
from neurona.checks.exercise import Case


def _case(scores: list[float], patience: int, part: str) -> Case:
    return case(np.array(scores), patience, part=part)


early_stopping = chapter.exercise(
    "early_stopping",
    parts=[
        part("stops", 2, "training that stops in time"),
        part("never", 1, "training that goes on to the last epoch"),
        part("ties", 1, "a score that is only equal to the best one"),
    ],
    public=[
        _case([0.5, 0.7, 0.8, 0.78, 0.75, 0.79, 0.77, 0.9], 3, "stops"),
        _case([0.6, 0.5, 0.55, 0.58, 0.4], 2, "stops"),
        _case([-3.0, -2.0, -2.5, -1.0, -1.5, -1.2, -0.5], 2, "stops"),
        _case([0.3, 0.5, 0.4, 0.6, 0.55], 1, "stops"),
        _case([0.2, 0.4, 0.3, 0.35, 0.6, 0.5, 0.45, 0.55, 0.52], 3, "stops"),
        _case([0.1, 0.2, 0.3, 0.4], 2, "never"),
        _case([0.5, 0.6, 0.4, 0.55, 0.5], 5, "never"),
        _case([0.4, 0.3, 0.35, 0.5, 0.45, 0.6], 3, "never"),
        _case([0.5, 0.6, 0.4, 0.55], 2, "never"),
        _case([0.7], 1, "never"),
        _case([0.5, 0.25, 0.75, 0.75, 0.75, 1.0], 2, "ties"),
        _case([0.5, 0.25, 0.5, 0.5, 0.75], 2, "ties"),
        _case([0.25, 0.5, 0.5, 0.25], 3, "ties"),
        _case([0.0, 0.0, 0.0, 0.25], 2, "ties"),
    ],
    hints=[
        "Write the scores one below the other, and beside each of them the best epoch so far. How "
        "many lines down from it do you stop?",
        "Two things to remember while you go through the scores: which epoch was the best, and how "
        "long ago that is.",
        "`enumerate` gives the number of each score along with it. The loop may end without a "
        "stop: what has to be returned then?",
    ],
)


@early_stopping.hidden
def _draw_scores(rng: np.random.Generator) -> Iterator[Case]:
    for patience in (1, 2, 3, 5):
        for below in (0.0, 2.0):
            scores = _draw_until(_would_rise_again, _distinct, rng, patience + 6, patience)
            yield case(scores - below, patience, part="stops")
        for epochs in (3, patience + 3):
            scores = _draw_until(_has_no_reason, _distinct, rng, epochs, patience)
            yield case(scores, patience, part="never")
        scores = _draw_until(_hangs_on_a_tie, _in_eighths, rng, patience + 4, patience)
        yield case(scores, patience, part="ties")


def _distinct(rng: np.random.Generator, epochs: int) -> np.ndarray:
    return rng.permutation(np.arange(10, 100))[:epochs] / 100


def _in_eighths(rng: np.random.Generator, epochs: int) -> np.ndarray:
    return rng.integers(1, 5, epochs) / 8


def _draw_until(fits, draw, rng: np.random.Generator, epochs: int, patience: int) -> np.ndarray:
    """Draw scores again and again until they fit."""
    scores = draw(rng, epochs)
    while not fits(scores, patience):
        scores = draw(rng, epochs)
    return scores


def _would_rise_again(scores, patience):
    best, _ = reference.early_stopping(scores, patience)
    return scores.max() > scores[best]


def _has_no_reason(scores, patience):
    best, stop = reference.early_stopping(scores, patience)
    return stop - best < patience


def _hangs_on_a_tie(scores, patience):
    return reference.early_stopping(scores, patience) != _with_ties(scores, patience)


def _stopping(
    better=lambda score, best: score > best,
    stops=lambda waited, patience: waited >= patience,
    stop=lambda best, epoch, patience: epoch,
    never=lambda best, last, patience: last,
    first=None,
    only_while_waiting=False,
):
    """Write early_stopping with one thing done differently."""

    def mistaken(scores, patience):
        best, best_score = 0, scores[0] if first is None else first
        for epoch, score in enumerate(scores):
            rose = better(score, best_score)
            if rose:
                best, best_score = epoch, score
            if not (rose and only_while_waiting) and stops(epoch - best, patience):
                return best, stop(best, epoch, patience)
        return best, never(best, len(scores) - 1, patience)

    return mistaken


def _counting(rises, best_of=None, resets=True, first=1):
    """Write early_stopping with a counter of the epochs since the last rise."""

    def mistaken(scores, patience):
        best = waited = 0
        for epoch in range(first, len(scores)):
            if rises(scores, epoch, best):
                best = epoch
                waited = 0 if resets else waited
            else:
                waited += 1
            if waited >= patience:
                break
        else:
            epoch = len(scores) - 1
        return (best_of(scores[: epoch + 1]) if best_of else best), epoch

    return mistaken


_with_ties = _stopping(better=lambda score, best: score >= best)


def _changed(change):
    """Write early_stopping with the right answer changed in the end."""

    def mistaken(scores, patience):
        best, stop = reference.early_stopping(scores, patience)
        return change(best, stop, scores, patience)

    return mistaken


def _without_the_last(end):
    """Write early_stopping with a loop that ends one score too early."""

    def mistaken(scores, patience):
        if len(scores) == 1:
            return 0, 0
        best, stop = reference.early_stopping(scores[:-1], patience)
        return best, stop if stop - best >= patience else len(scores) - end

    return mistaken


def _argmax(scores):
    return int(np.argmax(scores))


def _from_zero(scores, epoch, best):
    return scores[epoch] > max([0.0, *scores[:epoch]])


register(
    early_stopping,
    (
        (
            "ties_count",
            "A score that is only equal to the best one counts as better.",
            "The docstring says what an equal score is. Which comparison fits?",
            _with_ties,
        ),
        (
            "stops_too_late",
            "Training goes on one epoch too long.",
            "With patience 1, one epoch without a better score is enough. At which epoch do you "
            "stop then?",
            _stopping(stops=lambda waited, patience: waited > patience),
        ),
        (
            "stops_too_early",
            "Training stops one epoch too early.",
            "With patience 2, one epoch without a better score is still all right. Count from the "
            "best one.",
            _stopping(stops=lambda waited, patience: waited >= patience - 1),
            _stopping(
                stops=lambda waited, patience: waited >= patience - 1, only_while_waiting=True
            ),
        ),
        (
            "stop_is_a_count",
            "`stop` is how many epochs there were; the number of the last one is wanted, and "
            "epochs count from 0.",
            "After one single epoch, which number does that epoch have?",
            _changed(lambda best, stop, scores, patience: (best, stop + 1)),
            _stopping(stop=lambda best, epoch, patience: epoch + 1),
        ),
        (
            "counts_from_1",
            "The epochs are counted from 1; they should be counted from 0.",
            "Which number has the first epoch?",
            _changed(lambda best, stop, scores, patience: (best + 1, stop + 1)),
        ),
        (
            "looks_ahead",
            "`best` lies after the stop: those epochs were never trained.",
            "When training stops, which scores are known?",
            _changed(lambda best, stop, scores, patience: (_argmax(scores), stop)),
            lambda scores, patience: (
                _argmax(scores),
                min(_argmax(scores) + patience, len(scores) - 1),
            ),
        ),
        (
            "compares_with_previous",
            "Each score is compared with the one before it; it should be compared with the best "
            "one so far.",
            "After a fall a score may rise and still be below the best. Is that a better score?",
            _counting(lambda scores, epoch, best: scores[epoch] > scores[epoch - 1]),
            _counting(lambda scores, epoch, best: scores[epoch] > scores[epoch - 1], _argmax),
        ),
        (
            "never_reset",
            "All epochs without a better score are counted together; a better score should begin "
            "the count anew.",
            "What happens to your counter when a better score comes?",
            _counting(lambda scores, epoch, best: scores[epoch] > scores[best], resets=False),
        ),
        (
            "lower_is_better",
            "The lowest score is taken for the best one.",
            "Are these accuracies, or costs?",
            _stopping(better=lambda score, best: score < best),
        ),
        (
            "score_for_epoch",
            "`best` is the best score itself; its epoch is wanted.",
            "Which epoch should training go back to?",
            _changed(lambda best, stop, scores, patience: (scores[best], stop)),
        ),
        (
            "order_reversed",
            "The two epochs are returned in the wrong order.",
            "Which of the two does the docstring name first?",
            _changed(lambda best, stop, scores, patience: (stop, best)),
        ),
        (
            "patience_ignored",
            "Training stops at the first epoch that brings no better score, whatever the patience.",
            "Where does your function use patience?",
            _stopping(stops=lambda waited, patience: waited >= 1),
        ),
        (
            "never_stops",
            "Training goes on to the last epoch, whatever the scores are.",
            "How can your loop end before the scores do?",
            lambda scores, patience: (_argmax(scores), len(scores) - 1),
        ),
        (
            "starts_from_zero",
            "The best score begins at 0, but scores can be negative: then no epoch is ever better.",
            "With what can the first score be compared? There is nothing before it.",
            _stopping(first=0.0),
            _counting(_from_zero, first=0),
        ),
        (
            "past_the_end",
            "Where training has no reason to stop, `stop` is an epoch that does not exist.",
            "Four scores: which numbers do their epochs have?",
            _stopping(never=lambda best, last, patience: last + 1),
            _stopping(never=lambda best, last, patience: best + patience),
        ),
        (
            "no_end",
            "Where training has no reason to stop, the last epoch is not returned.",
            "The loop ends and nothing was returned on the way. What comes after it?",
            _stopping(never=lambda best, last, patience: None),
            _stopping(never=lambda best, last, patience: -1),
            _stopping(never=lambda best, last, patience: 0),
            _stopping(never=lambda best, last, patience: best),
        ),
        (
            "last_unseen",
            "The last score is never looked at.",
            "Hand in scores that only rise. Which epoch should be the best one?",
            _without_the_last(1),
            _without_the_last(2),
        ),
        (
            "best_by_patience",
            "`best` is counted back from the end of training, which is right only where patience "
            "has run out.",
            "If training ends because there are no more epochs, how far back is the best one?",
            _changed(lambda best, stop, scores, patience: (stop - patience, stop)),
            _changed(lambda best, stop, scores, patience: (max(stop - patience, 0), stop)),
        ),
    ),
)
