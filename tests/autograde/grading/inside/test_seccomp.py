"""The filter of system calls: as a program that can be run here, and in the kernel."""

from __future__ import annotations

import errno
import struct

import pytest

from autograde.grading.inside import seccomp, syscalls
from autograde.grading.inside.syscalls import ALWAYS_DENIED, ARCHITECTURES, Architecture, number
from tests.autograde.grading.confined import alone

ALLOW, KILL = 0x7FFF0000, 0x80000000
DENY, MISSING, PRETEND = 0x50000 | errno.EPERM, 0x50000 | errno.ENOSYS, 0x50000
PID = 4242
EVERY_MACHINE = pytest.mark.parametrize("machine", ARCHITECTURES.values(), ids=ARCHITECTURES)


def verdict(machine: Architecture, call: int, *arguments: int, audit: int | None = None) -> int:
    """Run the filter as the kernel does: what becomes of one call?"""
    padded = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("=IIQ6Q", call, machine.audit if audit is None else audit, 0, *padded)
    code = list(struct.iter_unpack("=HBBI", seccomp.program(PID, machine)))
    accumulator = place = 0
    while True:
        operation, if_true, if_false, operand = code[place]
        place += 1
        if operation == 0x20:
            (accumulator,) = struct.unpack_from("=I", data, operand)
        elif operation == 0x54:
            accumulator &= operand
        elif operation == 0x06:
            return operand
        else:
            holds = {
                0x15: accumulator == operand,
                0x35: accumulator >= operand,
                0x45: bool(accumulator & operand),
            }[operation]
            place += if_true if holds else if_false


def judged(machine: Architecture, name: str, *arguments: int) -> int:
    call = number(name, machine)
    assert call is not None
    return verdict(machine, call, *arguments)


@EVERY_MACHINE
def test_denied_calls_are_denied(machine: Architecture) -> None:
    numbers = [number(name, machine) for name in ALWAYS_DENIED]
    assert {verdict(machine, call) for call in numbers if call is not None} == {DENY}


@EVERY_MACHINE
def test_another_architecture_is_killed(machine: Architecture) -> None:
    assert verdict(machine, 0, audit=0x40000003) == KILL


def test_calls_with_short_pointers_are_denied() -> None:
    assert verdict(ARCHITECTURES["x86_64"], 0x40000000) == DENY


@EVERY_MACHINE
def test_newer_calls_do_not_exist(machine: Architecture) -> None:
    newer = syscalls.LAST_KNOWN + 1
    assert [verdict(machine, call) for call in (newer, 467, 0x3FFFFFFF)] == [MISSING] * 3
    assert judged(machine, "clone3") == MISSING


@EVERY_MACHINE
def test_only_threads_are_cloned(machine: Architecture) -> None:
    thread, new_names = 0x3D0F00, 0x00020000
    assert judged(machine, "clone", thread) == ALLOW
    assert judged(machine, "clone", 17) == DENY
    assert judged(machine, "clone", thread | new_names) == DENY


@EVERY_MACHINE
@pytest.mark.parametrize("name", ["kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"])
def test_signals_go_to_itself(machine: Architecture, name: str) -> None:
    assert judged(machine, name, PID) == ALLOW
    for other in (0, 1, PID + 1, 2**32 - 1, 2**64 - 1):
        assert judged(machine, name, other) == DENY


@EVERY_MACHINE
def test_a_filter_written_for_any_process_becomes_one_for_this(machine: Architecture) -> None:
    written = seccomp.program(seccomp.ANY_PROCESS, machine)
    assert seccomp.for_process(written, PID) == seccomp.program(PID, machine)


@EVERY_MACHINE
def test_arguments_that_matter_are_looked_at(machine: Architecture) -> None:
    assert [judged(machine, "prlimit64", pid) for pid in (0, PID, 1)] == [ALLOW, ALLOW, DENY]
    assert [judged(machine, "ioctl", 0, code) for code in (0x5401, 0x5412)] == [ALLOW, DENY]
    assert judged(machine, "ioctl", 0, 0x5412 | 1 << 32) == DENY
    assert [judged(machine, "fcntl", 0, code) for code in (3, 8, 15)] == [ALLOW, DENY, DENY]
    stream, packets, no_wait = 1, 2, 0o4000
    assert judged(machine, "socketpair", 1, stream | no_wait) == ALLOW
    assert judged(machine, "socketpair", 1, packets) == DENY
    assert judged(machine, "socketpair", 2, stream) == DENY
    assert judged(machine, "fchmodat") == PRETEND


@EVERY_MACHINE
def test_ordinary_calls_are_allowed(machine: Architecture) -> None:
    reading, writing = {"x86_64": (0, 1), "aarch64": (63, 64)}[
        next(name for name, known in ARCHITECTURES.items() if known is machine)
    ]
    assert verdict(machine, reading) == verdict(machine, writing) == ALLOW


@EVERY_MACHINE
def test_truncating_is_denied_where_landlock_does_not_know_it(machine: Architecture) -> None:
    assert judged(machine, "truncate") == ALLOW
    longer = seccomp.program(PID, machine, also_denied=("truncate",))
    assert len(longer) == len(seccomp.program(PID, machine)) + 16


def test_no_two_calls_have_one_number() -> None:
    for machine in ARCHITECTURES.values():
        known = [number(name, machine) for name in syscalls.names()]
        present = [call for call in known if call is not None]
        assert len(present) == len(set(present))


def test_the_kernel_denies_them_all() -> None:
    machine = seccomp.architecture()
    assert machine is not None
    numbers = [call for name in ALWAYS_DENIED if (call := number(name, machine)) is not None]
    code = f"""
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
for number in {numbers}:
    outcome = libc.syscall(number, -1, -1, -1, -1, -1, -1)
    print(outcome, errno.errorcode.get(ctypes.get_errno()))
"""
    assert set(alone("seccomp", code)) == {"-1 EPERM"}


@pytest.mark.parametrize(
    "name", ["io_uring_setup", "memfd_create", "unshare", "keyctl", "inotify_init1"]
)
def test_without_the_filter_the_kernel_would_do_it(name: str) -> None:
    machine = seccomp.architecture()
    assert machine is not None
    code = f"""
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
name = ctypes.c_char_p(b"x")
arguments = (name, 0) if {name!r} == "memfd_create" else (0, -3, 0)
outcome = libc.syscall({number(name, machine)}, *arguments)
print(outcome < 0 and errno.errorcode.get(ctypes.get_errno()) == "EPERM")
"""
    assert alone("seccomp", code) == ["True"]
    assert alone("nothing", code) == ["False"]


def test_the_kernel_kills_calls_of_another_architecture() -> None:
    # int 0x80 makes a call of the 32-bit kind: 20 is getpid there.
    if seccomp.architecture() is not ARCHITECTURES["x86_64"]:
        pytest.skip("only x86_64 has calls of another kind")
    code = """
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(b"\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3")
start = ctypes.addressof(ctypes.c_char.from_buffer(page))
print(ctypes.CFUNCTYPE(ctypes.c_int)(start)() > 0)
"""
    assert alone("seccomp", code) == []
    assert alone("nothing", code) in (["True"], ["False"])
