"""``neurona update``: bring a started notebook to a new release, and lose nothing of it.

This needs nothing but Python. Notebooks do not carry it.
"""

from neurona.update.merge import Merged, merge
from neurona.update.release import describe

__all__ = ["Merged", "describe", "merge"]
