import gzip
import math
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neurona.mnist import idx
from neurona.mnist.idx import read_idx, unpack

NAME = "pictures"


def idx_bytes(array):
    """Write an array the way its authors describe the format."""
    return struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


PICTURES = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
GOOD = idx_bytes(PICTURES)


@settings(deadline=None)
@given(shape=st.lists(st.integers(0, 5), min_size=1, max_size=4), seed=st.integers(0, 1000))
def test_what_is_written_is_read(shape, seed):
    array = np.random.default_rng(seed).integers(0, 256, shape, np.uint8)
    read = read_idx(idx_bytes(array), NAME, array.ndim)
    assert read.dtype == np.uint8
    np.testing.assert_array_equal(read, array)


def test_the_last_index_is_fastest():
    assert read_idx(bytes([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 1, 7, 9]), NAME, 2).tolist() == [
        [7],
        [9],
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "pictures is not in IDX format: it begins with nothing, not with 00 00."),
        (b"\0\0\x08", "not in IDX format"),
        (b"PK\x03\x04" + GOOD[4:], "begins with 50 4b 03 04, not with 00 00."),
        (b"\0\x01\x08\x03" + GOOD[4:], "begins with 00 01 08 03"),
        (b"\0\0\x0d\x03" + GOOD[4:], r"elements of type 0d; only unsigned bytes \(08\)"),
        (b"\0\0\x08\x01" + GOOD[4:], "has 1 dimensions where 3 are wanted"),
        (GOOD[:4], "breaks off within its header"),
        (GOOD[:15], "breaks off within its header"),
        (GOOD[:16], "breaks off: its header promises 2 × 3 × 4 = 24 bytes, and 0 follow"),
        (GOOD[:-1], "breaks off: its header promises 2 × 3 × 4 = 24 bytes, and 23 follow"),
        (GOOD + b"\0", "goes on after its end: .* 24 bytes, and 25 follow"),
        (b"\0\0\x08\x03" + b"\xff" * 12 + b"7", "breaks off: its header promises 4294967295"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(content, said):
    with pytest.raises(ValueError, match=f"^pictures .*{said.removeprefix('pictures ')}"):
        read_idx(content, NAME, 3)


@settings(deadline=None)
@given(cut=st.integers(0, len(GOOD) - 1))
def test_no_part_of_a_file_is_taken_for_the_whole(cut):
    with pytest.raises(ValueError, match="pictures"):
        read_idx(GOOD[:cut], NAME, 3)


@settings(deadline=None)
@given(place=st.integers(0, 15), value=st.integers(0, 255))
def test_no_other_header_reads_the_same(place, value):
    if GOOD[place] == value:
        return
    with pytest.raises(ValueError, match="pictures"):
        read_idx(GOOD[:place] + bytes([value]) + GOOD[place + 1 :], NAME, 3)


def test_packed_by_gzip():
    assert unpack(gzip.compress(GOOD), NAME) == GOOD


@pytest.mark.parametrize("cut", [2, 5, 12, 30])
def test_a_packed_file_that_breaks_off(cut):
    with pytest.raises(ValueError, match=f"pictures breaks off after {cut} bytes"):
        unpack(gzip.compress(GOOD)[:cut], NAME)


@pytest.mark.parametrize(
    "packed",
    [
        b"<html>",
        gzip.compress(GOOD) + b"more",
        gzip.compress(GOOD)[:-8] + b"12345678",  # checksum and length
        gzip.compress(GOOD)[:12] + b"\xff" * 9 + gzip.compress(GOOD)[21:],
    ],
    ids=["a page", "more after it", "another checksum", "other bytes within"],
)
def test_what_gzip_did_not_pack_or_another_hand_changed(packed):
    with pytest.raises(ValueError, match="pictures is not packed by gzip, or damaged"):
        unpack(packed, NAME)


def test_a_small_file_that_would_fill_the_memory(monkeypatch):
    monkeypatch.setattr(idx, "LARGEST", 1000)
    assert len(unpack(gzip.compress(bytes(1000)), NAME)) == 1000
    with pytest.raises(ValueError, match="larger than 1000 bytes"):
        unpack(gzip.compress(bytes(math.prod((1001, 50)))), NAME)
