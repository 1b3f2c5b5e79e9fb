"""The data folder of `sandtable up`: where it is, and how another command finds the servers that run in it."""

import os
from pathlib import Path

import msgspec

from backend.core.settings import PREFIX


def folder() -> Path:
    """`SANDTABLE_HOME`, else `var/` in the checkout."""
    given = os.environ.get(f"{PREFIX}HOME")
    return Path(given).absolute() if given else Path(__file__).resolve().parent.parent / "var"


def write_running_environment(home: Path, environment: dict[str, str]) -> None:
    """Say where the servers are; readable by the owner alone, since the addresses hold passwords."""
    path = home / "running.json"
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.encode({"pid": os.getpid(), "environment": environment}))


def forget_running_environment(home: Path) -> None:
    """The servers are gone."""
    (home / "running.json").unlink(missing_ok=True)


def running_environment(home: Path) -> dict[str, str]:
    """The settings of the `sandtable up` that runs in this folder; empty if none does."""
    try:
        said = msgspec.json.decode((home / "running.json").read_bytes(), type=_Running)
        os.kill(said.pid, 0)
    except (OSError, msgspec.MsgspecError):
        return {}
    return said.environment


class _Running(msgspec.Struct):
    pid: int
    environment: dict[str, str]
