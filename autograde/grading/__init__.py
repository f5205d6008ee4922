"""Marking: what a function did becomes points, feedback and a line in the gradebook.

`judge` and `feedback` know nothing of how a function was run; `stock` runs it where nbgrader
runs notebooks; `grade` marks a class.
"""
