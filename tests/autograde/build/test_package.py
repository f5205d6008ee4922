from __future__ import annotations

import json

import pytest

from autograde.build.package import to_json


@pytest.mark.parametrize(
    "data",
    [{}, [], None, 1.5, "é", {"b": [1, 2], "a": {"c": None}}, [["x" * 60] * 3, {"k": "y" * 200}]],
)
def test_json_reads_back_as_it_was(data: object) -> None:
    assert json.loads(to_json(data)) == data


def test_what_fits_stands_in_one_line() -> None:
    data = {"b": ["word"] * 20, "a": [1, 2, 3]}
    words = ",\n".join(['"word"'] * 20)
    assert to_json(data) == f'{{\n"a":[1,2,3],\n"b":[\n{words}\n]\n}}'
