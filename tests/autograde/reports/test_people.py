"""Codes for students."""

from __future__ import annotations

from autograde.reports import people
from autograde.reports.people import Hidden, Named, Person


def test_ten_thousand_codes_differ():
    students = [f"s{number:05}" for number in range(10_000)]
    hidden = Hidden(students, b"secret")
    assert len({hidden.person(one).name for one in students}) == len(students)
    assert hidden.ordered(students) != students


def test_codes_that_would_be_equal_become_longer(monkeypatch):
    monkeypatch.setattr(people, "_CODE_LENGTH", 1)
    students = [f"s{number}" for number in range(100)]
    codes = {Hidden(students, b"secret").person(one).name for one in students}
    assert len(codes) == len(students)


def test_a_code_hangs_on_the_secret():
    assert Hidden(["s1"], b"a").person("s1") != Hidden(["s1"], b"b").person("s1")
    assert Hidden(["s1", "s2"], b"a").person("s1") == Hidden(["s1"], b"a").person("s1")


def test_a_name_comes_with_the_id():
    named = Named({"s1": "Ada Uno", "s2": "s2", "s3": ""})
    assert named.person("s1") == Person("Ada Uno", "s1")
    assert named.person("s2") == Person("s2")
    assert named.person("s3") == Person("s3")
    assert len(named.person("x" * 500).name) < 100
