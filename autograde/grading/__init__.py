"""Marking: what is handed in becomes points, feedback and a line in the gradebook.

Four parts hand plain data (`work`) to one another: `reading` repairs a notebook and runs nothing,
`running` runs it in a sandbox, `judge` and `feedback` know nothing of how it was run, and
`recording` writes down what came of it. `mark` does the first three for one submission; `grade`
marks a class, in processes of `pool`. nbgrader's own commands come in through `preprocessors`.
"""
