"""What the exercises of chapter 02 share."""

from __future__ import annotations

from autograde.suite.define import Chapter
from solutions import sigmoid as reference

chapter = Chapter("02_sigmoid", reference)

__all__ = ["chapter", "reference"]
