"""What every panel shares: controls, buttons, one picture, and work that blocks nothing."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import ipywidgets as widgets

from neurona.language import _
from neurona.panels import controls, others, showing
from neurona.panels.picture import AnyArtist, Picture
from neurona.panels.scheduling import Soon, running_loop
from neurona.panels.student import StudentProblem
from neurona.plots import style

SLICE_SECONDS = 0.02
CAPTION_QUIET_SECONDS = 0.3

Action = Callable[[], object]


class Panel:
    """Labelled controls and buttons above one picture that follows them.

    A subclass fills in `invitation`, `controls`, `build`, `update` and `describe`, and, where
    something can run, `rewind` and `step`. They are called in the order `controls`, `build`,
    `rewind`, `update`.

    Attributes
    ----------
    picture : Picture
        The picture; `figure` is its matplotlib figure.
    png : bytes
        The picture as it is now.
    alternative_text : str
        What the picture shows now, in words.
    notice : str
        What went wrong in the last action, in one sentence, or nothing.
    errors : list of Exception
        Everything that went wrong since the panel was made.
    seed : int
        The seed of all randomness, from `first_seed` upward.
    """

    size: ClassVar[tuple[int, int]] = (720, 380)
    """Width and height of the picture, in CSS pixels."""
    pace: float = 0.0
    """Seconds between two steps while playing; at 0, as many steps as fit."""
    steps_without_loop: ClassVar[int] = 200
    """How many steps Play takes at once where no event loop is running."""
    first_seed: ClassVar[int] = 0
    """The seed that it begins with."""

    def __init__(self) -> None:
        self.seed = self.first_seed
        self.notice = ""
        self.errors: list[Exception] = []
        self.png = b""
        self.alternative_text = ""
        self.picture = Picture(*self.size)
        self.figure = self.picture.figure
        self._controls: list[widgets.Widget] = []
        self._buttons: list[widgets.Button] = []
        self._play_button: widgets.Button | None = None
        self._run: object = None  # a token of the run in progress
        # Some front ends handle widget events in a thread beside the one that runs cells.
        self._lock = threading.RLock()
        self._waiting: dict[Action, None] = {}
        self._acting = False
        self._longest_words = 0
        self._caption_soon = Soon(self._show_words, quiet=CAPTION_QUIET_SECONDS)

        self.controls()
        with style.context():
            self.build()
        self._make_widgets()
        self._do(self.rewind)
        self._show_words()
        self._still = self.png
        others.take_over(self)

    # What a subclass fills in.

    def invitation(self) -> str:
        """Return one sentence that says what to try."""
        raise NotImplementedError

    def controls(self) -> None:
        """Make the controls and buttons, in the order in which they appear."""

    def build(self) -> None:
        """Make the axes and artists of the picture, once."""
        raise NotImplementedError

    def rewind(self) -> None:
        """Go back to the start; the same seed gives the same start."""

    def step(self) -> bool:
        """Do one short piece of work; return whether there is more to do."""
        return False

    def update(self) -> None:
        """Set the artists from the state and the controls."""
        raise NotImplementedError

    def describe(self) -> str:
        """Return what the picture shows now, in a sentence or two of plain text."""
        raise NotImplementedError

    # Making controls. `then` is called, before the picture follows, when the value changes.

    def slider(
        self,
        label: str,
        value: float,
        low: float,
        high: float,
        step: float,
        *,
        digits: int = 2,
        then: Action | None = None,
    ) -> widgets.FloatSlider:
        """Add a slider over evenly spaced numbers; see `controls.slider`."""
        return self._add(controls.slider(label, value, low, high, step, digits), then)

    def int_slider(
        self,
        label: str,
        value: int,
        low: int,
        high: int,
        step: int = 1,
        *,
        then: Action | None = None,
    ) -> widgets.IntSlider:
        """Add a slider over whole numbers; see `controls.int_slider`."""
        return self._add(controls.int_slider(label, value, low, high, step), then)

    def log_slider(
        self, label: str, value: float, low: float, high: float, *, then: Action | None = None
    ) -> widgets.SelectionSlider:
        """Add a slider over 0 and then 1, 2 and 5 times the powers of ten in a range."""
        values = controls.log_values(low, high)
        return self._add(controls.choice_slider(label, value, values), then)

    def dropdown(
        self,
        label: str,
        value: Any,
        options: Sequence[tuple[str, Any]],
        *,
        then: Action | None = None,
    ) -> widgets.Dropdown:
        """Add a choice between named things; see `controls.dropdown`."""
        return self._add(controls.dropdown(label, value, options), then)

    def toggle(
        self, label: str, value: bool = False, *, then: Action | None = None
    ) -> widgets.Checkbox:
        """Add a box to tick."""
        return self._add(controls.toggle(label, value), then)

    def add_button(self, label: str, action: Action) -> widgets.Button:
        """Add a button whose action runs, and then the picture follows."""
        button = controls.button(label)
        button.on_click(lambda _button: self._do(action))
        self._buttons.append(button)
        return button

    def add_play(self) -> None:
        """Add the buttons Play, Step and Rewind."""
        self.play_button = self._play_button = self.add_button(_("Play"), self._play_or_pause)
        self.step_button = self.add_button(_("Step"), self._one_step)
        self.rewind_button = self.add_button(_("Rewind"), self._stop_and_rewind)

    def add_new_seed(self) -> None:
        """Add a button that rewinds to the start of the next seed."""
        self.seed_button = self.add_button(self._seed_label(), self.new_seed)

    def moving(self, artist: AnyArtist) -> AnyArtist:
        """Register an artist that `update` changes, and return it."""
        return self.picture.moving(artist)

    def invalidate(self) -> None:
        """Have everything drawn anew, because `update` changed what does not move."""
        self.picture.invalidate()

    # Running.

    @property
    def playing(self) -> bool:
        """Whether a run is in progress."""
        return self._run is not None

    def start(self) -> None:
        """Step on and on, drawing, until there is nothing left to do or something stops it.

        Where no event loop is running, take at most `steps_without_loop` steps at once.
        """
        if self.playing:
            return
        others.stop_all()
        loop = running_loop()
        if loop is None:
            for _count in range(self.steps_without_loop):
                if not self.step():
                    break
            return
        self._run = token = object()
        self._task = loop.create_task(self._keep_stepping(token))

    def stop(self) -> None:
        """End the run in progress, if any; what it has done stays."""
        if not self.playing:
            return
        self._run = None
        self._label_play_button()
        self._caption_soon.ask()

    async def _keep_stepping(self, token: object) -> None:
        await asyncio.sleep(SLICE_SECONDS)  # the browser shows what the start changed
        while True:
            begun = time.perf_counter()
            with self._lock:
                if self._run is not token:
                    return
                self._do(self._some_steps)
            rest = self.pace - (time.perf_counter() - begun)
            # Even at full speed the loop gets its turn, so that a drag or a click is heard.
            await asyncio.sleep(max(rest, 0.001))

    def _some_steps(self) -> None:
        begun = time.perf_counter()
        going = self.step()
        while going and not self.pace and time.perf_counter() - begun < SLICE_SECONDS:
            going = self.step()
        if not going:
            self.stop()

    def _play_or_pause(self) -> None:
        if self.playing:
            self.stop()
        else:
            self.start()

    def _one_step(self) -> None:
        self.stop()
        self.step()

    def _stop_and_rewind(self) -> None:
        self.stop()
        self.rewind()

    def new_seed(self) -> None:
        """Stop, and rewind to the start of the next seed."""
        self.stop()
        self.seed += 1
        self.seed_button.description = self._seed_label()
        self.rewind()

    def _seed_label(self) -> str:
        return _("New seed (now {seed})").format(seed=self.seed)

    def _label_play_button(self) -> None:
        if self._play_button is not None:
            self._play_button.description = _("Pause") if self.playing else _("Play")

    def close(self) -> None:
        """Stop, and let go of what the page shows, which answers no longer."""
        self.stop()
        for widget in (self.widget, *self.widget.children, *self._controls, *self._buttons):
            widget.close()

    # Following.

    def _add(self, control: widgets.Widget, then: Action | None) -> widgets.Widget:
        if control.has_trait("tooltip"):  # else ipywidgets 8 shows "null" over the label
            control.tooltip = control.description
        actions = () if then is None else (then,)
        control.observe(lambda _change: self._do(*actions), names="value")
        self._controls.append(control)
        return control

    def _do(self, *actions: Action) -> None:
        """Run actions and let the picture follow, at once; what fails becomes a sentence.

        An action may set a control. What follows from that is done after it, and the picture is
        drawn when all is done. The new picture is the first thing that the front end hears of:
        whatever is sent before it would delay it.
        """
        with self._lock:
            self._waiting |= dict.fromkeys(actions)
            if self._acting:
                return
            self._acting = True
            self.notice = ""
            try:
                while self._waiting:
                    action = next(iter(self._waiting))
                    del self._waiting[action]
                    self._attempt(action)
                for action in (self.update, self._draw, self._describe):
                    self._attempt(action)
                self._alert.value = controls.alert(self.notice)
                self._label_play_button()
            finally:  # an interrupted kernel, too, leaves a panel that can be used
                self._acting = False

    def _attempt(self, action: Action) -> None:
        try:
            action()
        except Exception as error:
            self._report(error)

    def _draw(self) -> None:
        self.png = self.picture.png()
        with self.image.hold_sync():  # the browser loads the picture anew at each message
            self.image.value = self.png
            if self.playing:
                self._name_image()

    def _describe(self) -> None:
        self.alternative_text = self.describe()
        if self.playing:
            self._show_words()
        else:
            self._caption_soon.ask()

    def _report(self, error: Exception) -> None:
        self.stop()
        self.errors.append(error)
        if isinstance(error, StudentProblem):
            self.notice = str(error)
        else:
            self.notice = _("Something went wrong inside this panel: {kind}: {message}").format(
                kind=type(error).__name__, message=error
            )

    # Showing.

    def _make_widgets(self) -> None:
        width, _height = self.size
        self.image = controls.LabeledImage(
            format="png",
            layout=widgets.Layout(width=f"{width}px", max_width="100%", height="auto"),
        )
        self._caption = widgets.HTML()
        self._alert = widgets.HTML()
        rows = widgets.Layout(flex_flow="row wrap", justify_content="space-between")
        buttons = widgets.Layout(flex_flow="row wrap", margin="4px 0")
        self.widget = widgets.VBox(
            [
                widgets.HTML(controls.sentence(self.invitation())),
                widgets.Box(self._controls, layout=rows),
                widgets.Box(self._buttons, layout=buttons),
                self.image,
                self._alert,
                self._caption,
            ],
            layout=widgets.Layout(width=f"{width + 10}px", max_width="100%"),
        )

    @property
    def _words(self) -> str:
        # A screen reader announces each change, so a run is not announced step by step.
        if self.playing:
            return _("Playing. What the picture shows is told here when it pauses.")
        return self.alternative_text

    def _show_words(self) -> None:
        self._longest_words = max(self._longest_words, len(self._words))
        self._caption.value = controls.status(self._words, self._longest_words)
        self._name_image()

    def _name_image(self) -> None:
        if self.image.has_trait("tooltip"):  # the image's accessible name; ipywidgets 8 only
            self.image.tooltip = self._words

    def still(self) -> bytes:
        """Return the picture of the start state, as PNG bytes."""
        return self._still

    def _ipython_display_(self) -> None:
        """Show the live panel, or its picture or its words where widgets are not shown."""
        showing.show(self.widget.model_id, self.png, self.alternative_text, *self.size)
