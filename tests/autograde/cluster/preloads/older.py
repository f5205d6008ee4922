"""A worker that has an older release of neurona."""

import neurona

neurona.__version__ = "0.0.9"
