"""The course in JupyterLab, used as a student uses it: one sitting a notebook."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from neurona.checks.frozen import load_all
from tests.browser.conftest import Console, NewPage, copy_alone
from tests.browser.lab import LabNotebook
from tests.browser.panel import PagePanel
from tests.browser.pictures import Pictures
from tests.browser.servers import Server
from tests.browser.words import Words
from tests.notebooks import ALL, StudentNotebook, grade_id, is_check

pytestmark = pytest.mark.browser

STEPS = 6
PAUSE_MS = 2000
ERROR = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type*='stderr']"


@dataclass(frozen=True)
class WrongAnswer:
    """A mistake as a student makes it."""

    exercise: str
    mistake: str
    """Its name in the suite."""
    source: str
    needs: tuple[str, ...] = ()
    """Exercises that must be right before."""


WRONG = {
    "01_perceptron": WrongAnswer(
        "update",
        "x_forgotten",
        "def update(x, d, w, b, lr):\n"
        "    error = d - perceptron(x, w, b)\n"
        "    return w + lr * error, b + lr * error",
        needs=("perceptron",),
    ),
    "02_sigmoid": WrongAnswer(
        "tanh_from_sigmoid",
        "not_squeezed",
        "def tanh_from_sigmoid(z):\n    return 2 * sigmoid(z) - 1",
        needs=("sigmoid",),
    ),
    "03_gradient_descent": WrongAnswer(
        "quadratic_cost",
        "half_missing",
        "def quadratic_cost(A, Y):\n    return np.sum((Y - A) ** 2) / len(Y)",
    ),
    "04_sgd": WrongAnswer(
        "sgd_step",
        "climbs",
        "def sgd_step(params, grads, lr):\n    return [p + lr * g for p, g in zip(params, grads)]",
    ),
    "05_backpropagation": WrongAnswer(
        "hidden_error",
        "sigma_for_slope",
        "def hidden_error(W_next, delta_next, z):\n    return (W_next.T @ delta_next) * sigmoid(z)",
    ),
    "06_costs_and_overfitting": WrongAnswer(
        "cross_entropy_error",
        "keeps_slope",
        "def cross_entropy_error(A, Y):\n    return (A - Y) * A * (1 - A)",
    ),
    "07_l1_l2": WrongAnswer(
        "soft_threshold",
        "hard_threshold",
        "def soft_threshold(w, t):\n    return np.where(np.abs(w) > t, w, 0.0)",
    ),
    "08_dropout": WrongAnswer(
        "scaled_inference", "scaled_by_p", "def scaled_inference(A, p):\n    return p * A"
    ),
    "10_pytorch_and_keras": WrongAnswer(
        "keras_l2", "half_left_out", "def keras_l2(lam, n):\n    return lam / n"
    ),
    "09_hyperparameters": WrongAnswer(
        "random_search",
        "log_drawn_linearly",
        "def random_search(space, draws, rng):\n"
        "    points = []\n"
        "    for _ in range(draws):\n"
        "        point = {}\n"
        "        for name, (low, high, scale) in space.items():\n"
        "            if scale not in ('linear', 'log'):\n"
        "                raise ValueError(scale)\n"
        "            point[name] = rng.uniform(low, high)\n"
        "        points.append(point)\n"
        "    return points",
    ),
}


@dataclass
class Sitting:
    """A notebook in a page, after Run All."""

    notebook: StudentNotebook
    page: Page
    open: LabNotebook
    words: Words

    def panel(self, name: str) -> PagePanel:
        """Return the opening or the closing panel."""
        return PagePanel(self.page, self.open.output(self.open.index_with(f".{name}(")))

    def answer(self, exercise: str, source: str) -> Locator:
        """Write an answer to an exercise, check it, and return what the check shows."""
        answer, check = map(self.open.index_of, (exercise, f"check_{exercise}"))
        self.open.write(answer, source)
        assert self.open.sources()[answer] == source
        self.open.run(answer)
        self.open.run(check)
        return self.open.output(check)


@pytest.fixture(scope="module", params=ALL, ids=str)
def sitting(
    request: pytest.FixtureRequest, new_page: NewPage, lab: Server
) -> Iterator[tuple[Sitting, Console]]:
    notebook = request.param
    with new_page() as (page, console):
        opened = LabNotebook(page, lab, copy_alone(notebook, lab.folder))
        opened.run_all()
        yield Sitting(notebook, page, opened, Words(notebook.language)), console


@pytest.fixture
def seated(sitting: tuple[Sitting, Console]) -> Iterator[Sitting]:
    """Hand out the sitting, and want no complaints in the console afterwards."""
    seated, console = sitting
    yield seated
    complaints, console.errors = console.errors, []
    assert complaints == []


def test_untouched_checks_say_so_in_one_line(seated: Sitting) -> None:
    for index, cell in enumerate(seated.notebook.read().cells):
        errors = [o for o in seated.open.outputs(index) if o["output_type"] == "error"]
        if not is_check(cell):
            assert errors == []
            continue
        assert len(errors) == 1
        output = seated.open.output(index)
        name = grade_id(cell).removeprefix("check_")
        expect(output.locator(".neurona-card")).to_contain_text(
            seated.words("`{name}` is not written yet.").format(name=name).replace("`", "")
        )
        assert len(lines_of_error(output)) == 1


def test_opening_panel_is_there(seated: Sitting, pictures: Pictures) -> None:
    panel = seated.panel("opening")
    assert panel.words.inner_text() != ""
    assert panel.root.locator("img").count() == 1
    opening = seated.open.index_with(".opening(")
    pictures.take(seated.open, opening, f"{seated.notebook.chapter}.{seated.notebook.language}")


@pytest.mark.parametrize("name", ["opening", "closing"])
def test_labels_are_shown_whole(seated: Sitting, name: str) -> None:
    labels = seated.panel(name).root.locator(".widget-label:visible")
    cut = "labels => labels.filter(l => l.scrollWidth > l.clientWidth).map(l => l.innerText)"
    assert labels.evaluate_all(cut) == []


@pytest.mark.parametrize("letter", ["p", "λ"])
def test_slider_by_mouse(seated: Sitting, letter: str) -> None:
    panel = take_steps(seated)
    slider = panel.slider(letter)
    readout = slider.readout.inner_text()
    with panel.everything_changes():
        slider.drag_to(0.6)
    expect(slider.readout).not_to_have_text(readout)
    slider.drag_to(0)
    expect(slider.readout).to_have_text(re.compile(r"0(\.0+)?"))


@pytest.mark.parametrize("letter", ["p", "λ"])
def test_slider_by_keyboard(seated: Sitting, letter: str) -> None:
    panel = take_steps(seated)
    slider = panel.slider(letter)
    for _ in range(3):
        readout = slider.readout.inner_text()
        slider.press("ArrowRight")
        expect(slider.readout).not_to_have_text(readout)
    with panel.everything_changes():
        slider.press("End")
    slider.press("Home")
    expect(slider.readout).to_have_text(re.compile(r"0(\.0+)?"))


def test_step_play_pause_and_rewind(seated: Sitting) -> None:
    panel = seated.panel("opening")
    press = {word: panel.button(seated.words(word)) for word in ("Play", "Step", "Rewind")}
    press["Rewind"].click()
    start = panel.settled_picture()
    press["Step"].click()
    panel.wait_for_picture(other_than=start)
    one_step = panel.settled_picture()
    press["Play"].click()
    panel.wait_for_picture(other_than=one_step)
    # The button is called Pause after the picture has moved, unless it has come to its end.
    with contextlib.suppress(TimeoutError):
        panel.button(seated.words("Pause")).click(timeout=PAUSE_MS)
    expect(press["Play"]).to_be_visible()
    press["Rewind"].click()
    panel.wait_for_picture(same=start)
    press["Step"].click()
    panel.wait_for_picture(same=one_step)


def test_same_seed_same_picture_and_new_seed_another(seated: Sitting) -> None:
    panel = take_steps(seated)
    first = panel.settled_picture()
    panel.button(seated.words("Rewind")).click()
    panel = take_steps(seated)
    panel.wait_for_picture(same=first)
    panel.button(seated.words("New seed (now {seed})").partition("{")[0]).click()
    panel.wait_for_picture(other_than=first)


def test_wrong_answer_is_told_by_name_and_right_one_right(
    seated: Sitting, pictures: Pictures
) -> None:
    wrong, solutions = WRONG[seated.notebook.chapter], seated.notebook.solutions()
    for exercise in wrong.needs:
        seated.answer(exercise, solutions[exercise])
    output = seated.answer(wrong.exercise, wrong.source)
    mistake = next(m for m in load_all()[wrong.exercise].mistakes if m.id == wrong.mistake)
    told = mistake.says.languages[seated.notebook.language].replace("`", "")
    expect(output.locator(".neurona-card")).to_contain_text(told)
    assert len(lines_of_error(output)) == 1
    name = f"check_{seated.notebook.chapter}.{seated.notebook.language}"
    pictures.take(seated.open, seated.open.index_of(wrong.exercise), name)

    output = seated.answer(wrong.exercise, solutions[wrong.exercise])
    right = seated.words("`{name}` is right.").format(name=wrong.exercise).replace("`", "")
    expect(output.locator(".neurona-card")).to_contain_text(right)
    assert output.locator(ERROR).count() == 0


def test_run_all_again_keeps_one_picture_a_panel(seated: Sitting) -> None:
    seated.open.run_all()
    panel = seated.panel("opening")
    assert panel.root.locator("img").count() == 1
    output = seated.open.output(seated.open.index_with(".opening("))
    assert output.locator("img:visible").count() == 1


def test_saved_notebook_shows_its_pictures_when_the_kernel_is_gone(
    sitting: tuple[Sitting, Console],
) -> None:
    seated, console = sitting
    seated.open.save()
    seated.open.shut_kernel_down()
    seated.open.open()
    output = seated.open.output(seated.open.index_with(".opening("))
    still = output.locator("img:visible")
    expect(still).to_have_count(1)
    assert still.get_attribute("alt")
    expect(output.get_by_text("model not found")).to_be_hidden()
    # JupyterLab itself complains once for each panel that is gone.
    assert all("widget model not found" in error for error in console.errors)


def take_steps(seated: Sitting) -> PagePanel:
    """Take the opening panel's first steps, with both knobs at nothing."""
    panel = seated.panel("opening")
    for letter in "pλ":
        panel.slider(letter).press("Home")
    panel.button(seated.words("Rewind")).click()
    for _ in range(STEPS):
        panel.button(seated.words("Step")).click()
    panel.settled_picture()
    return panel


def lines_of_error(output: Locator) -> list[str]:
    """Return the lines of the error below a card."""
    return output.locator(ERROR).inner_text().strip().splitlines()
