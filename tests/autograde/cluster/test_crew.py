"""The cluster as the grader sees it."""

import logging
import time
from itertools import count, islice
from pathlib import Path

import pytest

from autograde.cluster.crew import Crew
from autograde.cluster.pool import ClusterPool
from autograde.grading.pool import PoolError
from autograde.grading.submissions import Submission
from autograde.grading.work import Limits
from autograde.grading.worker import Setup

ASSIGNMENT = "01_perceptron"
SETUP = Setup(
    Path("nowhere"), Limits(), b"a secret for tests", {"01_perceptron": "0123456789abcdef"}
)


def forget(_sentence):
    """Nothing that is said matters."""


def test_no_more_is_sent_than_workers_can_do(cluster, tmp_path):
    cluster.start_worker("--no-nanny")
    cluster.wait_for_workers()
    taken = count()
    missing = (Submission(tmp_path, f"s{next(taken)}", ASSIGNMENT) for _ in range(10_000))
    setup = Setup(tmp_path / "out", SETUP.limits, SETUP.secret, SETUP.bases)
    pool = ClusterPool(cluster.address, setup, False, forget)
    marked = list(islice(pool.map(missing), 20))
    assert {one.result.failure for one in marked} == {"missing"}
    assert next(taken) <= 20 + 3


def test_without_a_submission_nobody_is_connected_to():
    assert list(ClusterPool("tcp://127.0.0.1:1", SETUP, False, forget).map([])) == []


def test_a_scheduler_that_does_not_answer_is_a_sentence(monkeypatch):
    monkeypatch.setattr("autograde.cluster.crew._CONNECT_SECONDS", 0.5)
    with pytest.raises(PoolError, match=r"^no Dask scheduler answers at tcp://127\.0\.0\.1:1 \("):
        Crew("tcp://127.0.0.1:1", SETUP, False, forget).__enter__()


@pytest.mark.parametrize("address", ["nonsense://x", "tcp://:x"])
def test_what_is_no_address_is_a_sentence(address):
    with pytest.raises(PoolError, match="no Dask scheduler answers at"):
        Crew(address, SETUP, False, forget).__enter__()


def test_workers_are_waited_for_but_not_forever(cluster):
    said = []
    with Crew(cluster.address, SETUP, False, said.append, patience=0.5) as crew:
        assert crew.look_around() == set()
        assert crew.look_around() is None  # a moment ago it was the same
        time.sleep(1.0)
        with pytest.raises(PoolError, match=f"there is no worker at {cluster.address}"):
            crew.look_around()
    assert said == [f"Waiting for workers at {cluster.address}."]


def test_dask_s_own_log_is_left_as_it_was(cluster):
    logger = logging.getLogger("distributed.client")
    before = logger.level
    with Crew(cluster.address, SETUP, False, forget):
        assert logger.level == logging.CRITICAL
    assert logger.level == before
