"""A submission has no network, in any family. One layer at a time, then none."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.autograde.grading.confined import alone, confined, require

FAMILIES = ("AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK")


@pytest.fixture
def port() -> Iterator[int]:
    """A port of this machine where somebody answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        threading.Thread(target=_answer, args=(server,), daemon=True).start()
        yield server.getsockname()[1]


def _answer(server: socket.socket) -> None:
    while True:
        try:
            server.accept()[0].close()
        except OSError:
            return


def test_no_family_of_sockets_is_there() -> None:
    code = f"""
import errno, socket
for family in [getattr(socket, name) for name in {FAMILIES}] + list(range(1, 47)):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        try:
            socket.socket(family, kind)
        except OSError as error:
            print(errno.errorcode[error.errno])
        else:
            print("a socket")
"""
    assert set(alone("seccomp", code)) == {"EPERM"}
    assert "a socket" in alone("nothing", code)


@pytest.mark.parametrize("layer", ["namespaces", "landlock"])
def test_loopback_leads_nowhere(layer: str, port: int) -> None:
    require("landlock", landlock_abi=4)
    code = f"import socket; tell(socket.create_connection, ('127.0.0.1', {port}), 5)"
    assert alone(layer, code) == ["denied"]
    assert alone("nothing", code) == ["done"]


def test_nobody_can_be_listened_for() -> None:
    require("landlock", landlock_abi=4)
    code = "import socket; tell(socket.create_server, ('127.0.0.1', 0))"
    assert alone("landlock", code) == ["denied"]
    assert alone("nothing", code) == ["done"]


def test_the_sandbox_has_no_interface_that_is_up() -> None:
    code = """
import socket
udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
tell(udp.sendto, b"secret", ("192.0.2.1", 53))
"""
    assert alone("namespaces", code) == ["denied"]


@pytest.mark.parametrize("layer", ["namespaces", "landlock"])
def test_abstract_sockets_of_others_are_out_of_reach(layer: str) -> None:
    require("landlock", landlock_abi=6)
    name = "\0neurona-test"
    code = f"""
import socket
tell(socket.socket(socket.AF_UNIX).connect, {name!r})
"""
    with closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(name)
        server.listen()
        assert alone(layer, code) == ["denied"]
        assert alone("nothing", code) == ["done"]


def test_sockets_in_files_are_out_of_sight(tmp_path: Path) -> None:
    name = str(tmp_path / "socket")
    code = f"""
import socket
tell(socket.socket(socket.AF_UNIX).connect, {name!r})
"""
    with closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(name)
        server.listen()
        assert alone("namespaces", code) == ["denied"]
        assert alone("nothing", code) == ["done"]


def test_a_pair_of_sockets_leads_nowhere() -> None:
    code = """
import array, os, socket
tell(socket.socketpair, socket.AF_UNIX, socket.SOCK_DGRAM)
one, other = socket.socketpair()
one.sendall(b"x")
tell(other.recv, 1)
tell(one.connect, "\\0somebody")
rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [1]))]
tell(one.sendmsg, [b"x"], rights)
tell(other.recvmsg, 1, 100)
"""
    assert confined(code).said == ["denied", "done", "denied", "denied", "denied"]
