"""Chapter 08: what the grader knows of dropout.

The exercises are registered in the order of teaching: first one layer, then whole networks.
"""

from autograde.suite.dropout import layers, networks
from autograde.suite.dropout.shared import chapter

__all__ = ["chapter", "layers", "networks"]
