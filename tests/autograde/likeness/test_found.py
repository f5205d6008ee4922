"""Copies in every disguise among honest students, and what is no copy."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from autograde.examples.crowd import draw_class
from autograde.examples.sources import reference_answers
from autograde.likeness import gather
from autograde.likeness.find import EXPECTED
from tests.autograde.likeness.deadly import DEADLY, read_one, read_some
from tests.autograde.likeness.disguise import DISGUISES
from tests.autograde.likeness.made import Classroom, couples, released


@pytest.fixture
def room(honest, tmp_path):
    """The honest class, to plant something in."""
    shutil.copytree(honest.out, tmp_path / "out")
    copied = Classroom(tmp_path / "out", honest.assignments)
    copied.students = list(honest.students)
    return copied


def test_honest_students_are_no_pairs(honest):
    assert couples(honest.find()) == []


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_copy_is_found_in_any_disguise(room, disguise):
    room.copy("s0003", "s9999", disguise, seed=3)
    findings = room.find()
    assert couples(findings) == [("s0003", "s9999")]
    (pair,) = findings.pairs
    assert pair.expected <= EXPECTED
    assert set(pair.surprise) == set(room.assignments)


@pytest.mark.parametrize("assignment", ["05_backpropagation", "07_l1_l2"])
@pytest.mark.parametrize("disguise", ["rename", "everything"])
def test_a_copy_of_one_chapter_is_found(room, disguise, assignment):
    room.copy("s0002", "s0032", disguise, seed=2, assignments=[assignment])
    assert couples(room.find()) == [("s0002", "s0032")]


def test_several_pairs_are_told_apart(room):
    for number, disguise in enumerate(DISGUISES):
        room.copy(f"s{number:04}", f"s00{number + 20}", disguise, seed=number)
    expected = {(f"s{number:04}", f"s00{number + 20}") for number in range(len(DISGUISES))}
    assert set(couples(room.find())) == expected


def test_a_copy_that_is_no_python_any_more_is_found(room):
    room.copy("s0003", "s9999", "reorder", seed=5)
    for assignment in room.assignments:
        path = room.path("s9999", assignment)
        notebook = json.loads(path.read_text())
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("solution"):
                cell["source"] = cell["source"].replace(":\n", "\n", 1)
        path.write_text(json.dumps(notebook))
    assert couples(room.find()) == [("s0003", "s9999")]


def test_who_hands_in_nothing_of_their_own_is_no_pair(room):
    for number in range(6):
        for assignment in room.assignments:
            room.put(f"stub{number}", assignment, released("en", assignment))
            notebook = json.loads(released("es", assignment))
            answers = reference_answers("es", assignment)
            for cell in notebook["cells"]:
                name = cell["metadata"].get("nbgrader", {}).get("grade_id")
                cell["source"] = answers.get(name, cell["source"])
            room.put(f"reference{number}", assignment, json.dumps(notebook))
    assert couples(room.find()) == []


def test_what_cannot_be_read_is_told_and_costs_nothing_else(room):
    room.copy("s0003", "s9999", "rename", seed=6)
    first = room.assignments[0]
    for student, text in {"bad1": "", "bad2": '{"cells": 7}', "bad3": "[" * 90_000}.items():
        room.put(student, first, text)
    room.students.append("absent")
    findings = room.find()
    assert couples(findings) == [("s0003", "s9999")]
    assert {(one, assignment) for one, assignment, _ in findings.problems} == {
        (f"bad{number}", first) for number in (1, 2, 3)
    }
    assert all(reason for _, _, reason in findings.problems)
    assert findings.readers[first] == 61


def test_processes_find_the_same(room):
    room.copy("s0003", "s9999", "everything", seed=7)
    for number in range(60):
        room.put(f"more{number}", room.assignments[0], released("en", room.assignments[0]))
    one, other = room.find(workers=1), room.find(workers=2)
    assert one.pairs == other.pairs
    assert (one.readers, one.problems) == (other.readers, other.problems)


def test_a_file_that_ends_the_process_costs_itself_alone(room, monkeypatch):
    monkeypatch.setattr(gather, "_FEW", 1)
    monkeypatch.setattr(gather, "_AT_A_TIME", 2)
    with gather.Readers(room.out, [*room.students[:2], DEADLY, "absent"], workers=2) as readers:
        monkeypatch.setattr(gather, "_read_some", read_some)
        monkeypatch.setattr(gather, "read_leaf", read_one)
        gathered = readers.gather(room.assignments[0], lambda read: None)
    assert gathered.readers == 2
    assert gathered.problems == {2: gather._BROKEN}


def test_a_drawn_class_has_no_pairs(tmp_path):
    """Its students have only known answers, so that all that two share many share."""
    chapters = ("01_perceptron", "02_sigmoid", "05_backpropagation")
    room = Classroom(tmp_path, chapters)
    for one in draw_class(120, chapters, np.random.default_rng(2)):
        room.put(one.student, one.assignment, one.text)
    assert couples(room.find()) == []
