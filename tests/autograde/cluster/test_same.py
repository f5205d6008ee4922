"""A cluster gives the same bytes as this machine, whatever dies meanwhile."""

import signal
import time

import pytest

from tests.autograde.cluster.conftest import SECRET, outcome, recorded
from tests.autograde.cluster.machines import running_cluster
from tests.autograde.grading.crashes.marking import end, finish, start


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """Two workers: one in the care of a nanny, and one with two threads."""
    with running_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        cluster.start_worker()
        cluster.start_worker("--no-nanny", threads=2)
        cluster.wait_for_workers()
        yield cluster


def wait_until_recorded(url, count, process):
    while len(recorded(url)) < count:
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.05)


def test_the_same_class_gives_the_same_bytes(kit, busy, tmp_path, postgres_url):
    said = finish(kit.command(tmp_path / "out", postgres_url, busy), kit.secret)
    assert outcome(tmp_path / "out", postgres_url) == kit.here
    assert "has 2 threads, and marks one submission at a time: start it with" in said
    assert "marks nothing" not in said


def test_nothing_is_left_on_workers(kit, busy):
    until = time.monotonic() + 20.0
    while any(worker.sandboxes() for worker in busy.workers):
        assert time.monotonic() < until
        time.sleep(0.1)
    written = [path for path in busy.folder.rglob("*") if path.is_file()]
    assert written
    students = [path.name.encode() for path in kit.submitted.iterdir()]
    for path in written:
        content = path.read_bytes()
        assert SECRET not in content, path
        assert not any(student in content for student in students), path
    assert not (busy.folder / "no-secret").exists()


def test_a_worker_that_is_killed_costs_nothing(kit, busy, tmp_path, postgres_url):
    process = start(kit.command(tmp_path / "out", postgres_url, busy), kit.secret)
    wait_until_recorded(postgres_url, 2, process)
    busy.workers[0].kill_workers()
    end(process)
    assert outcome(tmp_path / "out", postgres_url) == kit.here


@pytest.mark.slow
def test_an_interrupt_stops_it(kit, busy, tmp_path, postgres_url):
    process = start(kit.command(tmp_path / "out", postgres_url, busy), kit.secret)
    wait_until_recorded(postgres_url, 2, process)
    process.send_signal(signal.SIGINT)
    assert end(process, status=130, seconds=20).endswith("the same command goes on from there.")


@pytest.mark.slow
def test_two_runs_share_a_cluster_and_lose_nothing_with_a_machine(
    kit, busy, tmp_path, postgres_server
):
    runs = [(tmp_path / name, postgres_server.new_database()) for name in ("one", "two")]
    under_way = [start(kit.command(*where, busy), kit.secret) for where in runs]
    wait_until_recorded(runs[0][1], 2, under_way[0])
    busy.workers[1].kill()  # for good: it has no nanny
    for process in under_way:
        end(process)
    for where in runs:
        assert outcome(*where) == kit.here


@pytest.mark.slow
def test_a_scheduler_that_goes_away_stops_it_and_the_same_command_goes_on(
    kit, cluster, tmp_path, postgres_url
):
    cluster.start_worker()
    cluster.start_worker()
    line = kit.command(tmp_path / "out", postgres_url, cluster)
    process = start(line, kit.secret)
    wait_until_recorded(postgres_url, 3, process)
    cluster.scheduler.kill()
    said = end(process, status=1)
    assert f"Marking stopped: the scheduler at {cluster.address} is gone." in said
    assert "the same command goes on from there" in said
    before = recorded(postgres_url)
    assert 3 <= len(before) < kit.students
    cluster.kill()
    cluster.start_scheduler()
    cluster.start_worker()
    assert f"{len(before)} of {kit.students} were recorded" in finish(line, kit.secret)
    assert outcome(tmp_path / "out", postgres_url) == kit.here


@pytest.mark.slow
def test_a_submission_that_kills_its_worker_costs_itself_alone(
    kit, cluster, tmp_path, postgres_url
):
    cluster.start_worker("--preload", "tests.autograde.cluster.preloads.deadly")
    line = kit.command(tmp_path / "out", postgres_url, cluster)
    said = finish(line, kit.secret, status=1)
    assert "hangs, 01_perceptron: The worker that marked it was killed, three times." in said
    assert (tmp_path / "out" / "faults.csv").read_text().count("\n") == 2
    found = outcome(tmp_path / "out", postgres_url)
    others = {
        name: content
        for name, content in kit.here.items()
        if name.startswith(("autograded/", "feedback/")) and "/hangs/" not in name
    }
    assert len(others) > kit.students
    assert others.items() <= found.items()
    assert recorded(postgres_url).keys() == {
        path.name for path in kit.submitted.iterdir() if path.name != "hangs"
    }
