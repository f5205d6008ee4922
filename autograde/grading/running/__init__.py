"""Run submissions in a sandbox, and bring back plain data."""

from autograde.grading.running.isolation import Isolation, IsolationError
from autograde.grading.running.sandbox import Run, Sandbox
from autograde.grading.running.warm import SandboxError, SandboxGoneError

__all__ = [
    "Isolation",
    "IsolationError",
    "Run",
    "Sandbox",
    "SandboxError",
    "SandboxGoneError",
]
