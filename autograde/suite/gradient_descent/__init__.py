"""Chapter 03: what the grader knows of costs, their slopes, and walking down them.

The exercises are registered in the order of teaching.
"""

# ruff: isort: skip_file
from autograde.suite.gradient_descent import cost
from autograde.suite.gradient_descent import slope
from autograde.suite.gradient_descent import walk
from autograde.suite.gradient_descent import neuron
from autograde.suite.gradient_descent import rate
from autograde.suite.gradient_descent.shared import chapter

__all__ = ["chapter", "cost", "neuron", "rate", "slope", "walk"]
