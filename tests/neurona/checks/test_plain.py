"""Reducing anything to plain data, and writing plain data as JSON."""

from __future__ import annotations

import json
from collections import OrderedDict, namedtuple
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from neurona.checks.plain import (
    MAX_DEPTH,
    MAX_ITEMS,
    Drawn,
    Opaque,
    Rng,
    decode,
    encode,
    holds_drawn,
    to_plain,
)
from tests.neurona.checks.same import same_bits
from tests.neurona.checks.strategies import DTYPES, arrays, plain

Point = namedtuple("Point", ["x", "y"])


@given(plain)
def test_plain_data_stay_what_they_are(value):
    assert same_bits(to_plain(value), value)


@given(plain)
def test_json_keeps_every_bit(value):
    written = json.dumps(encode(value), allow_nan=False)
    assert same_bits(decode(json.loads(written)), value)


@pytest.mark.parametrize(
    "value",
    [Rng(3), Opaque("map"), (Rng(2**32), [Opaque("set")]), Drawn(), float("nan"), -0.0, 10**400],
    ids=repr,
)
def test_special_values_survive_json(value):
    back = decode(json.loads(json.dumps(encode(value), allow_nan=False)))
    assert repr(back) == repr(value)


def test_drawn_options_survive_json():
    back = decode(json.loads(json.dumps(encode(Drawn((np.zeros((2, 0)), np.ones(3)))))))
    assert [option.shape for option in back.options] == [(2, 0), (3,)]


@pytest.mark.parametrize("totals", [(), (1.0, 2.5)])
def test_drawn_totals_survive_json(totals):
    back = decode(json.loads(json.dumps(encode(Drawn((np.ones(3),), totals)))))
    assert back.totals == totals


def test_drawn_is_found_wherever_it_is():
    assert all(
        map(holds_drawn, (Drawn(), (1, Drawn()), [{"p": Drawn()}], [0.0, [np.ones(2), Drawn()]]))
    )
    assert not any(map(holds_drawn, (None, np.ones(3), (), ([1], "Drawn"), {"p": 1})))


@given(arrays())
def test_arrays_are_copied(array):
    kept = to_plain(array)
    assert not np.shares_memory(kept, array)
    assert kept.flags.writeable
    assert kept.flags.owndata or kept.size == 0


@pytest.mark.parametrize("dtype", DTYPES)
def test_numpy_scalars_become_numbers_of_python(dtype):
    value = to_plain(np.ones((), dtype)[()])
    assert type(value) in (bool, int, float, complex)
    assert value == 1


@pytest.mark.parametrize("dtype", ["longdouble", "clongdouble", ">f8", ">i4"])
def test_unusual_dtypes_can_be_written(dtype):
    array = np.arange(3).astype(dtype)
    back = decode(json.loads(json.dumps(encode(to_plain(array)))))
    np.testing.assert_array_equal(back, [0, 1, 2])
    assert to_plain(array[1]) == 1


def test_a_long_double_beyond_all_doubles_is_infinite():
    assert to_plain(np.longdouble("1e4000")) == float("inf")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.array([1, 2.5], dtype=object), [1, 2.5]),
        (np.array([[1], [2]], dtype=object), [[1], [2]]),
        (np.array(3, dtype=object), 3),
        (np.array([Fraction(1, 2), 1], dtype=object), [Opaque("Fraction"), 1]),
        (Point(1, 2), (1, 2)),
        (OrderedDict(b=1, a=2), {"b": 1, "a": 2}),
        ({1: "one", None: 0}, {"1": "one", "None": 0}),
        ([(1, [True])], [(1, [True])]),
    ],
    ids=repr,
)
def test_what_holds_numbers_is_unpacked(value, expected):
    assert same_bits(to_plain(value), expected)


@pytest.mark.parametrize(
    "value",
    [
        {1, 2}, range(3), iter([]), (n for n in ()), Fraction(1, 2), len, object, b"bytes",
        np.array(["a"]), np.str_("a"), np.array([1], dtype="datetime64[s]"), np.zeros(1, "i4,f4"),
        type("Int", (int,), {})(1), type("Text", (str,), {})("a"), NotImplemented, ...,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_is_not_plain_keeps_only_the_name_of_its_type(value):
    assert to_plain(value) == Opaque(type(value).__name__)


def test_subclasses_of_arrays_become_arrays():
    class Loud(np.ndarray):
        def __array_finalize__(self, parent):
            self.flags.writeable = True

        def copy(self, order="C"):
            raise AssertionError("asked to copy itself")

    for value in (np.arange(4.0).view(Loud), np.arange(2).view(np.recarray), np.ma.ones(2)):
        assert type(to_plain(value)) is np.ndarray


def test_subclasses_of_containers_have_no_say():
    class EndlessList(list):
        def __iter__(self):
            while True:
                yield 0

        def __len__(self):
            return 10**9

    class EndlessTuple(tuple):
        __iter__ = EndlessList.__iter__
        __len__ = EndlessList.__len__

    class EmptyDict(dict):
        def items(self):
            return []

        def __len__(self):
            return 0

    assert to_plain(EndlessList([1, 2])) == [1, 2]
    assert to_plain(EndlessTuple((1, 2))) == (1, 2)
    assert to_plain(EmptyDict(a=1)) == {"a": 1}


def test_objects_that_pass_for_arrays_are_not_asked():
    class Pretender:
        dtype = np.dtype(float)
        shape = (2,)

        def __array__(self, *args, **kwargs):
            raise AssertionError("asked for an array")

        __float__ = __int__ = __bool__ = __len__ = __iter__ = __eq__ = __array__
        __hash__ = None

    assert to_plain(Pretender()) == Opaque("Pretender")
    assert to_plain([Pretender()]) == [Opaque("Pretender")]


def test_depth_has_an_end():
    nested = circle = []
    circle.append(circle)
    for _ in range(MAX_DEPTH):
        nested = [nested]
    inside = to_plain(nested)
    for _ in range(MAX_DEPTH):
        (inside,) = inside
    assert inside == Opaque("list")
    array_of_itself = np.empty((), dtype=object)
    array_of_itself[()] = array_of_itself
    assert to_plain(array_of_itself) == Opaque("ndarray")


def test_size_has_an_end():
    assert to_plain([0] * (MAX_ITEMS + 1)) == Opaque("list")
    assert to_plain("a" * (MAX_ITEMS + 1)) == Opaque("str")
    assert to_plain(np.broadcast_to(0.0, (10**6, 10**6))) == Opaque("ndarray")
    assert to_plain(2**10**6) == Opaque("int")


def test_a_list_that_holds_itself_many_times_has_an_end(monkeypatch):
    monkeypatch.setattr("neurona.checks.plain.MAX_ITEMS", 10_000)
    many = []
    many.extend([many] * 100)
    flat, count = [to_plain(many)], 0
    while flat:
        value = flat.pop()
        count += 1
        if isinstance(value, list):
            flat += value
    assert count <= 10_001


@given(st.recursive(st.builds(object), lambda inner: st.lists(inner, max_size=2)))
def test_what_to_plain_returns_can_be_written(value):
    json.dumps(encode(to_plain(value)), allow_nan=False)


@pytest.mark.parametrize("value", [object(), {1, 2}, b"bytes", np.float32(1), range(3)])
def test_only_plain_data_are_written(value):
    with pytest.raises(TypeError, match="is not plain data"):
        encode(value)


def test_only_what_encode_wrote_is_read():
    with pytest.raises(ValueError, match="not plain data"):
        decode({"pickle": "..."})
