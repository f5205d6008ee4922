"""Chapter 01: what the grader knows of one neuron and the AND gate.

The exercises are registered in the order of teaching.
"""

# ruff: isort: skip_file
from autograde.suite.perceptron import neuron
from autograde.suite.perceptron import learning_rule
from autograde.suite.perceptron import training
from autograde.suite.perceptron import gates
from autograde.suite.perceptron.shared import chapter

__all__ = ["chapter", "gates", "learning_rule", "neuron", "training"]
