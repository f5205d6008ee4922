"""What the exercises of chapter 10 share."""

from __future__ import annotations

from autograde.suite.define import Chapter
from solutions import pytorch_and_keras as reference

chapter = Chapter("10_pytorch_and_keras", reference)
