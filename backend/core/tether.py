"""Start a command that dies with its parent.

`command()` wraps a command line so that the kernel signals it the moment its parent is gone, however the parent went:
a supervisor that is killed with SIGKILL leaves nothing behind. The wrapping is this very file, run as a script that
ties itself to the parent, lays root down if asked to, and becomes the command (same process id).
A `preexec_fn` would do the same in fewer lines but is unsafe once the parent has threads.
"""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def command(
    line: Sequence[str], *, on_orphaned: signal.Signals = signal.SIGTERM, account: pwd.struct_passwd | None = None
) -> list[str]:
    """`line` tied to the calling process; with `account` (root only) it runs as that user.

    The kernel watches the *thread* that starts the child: start it from a thread that lives as long as the process.
    """
    user = f"{account.pw_uid}:{account.pw_gid}" if account else ""
    return [sys.executable, "-IS", __file__, str(int(on_orphaned)), str(os.getpid()), user, *line]


def _become(on_orphaned: int, parent_pid: int, user: str, line: list[str]) -> None:
    if user:
        uid, gid = (int(part) for part in user.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    # After the change of user, because the kernel forgets the wish when credentials change.
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, on_orphaned, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent_pid:  # It died before we were tied to it.
        raise SystemExit(1)
    os.execvp(line[0], line)  # noqa: S606  The command comes from our own code, never through a shell.


if __name__ == "__main__":
    _become(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
