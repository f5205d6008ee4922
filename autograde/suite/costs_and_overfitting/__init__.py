"""Chapter 06: what the grader knows of costs and of overfitting.

The exercises are registered in the order of teaching.
"""

# ruff: isort: skip_file
from autograde.suite.costs_and_overfitting import cost
from autograde.suite.costs_and_overfitting import error
from autograde.suite.costs_and_overfitting import probabilities
from autograde.suite.costs_and_overfitting import likelihood
from autograde.suite.costs_and_overfitting import stopping
from autograde.suite.costs_and_overfitting import fraction
from autograde.suite.costs_and_overfitting.shared import chapter

__all__ = ["chapter", "cost", "error", "fraction", "likelihood", "probabilities", "stopping"]
