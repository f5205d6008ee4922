"""Budgets are judged as benchmarks/README.md says; how long anything takes is not looked at."""

from __future__ import annotations

import copy
import json

import pytest

from benchmarks import cluster, marking, reckoning, scale


def _run(size: int, seconds: float, megabytes: float = 180.0, later: float = 1.0):
    """A run in which every submission takes as long, but for the last tenth."""
    slices = [seconds] * 90 + [seconds * later] * 10 if size == 10_000 else []
    return {
        "submissions": size,
        "seconds_each": seconds,
        "slices": slices,
        "times": [],
        "grader_peak_mb": megabytes,
        "in_gradebook": size,
    }


def _judge(*largest, **named):
    runs = [[_run(100, each) for each in (0.05, 0.1, 0.051)], [_run(10_000, *largest, **named)]]
    rows = [scale.summarize(each) for each in runs]
    return scale.problems(rows, scale.compare(rows))


def test_ten_thousand_like_a_hundred_keep_all_budgets() -> None:
    assert _judge(0.0555) == []


@pytest.mark.parametrize(
    ("largest", "says"),
    [
        ({"seconds": 0.057}, "the time that one takes in the smallest class"),
        ({"seconds": 0.05, "later": 1.2}, "the time that one took first"),
        ({"seconds": 0.05, "megabytes": 200.0}, "the grader's memory"),
    ],
)
def test_each_budget_is_judged(largest, says) -> None:
    (problem,) = _judge(**largest)
    assert says in problem


def test_a_submission_that_is_lost_is_told() -> None:
    rows = [scale.summarize([_run(size, 0.05)]) for size in (100, 10_000)]
    rows[0]["in_gradebook"] -= 1
    assert scale.problems(rows, scale.compare(rows)) == [
        "wanted: every submission in the gradebook"
    ]


def test_times_are_taken_apart_into_slices() -> None:
    """Half a second each, and one second from the 1,100th on."""
    times = [(0.5 * n if n <= 1100 else n - 550.0, n) for n in range(1, 2101)]
    found = scale.timing(times)
    assert found["seconds_each"] == pytest.approx((2100 - 550 - 0.5 * 211) / (2100 - 211))
    assert found["slices"][:8] == pytest.approx([0.5] * 8)
    assert found["slices"][-9:] == pytest.approx([1.0] * 9)
    assert len(found["times"]) <= 200
    assert found["times"][0] == [0.0, 1]


def test_what_is_recorded_of_scale_keeps_its_budgets() -> None:
    record = reckoning.recorded("scale")
    assert scale.problems(record["rows"], record) == []
    assert record["rows"][-1]["submissions"] == 10_000


@pytest.fixture
def pairs():
    return json.loads(cluster.RESULTS.read_text())


def test_what_costs_something_is_recorded(pairs) -> None:
    assert cluster.impossible(pairs["pairs"], pairs["figures"]) == []


def test_a_negative_slope_in_any_pair_is_refused(pairs) -> None:
    rows = copy.deepcopy(pairs["pairs"])
    rows[1]["local"]["cpu"] = -0.001
    assert cluster.impossible(rows, pairs["figures"]) == ["pair 2, local: cpu -0.001"]


def test_a_negative_figure_is_refused_and_a_missing_one_is_not(pairs) -> None:
    figures = pairs["figures"] | {"SQLite bytes": 0.0, "PostgreSQL bytes": None}
    assert cluster.impossible(pairs["pairs"], figures) == ["SQLite bytes 0"]


def test_nothing_is_written_of_a_run_that_cannot_be(tmp_path, monkeypatch, capsys, pairs) -> None:
    class Bench:
        def __init__(self, *_):
            self._rows = iter(pairs["pairs"])

        def measure(self, number):
            row = copy.deepcopy(next(self._rows))
            row["cluster"]["wall"] *= -1
            return row

        def kept(self):
            return {}

    class NoCluster:
        def __init__(self, *_):
            pass

        __enter__ = __exit__ = lambda self, *_: None

    monkeypatch.setattr(cluster, "_Bench", Bench)
    monkeypatch.setattr(cluster, "_Cluster", NoCluster)
    monkeypatch.setattr("sys.argv", ["cluster", "--results", str(tmp_path / "cluster.json")])
    assert cluster.main() == 1
    assert "Nothing is recorded" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def _pair(ours: float, fork: float) -> marking.Row:
    def cost(seconds):
        return {"cpu": seconds, "wall": seconds}

    forks = {marking.EVERY_CELL: [cost(fork / 2), cost(fork * 1.5)], marking.OUR_CELLS: [cost(0.1)]}
    return {"ours": cost(ours), "stock": cost(25.0 * ours), "forks": forks}


@pytest.mark.parametrize(("fork", "status"), [(0.2, 0), (0.09, 1)])
def test_forks_are_compared_within_each_pair(fork, status) -> None:
    """A machine that is ten times slower in one pair changes nothing."""
    rows = [_pair(0.2, fork), _pair(2.0, 10 * fork), _pair(0.2, fork)]
    figures = marking.summarize(rows)
    assert figures["against a bare fork, every cell"] == pytest.approx(0.2 / fork)
    assert figures["against a bare fork, cells that we run"] == pytest.approx(2.0)
    assert marking.report(figures) == status
