"""Chapter 07: what the grader knows of small weights.

The exercises are registered in the order of teaching.
"""

# ruff: isort: skip_file
from autograde.suite.l1_l2 import penalties
from autograde.suite.l1_l2 import updates
from autograde.suite.l1_l2 import zeros
from autograde.suite.l1_l2 import gradients
from autograde.suite.l1_l2.shared import chapter

__all__ = ["chapter", "gradients", "penalties", "updates", "zeros"]
