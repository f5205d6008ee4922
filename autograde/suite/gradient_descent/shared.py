"""What the exercises of chapter 03 share."""

from __future__ import annotations

from autograde.suite.define import Chapter
from solutions import gradient_descent as reference

chapter = Chapter("03_gradient_descent", reference)

__all__ = ["chapter", "reference"]
