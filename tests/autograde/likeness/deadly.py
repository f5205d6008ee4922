"""Reading that ends its process at one student's file."""

from __future__ import annotations

import os

from autograde.likeness.gather import read_leaf

DEADLY = "deadly"


def read_one(out, student, assignment):
    if student == DEADLY:
        os._exit(1)
    return read_leaf(out, student, assignment)


def read_some(out, students, assignment):
    return [read_one(out, student, assignment) for student in students]
