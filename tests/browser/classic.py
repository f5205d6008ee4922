"""A notebook open in the classic notebook, the front end nearest to Colab's."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from playwright.sync_api import Locator, Page

from tests.browser.servers import Server

OPEN_MS = 60_000
RUN_MS = 120_000

NOTEBOOK = "window.Jupyter?.notebook"
READY = f"""() => {{
  const notebook = {NOTEBOOK};
  return !!notebook?._fully_loaded && !!notebook.kernel?.is_connected?.()
    && !!notebook.kernel.widget_manager;
}}"""
# The widgets' extension begins by asking the kernel for widgets, and what is shown meanwhile is
# lost. The kernel answers in order: once this has asked the same, the first answer has come.
LOADED = f"async () => {{ await {NOTEBOOK}.kernel.widget_manager._loadFromKernel(); }}"
DONE = f"""() => !{NOTEBOOK}.kernel_busy && !document.querySelector(".code_cell.running")
  && {NOTEBOOK}.get_cells().every(cell => cell.input_prompt_number !== "*")"""
RUN_ALL = f"() => {NOTEBOOK}.execute_all_cells()"
SOURCES = f"() => {NOTEBOOK}.get_cells().map(cell => cell.get_text())"
SHOW = f"index => {NOTEBOOK}.get_cell(index).element[0].scrollIntoView()"
OUTPUTS = f"index => {NOTEBOOK}.get_cell(index).output_area?.outputs ?? []"
COUNTS = f"""() => {NOTEBOOK}.get_cells()
  .filter(cell => cell.cell_type === "code" && cell.get_text().trim())
  .map(cell => cell.input_prompt_number)"""


class ClassicNotebook:
    """One notebook, in one browser page."""

    def __init__(self, page: Page, server: Server, path: str) -> None:
        self.page = page
        page.goto(f"{server.address}/notebooks/{quote(path)}?token={server.token}")
        page.wait_for_function(READY, timeout=OPEN_MS)
        page.evaluate(LOADED)

    def run_all(self) -> None:
        """Choose Run All, and wait for all cells."""
        self.page.evaluate(RUN_ALL)
        self.page.wait_for_function(DONE, timeout=RUN_MS)

    def sources(self) -> list[str]:
        """Return the text of every cell."""
        return self.page.evaluate(SOURCES)

    def execution_counts(self) -> list[int | None]:
        """Return the count of every code cell with something in it; None where it did not run."""
        return self.page.evaluate(COUNTS)

    def index_with(self, text: str) -> int:
        """Return the place of the one cell that has a text in it."""
        (found,) = [i for i, source in enumerate(self.sources()) if text in source]
        return found

    def output(self, index: int) -> Locator:
        """Bring a cell into the window, and return what is below it."""
        self.page.evaluate(SHOW, index)
        return self.page.locator(".cell").nth(index).locator(".output_wrapper")

    def outputs(self, index: int) -> list[dict[str, Any]]:
        """Return a cell's outputs."""
        return self.page.evaluate(OUTPUTS, index)
