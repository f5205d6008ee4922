"""Notebooks of a small chapter, as released and as a student has them."""

from __future__ import annotations

import copy

from neurona.update import describe, merge

NAME = "01_small"
STUB = (
    'def {name}({args}):\n    """{says}"""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
)


def cell(id, source, kind="code", **metadata):
    made = {"cell_type": kind, "id": id, "metadata": metadata, "source": source}
    return made | ({"execution_count": None, "outputs": []} if kind == "code" else {})


def text(id, source):
    return cell(id, source, "markdown")


def setup(version="0.1.0", language="en", archive="QUJD"):
    source = (
        f"# Run this first\ndef prepare(version, chapter, copy):\n    pass\n\n"
        f"prepare(\n    version={version!r},\n    chapter={NAME[3:]!r},\n"
        f'    copy="""\n{archive}\n""",\n)\n'
        f"neurona.language.use({language!r})\nneurona.checks.begin()"
    )
    return cell("setup", source, tags=["setup"], deletable=False, editable=False)


def about(grade_id, **more):
    return {"grade_id": grade_id, "solution": False, "grade": False, "locked": False, **more}


def exercise(name, args="x", says="Do it."):
    """Return the cells of an exercise: the stub and the check."""
    stub = STUB.format(name=name, args=args, says=says)
    check = about(f"check_{name}", grade=True, locked=True)
    return [
        cell(name, stub, nbgrader=about(name, solution=True), deletable=False),
        cell(f"check_{name}", f"check({name})", nbgrader=check, deletable=False, editable=False),
    ]


def release(*cells, version="0.1.0", language="en", described=True, archive="QUJD"):
    """Return a notebook as it is released."""
    all_cells = [setup(version, language, archive), *cells]
    ours = {"chapter": NAME, "language": language, "version": version, "minutes": 10}
    if described:
        ours |= describe(all_cells)
    metadata = {"kernelspec": {"name": "python3"}, "neurona": ours}
    made = {"cells": all_cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return copy.deepcopy(made)


def started(of, **sources):
    """Return a student's notebook: a release with the text of some cells changed, by id."""
    notebook = copy.deepcopy(of)
    for id, source in sources.items():
        find(notebook, id)["source"] = source
    return notebook


def after(notebook, id, *cells):
    """Put cells after another."""
    place = ids(notebook).index(id) + 1
    notebook["cells"][place:place] = copy.deepcopy(list(cells))
    return notebook


def find(notebook, id):
    (found,) = (one for one in notebook["cells"] if one.get("id") == id)
    return found


def ids(notebook):
    return [one.get("id") for one in notebook["cells"]]


def sources(notebook):
    return ["".join(one["source"]) for one in notebook["cells"]]


def updated(old, new):
    """Merge, and make sure that doing it again changes nothing."""
    merged = merge(old, new)
    again = merge(merged.notebook, new)
    assert again.notebook == merged.notebook
    assert (again.kept, again.gone, again.new, again.restored) == (0, [], [], 0)
    all_ids = ids(merged.notebook)
    assert len(set(all_ids)) == len(all_ids)
    assert None not in all_ids
    return merged
