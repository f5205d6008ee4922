"""Chapter 10: what the grader knows of the same network in PyTorch and Keras.

The exercises are registered in the order of teaching.
"""

# ruff: isort: skip_file
from autograde.suite.pytorch_and_keras import names
from autograde.suite.pytorch_and_keras import penalties
from autograde.suite.pytorch_and_keras import rate
from autograde.suite.pytorch_and_keras.shared import chapter

__all__ = ["chapter", "names", "penalties", "rate"]
