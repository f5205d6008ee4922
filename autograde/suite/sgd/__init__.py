"""Chapter 04: what the grader knows of stochastic gradient descent.

The exercises are registered in the order of teaching.
"""

# ruff: isort: skip_file
from autograde.suite.sgd import batches
from autograde.suite.sgd import steps
from autograde.suite.sgd import training
from autograde.suite.sgd import noise
from autograde.suite.sgd.shared import chapter

__all__ = ["batches", "chapter", "noise", "steps", "training"]
