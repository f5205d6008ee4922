import pytest

from autograde.importing.moodle import is_blind, read_path
from tests.autograde.importing.samples import CANVAS, MOODLE, MOODLE_TYPED


def read(path: str):
    *parents, name = path.split("/")
    return read_path(parents, name)


@pytest.mark.parametrize("path", MOODLE)
def test_paths_of_moodle(path) -> None:
    id, name, number, file = MOODLE[path]
    named = read(path)
    assert (named.owner.id, named.owner.name, named.owner.lms_id) == (id, name, number)
    assert (named.file, named.late, named.other) == (file, "unknown", "")


@pytest.mark.parametrize("path", MOODLE_TYPED)
def test_typed_text_is_no_file(path) -> None:
    assert read(path).other == "text typed into Moodle, and no file"


def test_a_group_without_a_number_is_nobody() -> None:
    assert read("Default group_assignsubmission_file/01_perceptron.ipynb").owner.id == ""


@pytest.mark.parametrize("path", CANVAS)
def test_other_paths(path) -> None:
    assert read(path) is None


def test_participants_have_no_name() -> None:
    assert is_blind("Participante")
    assert not is_blind("Ada Participant")
