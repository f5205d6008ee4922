"""Checks that a notebook and the grader share."""
