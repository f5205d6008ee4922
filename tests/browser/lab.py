"""A notebook open in JupyterLab, used as a student uses it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from playwright.sync_api import Locator, Page

from tests.browser.servers import Server

OPEN_MS = 60_000
RUN_MS = 120_000

NOTEBOOK = "window.jupyterapp?.shell.currentWidget"
# A notebook that was made elsewhere opens with its kernel still starting.
READY = f"""() => {{
  const panel = {NOTEBOOK};
  return !!panel?.content?.widgets?.length && panel.sessionContext?.isReady
    && panel.sessionContext.session?.kernel?.status === "idle";
}}"""
COMMAND = "name => window.jupyterapp.commands.execute(name)"
# Cells far from the window are not drawn: this brings one there, as scrolling does.
SHOW = f"""async index => {{
  const notebook = {NOTEBOOK}.content;
  notebook.activeCellIndex = index;
  await notebook.scrollToItem(index, "start");
}}"""
SOURCES = f"() => {NOTEBOOK}.content.widgets.map(cell => cell.model.sharedModel.getSource())"
GRADE_IDS = f"""() => {NOTEBOOK}.content.widgets.map(
  cell => (cell.model.getMetadata("nbgrader") ?? {{}}).grade_id ?? "")"""
OUTPUTS = f"""index => {{
  const cell = {NOTEBOOK}.content.widgets[index];
  return cell.model.type === "code" ? cell.model.outputs.toJSON() : [];
}}"""
COUNTS = f"""() => {NOTEBOOK}.content.widgets
  .filter(cell => cell.model.type === "code" && cell.model.sharedModel.getSource().trim())
  .map(cell => cell.model.executionCount)"""


class LabNotebook:
    """One notebook, in one browser page."""

    def __init__(self, page: Page, server: Server, path: str) -> None:
        self.page = page
        self._server = server
        self._path = path
        self.open()

    def open(self) -> None:
        """Load the notebook's page anew, and wait for its kernel."""
        address = f"{self._server.address}/lab/tree/{quote(self._path)}"
        self.page.goto(f"{address}?reset&token={self._server.token}")
        self.page.wait_for_function(READY, timeout=OPEN_MS)

    def command(self, name: str) -> None:
        """Run one of JupyterLab's commands, and wait until it is done."""
        self.page.evaluate(COMMAND, name)

    def run_all(self) -> None:
        """Choose Run All Cells, and wait for all of them."""
        before = max(count or 0 for count in self.execution_counts())
        # This is done when the first cell has failed, while the others still run.
        self.command("notebook:run-all-cells")
        self.page.wait_for_function(
            f"before => ({COUNTS})().every(count => count > before)", arg=before, timeout=RUN_MS
        )
        self.page.wait_for_function(READY, timeout=RUN_MS)

    def save(self) -> None:
        """Save the notebook with its outputs."""
        self.command("docmanager:save")

    def shut_kernel_down(self) -> None:
        """End the kernel, as the server's restart would."""
        self.page.evaluate(f"() => {NOTEBOOK}.sessionContext.shutdown()")

    def sources(self) -> list[str]:
        """Return the text of every cell."""
        return self.page.evaluate(SOURCES)

    def execution_counts(self) -> list[int | None]:
        """Return the count of every code cell with something in it; None where it did not run."""
        return self.page.evaluate(COUNTS)

    def index_of(self, grade_id: str) -> int:
        """Return the place of the cell with an id in the gradebook."""
        return self.page.evaluate(GRADE_IDS).index(grade_id)

    def index_with(self, text: str) -> int:
        """Return the place of the one cell that has a text in it."""
        (found,) = [i for i, source in enumerate(self.sources()) if text in source]
        return found

    def cell(self, index: int) -> Locator:
        """Bring a cell into the window, and return it."""
        self.page.evaluate(SHOW, index)
        cell = self.page.locator(f'.jp-Notebook:visible [data-windowed-list-index="{index}"]')
        cell.wait_for(state="visible")
        return cell

    def output(self, index: int) -> Locator:
        """Bring a cell into the window, and return what is below it."""
        return self.cell(index).locator(".jp-Cell-outputArea")

    def outputs(self, index: int) -> list[dict[str, Any]]:
        """Return a cell's outputs as the notebook's file has them."""
        return self.page.evaluate(OUTPUTS, index)

    def write(self, index: int, text: str) -> None:
        """Type a text in place of what a cell says."""
        editor = self.cell(index).locator(".cm-content")
        editor.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def run(self, index: int) -> None:
        """Run one cell with the keyboard, and wait for it."""
        self.cell(index).locator(".cm-content").click()
        before = self._count(index)
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_function(
            f"""([index, before]) => {{
              const cell = {NOTEBOOK}.content.widgets[index];
              return cell.model.executionCount !== null && cell.model.executionCount !== before;
            }}""",
            arg=[index, before],
            timeout=RUN_MS,
        )
        self.page.wait_for_function(READY, timeout=RUN_MS)

    def _count(self, index: int) -> int | None:
        return self.page.evaluate(
            f"index => {NOTEBOOK}.content.widgets[index].model.executionCount", index
        )
