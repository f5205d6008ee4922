"""Chapter 08: what the grader knows of dropout.

The exercises are registered in the order of teaching: first one layer, then whole networks.
"""

# ruff: isort: skip_file
from autograde.suite.dropout import masks
from autograde.suite.dropout import layers
from autograde.suite.dropout import forward
from autograde.suite.dropout import gradient
from autograde.suite.dropout import ensemble
from autograde.suite.dropout.shared import chapter

__all__ = ["chapter", "ensemble", "forward", "gradient", "layers", "masks"]
