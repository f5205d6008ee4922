"""Out of the sandbox: files, links, archives, programs, processes, the network (6, 7, 13, 14)."""

from __future__ import annotations

import socket
import sqlite3
import threading
from dataclasses import replace

import pytest

from autograde.grading.running import Sandbox
from autograde.grading.work import Cell
from neurona.checks.exercise import Case

from .attacks import LIMITS, SECRET
from .machine import same_machine

# What each would do; it has succeeded when nothing is raised.
PROBES = {
    "another student's work read": "open(OUT + '/submitted/s002/work.ipynb').read()",
    "another student's work found": "os.listdir(OUT + '/submitted')",
    "the course's secret read": "open(OUT + '/secret', 'rb').read()",
    "the gradebook read": "open(OUT + '/gradebook.db', 'rb').read()",
    "marks entered": (
        "db = sqlite3.connect(OUT + '/gradebook.db')\n"
        "    db.execute('UPDATE grade SET score = 100')\n    db.commit()"
    ),
    "the gradebook written": "open(OUT + '/gradebook.db', 'r+b').write(b'A')",
    "another student's work changed": "open(OUT + '/submitted/s002/work.ipynb', 'a').write(' ')",
    "another student's work removed": "os.unlink(OUT + '/submitted/s003/work.ipynb')",
    "the grader's file replaced": "os.replace(OUT + '/spare', OUT + '/grader.py')",
    "a folder made": "os.mkdir(OUT + '/new')",
    "a file made in the temporary folder": "open(os.path.dirname(OUT) + '/left-here', 'w')",
    "a link out of the scratch folder": "os.symlink(OUT, 'way')\n    open('way/secret').read()",
    "a hard link": "os.link(OUT + '/secret', 'link')",
    "a way up": "open('../' * 40 + OUT[1:] + '/secret').read()",
    "a descriptor of a folder": "os.open('secret', os.O_RDONLY, dir_fd=os.open(OUT, os.O_RDONLY))",
    "a zip with ../ in names": (
        "zipfile.ZipFile('a.zip', 'w').writestr('x', 'evil')\n"
        "    name = '../' * 40 + OUT[1:] + '/from-zip'\n"
        "    member = zipfile.ZipFile('a.zip').read('x')\n"
        "    open(os.path.join('.', name), 'wb').write(member)"
    ),
    "a tar with absolute names": (
        "one = tarfile.TarInfo(OUT + '/from-tar')\n"
        "    with tarfile.open('a.tar', 'w') as made:\n        made.addfile(one)\n"
        "    with tarfile.open('a.tar') as made:\n"
        "        made.extract(one.name, '/', filter='fully_trusted')\n"
        "    assert os.path.exists(OUT + '/from-tar') and os.path.exists(OUT + '/secret')"
    ),
    "the process's own files": "open('/proc/self/maps').read()",
    "what the grader was started with": "open(f'/proc/{os.getppid()}/cmdline').read()",
    "the list of users": "open('/etc/passwd').read()",
    "shared memory": "open('/dev/shm/left', 'w')\n    os.unlink('/dev/shm/left')",
    "a fork": "process = os.fork()\n    process or os._exit(0)\n    os.waitpid(process, 0)",
    "a fork past Python": (
        "process = ctypes.CDLL(None).fork()\n    process or os._exit(0)\n    assert process > 0"
    ),
    "a program": "subprocess.run(['/bin/true'], check=True)",
    "a shell": "assert os.system('exit 7') == 7 << 8",
    "a signal to whoever started it": "os.kill(os.getppid(), 0)",
    "a signal to everyone": "os.kill(-1, 0)",
    "TCP": "socket.create_connection(('127.0.0.1', PORT), 1)",
    "TCP over IPv6": "socket.socket(socket.AF_INET6).bind(('::1', 0))",
    "UDP": "socket.socket(type=socket.SOCK_DGRAM).sendto(b'.', ('127.0.0.1', PORT))",
    "a socket in a file": "socket.socket(socket.AF_UNIX).connect(OUT + '/socket')",
    "a listener": "socket.socket().bind(('127.0.0.1', 0))",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).bind((0, 0))",
    "a file that needs no folder": "os.memfd_create('left')",
    "life after the grader": "assert ctypes.CDLL(None).prctl(1, 0, 0, 0, 0) == 0",
}
TOP = (
    "import ctypes, os, socket, sqlite3, subprocess, tarfile, zipfile\n"
    "OUT = {outside!r}\nPORT = {port}\n"
)


@pytest.fixture(scope="module")
def port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_accept, args=(server,), daemon=True).start()
        yield server.getsockname()[1]


def _accept(server):
    while True:
        try:
            server.accept()[0].close()
        except OSError:
            return


@pytest.fixture
def outside(tmp_path):
    """What a grader has lying about."""
    folder = tmp_path / "outside"
    for student in ("s002", "s003"):
        (folder / "submitted" / student).mkdir(parents=True)
        (folder / "submitted" / student / "work.ipynb").write_text("{}")
    (folder / "secret").write_bytes(SECRET)
    (folder / "grader.py").write_text("pass")
    (folder / "spare").write_text("evil")
    with sqlite3.connect(folder / "gradebook.db") as db:
        db.execute("CREATE TABLE grade (score)")
        db.execute("INSERT INTO grade VALUES (1)")
    db.close()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket"))
        listening.listen()
        yield folder


def _code(outside, port):
    functions = [
        f"def probe{number}():\n    {body}\n    return True\n"
        for number, body in enumerate(PROBES.values())
    ]
    return TOP.format(outside=str(outside), port=port) + "".join(functions)


def _succeed(sandbox, outside, port):
    found = set()
    with sandbox.run([Cell(1, _code(outside, port))], "en") as run:
        assert run.problems == ()
        for number, name in enumerate(PROBES):
            [[outcome]] = run.observe(f"probe{number}", [Case(((),))])
            if outcome.value is True:
                found.add(name)
    return found


def test_nothing_outside_can_be_reached(marker, sandbox, outside, port):
    with same_machine(sandbox, outside):
        assert _succeed(sandbox, outside, port) == set()


def test_without_sandbox_all_of_it_can(outside, port):
    bare = Sandbox(LIMITS, "plain")
    bare.isolation = replace(bare.isolation, seccomp=False)
    with bare as sandbox:
        reached = _succeed(sandbox, outside, port)
    not_everywhere = {"TCP over IPv6"}
    assert sorted(PROBES.keys() - reached - not_everywhere) == []


def test_without_namespaces_landlock_and_the_filter_are_enough(outside, port):
    try:
        alone = Sandbox(LIMITS, "landlock")
    except Exception as error:
        pytest.skip(f"not to be had here: {error}")
    with alone as sandbox, same_machine(sandbox, outside):
        assert _succeed(sandbox, outside, port) == set()
