"""The oracle: one JSON line for every message that arrived, accepted or not, and every fault that fired.

The file is only ever appended to and flushed line by line, so a test that kills the product can still count.
"""

from io import BufferedWriter
from pathlib import Path
from typing import Any

import msgspec


class Line(msgspec.Struct, omit_defaults=True):
    """`at_ns` is epoch time. `recipients` is who really got it, `dropped` who silently did not."""

    n: int
    at_ns: int
    channel: str
    to: str
    errcode: int
    errmsg: str = ""
    msgtype: str = ""
    msgid: str = ""
    recipients: list[str] = []
    dropped: list[str] = []
    is_duplicate: bool = False
    fault: str = ""
    body: Any = None


class ReceiverLog:
    """Writes lines; without a path it writes nothing."""

    def __init__(self, path: Path | None) -> None:
        self._encoder = msgspec.json.Encoder()
        self._file: BufferedWriter | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("ab")

    def write(self, line: Line) -> None:
        """Append and flush."""
        if self._file is None:
            return
        self._file.write(self._encoder.encode(line) + b"\n")
        self._file.flush()

    def close(self) -> None:
        """Give the file back."""
        if self._file is not None:
            self._file.close()
            self._file = None
