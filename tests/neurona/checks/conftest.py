"""Hypothesis draws the same examples in every run, and takes the time it needs."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "checks",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("checks")
