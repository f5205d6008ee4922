"""Replies that are forged, too long, too many, too late or malformed (8)."""

from __future__ import annotations

import pytest

from autograde.grading.inside import channel as channel_of_grader
from autograde.grading.running import sandbox as sandbox_of_grader
from neurona.checks.diagnose import judge

from .attacks import FULL, NOTHING, RIGHT, WORTHLESS, mark, notebook, of, scores, with_one

FIND = """
import os, stat, sys, threading, time
def numbers(kind=stat.S_ISSOCK):
    found = []
    for number in range(3, 256):
        try:
            if kind(os.fstat(number).st_mode):
                found.append(number)
        except OSError:
            pass
    return found
def request():
    frame = sys._getframe()
    while frame:
        if frame.f_code.co_name == "answer":
            return frame.f_locals["number"], frame.f_locals["cases"]
        frame = frame.f_back
def write(frame):
    for number in numbers():
        os.write(number, frame)
def frame_of(value):
    return sys.modules["inside.wire"].write_frame(value)
"""
FUNCTION = "def perceptron(x, w, b):\n    {body}\n    return None"
BODIES = {
    "every case answered at once": (
        "number, cases = request()\n"
        "    write(b''.join(frame_of(['seen', number, index, "
        "[[1, None, [], [], [], False] for call in calls]]) for index, calls in cases))"
    ),
    "true as an answer to all": "write(frame_of(['seen', request()[0], 0, True]))",
    "a verdict": "write(frame_of(['right', 2.0]))",
    "noise": "write(os.urandom(10_000))",
    "a header of 4 GB": "write(b'\\xff\\xff\\xff\\xff' * 2)",
    "arrays of 4 GB": "write(b'\\0\\0\\0\\0\\xff\\xff\\xff\\xff')",
    "half a frame": "write(frame_of(['seen', request()[0], 0, []])[:-3])",
    "a million frames": (
        "many = frame_of(None) * 1000\n    for _ in range(1000):\n        write(many)"
    ),
    "msgpack nested deep": "write(b'\\xa0\\x86\\x01\\0' + b'\\0' * 4 + b'\\x91' * 100_000)",
    "an object to build": "write(b'\\x04\\0\\0\\0\\0\\0\\0\\0' + b'\\xc7\\x01\\x05a')",
    "the channel closed": "os.closerange(3, 256)",
    "something else on the channel": (
        "other = os.open('file', os.O_CREAT | os.O_RDWR)\n"
        "    [os.dup2(other, number) for number in numbers()]"
    ),
    "a pipe on the channel": "[os.dup2(os.pipe()[1], number) for number in numbers()]",
    "one end shut": "import socket\n    [socket.socket(fileno=n).shutdown(2) for n in numbers()]",
    "the grader's requests read": "[os.read(n, 1 << 20) for n in numbers()]",
    "places that do not exist": "[os.write(n, b'\\x01' * 60_000) for n in numbers(stat.S_ISFIFO)]",
    "the writer of frames replaced": (
        "sys.modules['inside.calls'].write_frame = lambda value: b'\\0' * 8"
    ),
    "an observation replaced": (
        "sys.modules['inside.calls'].make_calls = lambda function, case: ()"
    ),
    "a thread that goes on writing": (
        "threading.Thread(target=lambda: [write(frame_of(1)) for _ in range(1000)]).start()"
    ),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_reply_that_is_not_earned_earns_nothing(marker, body):
    answers = with_one("perceptron", FUNCTION.format(body=body))
    result = mark(marker, notebook(answers, before=FIND))
    assert of(result, "perceptron").score == 0
    assert of(result, "nand_weights").score == FULL["nand_weights"]


AHEAD = (
    "def ahead():\n"
    "    one = ['seen', 7, 0, [[1, None, [], [], [], False]]]\n"
    "    write(frame_of(['ran', [], ['perceptron', 'xor', 'update']]) + frame_of(one) * 3)\n"
)


def test_no_reply_can_be_sent_ahead_of_its_question(marker):
    result = mark(marker, notebook(WORTHLESS, before=FIND + AHEAD + "ahead()"))
    assert scores(result) == NOTHING
    assert of(result, "perceptron").status in ("killed", "wrong", "error")


def test_with_numbers_that_can_be_guessed_it_would_be_taken(sandbox, monkeypatch):
    from autograde.grading.work import Cell
    from neurona.checks.exercise import Case

    code = FIND + AHEAD + "ahead()\ndef perceptron():\n    time.sleep(0.3)\n    return None"
    for guessed, value in ((7, 1), (8, None)):
        monkeypatch.setattr(sandbox_of_grader.secrets, "randbits", lambda bits, n=guessed: n)
        with sandbox.run([Cell(1, code)], "en") as run:
            [[outcome]] = run.observe("perceptron", [Case(((),))])
        assert outcome.value == value


def test_a_reply_longer_than_allowed_is_refused_before_it_is_read(marker, monkeypatch):
    body = "write(b'\\0\\0\\0\\0' + (40 << 20).to_bytes(4, 'little') + b'\\0' * (40 << 20))"
    made = notebook(with_one("perceptron", FUNCTION.format(body=body)), before=FIND)
    read = []
    own = channel_of_grader.read_body
    monkeypatch.setattr(
        channel_of_grader, "read_body", lambda *parts: read.append(len(parts[1])) or own(*parts)
    )
    assert of(mark(marker, made), "perceptron").score == 0
    assert max(read) <= channel_of_grader.ARRAYS_LIMIT


@pytest.mark.slow
def test_a_reply_in_crumbs_is_late(marker):
    body = "while True:\n        time.sleep(0.05)\n        write(b'\\0\\0\\1')"
    result = mark(marker, notebook(with_one("perceptron", FUNCTION.format(body=body)), FIND))
    assert of(result, "perceptron").score == 0
    assert of(result, "xor").score == FULL["xor"]


def test_forged_side_effects_hide_no_wrong_value(marker):
    """What only the process itself can see is its own report; a value is not."""
    lie = (
        "import neurona.checks.observe as observe\n"
        "observe._still_holds = lambda *rest: True\nobserve._state_of = lambda argument: None"
    )
    assert scores(mark(marker, notebook(WORTHLESS, before=lie))) == NOTHING
    assert scores(mark(marker, notebook(RIGHT, before=lie))) == FULL


def test_the_judge_takes_no_word_for_it(marker):
    """A verdict is made of values, by a function that no submission can reach."""
    patch = (
        "import neurona.checks.diagnose as diagnose\n"
        "diagnose.judge = lambda *rest: diagnose.Verdict('right', ())"
    )
    assert scores(mark(marker, notebook(WORTHLESS, before=patch))) == NOTHING
    assert judge.__module__ == "neurona.checks.diagnose"
