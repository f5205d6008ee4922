"""Debian's Chromium, without a window."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

ARGUMENTS = [
    "--no-sandbox",  # root may not use Chromium's sandbox, and all pages are this machine's own
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
]


def find() -> str | None:
    """Return where Chromium is on this machine, if it is."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def launch(playwright: Playwright) -> Browser:
    """Start it."""
    return playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
