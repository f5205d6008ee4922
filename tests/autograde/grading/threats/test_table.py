"""Every threat has its row in `docs/threats.md`, and every test named there exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
CLUSTER = HERE.parents[1] / "cluster"
DOCS = HERE.parents[3] / "docs" / "threats.md"
_ROW = re.compile(r"^\| (\d+) \|(.*)\|$", re.MULTILINE)
_TEST = re.compile(r"`((?:\.\./)?(?:\w+/)?test_\w+(?:\.py)?)`")
_THREATS = range(1, 21)
ROWS = {int(number): row.split("|") for number, row in _ROW.findall(DOCS.read_text("utf-8"))}


def _defined():
    found = set()
    for path in (*HERE.glob("test_*.py"), *CLUSTER.glob("test_*.py")):
        found.update(re.findall(r"^def (test_\w+)\(", path.read_text("utf-8"), re.MULTILINE))
    return found


def test_every_threat_has_a_row():
    assert list(ROWS) == list(_THREATS)


@pytest.mark.parametrize("number", _THREATS)
def test_every_test_named_exists(number):
    named = _TEST.findall("|".join(ROWS[number]))
    defined = _defined()
    missing = [
        name
        for name in named
        if not ((HERE.parent / name).is_file() if name.endswith(".py") else name in defined)
    ]
    assert missing == []
    assert any(name in defined for name in named)


@pytest.mark.parametrize("number", _THREATS)
def test_every_defence_is_taken_out_by_a_test(number):
    _threat, _defence, tests, without = ROWS[number]
    named = _TEST.findall(without)
    assert named
    assert not set(named) & set(_TEST.findall(tests))
