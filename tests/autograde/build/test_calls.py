from __future__ import annotations

import pytest

from autograde.build.calls import Call, find_call


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("panels.dropout.opening()", Call("panels", "dropout", "opening", True)),
        ("# look\nplots.dropout.coins(3, p=0.5)", Call("plots", "dropout", "coins", True)),
        ("panels.dropout.closing(globals())", Call("panels", "dropout", "closing", False)),
        ("w = 1\nplots.dropout.line()", Call("plots", "dropout", "line", False)),
        ("np.random.normal()", None),
        ("panels.dropout.opening", None),
        ("p = panels.dropout.opening()", None),
        ("not python", None),
        ("", None),
    ],
)
def test_finds_what_a_cell_shows(source: str, expected: Call | None) -> None:
    assert find_call(source) == expected
