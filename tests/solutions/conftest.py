"""Keras computes with PyTorch here, whatever a machine's own settings say."""

from __future__ import annotations

import os

os.environ["KERAS_BACKEND"] = "torch"
