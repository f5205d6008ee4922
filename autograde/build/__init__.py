"""From text and solutions to notebooks.

The build reads (`course`, `text`, `functions`, `sources`), translates (`messages`, `catalog`),
makes cells (`exercise_cells`, `setup_cell`, `carry`, `pictures`), joins them into solved
notebooks (`assemble`), has nbgrader make the students' versions of them (`release`), and only
then writes (`pipeline`).
"""
