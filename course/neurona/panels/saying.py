"""Numbers as a reader likes them: few decimals, a true minus sign."""

from __future__ import annotations

from collections.abc import Iterable


def say(value: float) -> str:
    """Write a number with at most three decimals, but never a small one as 0."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    if float(text) == 0:
        text = "0" if value == 0 else f"{value:.1g}"
    return text.replace("-", "−")


def say_pair(values: Iterable[float]) -> str:
    """Write two numbers as a pair."""
    return "({}, {})".format(*map(say, values))
