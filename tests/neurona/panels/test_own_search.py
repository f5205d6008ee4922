import asyncio

import numpy as np
import pytest

from neurona.panels import hyperparameters, own_search, trials
from neurona.panels.own_search import NAMES, part, points
from neurona.panels.trials import Point, Trial, parts_of
from solutions import hyperparameters as reference
from tests.neurona.panels.handling import moved
from tests.neurona.panels.walk import until


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Train for few epochs: what is tested here does not depend on how many."""
    monkeypatch.setattr(trials, "EPOCHS", trials.SLICE)


def closing(**changed):
    return hyperparameters.closing({name: getattr(reference, name) for name in NAMES} | changed)


def told(panel):
    """What is said of each function."""
    return dict(artist.get_text().split(": ", 1) for artist in panel.reports)


def test_right_functions_all_answer():
    panel = closing()
    assert panel.errors == []
    assert panel.notice == ""
    assert told(panel) == {
        "split": "60, 440, 500, each mango once",
        "grid": "16 points",
        "random_search": "16 points",
        "expected_improvement": "12 points chosen",
    }
    assert [len(lane.search.tried) for lane in panel.lanes] == [1, 16, 16, 16]


def test_networks_learn_from_the_student_s_split():
    panel = closing()
    train, _validation, test = panel.given
    assert not np.array_equal(train, parts_of(panel.seed)[0])
    lane = panel.lanes[1]
    trial = Trial(panel.seed, lane.best.point, panel.given)
    trial.learn_all()
    assert trial.score == lane.best.score
    assert len(set(train) & set(test)) == 0


def test_nothing_written_yet_is_told_in_sentences():
    panel = hyperparameters.closing({})
    assert panel.errors == []
    for name in ("split", "grid", "random_search"):
        assert f"`{name}` is not written yet." in panel.notice
    assert set(told(panel).values()) == {"no answer"}
    assert [len(lane.search.tried) for lane in panel.lanes] == [1, 0, 0, 0]
    for button in (panel.play_button, panel.step_button, panel.rewind_button, panel.seed_button):
        button.click()
    panel.p.value = 0.5
    panel.test_button.click()
    assert panel.errors == []
    assert "`" not in panel.alternative_text


@pytest.mark.parametrize(
    ("name", "silent"),
    [
        ("split", {"split"}),
        ("grid", {"grid"}),
        ("random_search", {"random_search", "expected_improvement"}),
        ("expected_improvement", {"expected_improvement"}),
    ],
)
def test_one_function_that_fails_leaves_the_others_alone(name, silent):
    def broken(*_args):
        raise RuntimeError("not today")

    panel = closing(**{name: broken})
    assert panel.errors == []
    assert f"`{name}` raised RuntimeError: not today." in panel.notice
    assert {one for one, words in told(panel).items() if words == "no answer"} == silent
    if name == "expected_improvement":
        assert len(panel.lanes[-1].search.tried) == 4
    if name == "split":
        assert panel.parts == parts_of(panel.seed)


def test_a_zip_leaves_the_diagonal():
    def paired(space):
        return [dict(zip(space, values)) for values in zip(*space.values())]  # noqa: B905

    panel = closing(grid=paired)
    assert told(panel)["grid"] == "4 points"
    assert [one.point for one in panel.lanes[1].search.tried] == [
        Point(0.0, 0.01),
        Point(0.3, 0.1),
        Point(0.6, 1.0),
        Point(0.9, 10.0),
    ]


def test_lambda_drawn_evenly_crowds_at_the_top():
    def evenly(space, draws, rng):
        return [
            {name: rng.uniform(low, high) for name, (low, high, _scale) in space.items()}
            for _draw in range(draws)
        ]

    rows = [one.point.cell[1] for one in closing(random_search=evenly).lanes[2].search.tried]
    assert np.mean(np.array(rows) >= 6) > 0.7


def test_a_split_that_overlaps_is_told():
    def overlapping(n, fractions, rng):
        order = rng.permutation(n)
        return order[:60], order[:440], order[500:]

    panel = closing(split=overlapping)
    assert told(panel)["split"] == "60, 440, 500; left out: 60, more than once: 60"
    assert told(panel)["split"] in panel.alternative_text


def test_too_large_a_training_set_is_cut_so_that_it_can_be_watched():
    panel = closing(split=lambda n, _f, rng: np.split(rng.permutation(n), [600, 800]))
    assert len(panel.lanes[0].trained[Point(0.0, 0.01)].training.X) == own_search.MOST
    assert told(panel)["split"].startswith("600, 200, 200")


@pytest.mark.parametrize(
    "nonsense",
    [[], [1.5], [-1], [1000], [[1, 2]], "no"],
)
def test_a_part_holds_numbers_of_mangoes(nonsense):
    with pytest.raises(ValueError, match=r"\w"):
        part(nonsense)


@pytest.mark.parametrize(
    "nonsense",
    [
        [],
        "no",
        [(0.5, 0.1)],
        [{"p": 0.5}],
        [{"p": 0.5, "lam": 0.1, "lr": 1}],
        [{"p": "a", "lam": 0.1}],
        [{"p": 0.95, "lam": 0.1}],
        [{"p": 0.5, "lam": 0.0}],
        [{"p": 0.5, "lam": -2.0}],
    ],
)
def test_points_lie_on_the_map(nonsense):
    with pytest.raises(ValueError, match=r"\w"):
        points(nonsense)


def test_points_at_the_edge_count():
    assert points([{"lam": 10, "p": np.float64(0.9)}]) == [Point(0.9, 10.0)]


@pytest.mark.parametrize(("knob", "value"), [("p", 0.4), ("lam", 1.0)])
def test_a_knob_trains_a_network_by_hand(knob, value):
    panel = closing()
    assert moved(panel, lambda: setattr(getattr(panel, knob), "value", value))
    hand = panel.lanes[0]
    assert [one.point for one in hand.search.tried] == [Point(0.0, 0.01), panel.point]
    getattr(panel, knob).value = 0.0 if knob == "p" else 0.01
    assert len(hand.search.tried) == 2  # known already


def test_a_test_result_is_that_of_the_winner_of_its_time():
    panel = closing()
    panel.test_button.click()
    assert panel.times_opened == 1
    tested = panel.lanes[0].tested
    panel.p.value, panel.lam.value = 0.5, 1.0
    if panel.lanes[0].best.point != Point(0.0, 0.01):
        assert panel.lanes[0].tested is None
    panel.test_button.click()
    assert panel.times_opened == 2
    assert panel.lanes[0].tested != tested


def test_rewind_empties_the_maps_and_play_fills_them_again():
    panel = closing()
    first = panel.png
    panel.rewind_button.click()
    assert all(lane.search.tried == [] for lane in panel.lanes)
    panel.play_button.click()
    assert panel.png == first


def test_a_drag_trains_the_newest_pick_alone():
    async def drag():
        panel = closing()
        panel.rewind_button.click()
        panel.p.value = 0.3
        panel.p.value = 0.4
        await until(lambda: not panel.playing)
        assert [len(lane.search.tried) for lane in panel.lanes] == [1, 0, 0, 0]
        assert panel.lanes[0].search.tried[0].point == Point(0.4, 0.01)
        assert panel.errors == []

    asyncio.run(drag())


def test_what_takes_long_goes_on_while_the_notebook_lives(monkeypatch):
    monkeypatch.setattr(own_search, "PATIENCE", 0.0)

    async def open_it():
        panel = closing()
        assert panel.playing
        assert not panel.lanes[1].search.finished
        await until(lambda: not panel.playing)
        assert all(lane.search.finished for lane in panel.lanes)
        assert panel.errors == []

    asyncio.run(open_it())
