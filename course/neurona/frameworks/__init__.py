"""PyTorch and Keras, where they are installed, and a sentence where they are not.

Nothing here is imported unless a chapter asks for it, and neither library before it is used.
"""

from neurona.frameworks.presence import has, report
from neurona.frameworks.proof import prove

__all__ = ["has", "prove", "report"]
