"""Look-alikes: pairs of submissions that are more alike than the exercise and the class explain.

It says where to look, never who is guilty: ``docs/similar.md`` tells what a finding means, how it
is reckoned, and what cannot be seen.
"""
