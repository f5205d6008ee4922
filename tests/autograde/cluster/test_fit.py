"""Who may mark: the same release, a sandbox, an answer."""

import sys

import pytest

from tests.autograde.cluster.machines import running_cluster
from tests.autograde.grading.crashes.marking import command, finish

PRELOADS = "tests.autograde.cluster.preloads"
CREDULOUS = """
from autograde.cluster import crew
crew.differences = lambda theirs, ours: ""
from autograde.cli import app
app()
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """A cluster in which no worker is as it should be."""
    with running_cluster(tmp_path_factory.mktemp("odd")) as cluster:
        for name in ("older", "weak"):
            cluster.start_worker("--preload", f"{PRELOADS}.{name}", "--name", name, "--no-nanny")
        cluster.wait_for_workers()
        yield cluster


@pytest.fixture
def grade(small, kit, tmp_path):
    """Mark one submission on a cluster; return what was said, and where the results are."""

    def run(cluster, *options, status=0):
        line = command(small, tmp_path / "out", "--scheduler", cluster.address, *options)
        return finish(line, kit.secret, status), tmp_path / "out"

    return run


def test_workers_that_would_mark_otherwise_get_nothing(grade, odd, kit):
    said, out = grade(odd, "--require-sandbox", status=1)
    assert said.count("marks nothing: ") == 2
    assert "marks nothing: neurona is 0.0.9 there and 0." in said
    assert "Students' code is not kept from this user's files" in said
    assert f"Marking stopped: no worker at {odd.address} can mark." in said
    assert not (out / "grades.csv").exists()


def test_a_weaker_sandbox_is_told_and_does_where_none_is_required(grade, odd, kit):
    said, out = grade(odd)
    assert said.count("marks nothing: neurona is 0.0.9") == 1
    assert said.count("Students' code is not kept from this user's files") == 1
    there = {path.relative_to(out): path.read_bytes() for path in out.rglob("feedback/*/*/*.html")}
    assert there
    assert all(kit.here[name.as_posix()] == content for name, content in there.items())


def test_without_a_look_at_facts_an_older_release_would_mark(small, kit, cluster, tmp_path):
    cluster.start_worker("--preload", f"{PRELOADS}.older", "--no-nanny")
    cluster.wait_for_workers()
    out = tmp_path / "out"
    line = command(small, out, "--scheduler", cluster.address)
    assert "marks nothing: neurona is 0.0.9" in finish(line, kit.secret, status=1)
    assert "marks nothing" not in finish([sys.executable, "-c", CREDULOUS, *line[1:]], kit.secret)
    assert list((out / "feedback").rglob("*.html"))


@pytest.mark.slow
def test_a_worker_without_a_working_sandbox_leaves_the_rest_to_others(
    kit, cluster, tmp_path, postgres_url
):
    from tests.autograde.cluster.conftest import outcome

    cluster.start_worker("--preload", f"{PRELOADS}.broken")
    cluster.start_worker()
    cluster.wait_for_workers()
    said = finish(kit.command(tmp_path / "out", postgres_url, cluster), kit.secret)
    assert "marks nothing: the sandbox does not start: out of luck." in said
    assert outcome(tmp_path / "out", postgres_url) == kit.here
