"""Chapter 02: what the grader knows of the sigmoid neuron and of layers made of it.

The exercises are registered in the order of teaching: the curve, one neuron, a network.
"""

# ruff: isort: skip_file
from autograde.suite.sigmoid import curve
from autograde.suite.sigmoid import neuron
from autograde.suite.sigmoid import network
from autograde.suite.sigmoid.shared import chapter

__all__ = ["chapter", "curve", "network", "neuron"]
