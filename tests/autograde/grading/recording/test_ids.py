import os

from hypothesis import given
from hypothesis import strategies as st

from autograde.grading.recording.ids import gradebook_id, row_id

NAMES = st.binary(min_size=1, max_size=255).map(os.fsdecode)


def test_a_name_is_its_own_id_wherever_it_can_be():
    for name in ("s001", "=1", "ana maría", "\\xff", "x" * 128, "字" * 85, "a~b"):
        assert gradebook_id(name, 128) == name
    assert gradebook_id("x" * 255) == "x" * 255


def test_a_name_that_cannot_is_readable_and_short():
    id = gradebook_id(os.fsdecode(b"jos\xe9"))
    assert id.startswith("jos\\xe9~")
    assert gradebook_id("x" * 129, 128).startswith("xxx")
    assert len(gradebook_id("x" * 129, 128)) == 128


@given(NAMES, st.sampled_from([None, 128]))
def test_an_id_fits_every_database(name, longest):
    id = gradebook_id(name, longest)
    id.encode("utf-8")
    assert len(id) <= (longest or len(id))


@given(NAMES, NAMES, st.sampled_from([None, 128]))
def test_two_names_never_share_an_id(one, other, longest):
    assert (gradebook_id(one, longest) == gradebook_id(other, longest)) == (one == other)


@given(NAMES, st.sampled_from([None, 128]))
def test_no_name_can_be_another_ones_id(name, longest):
    """Not even one that was chosen to look like it."""
    id = gradebook_id(name, longest)
    if id != name:
        assert gradebook_id(id, longest) != id


def test_row_ids_look_like_nbgraders():
    assert len(row_id("a", "b")) == 32
    assert int(row_id("a", "b"), 16)
    assert row_id("a", "b") != row_id("ab")
