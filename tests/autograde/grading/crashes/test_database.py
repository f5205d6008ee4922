"""The database goes away, or is kept locked, in the middle of a run."""

import sqlite3
import sys
import threading
import time

import psycopg
import pytest

from tests.autograde.grading.crashes.marking import (
    command,
    dump,
    end,
    finish,
    outcome,
    recorded,
    start,
)
from tests.autograde.grading.postgres import running_server

IMPATIENT = """
from autograde.grading.recording.gradebook import Recorder
Recorder.__init__.__kwdefaults__["patience"] = 1.0
from autograde.cli import app
app()
"""


def impatient(line):
    """The same command, which waits for a database for a second only."""
    return [sys.executable, "-c", IMPATIENT, *line[1:]]


@pytest.fixture(scope="module")
def server():
    """A server that may be killed: others have their own."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="module")
def undisturbed(kit, server, tmp_path_factory):
    out, url = tmp_path_factory.mktemp("server"), server.new_database()
    finish(command(kit.submitted, out, "--db", url), kit.secret)
    return outcome(out, url)


def wait_until_recorded(url, count, process):
    while process.poll() is None:
        try:
            with psycopg.connect(url) as connection:
                query = "SELECT count(*) FROM neurona_results"
                if connection.execute(query).fetchone()[0] >= count:
                    return
        except psycopg.errors.UndefinedTable:
            pass
        time.sleep(0.05)
    raise AssertionError(process.communicate()[0])


@pytest.mark.slow
def test_postgresql_gives_the_same(kit, undisturbed):
    for what in ("grades", "reports", "files"):
        assert undisturbed[what] == kit.undisturbed[what]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("end_server", "seconds"), [("shut_down", 0.0), ("kill", 0.0), ("kill", 2.0)]
)
def test_a_server_that_comes_back_is_waited_for(
    kit, server, undisturbed, tmp_path, end_server, seconds
):
    url = server.new_database()
    process = start(command(kit.submitted, tmp_path, "--db", url), kit.secret)
    wait_until_recorded(url, 2, process)
    getattr(server, end_server)()
    time.sleep(seconds)
    server.start()
    end(process)
    assert outcome(tmp_path, url) == undisturbed


@pytest.mark.slow
def test_a_server_that_stays_away_is_a_sentence(kit, server, undisturbed, tmp_path):
    url = server.new_database()
    line = command(kit.submitted, tmp_path, "--db", url)
    process = start(impatient(line), kit.secret)
    try:
        wait_until_recorded(url, 2, process)
        server.kill()
        said = end(process, status=1)
        assert "cannot be used" in said
        assert "cannot be used" in finish(line, kit.secret, status=1)
    finally:
        server.start()
    before = dump(tmp_path, url)["neurona_results"]
    said = finish(line, kit.secret)
    assert f"{len(before)} of {kit.students} were recorded already." in said
    assert set(before) <= set(dump(tmp_path, url)["neurona_results"])
    assert outcome(tmp_path, url) == undisturbed


def lock_when_some_are_recorded(out):
    """Lock the gradebook as soon as two submissions are in it; return the connection."""
    while len(recorded(out)) < 2:
        time.sleep(0.02)
    connection = sqlite3.connect(
        out / "gradebook.db", isolation_level=None, timeout=30, check_same_thread=False
    )
    connection.execute("BEGIN EXCLUSIVE")
    return connection


@pytest.mark.slow
def test_a_locked_file_is_waited_for(kit, tmp_path):
    process = start(command(kit.submitted, tmp_path), kit.secret)
    lock = lock_when_some_are_recorded(tmp_path)
    timer = threading.Timer(2, lock.rollback)
    timer.start()
    end(process)
    timer.join()
    lock.close()
    assert outcome(tmp_path) == kit.undisturbed


@pytest.mark.slow
def test_a_file_that_stays_locked_is_a_sentence(kit, tmp_path):
    line = command(kit.submitted, tmp_path)
    process = start(impatient(line), kit.secret)
    lock = lock_when_some_are_recorded(tmp_path)
    said = end(process, status=1)
    lock.rollback()
    lock.close()
    assert "another program keeps it locked" in said
    before = recorded(tmp_path)
    assert f"{len(before)} of {kit.students} were" in finish(line, kit.secret)
    assert before.items() <= recorded(tmp_path).items()
    assert outcome(tmp_path) == kit.undisturbed
