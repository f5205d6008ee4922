"""How long a picture lags behind a slider, in a browser on JupyterLab.

Each chapter's opening panel is set against the usual way, ``interact`` and ``plt.show()``: the
same work and the same artists in a picture of the same size, drawn from scratch by pyplot for
each move. Both are moved in turn, one key press at a time, and timed in the page from the key
to the moment when the new picture has been painted.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Locator, Page, sync_playwright

from autograde.build.course import name_of, own_chapters
from tests.browser import chromium
from tests.browser.lab import LabNotebook
from tests.browser.panel import PICTURE, PagePanel
from tests.browser.servers import jupyter_lab

RESULTS = Path(__file__).parent / "results" / "panel_latency.json"
LETTERS = ("p", "λ")
MOVES = 16
FEWEST = 4  # pictures: in a small network a little more p often drops nobody
STEPS = 24
PATIENCE_MS = 3000
RATIO_WANTED = 3
MEDIAN_WANTED_MS = 50
REST_MS = 400
WARM_UP = 4
THERE = 5  # moves in one direction
WINDOW = {"width": 1100, "height": 1450}  # both pictures, and no more to paint than that

TABLE_HEAD = (
    "chapter        slider     panel: median    95 %    usual: median    95 %    times faster"
)
TABLE_ROW = (
    "{chapter:14} {slider:6} {panel_median_ms:13.1f} ms {panel_p95_ms:7.1f} "
    "{usual_median_ms:13.1f} ms {usual_p95_ms:7.1f} {times_faster:12.1f}"
)

Figures = dict[str, dict[str, dict[str, list[float]]]]

PANEL_CELL = """
from neurona.panels import {module}
panel = {module}.opening()
panel
"""

USUAL_CELL = """
import ipywidgets, matplotlib.pyplot as plt
from IPython import get_ipython
from neurona.panels import picture
from neurona.plots import style

get_ipython().run_line_magic("matplotlib", "inline")
# Else the inline backend draws each figure twice, to cut its margins off.
get_ipython().run_line_magic("config", "InlineBackend.print_figure_kwargs = dict(bbox_inches=None)")

class Usual(type(panel)):
    def _do(self, *actions):  # draws nothing
        for action in actions:
            action()

    def start(self):
        pass  # the panel, too, shows what it begins with before it goes on

    def draw_from_scratch(self):
        self.picture = picture.Picture(*self.size)
        size, dpi = self.picture.figure.get_size_inches(), self.picture.figure.dpi
        self.figure = self.picture.figure = plt.figure(figsize=size, dpi=dpi)
        with style.context():
            self.build()
        for axes in self.figure.axes:
            axes.patch.set_visible(False)  # the panel draws some things below its axes
        for artist in self.picture._moving:
            artist.set_animated(False)
            if artist.axes is None and artist not in self.figure.get_children():
                self.figure.add_artist(artist)
        self.update()
        # What a training begins with is the same for each λ, but a new picture is waited for.
        plt.figtext(1, 0, str((self.p.value, self.lam.value)), ha="right")
        plt.show()

usual = Usual()
for _ in range({steps}):
    usual.step()
usual.p.close()
usual.lam.close()

def draw(p, λ):
    usual.p.value, usual.lam.value = p, λ
    usual.draw_from_scratch()

ipywidgets.interact(
    draw,
    p=ipywidgets.FloatSlider(value=usual.p.value, min=usual.p.min, max=usual.p.max,
                             step=usual.p.step),
    λ=ipywidgets.SelectionSlider(options=usual.lam.options, value=usual.lam.value),
);
"""

# Resolves once a picture other than the present one has been painted, or to null. A picture that
# is shown anew with the same content, as when its words change, is not another one.
ARM = f"""([output, selector, before, milliseconds]) => {{
  const digest = {PICTURE};
  let last = output.querySelector(selector)?.src;
  let begun = null;
  output.addEventListener("keydown", event => {{ begun = event.timeStamp; }},
                          {{ capture: true, once: true }});
  window.latency = new Promise(resolve => {{
    const observer = new MutationObserver(async () => {{
      const image = output.querySelector(selector);
      if (begun === null || !image || image.src === last) return;
      const src = last = image.src;
      try {{
        await image.decode();
      }} catch {{
        return;  // the next picture has come already
      }}
      requestAnimationFrame(() => {{
        const painted = new MessageChannel();
        painted.port1.onmessage = async () => {{
          const milliseconds = performance.now() - begun;
          const now = await digest({{ src }}).catch(() => before);  // it may have gone already
          if (now !== before) {{
            observer.disconnect();
            resolve(milliseconds);
          }}
        }};
        painted.port2.postMessage(null);
      }});
    }});
    observer.observe(output, {{ childList: true, subtree: true, attributes: true }});
    setTimeout(() => {{ observer.disconnect(); resolve(null); }}, milliseconds);
  }});
}}"""

# Resolves once nothing has changed for a while.
REST = """([output, milliseconds]) => new Promise(resolve => {
  const rested = () => { observer.disconnect(); resolve(); };
  let timer = setTimeout(rested, milliseconds);
  const observer = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(rested, milliseconds);
  });
  observer.observe(output, { childList: true, subtree: true, attributes: true });
})"""


@dataclass
class Contestant:
    """The output of a cell with sliders and a picture."""

    page: Page
    output: Locator
    selector: str
    """Where its picture is."""

    def move(self, number: int, key: str) -> float | None:
        """Press a key on a slider, and return the milliseconds until the picture is new.

        None if it stays as it was: a little more p may drop nobody.
        """
        self.output.locator(".noUi-handle").nth(number).focus()
        output = self.output.element_handle()
        image = self.output.locator(self.selector)
        before = image.evaluate(PICTURE)
        self.page.evaluate(ARM, [output, self.selector, before, PATIENCE_MS])
        self.page.keyboard.press(key)
        milliseconds = self.page.evaluate("() => window.latency")
        # The panel may go on with what the move began; nothing of that shall touch the next.
        self.page.evaluate(REST, [output, REST_MS])
        return milliseconds


def main() -> int:
    """Measure, save the figures, show them, and tell by the exit status if they are wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=MOVES, help="of each slider, each way")
    parser.add_argument("chapters", nargs="*", default=own_chapters(), help="all if not given")
    arguments = parser.parse_args()
    moves = arguments.moves
    figures: Figures = {}
    with notebooks() as open_notebook:
        for chapter in arguments.chapters:
            panel, usual = contestants(open_notebook(name_of(chapter)))
            figures[chapter] = {
                letter: measure(panel, usual, number, moves, f"{chapter}, {letter}")
                for number, letter in enumerate(LETTERS)
            }
    rows = [
        summarize(chapter, letter, each)
        for chapter in figures
        for letter, each in figures[chapter].items()
    ]
    save(figures, rows)
    print(TABLE_HEAD)
    for row in rows:
        print(TABLE_ROW.format(**row))
    return 0 if all(row["good"] for row in rows) else 1


