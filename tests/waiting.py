"""Waiting for a condition with a bound: nothing in the tests sleeps for luck."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def wait_until(condition: Callable[[], bool], *, within_seconds: float) -> None:
    """Return as soon as the condition holds; fail when it does not within the bound."""
    give_up_at = time.monotonic() + within_seconds
    while not condition():
        assert time.monotonic() < give_up_at, f"not within {within_seconds} s"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    """Whether no such process runs: one that has ended but was not yet collected counts as gone."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return True
