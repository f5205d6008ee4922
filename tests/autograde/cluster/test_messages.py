"""A class of any size needs no memory for what was sent."""

from pathlib import Path

from autograde.cluster.crew import Crew
from autograde.cluster.parcel import Parcel
from autograde.grading.reading import MissingError
from autograde.grading.work import Limits
from autograde.grading.worker import Setup

SETUP = Setup(Path("nowhere"), Limits(), b"a secret for tests", {})
MISSING = Parcel("s001", "01_perceptron", MissingError("nothing was handed in"))


def on_scheduler(dask_scheduler):
    streams = [*dask_scheduler.stream_comms.values(), *dask_scheduler.client_comms.values()]
    return sum(len(stream.recent_message_log) for stream in streams)


def on_worker(dask_worker):
    return len(dask_worker.batched_stream.recent_message_log)


def mark(crew, numbers):
    for number in numbers:
        [worker] = crew.fit
        crew.send(worker, number, MISSING)
        while (came := crew.receive()) is None:
            pass
        assert came[0] == number


def kept(crew):
    """Count the messages that the scheduler, the worker and the grader still have."""
    client = crew._client
    [worker] = client.run(on_worker).values()
    grader = len(client.scheduler_comm.recent_message_log)
    return client.run_on_scheduler(on_scheduler), worker, grader


def test_nobody_keeps_what_has_arrived(cluster):
    cluster.start_worker("--no-nanny")
    cluster.wait_for_workers()
    with Crew(cluster.address, SETUP, False, lambda _sentence: None) as crew:
        assert crew.look_around()
        mark(crew, range(5))
        assert kept(crew) == (0, 0, 1)


def test_nor_does_a_connection_that_is_made_later(cluster):
    first = cluster.start_worker("--no-nanny")
    cluster.wait_for_workers()
    with Crew(cluster.address, SETUP, False, lambda _sentence: None) as crew:
        assert crew.look_around()
        first.kill()
        cluster.start_worker("--no-nanny")
        cluster.wait_for_workers()
        gone = set(crew.fit)
        while not crew.fit - gone:
            crew.look_around()
        mark(crew, range(5))
        assert kept(crew) == (0, 0, 1)


def test_as_dask_comes_all_of_it_is_kept(cluster, monkeypatch):
    monkeypatch.setattr("autograde.cluster.crew.let_go_on_scheduler", _nothing)
    monkeypatch.setattr("autograde.cluster.crew.FEW", {})
    cluster.start_worker("--no-nanny")
    cluster.wait_for_workers()
    with Crew(cluster.address, SETUP, False, lambda _sentence: None) as crew:
        assert crew.look_around()
        mark(crew, range(5))
        scheduler, _, grader = kept(crew)
        assert scheduler >= 5
        assert grader >= 5


def _nothing(dask_scheduler):
    """What Dask does by itself."""
