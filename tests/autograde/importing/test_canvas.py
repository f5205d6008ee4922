import pytest

from autograde.importing.canvas import read_name
from tests.autograde.importing.samples import CANVAS, CANVAS_TYPED, MOODLE, NOT_CANVAS


@pytest.mark.parametrize("name", CANVAS)
def test_names_of_canvas(name) -> None:
    id, number, late, serial, file = CANVAS[name]
    named = read_name(name)
    assert (named.owner.id, named.owner.lms_id, named.late) == (id, number, late)
    assert (named.serial, named.file, named.other) == (serial, file, "")


@pytest.mark.parametrize("name", CANVAS_TYPED)
def test_what_was_typed_in_is_no_file(name) -> None:
    named = read_name(name)
    assert named.owner.id == "ochoivo-12351"
    assert "no file" in named.other


@pytest.mark.parametrize("name", [*NOT_CANVAS, *(path for path in MOODLE if "/" not in path)])
def test_other_names(name) -> None:
    assert read_name(name) is None
