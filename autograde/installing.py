"""How to install what not everybody needs."""

from __future__ import annotations

FOR_CLUSTERS = (
    "Install it with: .venv/bin/python -m pip install "
    "--constraint constraints.txt --editable '.[lab,instructor,cluster]'"
)
"""How to get Dask and psycopg, in the folder of the course."""