@contextmanager
def notebooks() -> Iterator[Callable[[str], LabNotebook]]:
    """Serve JupyterLab, and hand out a function that opens a module's two cells and runs them."""
    with (
        tempfile.TemporaryDirectory(prefix="neurona-") as scratch,
        jupyter_lab(Path(scratch), Path(scratch) / "server") as server,
        sync_playwright() as playwright,
    ):
        browser = chromium.launch(playwright)

        def open_notebook(module: str) -> LabNotebook:
            cells = [
                nbformat.v4.new_code_cell(
                    cell.format(module=module, steps=STEPS).strip(),
                    metadata={"jupyter": {"source_hidden": True}},
                )
                for cell in (PANEL_CELL, USUAL_CELL)
            ]
            kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
            notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
            nbformat.write(notebook, Path(scratch) / f"{module}.ipynb")
            opened = LabNotebook(browser.new_page(viewport=WINDOW), server, f"{module}.ipynb")
            opened.run_all()
            for index in range(len(cells)):
                for output in opened.outputs(index):
                    if output["output_type"] == "error":
                        raise RuntimeError("\n".join(output["traceback"]))
            return opened

        yield open_notebook
        browser.close()


def contestants(opened: LabNotebook) -> tuple[Contestant, Contestant]:
    """Return the panel, some steps on, and the usual way."""
    live = PagePanel(opened.page, opened.output(0))
    for _ in range(STEPS):
        live.button("Step").click()
    live.settled_picture()
    panel = Contestant(opened.page, opened.output(0), "img.widget-image")
    usual = Contestant(opened.page, opened.output(1), ".jp-RenderedImage img")
    opened.page.evaluate("() => document.activeElement.blur()")
    return panel, usual


def measure(
    panel: Contestant, usual: Contestant, number: int, moves: int, name: str
) -> dict[str, list[float]]:
    """Move a slider of both in turn, there and back again, and return milliseconds."""
    taken: dict[str, list[float]] = {"panel": [], "usual": []}
    for move in range(WARM_UP + moves):
        key = "ArrowRight" if move % (2 * THERE) < THERE else "ArrowLeft"
        for who, contestant in (("panel", panel), ("usual", usual)):
            milliseconds = contestant.move(number, key)
            if move >= WARM_UP and milliseconds is not None:
                taken[who].append(milliseconds)
        if move % 10 == 0:
            print(f"{name}: {move} of {WARM_UP + moves} moves", flush=True)
    if any(len(each) < FEWEST for each in taken.values()):
        raise RuntimeError(f"{name}: the picture does not follow the slider")
    return taken


def summarize(chapter: str, letter: str, taken: dict[str, list[float]]) -> dict[str, Any]:
    """Return medians, 95th percentiles in milliseconds, and how many times faster the panel is."""
    middle = {who: statistics.median(each) for who, each in taken.items()}
    late = {who: statistics.quantiles(each, n=20)[-1] for who, each in taken.items()}
    ratio = middle["usual"] / middle["panel"]
    return {
        "chapter": chapter,
        "slider": letter,
        **{f"{who}_median_ms": round(value, 1) for who, value in middle.items()},
        **{f"{who}_p95_ms": round(value, 1) for who, value in late.items()},
        "times_faster": round(ratio, 2),
        "pictures": min(map(len, taken.values())),
        "good": ratio >= RATIO_WANTED and middle["panel"] < MEDIAN_WANTED_MS,
    }


def save(figures: Figures, rows: list[dict[str, Any]]) -> None:
    """Write every single figure beside the summary, and what they were measured on."""
    report = {
        "what": "milliseconds from a key on a slider to the new picture, painted",
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        **{name: version(name) for name in ("jupyterlab", "ipywidgets", "matplotlib")},
        "summary": rows,
        "figures": figures,
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
