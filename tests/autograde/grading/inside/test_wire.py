"""Frames carry plain data to the last bit, and nothing else."""

from __future__ import annotations

import math
import tracemalloc

import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograde.grading.inside.wire import (
    ARRAYS_LIMIT,
    HEADER_LIMIT,
    LENGTHS,
    WireError,
    read_body,
    read_lengths,
    write_frame,
)
from neurona.checks.plain import Drawn, Named, Opaque, Rng

from .fuzz_wire import FRAMES, fuzz, read


def carry(value):
    frame = write_frame(value)
    header, blob = read_lengths(frame[: LENGTHS.size], 1 << 30, 1 << 30)
    body = frame[LENGTHS.size :]
    assert len(body) == header + blob
    return read_body(body[:header], body[header:])


def same(one, other):
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, complex):
        return same(one.real, other.real) and same(one.imag, other.imag)
    if isinstance(one, float):
        return math.copysign(1, one) == math.copysign(1, other) and (
            one == other or (math.isnan(one) and math.isnan(other))
        )
    return one == other


TEXT = st.text(st.characters(), max_size=20)  # lone surrogates too
DTYPES = st.sampled_from(
    ["bool", "int8", "uint16", "int64", "float16", "float32", "float64", "complex64", "complex128"]
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**200), 2**200),
    st.floats(),
    st.complex_numbers(),
    TEXT,
    st.builds(Rng, st.integers(0, 2**32)),
    st.builds(Named, TEXT),
    st.builds(Opaque, TEXT),
    hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, min_side=0, max_side=4)),
)
PLAIN = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(TEXT, inner, max_size=4),
    ),
    max_leaves=20,
)


@given(PLAIN)
def test_plain_data_arrives_as_it_was(value):
    assert same(carry(value), value)


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_any_bytes_are_read_or_refused(header, blob):
    try:
        value = read_body(header, blob)
    except WireError:
        return
    assert same(carry(value), value)


def test_thousands_of_broken_frames_are_read_or_refused():
    found = fuzz(20_000, seed=0)
    assert sum(found.values()) == 20_000
    assert found["refused"] > 5_000
    assert found["accepted"] > 100


@pytest.mark.slow
def test_a_million_broken_frames_are_read_or_refused():
    """With another seed than the thousands: none of those is drawn again."""
    assert sum(fuzz(1_000_000, seed=1).values()) == 1_000_000


def test_the_fuzzer_starts_from_good_frames():
    assert [read(frame) for frame in FRAMES] == [
        "accepted",
        "accepted",
        "plain data",
        "plain data",
        "plain data",
    ]


def test_arrays_of_another_byte_order_or_layout_keep_their_numbers():
    array = np.arange(6, dtype=">f8").reshape(2, 3).T
    carried = carry(array)
    assert carried.dtype == np.float64
    np.testing.assert_array_equal(carried, array)


def test_arrays_can_be_written_to_and_own_their_memory():
    carried = carry([np.zeros(3), np.zeros(3)])
    carried[0][0] = 1
    assert carried[1][0] == 0


def test_what_is_for_the_judge_alone_goes_as_something_opaque():
    assert carry(Drawn()) == Opaque("Drawn")


def test_a_truth_value_is_never_another_byte():
    header = msgpack.packb(["a", "bool", 2])
    assert read_body(header, b"\x02\x00").tobytes() == b"\x01\x00"


@pytest.mark.parametrize(
    ("data", "blob"),
    [
        ([], b""),
        (["x", 1], b""),
        ([["l"]], b""),
        ({"a": 1}, b""),
        (b"bytes", b""),
        (["i", b"\1" * 2000], b""),
        (["c", 1, 2], b""),
        (["r", -1], b""),
        (["r", True], b""),
        (["o", "x" * 201], b""),
        (["d", "key"], b""),
        (["d", 1, 2], b""),
        (["a"], b""),
        (["a", "object", 1], bytes(8)),
        (["a", "<U4", 1], bytes(16)),
        (["a", ["float64"], 1], bytes(8)),
        (["a", "float64", 2], bytes(8)),
        (["a", "float64", 1], bytes(9)),
        (["a", "float64", -1], b""),
        (["a", "float64", 1.0], bytes(8)),
        (["a", "float64", True], bytes(8)),
        (["a", "float64", 2**62, 4], b""),
        (["a", "float64", 0, 2**60], b""),
        (["a", "float64", *[2**24] * 10, 0], b""),
        (["a", "float64", *[1] * 33], bytes(8)),
        (msgpack.ExtType(1, b"x"), b""),
        (msgpack.Timestamp(1), b""),
    ],
)
def test_what_breaks_a_rule_is_refused(data, blob):
    with pytest.raises(WireError):
        read_body(msgpack.packb(data), blob)


def test_depth_is_limited_in_both_directions():
    value = deep = []
    for _ in range(50):
        deep.append([])
        deep = deep[0]
    with pytest.raises(WireError):
        write_frame(value)
    data = ["l"]
    for _ in range(50):
        data = ["l", data]
    with pytest.raises(WireError):
        read_body(msgpack.packb(data), b"")
    with pytest.raises(WireError):
        read_body(b"\x91" * 100_000, b"")


def test_a_long_frame_is_refused_before_it_is_read():
    for lengths in ((HEADER_LIMIT + 1, 0), (0, ARRAYS_LIMIT + 1), (2**32 - 1, 2**32 - 1)):
        with pytest.raises(WireError):
            read_lengths(LENGTHS.pack(*lengths), HEADER_LIMIT, ARRAYS_LIMIT)


@pytest.mark.parametrize(
    "header",
    [
        b"\xdd\x00\x0f\xff\xf0" + b"\x90" * 0xFFFF0,  # a megabyte of empty lists
        b"\xdd\xff\xff\xff\xff",  # a list of four thousand million, that are not there
        b"\xc6\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
    ],
)
def test_no_frame_takes_much_memory(header):
    tracemalloc.start()
    try:
        with pytest.raises(WireError):
            read_body(header, b"")
        assert tracemalloc.get_traced_memory()[1] < 150e6
    finally:
        tracemalloc.stop()
