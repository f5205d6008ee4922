"""Chapter 09: what the grader knows of choosing hyperparameters.

The exercises are registered in the order of teaching.
"""

# ruff: isort: skip_file
from autograde.suite.hyperparameters import splitting
from autograde.suite.hyperparameters import grids
from autograde.suite.hyperparameters import draws
from autograde.suite.hyperparameters import improvement
from autograde.suite.hyperparameters import capstone
from autograde.suite.hyperparameters.shared import chapter

__all__ = [
    "capstone",
    "chapter",
    "draws",
    "grids",
    "improvement",
    "splitting",
]
