"""Equal facts, equal marks."""

from autograde.cluster.facts import differences, own_facts
from autograde.grading import fingerprint

OURS = {"neurona": "1.0", "Python": "3.11.2", "torch": "2.6.0", "files": "abc"}


def test_this_machine_is_like_itself():
    assert differences(own_facts(), own_facts()) == ""
    assert own_facts()["keras"] != "none"


def test_every_difference_is_named():
    theirs = OURS | {"Python": "3.12.1", "torch": "none"}
    assert differences(theirs, OURS) == (
        "Python is 3.12.1 there and 3.11.2 here; torch is none there and 2.6.0 here"
    )


def test_a_release_that_says_less_differs():
    assert differences({"neurona": "1.0"}, OURS).startswith("Python is none there and 3.11.2 here")


def test_files_differ_where_nothing_else_does():
    theirs = OURS | {"files": "xyz"}
    assert differences(theirs, OURS).startswith("its copy of the course, the solutions or")


def test_builds_for_other_processors_are_the_same(monkeypatch):
    monkeypatch.setattr(fingerprint, "version", lambda name: "2.6.0+cpu")
    assert own_facts()["torch"] == "2.6.0"
