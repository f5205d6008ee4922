"""Chapter 05: what the grader knows of backpropagation.

The exercises are registered in the order of teaching: first one layer, then whole networks.
"""

# ruff: isort: skip_file
from autograde.suite.backpropagation import errors
from autograde.suite.backpropagation import layers
from autograde.suite.backpropagation import example
from autograde.suite.backpropagation import batch
from autograde.suite.backpropagation import checking
from autograde.suite.backpropagation import training
from autograde.suite.backpropagation import darkness
from autograde.suite.backpropagation.shared import chapter

__all__ = [
    "batch",
    "chapter",
    "checking",
    "darkness",
    "errors",
    "example",
    "layers",
    "training",
]
