"""What a browser shows, as a picture: for a program that reads codes, and for people who look on."""

import os
from pathlib import Path

from playwright.sync_api import Page


def picture(page: Page, name: str) -> bytes:
    """A screenshot; kept where `SANDTABLE_SCREENSHOTS` says."""
    taken = page.screenshot()
    if folder := os.environ.get("SANDTABLE_SCREENSHOTS"):
        (Path(folder) / f"{name}.png").write_bytes(taken)
    return taken
