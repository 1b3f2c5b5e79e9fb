"""What time it is for due dates. Leases, lanes and tickets use the database's clock instead.

A rehearsal may shift this clock: `settings().clock_shift_file` names a file that holds a number of seconds.
"""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.core.settings import settings

SHANGHAI = ZoneInfo("Asia/Shanghai")
"""The zone in which people here read dates; storage is UTC."""

_REREAD_SECONDS = 0.2
_shift = timedelta()
_shift_read_at = 0.0
_rehearsal = timedelta()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return machine_now() + _current_shift() + _rehearsal


def rehearse(moment: datetime | None) -> None:
    """Let this process's clock go on from `moment`, or from the present again; for a year that is made in minutes."""
    global _rehearsal  # noqa: PLW0603  One clock a process.
    if settings().is_production:
        raise RuntimeError("nothing is rehearsed in production")
    _rehearsal = moment - machine_now() if moment else timedelta()


def machine_now() -> datetime:
    """The machine's own time, never shifted: for what a peer has stamped a moment ago."""
    return datetime.now(UTC)  # noqa: TID251  The one place that asks the machine.


def _current_shift() -> timedelta:
    global _shift, _shift_read_at  # noqa: PLW0603  A cache of one file's content, per process.
    path = settings().clock_shift_file
    if path is None:
        return timedelta()
    if time.monotonic() - _shift_read_at > _REREAD_SECONDS:
        _shift_read_at = time.monotonic()
        try:
            _shift = timedelta(seconds=float(path.read_text()))
        except (FileNotFoundError, ValueError):
            _shift = timedelta()
    return _shift
