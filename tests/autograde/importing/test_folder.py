from datetime import datetime

import pytest

from autograde.importing.folder import read_path

CHAPTERS = ("01_perceptron", "02_sigmoid")
NOON = datetime(2026, 3, 2, 12, 0)


@pytest.mark.parametrize(
    ("path", "id", "is_certain", "received"),
    [
        ("submitted/ada/01_perceptron/01_perceptron.ipynb", "ada", True, NOON),
        ("inbound/ada+01_perceptron+2026-03-02 12:00:00 UTC+c2VjcmV0/x.ipynb", "ada", True, NOON),
        ("ada+b+01_perceptron+2026-03-02 12:00:00.000000 UTC/x.ipynb", "ada+b", True, NOON),
        ("class/ada/Copy of 01_perceptron.ipynb", "ada", False, None),
        ("01_perceptron/x.ipynb", "", False, None),
        ("01_perceptron.ipynb", "", False, None),
    ],
)
def test_layouts(path, id, is_certain, received) -> None:
    *parents, name = path.split("/")
    times = {("submitted", "ada", "01_perceptron"): NOON}
    named = read_path(parents, name, CHAPTERS, times)
    assert (named.owner.id, named.owner.is_certain) == (id, is_certain)
    assert named.received == received
    assert named.file == name
