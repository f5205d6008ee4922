"""Feed broken frames to the decoder.

``python -m tests.autograde.grading.inside.fuzz_wire 1000000`` also says how long that many take,
and how much memory.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections import Counter

import numpy as np

from autograde.grading.inside.calls import read_observation
from autograde.grading.inside.wire import (
    ARRAYS_LIMIT,
    HEADER_LIMIT,
    LENGTHS,
    WireError,
    read_body,
    read_lengths,
    write_frame,
)
from autograde.grading.running.notes import read_ran
from neurona.checks.exercise import Case
from neurona.checks.plain import Named, Opaque, Rng

CASE = Case(((1.0, np.zeros(2)), (2.0, np.ones(2))))

_ZERO_DIMENSIONS = np.array(3.0)
_OUTCOME = [np.arange(6.0).reshape(2, 3), None, [0], ["RuntimeWarning"], [], False]
_RAISED = [None, [["ValueError", "Exception"], "no", "f", "raise ValueError"], [], [], [1], True]
FRAMES = [
    write_frame(["seen", 1, 0, [_OUTCOME, _RAISED]]),
    write_frame(["ran", [[1, "error", 3, "ValueError", "no"]], ["f", "g"]]),
    write_frame([np.zeros((0, 3)), _ZERO_DIMENSIONS, np.array([True]), np.array([1 + 2j])]),
    write_frame({"a": (1, -1, 2**70, -(2**70), 1.5, 1j), "b": [Rng(3), Opaque("x"), Named("y")]}),
    write_frame("\ud800 and the rest"),
]


def read(frame: bytes) -> str:
    """Read a frame as the grader would; return what became of it."""
    try:
        start = frame[: LENGTHS.size].ljust(LENGTHS.size, b"\0")
        header, blob = read_lengths(start, HEADER_LIMIT, ARRAYS_LIMIT)
        body = frame[LENGTHS.size :]
        value = read_body(body[:header], body[header : header + blob])
    except WireError:
        return "refused"
    for reader, argument in ((read_observation, CASE), (read_ran, {1, 2})):
        try:
            reader(value[3] if isinstance(value, list) and len(value) > 3 else value, argument)
        except WireError:
            continue
        return "accepted"
    return "plain data"


def broken(dice: random.Random) -> bytes:
    """Draw bytes: noise, or a good frame with some of its bytes changed, moved or lost."""
    if dice.random() < 0.2:
        body = dice.randbytes(dice.randrange(80))
        header = dice.randint(0, len(body))
        return LENGTHS.pack(header, len(body) - header) + body
    frame = bytearray(dice.choice(FRAMES))
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(LENGTHS.size if dice.random() < 0.9 else 0, len(frame))
        match dice.randrange(5):
            case 0:
                frame[place] = dice.randrange(256)
            case 1:
                frame[place] ^= 1 << dice.randrange(8)
            case 2:
                del frame[place : place + dice.randint(1, 4)]
            case 3:
                frame[place:place] = dice.randbytes(dice.randint(1, 4))
            case 4:
                other = dice.choice(FRAMES)
                cut = dice.randrange(len(other))
                frame[place:] = other[cut:]
        if len(frame) <= LENGTHS.size:
            break
    if dice.random() < 0.8:  # lengths that agree with what follows
        size = max(len(frame) - LENGTHS.size, 0)
        header = min(LENGTHS.unpack(bytes(frame[: LENGTHS.size]).ljust(8, b"\0"))[0], size)
        frame[: LENGTHS.size] = LENGTHS.pack(header, size - header)
    return bytes(frame)


def fuzz(count: int, seed: int) -> Counter[str]:
    """Read so many broken frames; return how many came to what."""
    dice = random.Random(seed)
    return Counter(read(broken(dice)) for _ in range(count))


def main() -> None:
    count = int(sys.argv[1])
    started = time.perf_counter()
    found = fuzz(count, seed=1)
    seconds = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count} frames in {seconds:.0f} s, at most {memory} MB: {dict(found)}")


if __name__ == "__main__":
    main()
