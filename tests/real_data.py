"""Data sets that tests and benchmarks read where they stand; none is part of the repository."""

from __future__ import annotations

from pathlib import Path

PARENT = Path(__file__).resolve().parents[2]
MNIST10K = PARENT / "shared" / "data" / "mnist10k.npz"
"""10,000 of MNIST's training digits, and its test digits."""
FASHION = Path("/usr/share/datasets/fashion-mnist")
"""Debian's package dataset-fashion-mnist: 70,000 pictures of clothes in MNIST's files."""
